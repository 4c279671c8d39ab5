/// Text of a plugin made safe to show: nothing in it can move the cursor, reorder what is read,
/// hide, or flood the screen.
public enum SafeText {
  /// `text` with control, bidirectional, zero-width and other invisible scalars written as
  /// `\u{…}`, cut to `limit` characters with the number of those left out.
  public static func escaped(_ text: String, limit: Int = 200) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var shown = ""
    var count = 0
    var marks = 0
    for scalar in text.unicodeScalars {
      if count == limit { break }
      count += 1
      marks = isMark(scalar) ? marks + 1 : 0
      if marks > maximumMarks {
        shown += escape(scalar)
        continue
      }
      switch scalar {
      case "\n": shown += "\\n"
      case "\t": shown += "\\t"
      case "\r": shown += "\\r"
      default:
        if isVisible(scalar) {
          shown.unicodeScalars.append(scalar)
        } else {
          shown += escape(scalar)
        }
      }
    }
    let total = text.unicodeScalars.count
    return total > limit ? shown + "… (\(total - limit) more)" : shown
  }

  /// Marks stack on one letter without limit, and can cover the lines above a question.
  private static let maximumMarks = 4

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    let category = scalar.properties.generalCategory
    return category == .nonspacingMark || category == .enclosingMark
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }

  /// Whether a scalar shows as itself: neither control, format (bidi, zero-width, tags), surrogate,
  /// private use, unassigned, a separator other than the space, nor a filler that renders blank.
  public static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default:
      break
    }
    switch scalar.value {
    case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x2800, 0x3164, 0xFFA0,
      0xFE00...0xFE0F, 0xE0100...0xE01EF:
      return false
    default:
      return true
    }
  }
}
