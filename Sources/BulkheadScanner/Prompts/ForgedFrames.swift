import BulkheadSource

/// Marks of chat formats, and headings that claim to be the system's.
enum ForgedFrames {
  private static let marks = [
    "<|im_start|>", "<|system|>", "<<SYS>>", "<|assistant|>", "<|start_header_id|>", "[SYSTEM]",
    "[ADMIN",
    "[SYSTEM OVERRIDE", "[DEVELOPER", "【SYSTEM】", "[system] ADMIN", "-- CORE INSTRUCTION",
    ", FOLLOW INSTRUCTION", "[SYSTEM DIRECTIVE", "[HIDDEN INSTRUCTION", "### System Override",
    "<system-config>", "<interaction-config>", "<agent-config>", "[SYSTEM MESSAGE",
  ]

  private static let search = ByteSearch(marks.map(ByteText.init))

  static func spans(in facts: PromptFacts) -> [Span] {
    var spans: [Span] = []
    search.forEach(in: facts.bytes) { number, start, end in
      // The marks are told from words by their case.
      guard spans.count < 100, facts.bytes[start..<end].elementsEqual(marks[number].utf8),
        !facts.isCode(start)
      else { return }
      spans.append(Span(start: start, end: end))
    }
    return spans
  }
}
