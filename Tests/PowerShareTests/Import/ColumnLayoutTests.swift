import Testing

@testable import PowerShare

@Suite struct ColumnLayoutTests {
  private static let map = "chargerId=Box,startTime=In,endTime=Out,deliveredEnergy=kWh"
  private static let stay = "2026-03-02 10:00,2026-03-02 12:00"

  private static func csv(
    _ text: String, map: String = map, _ configure: (inout ImportOptions) -> Void = { _ in }
  ) -> Imported { csv(Array(text.utf8), map: map, configure) }

  private static func csv(
    _ text: [UInt8], map: String = map, _ configure: (inout ImportOptions) -> Void = { _ in }
  ) -> Imported {
    Imported(.csv, bytes: text, name: "box.csv") { options in
      try? options.columns.add(map)
      configure(&options)
    }
  }

  private static func energies(_ imported: Imported) -> [Substring] {
    imported.starts.map { $0.split(separator: ",", omittingEmptySubsequences: false)[5] }
  }

  @Test func `rows that are equal in every cell are one session`() {
    let row = "P,2026-03-02 10:00,2026-03-02 12:00,5\n"
    let imported = Self.csv(
      "Box,In,Out,kWh\n" + row + row + "P,2026-03-02 10:00,2026-03-02 12:00,5.0\n" + row)
    #expect(imported.leftOut == ["2 recorded twice"])
    #expect(imported.result.leftOut.energy == Energy(wattHours: 10_000))
    #expect(imported.starts.count == 2)
  }

