import Testing

@testable import PowerShare

/// Reads the charts of a bound back and compares them with it.
@Suite struct BoundChartsTests {
  private static func time(_ minutes: Int) -> Instant {
    Instant(milliseconds: ReportSample.midnight.milliseconds + minutes * 60_000)
  }

  private static func bottleneck(
    _ from: Int, _ until: Int, _ limit: EnergyBound.Limit, _ wattHours: Int
  ) -> EnergyBound.Bottleneck {
    EnergyBound.Bottleneck(
      from: time(from), until: time(until), limit: limit,
      keptBack: Energy(wattHours: wattHours))
  }

  private static let bottlenecks = [
    bottleneck(1_000, 1_150, .grid, 123_400), bottleneck(600, 660, .group("cabinet-A"), 40_000),
    bottleneck(300, 420, .grid, 20_000), bottleneck(1_430, 1_440, .charger("HPC1"), 1_000),
  ]

  private static func bound(_ bottlenecks: [EnergyBound.Bottleneck] = bottlenecks) -> EnergyBound {
    var bound = EnergyBound()
    bound.delivered = Energy(wattHours: 5_000_000)
    bound.drawn = Energy(wattHours: 4_500_000)
    bound.gridCapacity = Power(watts: 658_043)
    bound.bottlenecks = bottlenecks
    return bound
  }

  /// Returns a run with a bound.
  ///
  /// - Parameter minutes: Its length.
  private static func run(_ bound: EnergyBound?, minutes: Int = 1_440) throws -> ReportedRun {
    var run = try ReportSample.run()
    run.end = time(minutes)
    run.summary.bound = .some(bound)
    var list = FigureList(
      (FigureTable.groups.first { $0.key == "bound" }?.figuresWithPaths) ?? [])
    bound.addFigures(to: &list)
    run.summary.figures += list.figures
    return run
  }

  private static func charts(_ bound: EnergyBound) throws -> BoundCharts {
    let run = try run(bound)
    return try #require(BoundCharts(run))
  }

  private static func page(_ run: ReportedRun) -> String {
    String(
      decoding: RunReport(head: ReportSample.head, requirements: [], run: run).html, as: UTF8.self)
  }

