/// RFC 3492 with the parameters of IDNA.
enum Punycode {
  /// The label without its `xn--`; nil on overflow.
  static func encode(_ input: [Unicode.Scalar]) -> String? {
    var output = input.filter(\.isASCII).map { Character($0) }
    let basic = output.count
    var handled = basic
    if basic > 0 { output.append("-") }
    var codePoint: UInt32 = 128
    var delta: UInt32 = 0
    var bias: UInt32 = 72
    while handled < input.count {
      guard let next = input.map(\.value).filter({ $0 >= codePoint }).min() else { return nil }
      let (step, overflow) = (next - codePoint).multipliedReportingOverflow(by: UInt32(handled + 1))
      let (sum, overflow2) = delta.addingReportingOverflow(step)
      if overflow || overflow2 { return nil }
      delta = sum
      codePoint = next
      for scalar in input {
        if scalar.value < codePoint { delta += 1 }
        if scalar.value == codePoint {
          appendVariableLength(delta, bias, to: &output)
          bias = adapt(delta, points: UInt32(handled + 1), isFirst: handled == basic)
          delta = 0
          handled += 1
        }
      }
      delta += 1
      codePoint += 1
    }
    return String(output)
  }

  private static func appendVariableLength(
    _ delta: UInt32, _ bias: UInt32, to output: inout [Character]
  ) {
    var rest = delta
    var k: UInt32 = 36
    while true {
      let threshold = k <= bias ? 1 : min(k - bias, 26)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
      rest = (rest - threshold) / (36 - threshold)
      k += 36
    }
    output.append(digit(rest))
  }

  private static func adapt(_ delta: UInt32, points: UInt32, isFirst: Bool) -> UInt32 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / points
    var k: UInt32 = 0
    while delta > 455 {
      delta /= 35
      k += 36
    }
    return k + 36 * delta / (delta + 38)
  }

  private static func digit(_ value: UInt32) -> Character {
    Character(Unicode.Scalar(UInt8(value < 26 ? value + 97 : value + 22)))
  }
}
