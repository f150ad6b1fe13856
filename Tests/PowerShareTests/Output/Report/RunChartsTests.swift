import Testing

@testable import PowerShare

/// Reads charts back and compares them with the data.
@Suite struct RunChartsTests {
  private static let widths = [10_400, 7_000, 5_000, 3_200]

  private static func site() throws -> ReportedRun {
    var kind = ReportSample.Kind()
    kind.hasSite = true
    return try ReportSample.run(kind)
  }

  @Test(arguments: widths)
  func `quarters of a day are stacked to scale`(width: Int) throws {
    let run = try Self.site()
    let day = try #require(run.data.worstDay)
    let chart = try #require(DayChart(day, heading: "", sentence: "", run: run))
    let (drawn, frame, scale) = (DrawnShapes(chart, width), chart.frame(width), chart.scale)
    let times = ChartTimes(chart.times.start, chart.times.end, on: run.clock, most: 9)
    for (series, sign) in [(chart.above, Int128(1)), (chart.below, -1)] {
      var base = Array(repeating: Int128(0), count: day.quarters.count)
      for one in series {
        let paths = drawn.all("path", one.style.description)
        let corners = Set(paths.flatMap { DrawnShapes.points($0.attributes["d"] ?? "") })
        for (index, quarter) in day.quarters.enumerated() where one.values[index] > 0 {
          let top = base[index] + one.values[index]
          for time in [quarter.start, quarter.end] {
            for value in [top, base[index]] {
              let point = DrawnShapes.Point(
                x: frame.x(time, times), y: frame.y(sign * value, scale))
              #expect(corners.contains(point), "\(one.name) \(index)")
            }
          }
        }
        base = zip(base, one.values).map { $0 + $1 }
      }
    }
    #expect(scale.lowest < 0)
    #expect(drawn.all("path", "import").count == 1)
    #expect(drawn.all("path", "limit").count == 1)
  }

  @Test func `a limit far above the import is told in words`() throws {
    var run = try ReportSample.run()
    var day = try #require(run.data.worstDay)
    for index in day.quarters.indices {
      day.quarters[index].importable = Energy(
        Power(watts: 1_000_000_000), over: day.quarters[index].length)
    }
    run.data.worstDay = day
    let chart = try #require(DayChart(day, heading: "", sentence: "", run: run))
    #expect(chart.sentence.hasSuffix("The import limit, 1000000 kW, is above the chart."))
    #expect(chart.scale.highest < 1_000_000)
    #expect(DrawnShapes(chart, 7_000).all("path", "limit").isEmpty)
    #expect(chart.keys.map(\.text) == ["vehicles"])
  }

  @Test func `a run of a minute is drawn in an hour`() throws {
    let run = try ReportSample.run()
    var day = try #require(run.data.worstDay)
    day.quarters = [
      ReportQuarter(
        start: Instant(milliseconds: day.start.milliseconds + 3_660_000),
        length: TimeSpan(milliseconds: 60_000))
    ]
    let chart = try #require(DayChart(day, heading: "", sentence: "", run: run))
    #expect(chart.times.start.milliseconds == day.start.milliseconds + 3_600_000)
    #expect(chart.times.end.milliseconds == day.start.milliseconds + 7_200_000)
    day.quarters = []
    #expect(DayChart(day, heading: "", sentence: "", run: run) == nil)
  }

  @Test(arguments: [10_400, 7_000])
  func `sessions are at their connectors, from their start until they left`(width: Int) throws {
    let run = try ReportSample.run()
    let day = try #require(run.data.worstDay)
    let chart = try #require(SessionChart(day, heading: "", run: run, showsIds: false))
    let (drawn, frame) = (DrawnShapes(chart, width), chart.frame(width))
    let abandoned = day.sessions.filter { $0.connector == nil }
    // One of the crosses is for each; the key has its own drawing.
    #expect(drawn.all("path", "cross").count == abandoned.count)
    #expect(drawn.shapes.count { $0.name == "g" } == day.sessions.count - abandoned.count)
    let bars = drawn.shapes.filter { $0.name == "rect" }
    let first = try #require(day.sessions.first)
    #expect(first.connector == ConnectorID(chargerId: "HPC1", idx: 1))
    #expect(bars[0].tenths("y") == frame.top + 20)
    #expect(bars[0].style == "blue" && bars[0].tenths("height") == 170)
    // The chart begins at 05:00.
    let start = try #require(first.startTime)
    let hours = drawn.labels.filter { $0.hasSuffix(":00") }
    #expect(hours.first == "04:00" || hours.first == "05:00" || hours.first == "06:00")
    #expect(bars[0].tenths("x") >= frame.left && start > day.start)
    for session in day.sessions where session.lost > .zero && session.connector != nil {
      #expect(drawn.all("rect", "lost").contains { $0.tenths("height") >= 5 })
    }
  }

  @Test func `the missing part of a bar is to scale, and never invisible`() throws {
    let run = try ReportSample.run()
    var day = try #require(run.data.worstDay)
    let first = try #require(day.sessions.first)
    func heights(_ delivered: Int) throws -> (lost: Int, got: Int) {
      var session = first
      (session.requested, session.delivered) = (
        Energy(wattHours: 1_000), Energy(wattHours: delivered)
      )
      session.doneTime = delivered == 1_000 ? session.doneTime : nil
      session.stretch = nil
      day.sessions = [session]
      let chart = try #require(SessionChart(day, heading: "", run: run, showsIds: false))
      let drawn = DrawnShapes(chart, 10_400)
      return (
        drawn.all("rect", "lost").first?.tenths("height") ?? 0,
        drawn.all("rect", "blue").first?.tenths("height") ?? 0
      )
    }
    #expect(try heights(0) == (170, 0))
    #expect(try heights(1) == (165, 5))
    #expect(try heights(500) == (85, 85))
    #expect(try heights(999) == (5, 165))
    #expect(try heights(1_000) == (0, 170))
  }