  @Test(arguments: [5_000, 3_200])
  func `the run and the bound are bars from 0, to one scale`(width: Int) throws {
    let chart = try Self.charts(Self.bound()).energy
    let (frame, scale) = (chart.frame(width), chart.scale)
    let bars = DrawnShapes(chart, width).shapes.filter { $0.name == "rect" }
    #expect(bars.map(\.style) == ["blue", "idle"])
    #expect(bars.allSatisfy { $0.tenths("x") == frame.left })
    #expect(
      bars.map { $0.tenths("width") }
        == [4_500_000, 5_000_000].map { scale.offset($0, in: frame.width) })
    #expect(
      chart.sentence
        == "No way of sharing the power could have delivered more than 5000\u{A0}kWh to these "
        + "vehicles under these limits, even with everything known in advance. This run delivered "
        + "90\u{A0}% of that, 4500\u{A0}kWh. With 658.043\u{A0}kW of grid capacity, as much could "
        + "be delivered as without a limit of the grid. A way of sharing that delivers all of it "
        + "exists.")
  }

  @Test(arguments: [5_000, 3_200])
  func `what limits keep back is added up for each, the most first`(width: Int) throws {
    let charts = try Self.charts(Self.bound())
    let chart = try #require(charts.limits)
    #expect(chart.rows.map(\.label) == ["the grid", "group cabinet-A", "charger HPC1"])
    #expect(chart.rows.map { $0.bars[0].value } == [143_400, 40_000, 1_000])
    #expect(chart.numbers.rows[0] == ["the grid", "2", "143.4"])
    let (frame, scale) = (chart.frame(width), chart.scale)
    let bars = DrawnShapes(chart, width).shapes.filter { $0.name == "rect" }
    #expect(
      bars.map { $0.tenths("width") }
        == [143_400, 40_000, 1_000].map { scale.offset($0, in: frame.width) })
  }

  @Test(arguments: [10_400, 7_000, 3_200])
  func `bottlenecks are bars at their times`(width: Int) throws {
    let charts = try Self.charts(Self.bound())
    let chart = try #require(charts.times)
    let frame = chart.frame(width)
    let axis = chart.axis(frame)
    #expect(axis.start == Self.time(0) && axis.end == Self.time(1_440))
    let bars = DrawnShapes(chart, width).shapes.filter { $0.name == "rect" }
    let expected = [(300, 420), (1_000, 1_150), (600, 660), (1_430, 1_440)]
    for (bar, (from, until)) in zip(bars, expected) {
      let (left, right) = (frame.x(Self.time(from), axis), frame.x(Self.time(until), axis))
      #expect(bar.tenths("x") == left)
      #expect(bar.tenths("width") == max(right - left, 10))
    }
    // A row for each limit.
    let tops = bars.map { $0.tenths("y") }
    #expect(bars.count == 4 && tops[0] == tops[1] && tops[1] < tops[2] && tops[2] < tops[3])
    #expect(
      chart.sentence.contains("The largest: 16:40 to 19:10: the grid kept back 123.4\u{A0}kWh."))
  }

  @Test func `the numbers are the bottlenecks, those that keep back the most first`() throws {
    let charts = try Self.charts(Self.bound())
    let numbers = try #require(charts.times).numbers
    #expect(
      numbers.rows == [
        [
          "2026-03-02T16:40:00+01:00", "2026-03-02T19:10:00+01:00", "grid", "", "123.4",
        ],
        [
          "2026-03-02T10:00:00+01:00", "2026-03-02T11:00:00+01:00", "group", "cabinet-A", "40",
        ],
        ["2026-03-02T05:00:00+01:00", "2026-03-02T07:00:00+01:00", "grid", "", "20"],
        ["2026-03-02T23:50:00+01:00", "2026-03-03T00:00:00+01:00", "charger", "HPC1", "1"],
      ])
  }

  @Test(arguments: [10_400, 7_000, 3_200])
  func `many bottlenecks are one outline for each limit, over days with dates`(width: Int) throws {
    let many = (0..<300).map { index in
      Self.bottleneck(index * 1_440 + 600, index * 1_440 + 700, .grid, 1_000 - index)
    }
    let run = try Self.run(Self.bound(many), minutes: 300 * 1_440)
    let chart = try #require(BoundCharts(run)?.times)
    let drawn = DrawnShapes(chart, width)
    let frame = chart.frame(width)
    let axis = chart.axis(frame)
    #expect(axis.ticks.first?.label.hasPrefix("2026-") == true)
    #expect(axis.ticks.count >= 3 && axis.ticks.count <= 15)
    let path = try #require(drawn.all("path", "orange").first)
    let corners = DrawnShapes.points(path.attributes["d"] ?? "")
    // Each is a part of a bar: bars that touch each other are one.
    var spans: [(Int, Int)] = []
    for index in stride(from: 0, to: corners.count, by: 4) {
      spans.append((corners[index].x, corners[index + 1].x))
    }
    for bottleneck in many {
      let (left, right) = (frame.x(bottleneck.from, axis), frame.x(bottleneck.until, axis))
      #expect(spans.contains { $0.0 <= left && right <= $0.1 })
    }
    #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.1 < $1.0 })
    let covered = spans.reduce(0) { $0 + $1.1 - $1.0 }
    #expect(covered <= 300 * 10)
    #expect(chart.sentence.contains("The largest: 2026-03-02 10:00 to 11:40: the grid"))
  }

  @Test func `rows and limits that are left out are counted`() throws {
    let many = (0..<500).map { index in
      Self.bottleneck(index, index + 1, .charger(Identifier("C\(index)")), 1_000 - index)
    }
    let charts = try Self.charts(Self.bound(many))
    let times = try #require(charts.times)
    #expect(times.limits.count == 40 && times.numbers.rows.count == 400)
    #expect(times.numbers.leftOut == 100)
    #expect(times.sentence.hasSuffix("460 are left out."))
    #expect(charts.limits?.numbers.leftOut == 460)
  }

  @Test(arguments: [
    (4 * 1_440, ["2 Mar", "5 Mar"]), (40 * 1_440, ["2 Mar", "6 Apr"]),
    (400 * 1_440, ["2026-04", "2027-04"]),
    (40_000 * 1_440, ["2030-01", "2130-01"]),
  ])
  func `the axis of a long run has dates`(minutes: Int, labels: [String]) throws {
    let clock = OutputClock.zone(ReportSample.zone)
    let axis = ChartTimes(dates: Self.time(0), Self.time(minutes), on: clock, most: 14)
    let found = axis.ticks.map(\.label)
    #expect(found.contains(labels[0]) && found.contains(labels[1]), "\(found)")
    #expect(axis.ticks.count <= 16 && axis.ticks.map(\.time).isSorted)
    #expect(axis.ticks.allSatisfy { axis.start <= $0.time && $0.time <= axis.end })
  }

  @Test func `a timeline in seconds counts days`() throws {
    let axis = ChartTimes(
      dates: Instant(milliseconds: 0), Instant(milliseconds: 10 * 86_400_000), on: .seconds,
      most: 6)
    #expect(axis.ticks.map(\.label) == ["day 0", "day 2", "day 4", "day 6", "day 8", "day 10"])
  }

  @Test func `spans are told in the words of the clock`() {
    let clock = OutputClock.zone(ReportSample.zone)
    func words(_ from: Int, _ until: Int, _ showsDate: Bool = false) -> String {
      clock.words(from: Self.time(from), until: Self.time(until), showsDate: showsDate)
    }
    #expect(words(1_000, 1_150) == "16:40 to 19:10")
    #expect(words(1_000, 1_440) == "16:40 to 24:00")
    #expect(words(1_000, 1_150, true) == "2026-03-02 16:40 to 19:10")
    #expect(words(1_000, 1_500, true) == "2026-03-02 16:40 to 2026-03-03 01:00")
    let seconds = OutputClock.seconds.words(
      from: Instant(milliseconds: 0), until: Instant(milliseconds: 90_500), showsDate: true)
    #expect(seconds == "0 s to 90.5 s")
  }

  // MARK: Words

  @Test func `each reason why the bound may be too high is told with its count`() throws {
    var bound = Self.bound()
    bound.reasons.noEnd = 1
    bound.reasons.connector = 12
    bound.reasons.battery = 1
    let page = Self.page(try Self.run(bound))
    #expect(page.contains("The bound may be higher than what is possible, for these reasons:"))
    for reason in [
      "1 session has no departure and no stop, and counts as there until the end of the run.",
      "12 sessions name no connector, and may use the best.",
      "The stationary battery counts as full at first and without losses, and need not serve "
        + "loads.",
    ] {
      #expect(page.contains("<li>\(reason)</li>"), "\(reason)")
    }
    #expect(!Self.page(try Self.run(Self.bound())).contains("for these reasons"))
    // Every reason has its own words.
    for keyPath in [
      \EnergyBound.Reasons.noEnd, \.curve, \.maximum, \.minPower, \.connector, \.waiting,
      \.battery, \.noTarget,
    ] {
      var bound = Self.bound()
      bound.reasons[keyPath: keyPath] = 2
      let reasons = try Self.charts(bound).reasons
      let name = bound.reasons.all.first { $0.count > 0 }?.name ?? ""
      #expect(reasons.count == 1 && !reasons[0].hasPrefix(name), "\(name)")
    }
  }

  @Test func `the policy unmanaged is not compared`() throws {
    var bound = Self.bound()
    bound.isComparable = false
    bound.drawn = Energy(wattHours: 6_000_000)
    let run = try Self.run(bound)
    let chart = try #require(BoundCharts(run)).energy
    #expect(chart.rows.map(\.label) == ["the bound"])
    #expect(chart.sentence.contains("does not keep the grid capacity, so it is not compared."))
    #expect(!Self.page(run).contains("of the most that any way of sharing could deliver"))
  }

  @Test func `a run without a bound, or without bottlenecks, has no charts of them`() throws {
    #expect(BoundCharts(try ReportSample.run()) == nil)
    #expect(BoundCharts(try Self.run(nil)) == nil)
    #expect(BoundCharts(try Self.run(EnergyBound())) == nil)
    let charts = try Self.charts(Self.bound([]))
    #expect(charts.limits == nil && charts.times == nil)
    #expect(charts.energy.sentence.hasSuffix("No limit of the station keeps it from being more."))
  }

  @Test func `labels are inside the drawings`() throws {
    let long = String(repeating: "a long name of a cabinet ", count: 6)
    let most = Power(watts: 1_000_000_000)
    let many = [
      EnergyBound.Bottleneck(
        from: Self.time(0), until: Self.time(9_000 * 1_440), limit: .group(Identifier(long)),
        keptBack: Energy(most, over: TimeSpan(milliseconds: 1 << 50)))
    ]
    for run in [
      try Self.run(Self.bound()), try Self.run(Self.bound(many), minutes: 9_000 * 1_440),
    ] {
      #expect(DrawnShapes(Array(Self.page(run).utf8)).labelsOutside == [])
    }
  }

  @Test func `ids with odd characters are texts`() throws {
    let id = Identifier("</svg><script>alert(1)</script>\u{202E}\u{0}'\"")
    let run = try Self.run(
      Self.bound([
        Self.bottleneck(600, 660, .group(id), 40_000),
        Self.bottleneck(700, 760, .charger(id), 30_000),
      ]))
    let page = Self.page(run)
    #expect(!page.contains("<script"))
    #expect(page.contains("group &lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u202e\\u0000"))
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !Suggestion.isControl($0) })
  }
}

extension Collection where Element: Comparable {
  fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
