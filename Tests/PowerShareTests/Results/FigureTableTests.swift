import Testing

@testable import PowerShare

@Suite struct FigureTableTests {
  private static func summary(
    _ reallocation: Reallocation, _ events: [SessionEvent]
  ) throws -> Summary {
    var options = ReplayOptions()
    options.reallocation = reallocation
    var meter = SummaryMeter(options)
    var replay = Replay(try StationConfig(gridKilowatts: 60, [("A", 60, 2)]), reallocation)
    try replay.run(events) { meter.take($0) }
    return meter.finish(replay)
  }

  private static let events: [SessionEvent] = [
    .start(0, "a", kW: 60) { $0.energyRequested = .kWh(7) },
    .start(60, "b", kW: 60) { $0.energyRequested = .kWh(100) }, .stop(1_000, "b"),
  ]

  @Test(arguments: [Reallocation.immediate, .onUpdate], [false, true])
  func `a summary has the figures of the table, in its order`(
    reallocation: Reallocation, hasEvents: Bool
  ) throws {
    let summary = try Self.summary(reallocation, hasEvents ? Self.events : [])
    let figures = FigureTable.figures(
      FigureScope(
        isOnUpdate: reallocation == .onUpdate, hasLoads: false, hasBattery: false,
        hasTariff: false, hasBound: false))
    #expect(summary.figures.map(\.path) == figures.map(\.path))
    for charger in summary.chargers {
      #expect(charger.figures.map(\.path) == FigureTable.chargerFigures.map(\.path))
    }
    #expect(summary.groups.isEmpty && summary.priorities.isEmpty)
    #expect(summary.chargers.isEmpty != hasEvents)
    #expect((summary.value("servedShare") != nil) == hasEvents)
  }

  @Test func `only the mode on-update has figures of pending`() {
    let paths = [false, true].map { FigureTable.figures(FigureScope(isOnUpdate: $0)).map(\.path) }
    let pending = Set(paths[1]).subtracting(paths[0])
    #expect(
      pending
        == ["deferred", "lost", "minutes"].reduce(into: []) {
          $0.insert("curtailment.pending.\($1)")
        })
    #expect(Set(FigureTable.limits.map(\.limit)) == Set(Curtailment.allCases))
  }

  @Test func `every path is unique and leads to its definition`() {
    let figures = FigureTable.figures(FigureScope(isOnUpdate: true))
    #expect(Set(figures.map(\.path)).count == figures.count)
    for figure in figures {
      #expect(FigureTable.figure(figure.path, isOnUpdate: true)?.meaning == figure.meaning)
    }
    let charger = FigureTable.figure("chargers.a.b.atLimit", isOnUpdate: false)
    #expect(charger?.unit == .share)
    #expect(FigureTable.figure("groups.a.b.peak", isOnUpdate: false)?.maximum == nil)
    #expect(FigureTable.figure("priorities.-5.p10", isOnUpdate: false)?.unit == .share)
    #expect(FigureTable.lists.map(\.key) == ["priorities", "chargers", "groups"])
    #expect(FigureTable.figure("groups.a.p10", isOnUpdate: false) == nil)
    #expect(FigureTable.figure("chargers.a.power", isOnUpdate: false) == nil)
    #expect(FigureTable.figure("curtailment.pending.lost", isOnUpdate: false) == nil)
  }

  @Test func `every meaning is a sentence that JSON can hold`() {
    let meanings =
      FigureTable.groups.flatMap { [$0.meaning] + $0.figures.map(\.meaning) }
      + FigureTable.limits.map(\.meaning)
    for meaning in meanings where !meaning.isEmpty {
      #expect(meaning.hasSuffix(".") && !meaning.contains("\"") && !meaning.contains("\\"))
    }
  }

  @Test func `lines under the table name figures that exist`() {
    let paths = Set(FigureTable.figures(FigureScope(isOnUpdate: false)).map(\.path))
    for line in FigureTable.lines {
      for text in [line.first] + line.others.map(\.text) {
        for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
          let path = String(part.prefix { $0 != "}" })
          if [SummaryLine.currency, SummaryLine.reasons].contains(path) { continue }
          #expect(paths.contains(path), "\(text)")
        }
      }
      for condition in [line.condition] + line.others.map(\.condition) {
        switch condition {
        case .always, .hasSite, .inexactBound: break
        case .measured(let path), .missing(let path), .positive(let path), .notZero(let path),
          .severalDates(let path), .severalDaysInSeconds(let path):
          #expect(paths.contains(path))
        }
      }
    }
  }

  @Test func `the first figure of an object that may be null is null only with it`() {
    #expect(FigureTable.nullableGroups.map(\.key) == ["bound", "worstDay"])
    for group in FigureTable.nullableGroups {
      #expect(!group.isList && group.figures.first?.isNullable == false)
      #expect(group.figuresWithPaths.allSatisfy { $0.isNullable })
    }
  }

  @Test func `requirements may name every figure but dates`() {
    let all = FigureTable.figures(FigureScope(isOnUpdate: true)).map(\.path)
    let requirable = FigureTable.requirable(isOnUpdate: true)
    #expect(Set(all).subtracting(requirable) == ["worstDay.date"])
  }

  // MARK: Values

  private static let definitions = [
    FigureDefinition("a", .minutes, isNullable: true, "."), FigureDefinition("b", .count, "."),
  ]

  @Test func `values may come in any order`() {
    var list = FigureList(Self.definitions)
    list.set("b", count: 2)
    #expect(list["b"] == 2_000 && list["a"] == nil && list["c"] == nil)
    list.set("a", minutes: 90_000, over: 1)
    #expect(list.figures.map(\.path) == ["a", "b"])
    #expect(list.figures.map(\.thousandths) == [1_500, 2_000])
  }

  @Test(arguments: [
    (DayName.date(20_514), nil, "2026-03-02"), (.second(86_400), 86_400_000, nil), (nil, nil, nil),
  ])
  func `a day is a text or a number`(day: DayName?, number: Int?, text: String?) {
    var list = FigureList([FigureDefinition("d", .date, isNullable: true, ".")])
    list.set("d", day)
    #expect(list.figures[0].thousandths == number.map { Int128($0) })
    #expect(list.figures[0].text == text)
    #expect(list.figures[0].isNull == (day == nil))
  }

  @Test func `a figure without a value is a defect`() async {
    await #expect(processExitsWith: .failure) {
      var list = FigureList(FigureTable.chargerFigures)
      list.set("energy", thousandths: 0)
      _ = list.figures
    }
  }

  @Test func `a value without a figure is a defect`() async {
    await #expect(processExitsWith: .failure) {
      var list = FigureList(FigureTable.chargerFigures)
      list.set("energie", thousandths: 0)
    }
  }

  @Test func `a second value is a defect`() async {
    await #expect(processExitsWith: .failure) {
      var list = FigureList(FigureTable.chargerFigures)
      list.set("energy", thousandths: 0)
      list.set("energy", thousandths: 0)
    }
  }

  @Test func `null where there is always something to measure is a defect`() async {
    await #expect(processExitsWith: .failure) {
      var list = FigureList(FigureTable.chargerFigures)
      list.set("energy", thousandths: nil)
    }
  }

  @Test func `more decimals than the unit has are a defect`() async {
    await #expect(processExitsWith: .failure) {
      var list = FigureList(FigureTable.figures(FigureScope(isOnUpdate: false)))
      list.set("events.applied", thousandths: 1_500)
    }
  }
}