  @Test func `sessions are numbered, and have their ids only where asked`() throws {
    let run = try ReportSample.run()
    let day = try #require(run.data.worstDay)
    for showsIds in [false, true] {
      let chart = try #require(SessionChart(day, heading: "", run: run, showsIds: showsIds))
      var markup = Markup()
      chart.draw(10_400, into: &markup)
      markup.append(chart.numbers, name: "")
      let text = String(decoding: markup.bytes, as: UTF8.self)
      #expect(text.contains("session 12"))
      #expect(text.contains("vehicle-") == showsIds)
    }
  }

  @Test(arguments: [5_000, 3_200])
  func `bars are as high as their values`(width: Int) throws {
    let values: [Int128] = [0, 1, 1_000, 2_500, 10_000]
    let chart = BarChart(
      heading: "", sentence: "", style: "blue",
      bars: values.map { .init(label: "\($0)", value: $0, title: "\($0)") }, unit: "kWh",
      smallest: 1, axis: "", numbers: NumberTable([]))
    let bars = DrawnShapes(chart, width).all("rect", "blue")
    let frame = chart.frame(width)
    #expect(chart.scale.highest == 10_000)
    #expect(bars.map { $0.tenths("height") } == [0, 150, 375, 1_500])
    #expect(bars.allSatisfy { $0.tenths("y") + $0.tenths("height") == frame.bottom })
  }

  @Test(arguments: [5_000, 3_200])
  func `lying bars are as long as their values, from 0`(width: Int) throws {
    let summary = try ReportSample.run().summary
    let charts = try #require(PartCharts.chargers(summary))
    for chart in [charts.times, charts.energies] {
      let frame = chart.frame(width)
      let bars = DrawnShapes(chart, width).shapes.filter { $0.name == "rect" }
      let expected = chart.rows.flatMap(\.bars).map {
        chart.scale.offset($0.value, in: frame.width)
      }
      #expect(bars.map { $0.tenths("width") } == expected)
      #expect(bars.allSatisfy { $0.tenths("x") == frame.left })
    }
    #expect(charts.times.scale.highest == 100_000)
    #expect(charts.times.rows[0].bars.map(\.text) == ["84\u{A0}%", "10\u{A0}%"])
  }

  @Test func `at most 40 chargers are shown, those with the most energy, in their order`() throws {
    var kind = ReportSample.Kind()
    kind.chargers = 50
    let charts = try #require(PartCharts.chargers(try ReportSample.run(kind).summary))
    #expect(charts.energies.rows.map(\.label) == (1...40).map { "HPC\($0)" })
    #expect(charts.energies.sentence.hasSuffix("10 are left out."))
    #expect(charts.energies.numbers.leftOut == 10)
  }

  @Test func `the load duration curve falls from the highest power to the end of the run`() throws {
    let run = try ReportSample.run()
    let chart = try #require(DurationChart(run))
    let total = run.data.duration.times.reduce(0) { $0 + $1.milliseconds }
    #expect(chart.steps.last?.time == Int128(total))
    #expect(chart.steps.first?.watts == 298_000)
    #expect(
      zip(chart.steps, chart.steps.dropFirst()).allSatisfy {
        $0.watts > $1.watts && $0.time < $1.time
      })
    let path = try #require(DrawnShapes(chart, 5_000).all("path", "blue").first)
    let points = DrawnShapes.points(path.attributes["d"] ?? "")
    let frame = chart.frame(5_000)
    #expect(points[1] == .init(x: frame.left, y: frame.y(298_000, chart.scale)))
    #expect(points.map(\.x) == points.map(\.x).sorted() + [])
    #expect(chart.sentence.contains("10.2\u{A0}h (612.4\u{A0}min)"))
  }

  @Test func `hours of the week that the run does not cover are empty`() throws {
    let run = try ReportSample.run()
    let chart = try #require(WeekChart(run))
    #expect(chart.means.count == 168 && chart.means[30] == nil)
    #expect(DrawnShapes(chart, 5_000).shapes.count { $0.name == "rect" } == 167)
    let highest = try #require(chart.means.compactMap(\.self).max())
    #expect(chart.sentence.contains("\(decimalText(thousandths: highest)) kW, on Sun 23:00."))
    #expect(chart.numbers.rows[6][2] == "-")
  }

  @Test func `the battery's energy is a line through the ends of the quarters`() throws {
    let run = try Self.site()
    let day = try #require(run.data.worstDay)
    let chart = try #require(BatteryChart(day, heading: "", run: run))
    let line = try #require(DrawnShapes(chart, 7_000).all("path", "charge").first)
    let points = DrawnShapes.points(line.attributes["d"] ?? "")
    let frame = chart.frame(7_000)
    #expect(
      points.map(\.y)
        == day.quarters.map { frame.y($0.batteryEnergy?.roundedWattHours ?? 0, chart.scale) })
    #expect(chart.sentence.contains("(2.1 cycles)"))
  }
}
