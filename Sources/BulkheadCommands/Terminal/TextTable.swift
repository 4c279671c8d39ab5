/// Rows of cells in aligned columns; the last column is not padded.
struct TextTable {
  private var rows: [[Cell]] = []

  /// A text with the width it takes, which colours do not change.
  struct Cell {
    let text: String
    let width: Int

    init(_ text: String, shownAs painted: String? = nil) {
      self.text = painted ?? text
      width = text.displayWidth
    }
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ cells: Cell...) { rows.append(cells) }

  /// The lines, each behind an indentation.
  func lines(indent: String = "  ") -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.count > column ? $0[column].width : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = indent
      for (column, cell) in row.enumerated() {
        line += cell.text
        guard column < row.count - 1 else { break }
        line += String(repeating: " ", count: widths[column] - cell.width + 2)
      }
      return line
    }
  }
}

extension String {
  /// The columns a terminal takes for it, as far as scripts that are wide in East Asia go.
  var displayWidth: Int {
    unicodeScalars.reduce(0) { width, scalar in
      if scalar.value < 0x300 { return width + 1 }
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return width
      default: return width + (Self.isWide(scalar.value) ? 2 : 1)
      }
    }
  }

  private static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

extension Int {
  /// `1 file`, `3 files`.
  func of(_ noun: String, _ plural: String? = nil) -> String {
    "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}
