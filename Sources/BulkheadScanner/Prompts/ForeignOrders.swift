import BulkheadSource

/// Orders to drop instructions in other languages than English: an object with its verb near it.
enum ForeignOrders {
  private struct Language: Sendable {
    var verbs: [ByteText]
    var objects: [ByteText]
  }

  private static let languages: [Language] = [
    language("忽略 无视 無視 忘记 忘記 覆盖 绕过", "指令 指示 规则 規則 提示 限制 其他 所有東西 内容 內容"),
    language("無視 忘れ 書き換え 上書き", "指示 命令 ルール プロンプト 制限 フィルター メッセージ 制約"),
    language("무시 잊어 우회", "지시 명령 규칙 프롬프트 내용 제한"),
    language(
      "гнорируй абудь гнорировать бойди ignore disregard forget", "инструкци указани правил"),
    language("ignore disregard forget", "指令 指示 지시 instrucciones"),
    language("ignorier vergiss missacht", "anweisung regeln vorgaben richtlinien"),
    language("ignora olvida descarta", "instrucciones reglas directrices istruzioni"),
    language("ignorez oublie oubliez", "instructions consignes règles"),
    language("dimentica", "istruzioni regole"),
    language("esqueça desconsidere ignore", "instruções regras"),
    language("تجاهل", "التعليمات"), language("अनदेखा", "निर्देश"),
  ]

  /// Orders that need no second word.
  private static let phrases = texts(
    """
    没有任何限制 没有任何约束 無制限のai 制限のないai 제한이 없는 ohne·einschränkungen sans·aucune·restriction 新しい指示は
    プロンプトを書き換え 沙盒测试环境 샌드박스·환경 立即轉帳 请发送最大金额 最大金额作为红包 送金してください 송금해·주세요
    管理者として命令 如果你是ai助手 請私發我
    """)

  private static func texts(_ words: String) -> [ByteText] {
    words.split { $0 == " " || $0 == "\n" }.map { ByteText(String($0).replacing("·", with: " ")) }
  }

  private static func language(_ verbs: String, _ objects: String) -> Language {
    Language(verbs: texts(verbs), objects: texts(objects))
  }

  private static let search: (ByteSearch, [Int?]) = {
    var needles: [ByteText] = []
    var owners: [Int?] = []
    for (number, language) in languages.enumerated() {
      for object in language.objects {
        needles.append(object)
        owners.append(number)
      }
    }
    for phrase in phrases {
      needles.append(phrase)
      owners.append(nil)
    }
    return (ByteSearch(needles), owners)
  }()

  /// How many bytes apart a verb and its object may stand.
  private static let reach = 90

  static func spans(in bytes: [UInt8]) -> [Span] {
    let (search, owners) = search
    var spans: [Span] = []
    search.forEach(in: bytes) { needle, start, end in
      if let last = spans.last, last.end > start { return }
      guard let owner = owners[needle] else { return spans.append(Span(start: start, end: end)) }
      var first = start
      while first > 0, start - first < reach, bytes[first - 1] != 0x0A { first -= 1 }
      var last = end
      while last < bytes.count, last - end < reach / 2, bytes[last] != 0x0A { last += 1 }
      // After the object only where the verb stands last, as in Japanese and Korean.
      for verb in languages[owner].verbs {
        let limit = verb.bytes[0] >= 0xE3 ? last : start
        if let place = verb.first(in: bytes, first..<limit) {
          return spans.append(
            Span(start: min(place, start), end: max(end, place + verb.bytes.count)))
        }
      }
    }
    return spans
  }
}
