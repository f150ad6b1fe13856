import Testing

@testable import PowerShare

/// Profiles of loads and limits: their changes, problems and warnings.
@Suite struct SiteProfileReaderTests {
  /// What a reader gives, read in pieces of a few bytes.
  private struct Outcome {
    var changes: [String] = []
    var problems: [Diagnostic] = []
    var warnings: [Diagnostic] = []

    init(
      _ text: String, _ kind: SiteProfileKind = .load("a"), from start: String = "0",
      until end: String = "0", rule: String = "UTC0", count: Int = 9, piece: Int = 5
    ) throws {
      let (start, scale) = try #require(TimeScale.read(start))
      let bytes = Array(text.utf8)
      var read = 0
      var reader = SiteProfileReader(
        source: SourceText(name: "p.csv", capacity: 64), kind: kind)
      reader.begin(at: start, scale: scale, clock: try #require(LocalClock(rule: rule)))
      loop: while changes.count < count {
        switch reader.next() {
        case .change(let change):
          changes.append("\(scale.text(change.time)) \(change.power?.kilowatts ?? "none")")
        case .problems(let found):
          problems = found
          break loop
        case .needsInput:
          reader.fill { (buffer: inout [UInt8], room: Range<Int>) in
            let count = min(piece, room.count, bytes.count - read)
            for offset in 0..<count { buffer[room.lowerBound + offset] = bytes[read + offset] }
            read += count
            return count
          }
        case .end:
          changes.append("end")
          break loop
        }
      }
      let end = try #require(TimeScale.read(end)).time
      warnings = reader.takeWarnings() + reader.takeClosingWarnings(first: start, last: end)
    }
  }

  @Test func `powers hold until the next row, the last one to the end`() throws {
    #expect(
      try Outcome("time,power\n0,1\n900,2.5\n1800,-3\n", from: "1000").changes
        == ["1000 2.5", "1800 -3", "end"])
    #expect(
      try Outcome("time,power\n100,5\n", .generation("pv")).changes == ["100 -5", "end"])
    #expect(
      try Outcome("time,power\n5,none\n9,2\n", .limit(.grid)).changes == ["5 none", "9 2", "end"])
  }

  @Test func `energies are powers over the row, and the last row is as long as the one before`()
    throws
  {
    #expect(
      try Outcome("time,energy\n0,1\n900,0.000125\n1800,2\n").changes
        == ["0 4", "900 0", "1800 8", "2700 0", "end"])
    #expect(
      try Outcome("time;energy\n0;-0,5\n3600;0\n", .limit(.grid)).problems.map(\.code)
        == [.negativeValue])
  }

  @Test(arguments: [
    // 0.5 and 1.5 W over an hour are ties.
    (5_000_000, 0), (15_000_000, 2), (-15_000_000, -2), (5_000_001, 1), (25_000_000, 2),
  ])
  func `a power is rounded to the watt, ties to even`(units: Int, watts: Int) {
    #expect(ProfileEnergy(units: units).meanPower(over: 3_600_000).watts == watts)
  }

  @Test(arguments: [
    (DiagnosticCode.profileOrder, "time,power\n5,1\n\n⟦5⟧,2\n"),
    (.profileOrder, "time,power\n5,1\n⟦4.9⟧,2\n"),
    (.mixedTimes, "time,power\n⟦07:00⟧,1\n"),
    (.mixedTimes, "time,power\n⟦2026-03-02T08:15:00Z⟧,1\n"),
    (.profileColumns, "⟦time,volts⟧\n0,1\n"), (.profileColumns, "⟦time,power,energy⟧\n0,1,1\n"),
    (.profileColumns, "⟦power⟧\n1\n"), (.profileRows, "time,power⟦\n⟧"),
    (.profileRows, "time,energy\n0,⟦1⟧\n"), (.notANumber, "time,power\n0,⟦none⟧\n"),
    (.outOfRange, "time,energy\n0,⟦1000000.1⟧\n"), (.outOfRange, "time,energy\n0,⟦-1000001⟧\n"),
    (.outOfRange, "time,energy\n0,⟦1000000⟧\n1,0\n"), (.invalidTime, "time,power\n⟦7:00⟧,1\n"),
    (.invalidTime, "time,power\n⟦24:00⟧,1\n"), (.invalidTime, "time,power\n⟦Mo 07:00⟧,1\n"),
    (.missingField, "time,power\n0,⟦⟧\n"), (.missingField, "time,power\n⟦⟧,1\n"),
    (.tooFewFields, "time,power\n⟦0⟧\n"), (.unknownColumn, "time,⟦Power⟧\n0,1\n"),
  ])
  func `a problem has its code and its place`(code: DiagnosticCode, text: String) throws {
    let marked = MarkedText(text)
    let outcome = try Outcome(marked.text)
    #expect(outcome.problems.map(\.code).first == code)
    let place = try #require(outcome.problems.first?.place)
    #expect([place.line, place.column] == [marked.line, marked.column])
  }

  @Test func `a profile has one kind of time`() throws {
    let outcome = try Outcome(
      "time,power\n07:00,1\nMon 08:00,2\n", from: "2026-03-02T00:00Z")
    #expect(outcome.problems.map(\.code) == [.profileMixedTimes])
  }

  @Test func `a daily profile follows a clock that is set forward`() throws {
    let outcome = try Outcome(
      "time,power\n01:00,1\n02:00,2\n02:30,2.5\n03:30,3\n", from: "2026-03-29T00:00:00+01:00",
      rule: "CET-1CEST,M3.5.0,M10.5.0/3", count: 4)
    #expect(
      outcome.changes == [
        "2026-03-29T00:00:00+01:00 3", "2026-03-29T01:00:00+01:00 1",
        "2026-03-29T02:00:00+01:00 2.5", "2026-03-29T02:30:00+01:00 3",
      ])
  }

  @Test func `energies of a repeating profile have the lengths of an ordinary day`() throws {
    let outcome = try Outcome(
      "time,energy\n06:00,12\n18:00,24\n", from: "2026-03-29T00:00:00+01:00",
      rule: "CET-1CEST,M3.5.0,M10.5.0/3", count: 2)
    #expect(
      outcome.changes == ["2026-03-29T00:00:00+01:00 2", "2026-03-29T05:00:00+01:00 1"])
  }

  @Test func `rows of energy that differ in length are a warning`() throws {
    let outcome = try Outcome("time,energy\n0,1\n900,1\n2700,1\n3600,1\n4500,1\n")
    #expect(outcome.warnings.map(\.code) == [.unevenProfile])
    #expect(outcome.warnings.first?.place.line == 3)
  }

  @Test func `a load that does not cover the timeline is a warning`() throws {
    let text = "time,power\n0,1\n900,2\n1800,3\n"
    #expect(try Outcome(text, until: "2700").warnings.isEmpty)
    #expect(try Outcome(text, until: "2700.001").warnings.map(\.code) == [.profileShort])
    #expect(try Outcome("time,power\n5,1\n").warnings.map(\.code) == [.profileShort])
    #expect(try Outcome(text, .limit(.grid), until: "9000").warnings.isEmpty)
  }
}