  @Test func `empty rows are counted, of any width`() {
    let imported = Self.csv(
      "Box,In,Out,kWh\nP,\(Self.stay),5\n,,,\n ,\t,\n,,,,,,\n\n  \nQ,\(Self.stay)\n")
    #expect(
      imported.leftOut == ["4 empty rows", "1 not readable (too-few-fields), reported above"])
    #expect(imported.isComplete && imported.result.records == 6)
  }

  @Test func `a negative energy is counted and left out`() {
    let imported = Self.csv("Box,In,Out,kWh\nP,\(Self.stay),-1.05\nQ,\(Self.stay),5\n")
    #expect(imported.problems.isEmpty)
    #expect(imported.leftOut == ["1 gave back more energy than it received"])
    #expect(imported.result.leftOut.energy == Energy(wattHours: -1_050))
  }

  @Test func `a missing end leaves out a known energy`() {
    let imported = Self.csv("Box,In,Out,kWh\nP,2026-03-02 10:00,,7\n")
    #expect(imported.leftOut == ["1 has no end"])
    #expect(imported.result.leftOut.energy == Energy(wattHours: 7_000))
  }

  @Test func `Latin-1 is read, and its option is named`() {
    let text =
      Array("Box;In;Out;kWh\nKes".utf8) + [0xE4, 0x80]
      + Array(";2026-03-02 10:00;2026-03-02 12:00;5,5\nQ;x;y;z\n".utf8)
    let refused = Self.csv(text)
    #expect(refused.problems.first == "2:4 invalid-utf8")
    #expect(refused.result.problems[0].hint?.contains("--encoding latin1") == true)
    let imported = Self.csv(text) { $0.encoding = .latin1 }
    #expect(imported.starts[0].contains(",Kesä€,"))
    #expect(imported.problems == ["3:3 invalid-time", "3:5 invalid-time", "3:7 not-a-number"])
    let utf8 = Self.csv([0xEF, 0xBB, 0xBF] + text) { $0.encoding = .latin1 }
    #expect(utf8.problems == ["1:1 not-text"])
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08, 0x00], "gunzip -c FILE | sems-plan import csv -"),
      ([0x50, 0x4B, 0x03, 0x04], "CSV UTF-8"), ([0xFF, 0xFE, 0x61, 0x00], "iconv -f UTF-16"),
    ] as [([UInt8], String)])
  func `files of other kinds are named`(start: [UInt8], hint: String) {
    let imported = Self.csv(start + Array("rest".utf8))
    #expect(imported.problems == ["1:1 not-text"] && imported.result.isUnreadable)
    #expect(imported.result.problems[0].hint?.contains(hint) == true)
  }

  @Test func `a header may be below titles`() {
    let text = "Report of March\n\nBox,In,Out,kWh\nP,\(Self.stay),5\n"
    #expect(
      Self.csv(text).result.problems[0].hint == "The columns are in line 3: use --header-line 3.")
    #expect(Self.csv(text) { $0.headerLine = 3 }.starts.count == 1)
    #expect(Self.csv(text) { $0.headerLine = 9 }.problems == ["4:38 invalid-csv"])
  }

  @Test func `lines that end with a carriage return alone are named`() {
    let text = "Box,In,Out,kWh\rP,\(Self.stay),5\r"
    #expect(Self.csv(text).problems == ["1:15 invalid-csv"])
    #expect(Self.csv(text).result.problems[0].hint?.hasPrefix("Convert them: tr") == true)
    #expect(Self.csv("Box,In,Out\r").problems == ["1:1 missing-field"])
  }

  @Test func `a first line states the delimiter`() {
    let stay = Self.stay.replacing(",", with: ";")
    #expect(
      Self.energies(Self.csv("sep=;\nBox;In;Out;kWh\nP;\(stay);3,065\n")) == ["3.065"])
    let bars = "Box|In|Out|kWh\nP|\(Self.stay.replacing(",", with: "|"))|5\n"
    #expect(Self.energies(Self.csv(bars)) == ["5"])
    #expect(Self.energies(Self.csv("sep=|\r\n" + bars)) == ["5"])
  }

  @Test(
    arguments: [
      ("12,345.5", ",", "12345.5"), ("1 017", " ", "1017"), ("1\u{A0}017.25", " ", "1017.25"),
      ("1'000'000", "'", "1000000"), ("12.5", ",", "12.5"), ("-", ",", nil), ("1,00", ",", nil),
      ("1234,567", ",", nil), (",123", ",", nil), ("1.234,567", ",", nil),
    ] as [(String, Unicode.Scalar, String?)])
  func `thousands are groups of three digits`(
    text: String, separator: Unicode.Scalar, energy: String?
  ) {
    let imported = Self.csv("Box,In,Out,kWh\nP,\(Self.stay),\"\(text)\"\n") {
      $0.thousands = separator
    }
    #expect(Self.energies(imported) == (energy.map { [$0[...]] } ?? []))
  }

  @Test func `thousands with points have decimal commas`() {
    let rows = "Box;In;Out;kWh\nP;2026-03-02 10:00;2026-03-02 12:00;1.017,3\n"
    let refused = Self.csv(rows)
    #expect(refused.problems == ["2:37 not-a-number"])
    #expect(refused.result.problems[0].hint?.contains("--thousands .") == true)
    #expect(Self.energies(Self.csv(rows) { $0.thousands = "." }) == ["1017.3"])
  }

  @Test func `two decimal signs in a file with semicolons are an error`() {
    let stay = Self.stay.replacing(",", with: ";")
    let mixed = Self.csv("Box;In;Out;kWh\nP;\(stay);3.270\nQ;\(stay);870,5\n")
    #expect(mixed.problems == ["3:37 mixed-decimals"])
    #expect(
      mixed.result.problems[0].hint?.hasSuffix(
        "If its points are between thousands, "
          + "use --thousands .") == true)
    let either = Self.csv("Box;In;Out;kWh\nP;\(stay);3,2\nQ;\(stay);1.250\n")
    #expect(either.result.problems[0].hint?.hasSuffix("use --thousands .") == true)
    let commas = Self.csv("Box;In;Out;kWh\nP;\(stay);3.2\nQ;\(stay);1,250\n")
    #expect(commas.result.problems[0].hint?.hasSuffix("use --thousands ,") == true)
    let odd = Self.csv("Box;In;Out;kWh\nP;\(stay);3.270\nQ;\(stay);1.250\n")
    #expect(odd.problems == ["2:37 ambiguous-number"] && odd.starts.count == 2)
    let strict = Self.csv("Box;In;Out;kWh\nP;\(stay);3.270\n") { $0.isStrict = true }
    #expect(strict.result.problems.map(\.severity) == [.error])
    #expect(strict.result.hasStrictErrors && !odd.result.hasStrictErrors)
    for configure in [{ $0.thousands = "." }, { $0.decimalComma = true }]
      as [(inout ImportOptions) -> Void]
    {
      let text = "Box;In;Out;kWh\nP;\(stay);3,270\n"
      #expect(Self.csv(text).problems == ["2:37 ambiguous-number"])
      #expect(Self.csv(text, configure).problems.isEmpty)
    }
    #expect(Self.csv("Box;In;Out;kWh\nP;\(stay);3,2\nQ;\(stay);1,250\n").problems.isEmpty)
  }

  @Test func `an energy that is probably in watt-hours is remarked`() {
    let imported = Self.csv("Box,In,Out,kWh\nP,\(Self.stay),5001\nQ,\(Self.stay),9000\n")
    #expect(imported.problems == ["2:37 implausible"] && imported.starts.count == 2)
    let problem = imported.result.problems[0]
    #expect(problem.message == #""kWh" is above 5000 kWh: it is probably in watt-hours (2 values)"#)
    #expect(problem.hint?.contains("deliveredEnergy:Wh=COLUMN") == true)
  }
}
