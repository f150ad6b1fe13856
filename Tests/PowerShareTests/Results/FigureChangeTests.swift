import Testing

@testable import PowerShare

@Suite struct FigureChangeTests {
  private static func value(_ text: String) -> FigureValue {
    guard case .number(let number) = ExactDecimal.read(text) else {
      return text == "null" ? .null : .text(Identifier(text))
    }
    return .number(number)
  }

  /// Returns figures of texts such as `energy.delivered=5`.
  private static func figures(_ texts: [String]) -> [NamedValue] {
    texts.map { text in
      let parts = text.split(separator: "=")
      return NamedValue(Identifier(String(parts[0])), value(String(parts[1])))
    }
  }

  private static func changes(_ before: [String], _ after: [String]) -> FigureChanges {
    FigureChanges(summaries: figures(before), figures(after))
  }

  @Test(arguments: [
    ("servedShare=0.95", "servedShare=0.9", "-0.05", "-5.3", "worse"),
    ("servedShare=0.9", "servedShare=0.95", "0.05", "5.6", "better"),
    ("energy.unserved=0", "energy.unserved=2.5", "2.5", "-", "worse"),
    ("energy.requested=2", "energy.requested=1", "-1", "-50", "-"),
    ("sessions.served=5", "sessions.served=5", "0", "0", "same"),
    ("wait.mean=null", "wait.mean=5", "-", "-", "-"),
    ("worstDay.date=86400", "worstDay.date=0", "-", "-", "-"),
    ("worstDay.date=2026-03-02", "worstDay.date=2026-03-03", "-", "-", "-"),
    ("unknown.figure=-4", "unknown.figure=-5", "-1", "-25", "-"),
  ])
  func `a change has the difference, the percentage and a verdict`(
    before: String, after: String, change: String, percent: String, verdict: String
  ) throws {
    let changes = Self.changes([before], [after])
    let first = try #require(changes.changes.first)
    #expect(first.change?.text ?? "-" == change)
    #expect(first.percent?.text ?? "-" == percent)
    #expect(first.verdict?.rawValue ?? "-" == verdict)
  }

  @Test func `figures of one side keep their place, and none is lost`() {
    let changes = Self.changes(
      ["servedShare=1", "grid.peak=2", "old=3", "chargers.A.energy=4"],
      [
        "first=0", "servedShare=1", "grid.peak=2", "battery.given=5", "battery.taken=6",
        "worstDay=null",
      ])
    #expect(
      changes.changes.map(\.name.text) == [
        "first", "servedShare", "grid.peak", "battery.given", "battery.taken", "worstDay.date",
        "worstDay.servedShare", "worstDay.unservedEnergy", "worstDay.peak15min", "old",
        "chargers.A.energy",
      ])
    #expect(changes.changes.filter(\.isOneSided).count == 9)
  }

  @Test func `counts add up to all figures`() {
    let changes = Self.changes(
      ["servedShare=1", "grid.peak=2", "energy.requested=3", "wait.p95=4", "x=5"],
      ["servedShare=1", "grid.peak=3", "energy.requested=4", "wait.p95=3", "y=5"])
    var counts = FigureChanges.Counts()
    counts.add(changes)
    #expect(
      [counts.better, counts.worse, counts.other, counts.equal] == [1, 1, 3, 1])
  }

  @Test func `ids that differ in bytes only are two`() {
    let changes = Self.changes(["chargers.\u{E9}.energy=1"], ["chargers.e\u{301}.energy=1"])
    #expect(changes.changes.count == 2)
  }

  // A plain search for each name.
  @Test(.tags(.property)) func `joined figures are those that a plain search finds`() {
    for seed in PropertyCases.seeds(300) {
      var random = SplitMix64(seed: seed)
      func side() -> [String] {
        (0..<12).filter { _ in random.chance(percent: 60) }.map {
          "f\($0)=\(random.int(0...2))"
        }
      }
      let (before, after) = (side(), side())
      let changes = Self.changes(before, after).changes
      #expect(Set(changes.map(\.name)).count == changes.count, "seed \(seed)")
      let (old, new) = (Self.figures(before), Self.figures(after))
      let names = Set((old + new).map(\.name))
      #expect(Set(changes.map(\.name)) == names, "seed \(seed)")
      for change in changes {
        #expect(change.before == old.first { $0.name == change.name }?.value, "seed \(seed)")
        #expect(change.after == new.first { $0.name == change.name }?.value, "seed \(seed)")
      }
      // Both sides keep their order.
      for (figures, isThere) in [
        (old, changes.filter { $0.before != nil }), (new, changes.filter { $0.after != nil }),
      ] where figures.map(\.name) == figures.map(\.name).sorted(by: { $0.text < $1.text }) {
        #expect(isThere.count == figures.count, "seed \(seed)")
      }
    }
  }

  // MARK: Days

  @Test func `days are joined by date, in order`() {
    let before: DayChanges.Side = [
      (Self.value("2026-03-03"), Self.figures(["served=1"])),
      (Self.value("2026-03-01"), Self.figures(["served=2", "lostMostTo=grid"])),
    ]
    let after: DayChanges.Side = [
      (Self.value("2026-03-01"), Self.figures(["served=3", "lostMostTo=queue"])),
      (Self.value("10000-01-01"), Self.figures(["served=4"])),
    ]
    let days = DayChanges(before: before, after: after)
    #expect(days.days.map(\.date.shown) == ["2026-03-01", "2026-03-03", "10000-01-01"])
    #expect(days.days.map(\.isBefore) == [true, true, false])
    #expect(days.days.map(\.isAfter) == [true, false, true])
    #expect(days.repeated == nil)
    #expect(days.days[0].figures.changes.map(\.verdict) == [.better, nil])
    #expect(DayChanges(before: before + before, after: after).repeated?.shown == "2026-03-01")
    let seconds: DayChanges.Side = [86_400, 9, 0].map { (Self.value("\($0)"), []) }
    #expect(
      DayChanges(before: seconds, after: []).days.map(\.date.shown) == ["0", "9", "86400"])
  }

  @Test func `every column of days with numbers has a definition`() {
    var bytes: [UInt8] = []
    DayWriter(.csv(delimiter: UInt8(ascii: ",")), hasTariff: true).begin(into: &bytes)
    let header = String(decoding: bytes.dropLast(), as: UTF8.self).split(separator: ",")
    let known = DayFigures.definitions.map(\.path) + DayFigures.texts + ["date"]
    #expect(Set(header.map(String.init)) == Set(known))
  }
}
