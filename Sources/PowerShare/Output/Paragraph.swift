/// Breaks texts into lines for a terminal.
package enum Paragraph {
  /// Returns the words of a text on lines of at most `width` cells.
  ///
  /// A word that is longer has a line alone.
  package static func lines(_ text: String, width: Int) -> [String] {
    lines(text.split(separator: " ").map(String.init), width: width)
  }

  /// Returns parts on lines of at most `width` cells, a space between two parts of a line.
  ///
  /// A part that is longer is broken between its words.
  static func lines(_ parts: [String], width: Int) -> [String] {
    var lines: [String] = []
    var room = 0
    func add(_ part: String) {
      let cells = part.terminalCells
      if cells < room {
        lines[lines.count - 1] += " " + part
        room -= cells + 1
      } else {
        lines.append(part)
        room = width - cells
      }
    }
    for part in parts {
      if part.terminalCells <= width {
        add(part)
      } else {
        for word in part.split(separator: " ") { add(String(word)) }
      }
    }
    return lines
  }
}

extension [UInt8] {
  /// Appends parts as lines for a terminal, those after the first with an indent.
  ///
  /// - Parameters:
  ///   - heading: The beginning of the first line, shorter than the indent.
  ///   - indent: The place at which the parts begin.
  mutating func append(parts: [String], heading: String, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    let lines = Paragraph.lines(parts, width: TextTable.usualLimit - indent)
    append(text: heading + margin.dropFirst(heading.terminalCells))
    append(text: lines.joined(separator: "\n" + margin) + "\n")
  }

  /// Appends parts as lines for a terminal, those after the first with an indent of two.
  mutating func append(paragraph parts: String...) { append(paragraph: parts) }

  /// Appends parts as lines for a terminal, those after the first with an indent of two.
  mutating func append(paragraph parts: [String]) {
    let lines = Paragraph.lines(parts, width: TextTable.usualLimit - 2)
    append(text: lines.joined(separator: "\n  ") + "\n")
  }
}
