import Testing

@testable import PowerShare

@Suite struct RegressionTests {
  // MARK: Limits

  @Test(arguments: [
    ("0.5kWh", WorseThan.Scale.kilowattHours, 500_000), (" 5 min ", .minutes, 5_000_000),
    ("10kW", .kilowatts, 10_000_000), ("0.01", .number, 10_000), ("2%", .percent, 2_000_000),
    ("cost:100", .money, 100_000_000), ("cost: 0.5", .money, 500_000),
    ("sessions:5", .sessions, 5_000_000), ("0kWh", .kilowattHours, 0),
  ])
  func `limits have a number and a unit`(
    text: String, scale: WorseThan.Scale, millionths: Int
  ) throws {
    let limit = try WorseThan(text)
    #expect(limit.scale == scale)
    #expect(limit.limit == ExactDecimal(millionths: Int128(millionths)))
    #expect(!limit.text.hasPrefix(" ") && !limit.text.hasSuffix(" "))
  }

  @Test(arguments: [
    ("", WorseThan.Problem.notANumber("")), ("kWh", .notANumber("kWh")),
    ("0,5kWh", .notANumber("0,5")), ("-5min", .negative), ("5mins", .unknownUnit("mins")),
    ("5 kwh", .unknownUnit("kwh")), ("money:5", .unknownUnit("money")),
    ("cost:", .notANumber("")), ("sessions:x", .notANumber("x")), ("1.2.3", .notANumber("1.2.3")),
    ("0.0000001%", .notANumber("0.0000001")),
  ])
  func `other texts are no limits`(text: String, problem: WorseThan.Problem) {
    #expect(throws: problem) { try WorseThan(text) }
  }

  @Test func `every unit of figures but dates has one scale beside percent`() {
    let limits = WorseThan.Scale.allCases.filter { $0 != .percent }
    for figure in FigureTable.groups.flatMap(\.figures) {
      let scale = figure.unit.scale
      #expect((scale == nil) == !figure.unit.isNumeric, "\(figure.path)")
      #expect(scale.map(limits.contains) ?? true)
    }
  }

  // MARK: Figures

  private static func regressions(
    _ figures: [(String, Int?, Int?)], _ limits: [String]
  ) throws -> Regressions {
    func side(_ value: (Int?, Int?) -> Int?) -> [NamedValue] {
      figures.map { figure in
        let number = value(figure.1, figure.2).map {
          FigureValue.number(ExactDecimal(thousandths: Int128($0)))
        }
        return NamedValue(Identifier(figure.0), number ?? .null)
      }
    }
    return Regressions(
      FigureChanges(summaries: side { before, _ in before }, side { _, after in after }),
      try limits.map { try WorseThan($0) })
  }

  private static func names(_ regressions: Regressions) -> [String] {
    regressions.list.map {
      if case .figure(let name) = $0.subject { name.text } else { "" }
    }
  }

  @Test func `a figure is a regression where it is worse by more than a limit of its unit`() throws
  {
    let figures: [(String, Int?, Int?)] = [
      ("servedShare", 950, 940), ("fairness.jain", 900, 889), ("energy.unserved", 1_000, 1_500),
      ("energy.delivered", 9_000, 8_499), ("energy.requested", 9_000, 0),
      ("power.peak", 100_000, 90_000), ("wait.p95", 0, 5_100), ("sessions.served", 9_000, 3_000),
    ]
    #expect(Self.names(try Self.regressions(figures, ["0.01"])) == ["fairness.jain"])
    #expect(Self.names(try Self.regressions(figures, ["0.5kWh"])) == ["energy.delivered"])
    #expect(Self.names(try Self.regressions(figures, ["5.1min"])).isEmpty)
    #expect(
      Self.names(try Self.regressions(figures, ["5min", "sessions:5"]))
        == ["wait.p95", "sessions.served"])
    // Relative to before; any worsening where that is 0.
    #expect(
      Self.names(try Self.regressions(figures, ["50%"])) == ["wait.p95", "sessions.served"])
    #expect(
      Self.names(try Self.regressions(figures, ["49.999999%"]))
        == ["energy.unserved", "wait.p95", "sessions.served"])
    let all = try Self.regressions(figures, ["cost:1", "0.5kW", "100%"])
    #expect(all.unused.map(\.text) == ["cost:1"])
    #expect(Self.names(all) == ["wait.p95"])
  }

  @Test func `a figure without a number on one side is not judged, and told`() throws {
    let figures: [(String, Int?, Int?)] = [("servedShare", 950, nil), ("wait.p95", nil, 5)]
    let judged = try Self.regressions(figures, ["0%"])
    #expect(judged.count == 0)
    #expect(judged.unjudged?.first == "servedShare" && judged.unjudged?.count == 2)
    #expect(try Self.regressions(figures, ["1min"]).unjudged?.first == "wait.p95")
    #expect(try Self.regressions(figures, []).unjudged == nil)
  }

  @Test func `a long list is cut, and counted to its end`() throws {
    let figures = (0..<150).map { ("priorities.\($0).p10", Int?(900), Int?(800)) }
    let judged = try Self.regressions(figures, ["0.01"])
    #expect(judged.count == 150 && judged.list.count == Regression.mostListed)
  }

  // MARK: Sessions

  private static func sessions(
    _ before: ComparedSession, _ after: ComparedSession, _ limits: [String]
  ) throws -> Regressions {
    Regressions(
      SessionChanges(before: [before], after: [after]), try limits.map { try WorseThan($0) })
  }

  private static func columns(_ regressions: Regressions) -> [String] {
    regressions.list.map {
      if case .session(_, _, let column) = $0.subject { column } else { "sessions" }
    }
  }

  @Test func `of a session the energy, the wait and the time of being done are judged`() throws {
    let before = ComparedStays.session("a", at: 0, kWh: 10, wait: 4, done: 600)
    let after = ComparedStays.session("a", at: 0, kWh: 8, wait: 9, done: 901)
    func columns(_ limits: String...) throws -> [String] {
      Self.columns(try Self.sessions(before, after, limits))
    }
    #expect(try columns("2kWh", "5.02min", "20%", "sessions:1") == ["waitMinutes"])
    #expect(try columns("1.999kWh") == ["deliveredEnergy"])
    #expect(try columns("5min") == ["doneTime"])
    #expect(try columns("4.9min") == ["waitMinutes", "doneTime"])
    #expect(try columns("19%") == ["deliveredEnergy", "waitMinutes"])
    #expect(try columns("sessions:0") == ["sessions"])
    #expect(
      try Self.sessions(before, after, ["1kW", "0.1", "cost:1", "1min"]).unused.map(\.text)
        == ["1kW", "0.1", "cost:1"])
  }

  @Test func `a vehicle that is not done any more is later than any limit`() throws {
    let before = ComparedStays.session("a", at: 0, kWh: 10, done: 600)
    let after = ComparedStays.session("a", at: 0, .unserved, kWh: 10)
    let judged = try Self.sessions(before, after, ["1000000min"])
    #expect(Self.columns(judged) == ["doneTime"])
    #expect(judged.list.first?.amount == nil)
    #expect(try Self.sessions(after, before, ["0min", "0%", "0kWh", "sessions:0"]).count == 0)
  }
}
