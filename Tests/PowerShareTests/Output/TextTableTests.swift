import Testing

@testable import PowerShare

@Suite struct TextTableTests {
  private static func text(
    _ rows: [[String]], _ columns: [TextTable.Column], limit: Int = 80
  ) -> String {
    var table = TextTable(columns: columns, limit: limit)
    table.widen(for: rows)
    var bytes: [UInt8] = []
    table.writeHeading(into: &bytes)
    for row in rows { table.write(row, into: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `units are below the names, and no line ends in a space`() {
    let text = Self.text(
      [["ev-1", "80", "grid"], ["ev-2", "7.4", ""]],
      [.text("session"), .number("allocated\nkW"), .text("limited by")])
    #expect(
      text == """
        session  allocated  limited by
                        kW
        ev-1            80  grid
        ev-2           7.4

        """)
  }

  @Test func `columns are aligned by the cells of a terminal`() {
    let text = Self.text(
      [["充電", "1"], ["Zoe\u{308}", "22"], ["ev-1", "3"]], [.text("id"), .number("kW")])
    #expect(
      text == """
        id    kW
        充電   1
        Zoe\u{308}   22
        ev-1   3

        """)
  }

  @Test func `one space is between columns where two are too much and one is not`() {
    let columns: [TextTable.Column] = [.text("a"), .text("b"), .text("c")]
    let row = [["1234", "1234", "1234"]]
    #expect(Self.text(row, columns, limit: 16).hasSuffix("\n1234  1234  1234\n"))
    #expect(Self.text(row, columns, limit: 15).hasSuffix("\n1234 1234 1234\n"))
    #expect(Self.text(row, columns, limit: 14).hasSuffix("\n1234 1234 1234\n"))
    #expect(Self.text(row, columns, limit: 13).hasSuffix("\n1234  1234  1234\n"))
  }

  @Test func `a reserved width holds before any row`() {
    var table = TextTable(columns: [TextTable.Column.number("kW").reserving(5), .text("id")])
    var bytes: [UInt8] = []
    table.writeHeading(into: &bytes)
    table.widen(for: [["1", "A"]])
    table.write(["1", "A"], into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "   kW  id\n    1  A\n")
  }

  @Test(arguments: [
    ("::error::x", "\\u003a:error::x"), ("  ::x", "  \\u003a:x"),
    ("\u{3000}::x", "\u{3000}\\u003a:x"), (":x", ":x"), ("a::b", "a::b"), ("", ""),
  ])
  func `no row is a command for the log of a CI system`(id: String, shown: String) {
    #expect(
      Self.text([[id, "1"]], [.text("id"), .text("n")]).split(separator: "\n")[1]
        == shown + String(repeating: " ", count: max(0, 2 - shown.terminalCells)) + "  1")
  }

  @Test func `the first cell that is not blank decides whether a row is a command`() {
    let columns: [TextTable.Column] = [.text("a"), .text("b")]
    #expect(Self.text([["", "::x"]], columns).hasSuffix("\n   \\u003a:x\n"))
    #expect(Self.text([["a", "::x"]], columns).hasSuffix("\na  ::x\n"))
  }
}
