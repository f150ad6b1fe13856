import Testing

@testable import PowerShare

@Suite struct TerminalCellsTests {
  @Test(arguments: [
    ("", 0), ("ev-1", 4), ("Zoë", 3), ("Zoe\u{308}", 3), ("Ж", 1), ("é…", 2),
    // East Asian scripts and fullwidth forms.
    ("充電", 4), ("ＥＶ", 4), ("ｴｱ", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("𠮷", 2),
    ("か\u{3099}", 2),
    // Vowel signs that stand above or below.
    ("ไฟฟ้า", 4), ("सु", 1),
    // Emoji, with a skin tone, joined, with a variation selector, and a flag of two letters.
    ("🔌", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("🏳\u{FE0F}‍🌈", 2), ("🇫🇷", 2),
    ("a\u{200D}b", 2), ("🏽", 2), ("\u{FE0F}", 0),
  ])
  func `a text has the cells of a terminal`(text: String, cells: Int) {
    #expect(text.terminalCells == cells)
  }

  @Test func `every character below U+0300 takes one cell`() {
    for value in UInt32(0x20)..<0x300 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(String(Character(scalar)).terminalCells == 1)
    }
  }
}
