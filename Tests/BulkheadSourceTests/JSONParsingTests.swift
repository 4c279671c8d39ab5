import BulkheadSource
import Testing

private func parse(_ text: String, limits: JSONLimits = .manifest) throws -> JSONValue {
  try JSONDocument(Array(text.utf8), file: "a.json", limits: limits).root.plain
}

private func error(_ bytes: [UInt8], limits: JSONLimits = .manifest) -> Diagnostic? {
  do throws(Diagnostic) {
    _ = try JSONDocument(bytes, file: "a.json", limits: limits)
    return nil
  } catch {
    return error
  }
}

@Suite struct JSONParsingTests {
  @Test(
    "a JSON text is read",
    arguments: [
      ("null", .null), (" true ", true), ("[]", []), ("{}", [:]), ("-0", 0), ("1e2", 100.0),
      ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .number(9.223372036854775808e18)),
      (#""\u0041\n\/\ud83d\ude00""#, "A\n/😀"),
      (#"{"b":1,"a":[2,null]}"#, ["b": 1, "a": [2, nil]]),
      ("\"é\u{2028}\u{7F}\"", "é\u{2028}\u{7F}"), ("\t\r\n1", 1), ("-1.5E-1", -0.15),
    ] as [(String, JSONValue)])
  func reads(text: String, value: JSONValue) throws {
    #expect(try parse(text) == value)
  }

  @Test(
    "what RFC 8259 does not allow is an error at its place",
    arguments: [
      ("", "json-empty", "1:1"), ("{\n  \"a\": 1,\n  \"a\": 2\n}", "json-duplicate-key", "3:3"),
      (#"{"a":1,"\u0061":2}"#, "json-duplicate-key", "1:8"), ("[1,]", "json-trailing-comma", "1:3"),
      ("{\"a\":1,}", "json-trailing-comma", "1:7"), ("// x\n1", "json-value", "1:1"),
      ("[1 /* x */]", "json-comma", "1:4"), ("{'a':1}", "json-key", "1:2"),
      ("['a']", "json-value", "1:2"),
      ("{a:1}", "json-key", "1:2"), ("\u{FEFF}1", "json-byte-order-mark", "1:1"),
      (#""\ud800""#, "json-lone-surrogate", "1:2"), (#""\udc00x""#, "json-lone-surrogate", "1:2"),
      (#""\ud800\u0041""#, "json-lone-surrogate", "1:2"), (#""\u12g4""#, "json-escape", "1:4"),
      (#""\u+123""#, "json-escape", "1:4"), (#""\x41""#, "json-escape", "1:2"),
      ("\"a\nb\"", "json-control-character", "1:3"), ("\"\u{1}\"", "json-control-character", "1:2"),
      ("01", "json-number", "1:1"), ("1.", "json-number", "1:3"), (".5", "json-value", "1:1"),
      ("+1", "json-value", "1:1"), ("1e", "json-number", "1:3"), ("1e999", "json-number", "1:1"),
      ("-", "json-number", "1:2"), ("NaN", "json-value", "1:1"),
      ("1 2", "json-trailing-text", "1:3"),
      ("[1", "json-unexpected-end", "1:3"), ("{\"a\"", "json-colon", "1:5"),
      ("\"a", "json-unexpected-end", "1:1"),
      ("tru", "json-value", "1:1"), ("[,1]", "json-value", "1:2"), ("😀é[", "json-value", "1:1"),
      ("[\"😀é\", x]", "json-value", "1:9"), ("\u{A0}1", "json-value", "1:1"),
      ("[1}", "json-comma", "1:3"),
    ])
  func refuses(text: String, code: String, position: String) {
    let error = error(Array(text.utf8))
    #expect(error?.code == code)
    #expect(error?.position.map { "\($0.line):\($0.column)" } == position)
    #expect(error?.file == "a.json")
  }

  @Test(
    "bytes that are not UTF-8 are an error at their place",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xC3], [0x22, 0x80, 0x22],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    #expect(error(bytes)?.code == "json-invalid-utf8")
    #expect(error(bytes)?.position == SourcePosition(line: 1, column: 2))
  }

  @Test("depth and size are bounded, the bound itself is allowed")
  func bounds() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(error(nested(64)) == nil)
    #expect(error(nested(65))?.code == "json-too-deep")
    #expect(error(nested(100_000))?.code == "json-too-deep")
    let limits = JSONLimits(bytes: 4, depth: 2)
    #expect(error(Array("1234".utf8), limits: limits) == nil)
    #expect(error(Array("12345".utf8), limits: limits)?.code == "json-too-large")
  }

  @Test("what a program wrote may hold a lone surrogate, which is replaced")
  func loneSurrogates() throws {
    #expect(try parse(#""a\ud800\u0041\udc00""#, limits: .data) == "a\u{FFFD}A\u{FFFD}")
    #expect(try parse(#""\ud83d\ude00""#, limits: .data) == "😀")
  }

  @Test("random bytes and damaged texts are read or refused, never a crash")
  func damage() {
    var random = XorShift(state: 88_172_645_463_325_252)
    let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",null,true,{"b":{}}],"é":"😀"}"#.utf8)
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes = Array(bytes[..<index])
        }
      }
      _ = error(bytes)
    }
  }

