/// A phrase in any wording: classes of words in an order, with room for others between them.
///
/// As text: alternatives are joined by `|`, `*` ends a beginning of words, `@name` is a class of
/// ``PromptClassNames``, `..3` lets up to three words stand before the next element, a colon after an
/// element asks for one in the text. All words stand in one sentence, but for those after `^`.
struct PromptPattern: Sendable {
  struct Element: Sendable {
    var wordClass: UInt16
    var gap: Int
    var needsColon: Bool
    /// It may stand in the next sentence.
    var crosses: Bool
  }

  /// The rule it belongs to.
  var rule: String
  var elements: [Element]
  /// It counts although the sentence speaks about such texts.
  var isCertain: Bool
}

/// The classes of words, and the patterns over them.
struct PromptVocabulary: Sendable {
  private(set) var patterns: [PromptPattern] = []
  /// The patterns that start with a class, by its number.
  private(set) var starts: [[Int]] = []
  private var exact: [[UInt8]: [UInt16]] = [:]
  private var beginnings: [(text: [UInt8], number: UInt16)] = []
  private var numbers: [String: UInt16] = [:]

  /// Words before a phrase that turn it round: `never ignore…`.
  private(set) var negation: UInt16 = 0
  /// Words that say a text speaks about attacks: `for example`, `researchers`, `detect`.
  private(set) var report: UInt16 = 0

  static let shared = PromptVocabulary(PromptPhrases.all)

  init(_ phrases: [(rule: String, phrases: [String])]) {
    negation = number(of: "@negation")
    report = number(of: "@report")
    for (rule, texts) in phrases {
      for text in texts { patterns.append(pattern(text, rule)) }
    }
    starts = Array(repeating: [], count: numbers.count)
    for (index, pattern) in patterns.enumerated() {
      starts[Int(pattern.elements[0].wordClass)].append(index)
    }
  }

  private mutating func pattern(_ text: String, _ rule: String) -> PromptPattern {
    var elements: [PromptPattern.Element] = []
    var gap = 0
    var isCertain = false
    for part in text.split(separator: " ") {
      if part == "!" {
        isCertain = true
      } else if part.hasPrefix("..") {
        gap = Int(part.dropFirst(2)) ?? 0
      } else {
        let needsColon = part.hasSuffix(":")
        let crosses = part.hasPrefix("^")
        let part = crosses ? part.dropFirst() : part
        elements.append(
          PromptPattern.Element(
            wordClass: number(of: String(needsColon ? part.dropLast() : part)), gap: gap,
            needsColon: needsColon, crosses: crosses))
        gap = 0
      }
    }
    return PromptPattern(rule: rule, elements: elements, isCertain: isCertain)
  }

  /// The number of a class that is written as alternatives; the class is made when it is new.
  private mutating func number(of text: String) -> UInt16 {
    if let number = numbers[text] { return number }
    let number = UInt16(truncatingIfNeeded: numbers.count)
    numbers[text] = number
    for part in text.split(separator: "|") {
      let words =
        part.hasPrefix("@")
        ? PromptClassNames.words[String(part.dropFirst())] ?? [] : [String(part)]
      for word in words {
        if word.hasSuffix("*") {
          beginnings.append((Array(word.utf8.dropLast()), number))
        } else {
          exact[Array(word.utf8), default: []].append(number)
        }
      }
    }
    return number
  }

  func classes(of word: [UInt8]) -> [UInt16] {
    var classes = exact[word] ?? []
    for beginning in beginnings where word.starts(with: beginning.text) {
      classes.append(beginning.number)
    }
    return classes
  }
}

/// Finds the patterns in a text.
struct PromptMatcher {
  struct Match {
    var rule: String
    var span: Range<Int>
    var isCertain: Bool
    /// The sentence speaks about such texts, or turns the phrase round.
    var isReported: Bool
  }

  private let text: PromptWords
  private var words: [PromptWords.Word] { text.words }
  private let vocabulary: PromptVocabulary

  init(_ text: PromptWords, vocabulary: PromptVocabulary = .shared) {
    self.text = text
    self.vocabulary = vocabulary
  }

  /// At most one match for each pattern's rule and sentence.
  func matches() -> [Match] {
    var matches: [Match] = []
    for index in words.indices where words[index].kind != 0 {
      for number in text.kinds[Int(words[index].kind)] {
        for pattern in vocabulary.starts[Int(number)] {
          guard let last = end(vocabulary.patterns[pattern], index) else { continue }
          let span = Int(words[index].start)..<Int(words[last].end)
          let rule = vocabulary.patterns[pattern].rule
          if let previous = matches.last, previous.rule == rule,
            previous.span.upperBound >= span.lowerBound
          {
            continue
          }
          matches.append(
            Match(
              rule: rule, span: span, isCertain: vocabulary.patterns[pattern].isCertain,
              isReported: isReported(index, last)))
          if matches.count >= 200 { return matches }
        }
      }
    }
    return matches
  }

  private func end(_ pattern: PromptPattern, _ start: Int) -> Int? {
    if pattern.elements[0].needsColon, !words[start].hasColon { return nil }
    return rest(pattern, 1, after: start)
  }

  private func rest(_ pattern: PromptPattern, _ element: Int, after index: Int) -> Int? {
    guard element < pattern.elements.count else { return index }
    let wanted = pattern.elements[element]
    let limit = min(index + 1 + wanted.gap, words.count - 1)
    guard index + 1 <= limit else { return nil }
    for next in (index + 1)...limit {
      guard words[next].sentence == words[index].sentence || wanted.crosses else { break }
      guard text.isOf(next, wanted.wordClass),
        !wanted.needsColon || words[next].hasColon
      else { continue }
      if let last = rest(pattern, element + 1, after: next) { return last }
    }
    return nil
  }

  private func isReported(_ first: Int, _ last: Int) -> Bool {
    let sentence = words[first].sentence
    var index = first - 1
    var distance = 0
    while index >= 0, words[index].sentence == sentence {
      if distance < 4, text.isOf(index, vocabulary.negation) { return true }
      if text.isOf(index, vocabulary.report) { return true }
      index -= 1
      distance += 1
    }
    index = last + 1
    while index < words.count, words[index].sentence == sentence {
      if text.isOf(index, vocabulary.report) { return true }
      index += 1
    }
    return false
  }
}
