import BulkheadSource

/// Readings of a text that its writer hid: decoded, joined, spelled letter by letter.
enum PromptViews {
  struct View {
    var text: [UInt8]
    var span: Span
    /// The line as it stands: what it says openly is not hidden in it.
    var plain: [UInt8] = []
  }

  private static let most = 64

  static func of(_ bytes: [UInt8]) -> [View] {
    var views = encoded(bytes)
    var offset = 0
    while offset < bytes.count, views.count < most {
      let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
      let line = Array(bytes[offset..<end])
      for reading in [escaped(line), joined(line), spelled(line)] {
        guard var view = reading else { continue }
        view.plain = line
        view.span = Span(start: view.span.start + offset, end: view.span.end + offset)
        views.append(view)
      }
      offset = end + 1
    }
    return views
  }

  /// Long words in base64 or hex whose content is text.
  private static func encoded(_ bytes: [UInt8]) -> [View] {
    var views: [View] = []
    var offset = 0
    while offset < bytes.count, views.count < most {
      guard SecretKind.Alphabet.base64.contains(bytes[offset]) else {
        offset += 1
        continue
      }
      let start = offset
      while offset < bytes.count, SecretKind.Alphabet.base64.contains(bytes[offset]) { offset += 1 }
      guard offset - start >= 24, offset - start <= 1 << 16 else { continue }
      let word = bytes[start..<offset]
      let decoded =
        word.allSatisfy { SecretKind.Alphabet.hex.contains($0) }
        ? hex(word) : Base64.decode(word)
      guard let decoded, isText(decoded) else { continue }
      views.append(View(text: decoded, span: Span(start: start, end: offset)))
    }
    return views
  }

  private static func hex(_ word: ArraySlice<UInt8>) -> [UInt8]? {
    guard word.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var index = word.startIndex
    while index + 1 < word.endIndex {
      guard let byte = UInt8(String(decoding: word[index...(index + 1)], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
      index += 2
    }
    return bytes
  }

  static func isText(_ bytes: [UInt8]) -> Bool {
    let printable = bytes.count {
      $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09
    }
    return printable == bytes.count && bytes.contains(0x20)
  }

  /// `\x69\x67…` and `\u0069…` written out; nil where there are fewer than four.
  private static func escaped(_ bytes: [UInt8]) -> View? {
    guard bytes.contains(UInt8(ascii: "\\")) else { return nil }
    var text: [UInt8] = []
    var first: Int?
    var last = 0
    var count = 0
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\\"), offset + 3 < bytes.count {
        let width =
          bytes[offset + 1] == UInt8(ascii: "x")
          ? 2 : bytes[offset + 1] == UInt8(ascii: "u") ? 4 : 0
        if width > 0, offset + 2 + width <= bytes.count,
          let value = UInt32(
            String(decoding: bytes[(offset + 2)..<(offset + 2 + width)], as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(value)
        {
          text += Array(String(scalar).utf8)
          first = first ?? offset
          last = offset + 2 + width
          count += 1
          offset = last
          continue
        }
      }
      text.append(bytes[offset])
      offset += 1
    }
    guard count >= 4, let first else { return nil }
    return View(text: text, span: Span(start: first, end: last))
  }

  /// Strings that are put together: `"dis" + "regard"`.
  private static func joined(_ bytes: [UInt8]) -> View? {
    guard bytes.contains(UInt8(ascii: "+")) else { return nil }
    var text: [UInt8] = []
    var first: Int?
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\"") || bytes[offset] == UInt8(ascii: "'"),
        offset + 4 < bytes.count, bytes[offset + 4] == bytes[offset],
        bytes[(offset + 1)...(offset + 3)].elementsEqual(" + ".utf8)
      {
        first = first ?? offset
        offset += 5
      } else {
        text.append(bytes[offset])
        offset += 1
      }
    }
    guard let first else { return nil }
    return View(text: text, span: Span(start: first, end: first + 5))
  }

  /// Letters one by one: `(h)(o)(w)`, `i g n o r e`.
  private static func spelled(_ bytes: [UInt8]) -> View? {
    var text: [UInt8] = []
    var first: Int?
    var last = 0
    var count = 0
    var offset = 0
    func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "("), offset + 2 < bytes.count, isLetter(bytes[offset + 1]),
        bytes[offset + 2] == UInt8(ascii: ")")
      {
        text.append(bytes[offset + 1])
        first = first ?? offset
        last = offset + 3
        count += 1
        offset += 3
      } else if isLetter(bytes[offset]), isAlone(bytes, offset), offset + 2 < bytes.count,
        bytes[offset + 1] == 0x20, isLetter(bytes[offset + 2]), isAlone(bytes, offset + 2)
      {
        text.append(bytes[offset])
        first = first ?? offset
        last = offset + 1
        count += 1
        offset += 2
      } else {
        text.append(bytes[offset])
        offset += 1
      }
    }
    guard count >= 6, let first else { return nil }
    return View(text: text, span: Span(start: first, end: last))
  }

  private static func isAlone(_ bytes: [UInt8], _ offset: Int) -> Bool {
    (offset == 0 || bytes[offset - 1] == 0x20)
      && (offset + 1 == bytes.count || bytes[offset + 1] == 0x20)
  }
}
