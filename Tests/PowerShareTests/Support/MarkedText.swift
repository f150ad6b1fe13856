@testable import PowerShare

/// A text with ⟦ and ⟧ around the place that a message should name.
struct MarkedText {
  /// The text without the marks.
  let text: String
  /// The line and column of the first mark, counted in characters.
  private(set) var line = 1
  private(set) var column = 1
  /// The number of characters between the marks on the first line, at least 1.
  private(set) var length = 0
  /// The line with the first mark.
  let lineText: String

  init(_ marked: String) {
    var plain = ""
    var isBefore = true
    var isWithin = false
    var lines = [""]
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "⟦":
        isBefore = false
        isWithin = true
      case "⟧":
        isWithin = false
      default:
        plain.unicodeScalars.append(scalar)
        if scalar == "\n" {
          lines.append("")
        } else {
          lines[lines.count - 1].unicodeScalars.append(scalar)
        }
        if isBefore {
          column = scalar == "\n" ? 1 : column + 1
          if scalar == "\n" { line += 1 }
        } else if isWithin, lines.count == line, scalar != "\n" {
          length += 1
        }
      }
    }
    // A byte order mark takes no column.
    if plain.unicodeScalars.first == "\u{FEFF}" {
      if line == 1 { column -= 1 }
      lines[0].unicodeScalars.removeFirst()
    }
    text = plain
    length = max(length, 1)
    lineText = lines[line - 1]
  }
}
