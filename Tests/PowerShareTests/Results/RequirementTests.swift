import Testing

@testable import PowerShare

@Suite struct RequirementTests {
  /// A summary of one figure.
  private static func isMet(_ text: String, _ path: String, _ thousandths: Int128?) throws -> Bool {
    let figure = Summary.Figure(path: path, thousandths: thousandths)
    return try Requirement(text, isOnUpdate: false)
      .isMet(by: Summary(figures: [figure], chargers: []))
  }

  @Test(arguments: [
    ("<", [true, false, false]), ("<=", [true, true, false]), (">", [false, false, true]),
    (">=", [false, true, true]), ("==", [false, true, false]), ("!=", [true, false, true]),
  ])
  func `every comparison holds where it should`(sign: String, expected: [Bool]) throws {
    let met = try [949, 950, 951].map {
      try Self.isMet("servedShare\(sign)0.95", "servedShare", $0)
    }
    #expect(met == expected)
    #expect(try Self.isMet("servedShare\(sign)0.95", "servedShare", nil) == false)
  }

  @Test(arguments: [
    ("power.peak <= 330 kW", "power.peak", 330_000), ("wait.p95<=1.5min", "wait.p95", 1_500),
    ("energy.unserved == 2kWh", "energy.unserved", 2_000),
    (" servedShare\t>= 95 % ", "servedShare", 950), ("servedShare>0.9499", "servedShare", 950),
    ("servedShare<0.9501", "servedShare", 950), ("servedShare<=100%", "servedShare", 950),
    ("servedShare<=1", "servedShare", 950), ("fairness.jain!=1.0", "fairness.jain", 950),
    ("power.gridUtilisation>1.2", "power.gridUtilisation", 1_300),
    ("stretch.p95<=2", "stretch.p95", 1_200), ("events.skipped==0", "events.skipped", 0),
  ])
  func `units and spaces are read`(text: String, path: String, thousandths: Int) throws {
    #expect(try Self.isMet(text, path, Int128(thousandths)))
  }

  // 0.94965 is shown as 0.95.
  @Test func `a figure counts as it is shown`() throws {
    var figures = FigureList(
      FigureTable.figures(FigureScope(isOnUpdate: false)).filter { $0.path == "servedShare" })
    figures.set("servedShare", share: Energy(wattHours: 94_965), of: Energy(wattHours: 100_000))
    let summary = Summary(figures: figures.figures, chargers: [])
    #expect(try Requirement("servedShare>=0.95", isOnUpdate: false).isMet(by: summary))
    #expect(try !Requirement("servedShare<0.95", isOnUpdate: false).isMet(by: summary))
  }

  @Test(arguments: [
    ("servedShare", Requirement.Problem.noComparison),
    ("servedShare 1", .noComparison),
    ("servedShare=1", .wrongComparison("=", meant: "==")),
    ("servedShare=>1", .wrongComparison("=>", meant: ">=")),
    ("servedShare =< 1", .wrongComparison("=<", meant: "<=")),
    ("servedShare<>1", .wrongComparison("<>", meant: "!=")),
    ("servedShare===1", .wrongComparison("===", meant: "==")),
    ("servedShare>=", .notANumber("")),
    ("servedShare>=x", .notANumber("x")),
    ("servedShare>=1kW", .wrongUnit("kW")),
    ("servedShare>=95", .aboveOne("95")), ("servedShare >= 101 %", .aboveOne("101 %")),
    ("fairness.p10>1.001", .aboveOne("1.001")), ("power.loadFactor<=2", .aboveOne("2")),
    ("chargers.A.inUse<=50", .aboveOne("50")), ("chargers.A.atLimit<=50", .aboveOne("50")),
    ("worstDay.date>=1", .notNumeric("worstDay.date")),
    (
      "worstDay>=1",
      .unknownPath(
        "worstDay",
        suggestions: ["worstDay.servedShare", "worstDay.unservedEnergy", "worstDay.peak15min"])
    ),
    ("servdShare>=1", .unknownPath("servdShare", suggestions: ["servedShare"])),
    ("wait.p90>=1", .unknownPath("wait.p90", suggestions: ["wait.p50", "wait.p95"])),
    ("jain>=1", .unknownPath("jain", suggestions: ["fairness.jain"])),
    (
      "energy.delivred>1",
      .unknownPath("energy.delivred", suggestions: ["energy.delivered"])
    ),
    ("nothing.alike>1", .unknownPath("nothing.alike", suggestions: [])),
  ])
  func `a text that is not a requirement is refused`(text: String, problem: Requirement.Problem) {
    #expect(throws: problem) { try Requirement(text, isOnUpdate: false) }
  }
}
