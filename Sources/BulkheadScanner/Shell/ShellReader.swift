import BulkheadSource

/// Reads shell text into commands, after POSIX.1-2024 section 2.3, with bash's `<(…)` and `<<<`.
struct ShellReader {
  let bytes: [UInt8]
  private var offset = 0
  private var variables: [String: String] = [:]
  /// The redirection that comes next is of descriptor 2.
  private var isErrorStream = false
  private var pendingHeredocs: [[UInt8]] = []
  /// Bytes that variables were replaced by so far.
  private var expanded = 0
  private static let mostExpanded = 4 << 20

  init(bytes: [UInt8]) { self.bytes = bytes }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func at(_ text: StaticString) -> Bool {
    bytes[min(offset, bytes.count)...].starts(with: String(describing: text).utf8)
  }

  private static let keywords: Set<String> = [
    "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}", "time",
  ]
  private static let wrappers: Set<String> = [
    "sudo", "env", "nohup", "exec", "command", "builtin", "nice", "doas", "stdbuf", "setsid",
  ]

  /// Reads commands up to a closing byte, or to the end.
  mutating func script(until close: UInt8?, depth: Int) -> ShellScript {
    var script = ShellScript()
    var pipeline: [ShellScript.Command] = []
    var command = ShellScript.Command()
    func isEmpty(_ command: ShellScript.Command) -> Bool {
      command.words.isEmpty && command.outputs.isEmpty
    }
    func finishCommand() {
      if !isEmpty(command) { pipeline.append(Self.unwrapped(command)) }
      command = ShellScript.Command()
    }
    func finishPipeline() {
      finishCommand()
      if !pipeline.isEmpty { script.pipelines.append(pipeline) }
      pipeline = []
    }
    while let byte = current {
      if byte == close { break }
      switch byte {
      case 0x20, 0x09, 0x0D: offset += 1
      case 0x0A:
        offset += 1
        skipHeredocs()
        finishPipeline()
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "\\") where offset + 1 < bytes.count && bytes[offset + 1] == 0x0A:
        offset += 2
      case UInt8(ascii: "|"):
        if at("||") {
          offset += 2
          finishPipeline()
        } else {
          offset += at("|&") ? 2 : 1
          finishCommand()
        }
      case UInt8(ascii: "&") where at("&>"): redirection(&command, depth)
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"):
        offset += 1
        finishPipeline()
      case UInt8(ascii: "<") where !at("<("), UInt8(ascii: ">") where !at(">("):
        redirection(&command, depth)
      default:
        let start = offset
        let word = self.word(depth)
        if offset == start {
          offset += 1
          continue
        }
        // `2>&1`: the number is a descriptor, not a word.
        if current == UInt8(ascii: ">") || current == UInt8(ascii: "<"),
          bytes[word.span.start..<word.span.end].allSatisfy({ (0x30...0x39).contains($0) })
        {
          isErrorStream = bytes[word.span.start..<word.span.end].elementsEqual("2".utf8)
          continue
        }
        if command.words.isEmpty {
          if Self.keywords.contains(word.text) { continue }
          if assign(word) { continue }
          command.span.start = word.span.start
        }
        command.words.append(word)
        command.span.end = word.span.end
      }
    }
    finishPipeline()
    script.collect()
    return script
  }

  /// The command without wrappers and their options: `sudo -E bash` is `bash`.
  private static func unwrapped(_ command: ShellScript.Command) -> ShellScript.Command {
    var command = command
    command.setName()
    while wrappers.contains(command.name), command.words.count > 1 {
      command.words.removeFirst()
      while let first = command.words.first, command.words.count > 1,
        first.text.hasPrefix("-") || first.text.contains("=")
      {
        command.words.removeFirst()
      }
      command.setName()
    }
    return command
  }

  /// Remembers `NAME=value`.
  private mutating func assign(_ word: ShellScript.Word) -> Bool {
    let source = bytes[word.span.start..<word.span.end]
    guard let equals = source.firstIndex(of: UInt8(ascii: "=")),
      source[..<equals].allSatisfy({ SecretKind.Alphabet.alphanumeric.contains($0) || $0 == 0x5F }),
      equals > source.startIndex, word.substitutions.isEmpty
    else { return false }
    let name = String(decoding: source[..<equals], as: UTF8.self)
    let value = word.text.drop { $0 != "=" }.dropFirst()
    variables[name] = String(value.prefix(4096))
    return true
  }

  private mutating func redirection(_ command: inout ShellScript.Command, _ depth: Int) {
    let isHeredoc = at("<<") && !at("<<<")
    let isInput = current == UInt8(ascii: "<")
    while let byte = current, "<>&|-".utf8.contains(byte) { offset += 1 }
    while current == 0x20 { offset += 1 }
    // `2>&1` duplicates a descriptor.
    let target = word(depth)
    if isHeredoc {
      pendingHeredocs.append(Array(target.text.utf8))
    } else if isInput {
      command.inputs.append(target)
    } else if isErrorStream {
      // What a program complains about is not its output.
    } else {
      command.outputs.append(target)
    }
    isErrorStream = false
    if command.words.isEmpty, command.outputs.count + command.inputs.count == 1 {
      command.span.start = target.span.start
    }
    command.span.end = max(command.span.end, target.span.end)
  }

  private mutating func skipLine() {
    while let byte = current, byte != 0x0A { offset += 1 }
  }

  /// Here-documents are data; a shell that reads one is seen as a shell without a script.
  private mutating func skipHeredocs() {
    for end in pendingHeredocs {
      while offset < bytes.count {
        let start = offset
        skipLine()
        let line = bytes[start..<offset].drop { $0 == 0x09 }
        offset = min(offset + 1, bytes.count)
        if line.elementsEqual(end) { break }
      }
    }
    pendingHeredocs = []
  }

  // MARK: - Words

  private mutating func word(_ depth: Int) -> ShellScript.Word {
    var word = ShellScript.Word()
    word.span.start = offset
    var text: [UInt8] = []
    loop: while let byte = current {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: ";"),
        UInt8(ascii: "("), UInt8(ascii: ")"):
        break loop
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "(") else { break loop }
        offset += 2
        substitution(close: UInt8(ascii: ")"), &word, depth)
      case UInt8(ascii: "'"):
        offset += 1
        while let inner = current, inner != byte {
          text.append(inner)
          offset += 1
        }
        offset += 1
      case UInt8(ascii: "\""): doubleQuoted(&text, &word, depth)
      case UInt8(ascii: "\\"):
        offset += 1
        if let next = current, next != 0x0A { text.append(next) }
        offset += 1
      case UInt8(ascii: "$"): expansion(&text, &word, depth)
      case UInt8(ascii: "`"):
        offset += 1
        substitution(close: byte, &word, depth)
      default:
        text.append(byte)
        offset += 1
      }
    }
    offset = min(offset, bytes.count)
    word.span.end = offset
    word.text = String(decoding: text, as: UTF8.self)
    return word
  }

  private mutating func doubleQuoted(
    _ text: inout [UInt8], _ word: inout ShellScript.Word, _ depth: Int
  ) {
    offset += 1
    while let byte = current, byte != UInt8(ascii: "\"") {
      switch byte {
      case UInt8(ascii: "\\"):
        offset += 1
        if let next = current { text.append(next) }
        offset += 1
      case UInt8(ascii: "$"): expansion(&text, &word, depth)
      case UInt8(ascii: "`"):
        offset += 1
        substitution(close: byte, &word, depth)
      default:
        text.append(byte)
        offset += 1
      }
    }
    offset += 1
  }

  private mutating func expansion(
    _ text: inout [UInt8], _ word: inout ShellScript.Word, _ depth: Int
  ) {
    offset += 1
    switch current {
    case UInt8(ascii: "("):
      offset += 1
      substitution(close: UInt8(ascii: ")"), &word, depth)
    case UInt8(ascii: "{"):
      let start = offset + 1
      var level = 0
      while let byte = current {
        if byte == UInt8(ascii: "{") { level += 1 }
        if byte == UInt8(ascii: "}") { level -= 1 }
        if level == 0 { break }
        offset += 1
      }
      variable(bytes[min(start, offset)..<offset], &text, &word)
      offset = min(offset + 1, bytes.count)
    case UInt8(ascii: "'"):  // $'…' with escapes: its text is only looked at by words
      break
    default:
      let start = offset
      while let byte = current, SecretKind.Alphabet.alphanumeric.contains(byte) || byte == 0x5F {
        offset += 1
      }
      if start == offset {
        text.append(UInt8(ascii: "$"))
      } else {
        variable(bytes[start..<offset], &text, &word)
      }
    }
  }

  private mutating func variable(
    _ name: ArraySlice<UInt8>, _ text: inout [UInt8], _ word: inout ShellScript.Word
  ) {
    let name = String(decoding: name, as: UTF8.self)
    // A variable that holds others that hold others may not grow without bound.
    if let value = variables[name], text.count < 65_536, expanded < Self.mostExpanded {
      expanded += value.utf8.count
      text += value.utf8
      if value.contains("${") { word.isOpen = true }
    } else if name == "HOME" {
      text.append(UInt8(ascii: "~"))
    } else {
      word.isOpen = true
      text += "${\(name)}".utf8
    }
  }

  private mutating func substitution(close: UInt8, _ word: inout ShellScript.Word, _ depth: Int) {
    word.isOpen = true
    guard depth < 16 else { return }
    word.substitutions.append(script(until: close, depth: depth + 1))
    offset = min(offset + 1, bytes.count)
  }
}
