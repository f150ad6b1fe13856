import Testing

@testable import PowerShare

@Suite struct PlanningReportTests {
  /// A search over six capacities from 1 to 6 W with three timelines each.
  private static func sizing(_ axis: ScenarioAxis = .gridCapacity) throws -> Sizing {
    let figures = (0..<6).map { value in
      (0..<3).map { seed -> [String: Int128?] in
        let share = Int128(600 + value * 90 + seed * 20)
        return ["servedShare": share, "energy.delivered": Int128(value * 5_000)]
      }
    }
    let runs = try SizingSample.runs(
      ["servedShare>=0.9"], SizingSample.scenarios(axis, 6), figures)
    return Sizing(axis, runs)
  }

  private static func report(_ search: SizingReport.Search, _ scenario: Scenario) throws -> String {
    let report = SizingReport(
      head: ReportSample.head, search: search, hasSeeds: true, run: try ReportSample.run(),
      scenario: scenario)
    return String(decoding: report.html, as: UTF8.self)
  }

  @Test func `the curve has the mean, the spread, the threshold and the answer`() throws {
    let sizing = try Self.sizing()
    #expect(sizing.answer == 4)
    let charts = SizingCurves(sizing, hasSeeds: true).charts
    #expect(
      charts.map(\.heading) == [
        "How often all requirements are met", "servedShare", "What the next step gains",
      ])
    let chart = charts[1]
    #expect(chart.points.map(\.y) == [620, 710, 800, 890, 980, 1_070])
    #expect(chart.points[0].spread == 600...640)
    #expect(chart.sentence.hasSuffix("At the answer, 5 kW, it is 98\u{A0}%."))
    for width in [5_000, 3_200] {
      let (drawn, frame) = (DrawnShapes(chart, width), chart.frame(width))
      let mark = try #require(drawn.all("circle", "mark").first)
      #expect(mark.tenths("cy") == frame.y(980, chart.scale))
      #expect(mark.tenths("cx") == frame.left + frame.width * 5 / 6)
      let limit = try #require(drawn.all("line", "limit").first)
      #expect(limit.tenths("y1") == frame.y(900, chart.scale))
      let band = try #require(drawn.all("path", "band").first)
      let corners = Set(DrawnShapes.points(band.attributes["d"] ?? "").map(\.y))
      #expect(corners.isSuperset(of: [600, 640].map { frame.y($0, chart.scale) }))
    }
    #expect(charts[2].sentence.contains("6 kW, would deliver 5 kWh more."))
  }

  @Test func `the page says which run it shows`() throws {
    var scenario = SizingSample.scenarios(.gridCapacity, 5)[4]
    scenario.seed = 3
    let page = try Self.report(.axis(try Self.sizing()), scenario)
    #expect(page.contains("<h1>How much grid capacity is enough for RIVERSIDE?</h1>"))
    #expect(
      page.contains(
        "All that follows is of the answer, in its timeline with the lowest served share: "
          + "grid capacity 5 kW, seed 3."))
  }

  @Test func `stations are points, each with its name`() throws {
    let chart = SizingCurves(try Self.sizing(.station), hasSeeds: true).charts[1]
    let drawn = DrawnShapes(chart, 5_000)
    #expect(drawn.all("path", "curve").isEmpty)
    #expect(drawn.all("line", "curve").count == 6)
    #expect(drawn.labels.suffix(7).dropLast() == ["A", "B", "C", "D", "E", "F"])
  }

  @Test func `the best combinations are bars`() throws {
    let goal = try SizingRules.Goal("energy.delivered", isHighest: true, isOnUpdate: false)
    let runs = try SizingSample.runs(
      ["servedShare>=0.5"], SizingSample.scenarios(.chargers, 3),
      [1, 3, 2].map { [["servedShare": 600, "energy.delivered": Int128($0) * 1_000]] }, goal: goal)
    let page = try Self.report(
      .best(BestScenarios([.chargers], goal, runs)), SizingSample.scenarios(.chargers, 2)[1])
    #expect(page.contains("<h1>Which combination has the highest energy.delivered?</h1>"))
    #expect(page.contains("<title>2 chargers: 3\u{A0}kWh</title>"))
  }

  @Test func `figures of money have four decimals, the currency, and places below 0`() throws {
    // Held in ten-thousandths and in thousandths.
    let runs = try SizingSample.runs(
      ["cost.perKWh<=0.4", "cost.margin>=-50"], SizingSample.scenarios(.gridCapacity, 3),
      [4_011, 3_958, 3_600].enumerated().map { place, price in
        [["cost.perKWh": Int128(price), "cost.margin": Int128(place * 40_000 - 90_000)]]
      })
    let sizing = Sizing(.gridCapacity, runs)
    let charts = SizingCurves(sizing, hasSeeds: false, in: MoneyWords("EUR")).charts
    #expect(charts[0].unit == "EUR/kWh" && charts[0].points.map(\.y) == [401, 396, 360])
    #expect(charts[0].numbers.rows.map { $0[1] } == ["0.4011", "0.3958", "0.36"])
    #expect(charts[0].sentence.hasSuffix("At the answer, 2 kW, it is 0.3958\u{A0}EUR/kWh."))
    #expect(charts[1].unit == "EUR" && charts[1].points.map(\.y) == [-90_000, -50_000, -10_000])
    let scale = charts[1].scale
    #expect(scale.lowest <= -90_000 && scale.highest >= 0)
    let drawn = DrawnShapes(charts[1], 5_000)
    let frame = charts[1].frame(5_000)
    #expect(drawn.all("circle", "mark").map { $0.tenths("cy") } == [frame.y(-50_000, scale)])
    #expect(drawn.all("line", "limit").map { $0.tenths("y1") } == [frame.y(-50_000, scale)])
    var run = try ReportSample.run()
    run.summary.costs = CostTotals(
      currency: "EUR", energy: .zero, demand: .zero, capacity: .zero, fixed: .zero, feedIn: .zero,
      vehicles: .zero)
    let report = SizingReport(
      head: ReportSample.head, search: .axis(sizing), hasSeeds: false, run: run,
      scenario: SizingSample.scenarios(.gridCapacity, 3)[1])
    let page = String(decoding: report.html, as: UTF8.self)
    #expect(page.contains("<td class=\"n\">0.3958\u{A0}EUR/kWh</td><td class=\"ok\">met</td>"))
  }

  // MARK: Sweep

  private static func sweep(_ axes: [(ScenarioAxis, String)]) throws -> SweepReport {
    var grid = ScenarioGrid()
    for (axis, text) in axes {
      grid[axis] =
        axis == .policy
        ? .policies(Array(PolicyChoice.allCases.prefix(Int(text) ?? 1)))
        : .numbers(try AxisValues(text, usualStep: 1) { UInt64($0) })
    }
    var report = SweepReport(
      head: ReportSample.head, grid: grid,
      scope: FigureScope(isOnUpdate: false, hasLoads: false, hasBattery: false))
    let base = try ReportSample.run().summary
    for place in 0..<(grid.count ?? 0) {
      var summary = base
      let index = try #require(summary.figures.firstIndex { $0.path == "energy.delivered" })
      summary.figures[index] = Summary.Figure(
        path: "energy.delivered", thousandths: Int128(place) * 1_000)
      report.take(grid[place], summary)
    }
    return report
  }

  private static func text(_ report: SweepReport) -> String {
    String(decoding: report.html, as: UTF8.self)
  }

  @Test func `figures that change are panels, and the others are told`() throws {
    let page = Self.text(try Self.sweep([(.chargers, "1:5"), (.policy, "2")]))
    let shapes = DrawnShapes(Array(page.utf8)).shapes
    #expect(shapes.filter { $0.name == "h3" }.map(\.text) == ["energy.delivered, kWh"])
    #expect(page.contains("Equal in all rows: energy.requested 4667"))
    #expect(page.contains("10 combinations were run (number of chargers: 1, 2, 3, 4, 5 chargers;"))
    // A line for each policy, with five places.
    let lines = shapes.filter { $0.name == "path" && $0.style.hasPrefix("curve") }
    #expect(lines.map(\.style) == ["curve", "curve l2"])
    let frame = SweepPanel(
      definition: try #require(FigureTable.figure("energy.delivered", isOnUpdate: false)),
      axis: .chargers,
      lines: [[.init(x: 0, name: "", y: 9_000, lowest: 9_000, highest: 9_000)]]
    ).frame
    let points = DrawnShapes.points(lines[0].attributes["d"] ?? "")
    #expect(points.first?.y == frame.bottom)
    #expect(points.count == 6)
  }

  @Test func `seeds are a band around their mean`() throws {
    let page = Self.text(try Self.sweep([(.chargers, "1:3"), (.seed, "1:4")]))
    let shapes = DrawnShapes(Array(page.utf8)).shapes
    #expect(shapes.count { $0.name == "path" && $0.style == "band" } == 1)
    #expect(page.contains("lowest to highest of the seeds"))
  }

  @Test func `a sweep of costs has their decimals and their currency`() throws {
    var grid = ScenarioGrid()
    grid[.chargers] = .numbers(try AxisValues("1:3", usualStep: 1) { UInt64($0) })
    let scope = FigureScope(isOnUpdate: false, hasLoads: false, hasBattery: false)
    let base = try ReportSample.run().summary
    func page(_ currencies: [String?]) throws -> String {
      var report = SweepReport(head: ReportSample.head, grid: grid, scope: scope)
      for (place, currency) in currencies.enumerated() {
        var summary = base
        summary.costs = CostTotals(
          currency: currency, energy: .zero, demand: .zero, capacity: .zero, fixed: .zero,
          feedIn: .zero, vehicles: .zero)
        let definitions = FigureTable.figures(scope)
        summary.figures = definitions.map { definition in
          if definition.path == "cost.perKWh" {
            return Summary.Figure(
              path: definition.path, value: Int128(3_958 + place), decimals: 4)
          }
          return base.figure(definition.path)
            ?? Summary.Figure(path: definition.path, thousandths: nil)
        }
        report.take(grid[place], summary)
      }
      return Self.text(report)
    }
    let one = try page(["EUR", "EUR", "EUR"])
    #expect(one.contains("<h3>cost.perKWh, EUR/kWh</h3>"))
    #expect(one.contains("0.3958") && one.contains("0.396<"))
    // Amounts in several currencies have none.
    for currencies in [["EUR", "USD", "EUR"], ["EUR", nil, "EUR"], [nil, nil, nil]] {
      let page = try page(currencies)
      #expect(page.contains("<h3>cost.perKWh, price</h3>") && !page.contains("EUR"))
    }
  }

  @Test func `rows after the first 2,000 are counted`() throws {
    let report = try Self.sweep([(.chargers, "1:2100")])
    #expect(report.count == 2_100 && report.rows.count == 2_000)
    let page = Self.text(report)
    #expect(page.contains("The first 2000 are shown, 100 are left out."))
    #expect(page.contains("100 rows are left out."))
  }

  @Test func `a sweep without an axis is a table`() throws {
    let page = Self.text(try Self.sweep([]))
    #expect(page.contains("<h1>The figures of one run</h1>"))
    #expect(page.contains("<td>energy.requested</td><td class=\"n\">4667</td>"))
    #expect(!page.contains("<figure"))
  }
}
