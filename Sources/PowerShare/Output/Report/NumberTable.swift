/// The numbers of a chart as a table, or a table of a page.
struct NumberTable {
  /// The most rows of a table; the others are counted.
  static let mostRows = 2_000

  /// A column.
  struct Column {
    let heading: String
    let isNumber: Bool
    /// Whether its texts are sentences, which may be broken.
    var isProse = false
    /// Whether its texts are verdicts, which have colours.
    var isVerdict = false

    static func text(_ heading: String) -> Column { Column(heading: heading, isNumber: false) }
    static func number(_ heading: String) -> Column { Column(heading: heading, isNumber: true) }
    /// A column with `met` or `not met`.
    static let verdict = Column(heading: "verdict", isNumber: false, isVerdict: true)
    static func prose(_ heading: String) -> Column {
      Column(heading: heading, isNumber: false, isProse: true)
    }
  }

  let columns: [Column]
  private(set) var rows: [[String]] = []
  /// The number of rows that are left out.
  private(set) var leftOut = 0

  /// Creates a table.
  ///
  /// - Parameter leftOut: The number of rows that are left out already.
  init(_ columns: [Column], leftOut: Int = 0) {
    self.columns = columns
    self.leftOut = leftOut
  }

  /// Appends a row, or counts it where there are enough.
  mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "a row with another number of cells")
    guard rows.count < Self.mostRows else { return leftOut += 1 }
    rows.append(row)
  }
}

extension Markup {
  /// Appends a table, which scrolls where the page is narrower.
  mutating func append(_ table: NumberTable, name: String) {
    element(
      "div", .style("scroll"), .word("tabindex", "0"), .word("role", "group"),
      .text("aria-label", name)
    ) { box in
      box.element("table") { content in
        content.element("thead") { head in
          head.element("tr") { row in
            for column in table.columns {
              if column.isNumber {
                row.element("th", .word("scope", "col"), .style("n"), text: column.heading)
              } else {
                row.element("th", .word("scope", "col"), text: column.heading)
              }
            }
          }
        }
        content.element("tbody") { body in
          for cells in table.rows {
            body.element("tr") { row in
              for (column, cell) in zip(table.columns, cells) {
                if column.isNumber {
                  row.element("td", .style("n"), text: cell)
                } else if column.isVerdict {
                  row.element("td", cell == "met" ? .style("ok") : .style("no"), text: cell)
                } else if column.isProse {
                  row.element("td", .style("prose"), text: cell)
                } else {
                  row.element("td", text: cell)
                }
              }
            }
          }
        }
      }
    }
    if table.leftOut > 0 {
      let rows = table.leftOut == 1 ? "1 row is" : "\(table.leftOut) rows are"
      element("p", .style("soft"), text: "\(rows) left out.")
    }
  }
}