  @Test("nodes know where they are")
  func spans() throws {
    let document = try JSONDocument(Array("{\n  \"k\": [1, \"é\"]\n}".utf8), file: "a.json")
    guard case .object(let members) = document.root.value,
      case .array(let items) = members[0].value.value
    else {
      Issue.record("not an object")
      return
    }
    #expect(members[0].keySpan == Span(start: 4, end: 7))
    #expect(document.position(of: items[1].span) == SourcePosition(line: 2, column: 12))
    let diagnostic = document.diagnostic(code: "x-y", "no", at: items[0].span, help: "yes")
    #expect(diagnostic.description == "a.json:2:9: error: no [x-y]\n  help: yes")
  }
}

@Suite struct JSONRenderingTests {
  @Test(
    "a value is written as JSON",
    arguments: [
      (["b": 1, "a": [true, nil, 1.5]], #"{"b":1,"a":[true,null,1.5]}"#),
      ("a\"\\\n\u{1}", #""a\"\\\n\u0001""#),
      (.number(.infinity), "null"), (.number(2), "2"), (.number(1e300), "1e+300"), ([], "[]"),
      ([:], "{}"),
      ("é😀", "\"é😀\""), ("\u{202E}\u{200B}\u{9B}\u{E0041}", #""\u202e\u200b\u009b\udb40\udc41""#),
    ] as [(JSONValue, String)])
  func writes(value: JSONValue, text: String) {
    #expect(value.rendered() == text)
  }

  @Test("what is written is read back the same")
  func roundTrip() throws {
    let value: JSONValue = [
      "a": [1, 2.5, "x\u{202E}y", nil], "b": ["c": [:], "d": []], "": "\u{0}\u{7F}",
    ]
    #expect(try parse(value.rendered()) == value)
    #expect(try parse(value.rendered(pretty: true)) == value)
    #expect(value.rendered(pretty: true).hasPrefix("{\n  \"a\": [\n    1,\n"))
  }

  @Test("members keep their order, and setting one replaces it")
  func order() {
    var object: JSONObject = ["z": 1, "a": 2]
    object["z"] = 3
    object["m"] = 4
    object["a"] = nil
    #expect(object.keys == ["z", "m"])
    #expect(object["z"] == 3)
  }

  @Test(
    "a text is written with the escapes it needs and no others",
    arguments: [
      ("", #""""#), (" ~", #"" ~""#), ("\u{1F}", ##""\u001f""##), ("a\u{7F}", ##""a\u007f""##),
      ("a\"", #""a\"""#), ("\\", #""\\""#), ("a\n\t", #""a\n\t""#), ("é", #""é""#),
      ("a\u{202E}", #""a\u202e""#), ("a\u{301}", "\"a\u{301}\""),
    ])
  func escapesText(text: String, json: String) {
    #expect(JSONValue.string(text).rendered().unicodeScalars.elementsEqual(json.unicodeScalars))
  }
}

/// Random numbers that are the same on every run.
private struct XorShift: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
