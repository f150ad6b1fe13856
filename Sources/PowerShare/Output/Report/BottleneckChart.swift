/// The spans in which limits keep the bound from being more, as bars over the time of a run.
struct BottleneckChart: ReportChart {
  let heading = "When the limits bind, however the power is shared"
  let sentence: String
  let form = ChartForm.wide
  let numbers: NumberTable
  /// The limits, a row each.
  let limits: [EnergyBound.Limit]
  /// The bottlenecks of each limit, in the order of time.
  let rows: [[EnergyBound.Bottleneck]]
  private let clock: OutputClock
  private let times: (start: Instant, end: Instant)
  private let showsDates: Bool

  private static let rowHeight = 240
  private static let barHeight = 170
  /// The smallest width of a bar.
  private static let leastWidth = 10
  /// The most bottlenecks that have a text beside the pointer.
  private static let mostTitles = 60
  /// The longest time that has an axis of hours.
  private static let longestHours = 50 * 3_600_000

  /// Creates a chart; nil where there are no bottlenecks.
  ///
  /// - Parameters:
  ///   - limits: Those that are shown, in their order.
  ///   - remark: What is said of limits that are left out.
  init?(
    _ bottlenecks: [EnergyBound.Bottleneck], of limits: [EnergyBound.Limit], _ remark: String,
    _ run: ReportedRun
  ) {
    guard let most = bottlenecks.first else { return nil }
    self.limits = limits
    clock = run.clock
    let places = Dictionary(uniqueKeysWithValues: limits.enumerated().map { ($1, $0) })
    var rows = Array(repeating: [EnergyBound.Bottleneck](), count: limits.count)
    for bottleneck in bottlenecks {
      if let place = places[bottleneck.limit] { rows[place].append(bottleneck) }
    }
    self.rows = rows.map { row in row.sorted { $0.from < $1.from } }
    let end = max(run.end, bottlenecks.map(\.until).max() ?? run.end)
    if end.milliseconds - run.start.milliseconds > Self.longestHours {
      times = (run.start, end)
    } else {
      times = run.clock.wholeHours(run.start, max(end, run.start.next), from: run.start)
    }
    showsDates = run.clock.dayText(run.start) != run.clock.dayText(end.previous)
    let span = run.clock.words(from: most.from, until: most.until, showsDate: showsDates)
    sentence =
      "Each bar is a span in which the vehicles below a limit could draw more than it lets "
      + "through. The largest: \(span): \(most.limit.words) kept back "
      + "\(most.keptBack.kilowattHours)\u{A0}kWh.\(remark)"
    var numbers = NumberTable(
      [.text("from"), .text("until"), .text("limit"), .text("id"), .number("kept back, kWh")],
      leftOut: max(bottlenecks.count - Self.mostRows, 0))
    for bottleneck in bottlenecks.prefix(Self.mostRows) {
      numbers.append([
        clock.text(bottleneck.from), clock.text(bottleneck.until), bottleneck.limit.name,
        bottleneck.limit.id?.text ?? "", bottleneck.keptBack.kilowattHours,
      ])
    }
    self.numbers = numbers
  }

  /// The most rows of the table, those that keep back the most: a page of a year is to stay small.
  private static let mostRows = 400

  func frame(_ width: Int) -> PlotFrame {
    let widest = limits.map { ChartText.width($0.words) }.max() ?? 0
    return PlotFrame(
      left: min(widest + 80, width * 2 / 5), right: width - 160, top: 20,
      bottom: 40 + limits.count * Self.rowHeight)
  }

  func height(_ width: Int) -> Int { frame(width).bottom + 280 }

  /// Returns the axis.
  func axis(_ frame: PlotFrame) -> ChartTimes {
    times.end.milliseconds - times.start.milliseconds > Self.longestHours
      ? ChartTimes(dates: times.start, times.end, on: clock, most: frame.width / 650 + 1)
      : ChartTimes(times.start, times.end, on: clock, most: frame.width / 650 + 1)
  }

  func draw(_ width: Int, into svg: inout Markup) {
    let frame = frame(width)
    let axis = axis(frame)
    svg.timeAxis(axis, frame, hasGrid: true)
    let hasTitles = rows.reduce(0) { $0 + $1.count } <= Self.mostTitles
    for (place, row) in rows.enumerated() {
      let top = frame.top + place * Self.rowHeight + 30
      let name = limits[place].words
      svg.element("text", .style("t"), .x(0), .y(top + 120)) { text in
        let fitted = ChartText.fitted(name, frame.left - 60)
        if fitted != Markup.visible(name) { text.title(name) }
        text.text(fitted)
      }
      guard !hasTitles else {
        for bottleneck in row {
          let (left, right) = Self.ends(bottleneck, frame, axis)
          svg.bar(
            "orange", x: left, y: top, width: right - left, height: Self.barHeight,
            title: title(bottleneck))
        }
        continue
      }
      svg.shape("path", .style("orange"), .path(Self.path(row, top, frame, axis)))
    }
  }

  /// Returns the bars of many bottlenecks, of which those that touch each other are one.
  private static func path(
    _ row: [EnergyBound.Bottleneck], _ top: Int, _ frame: PlotFrame, _ axis: ChartTimes
  ) -> SVGPath {
    var path = SVGPath()
    var bar: (left: Int, right: Int)?
    func close(_ bar: (left: Int, right: Int)) {
      path.move(bar.left, top)
      path.horizontal(to: bar.right)
      path.vertical(to: top + barHeight)
      path.horizontal(to: bar.left)
      path.close()
    }
    for bottleneck in row {
      let (left, right) = ends(bottleneck, frame, axis)
      if let open = bar, left <= open.right {
        bar = (open.left, max(open.right, right))
      } else {
        if let open = bar { close(open) }
        bar = (left, right)
      }
    }
    if let bar { close(bar) }
    return path
  }

  private static func ends(
    _ bottleneck: EnergyBound.Bottleneck, _ frame: PlotFrame, _ axis: ChartTimes
  ) -> (left: Int, right: Int) {
    let left = frame.x(bottleneck.from, axis)
    return (left, max(frame.x(bottleneck.until, axis), left + leastWidth))
  }

  private func title(_ bottleneck: EnergyBound.Bottleneck) -> String {
    let span = clock.words(
      from: bottleneck.from, until: bottleneck.until, showsDate: showsDates)
    return "\(span): \(bottleneck.limit.words) kept back \(bottleneck.keptBack.kilowattHours) kWh"
  }
}

extension Instant {
  /// The next millisecond.
  fileprivate var next: Instant { Instant(milliseconds: milliseconds + 1) }
  /// The millisecond before.
  fileprivate var previous: Instant { Instant(milliseconds: milliseconds - 1) }
}

extension OutputClock {
  /// Returns a span of time: `16:40 to 19:10`, `2026-03-06 16:40 to 19:10`, `0 s to 90 s`.
  func words(from start: Instant, until end: Instant, showsDate: Bool) -> String {
    guard case .dateTime(let offset) = scale(at: start), case .dateTime(let last) = scale(at: end)
    else { return "\(text(start)) s to \(text(end)) s" }
    let (from, until) = (start.local(offset), end.local(last))
    var words = Self.shortTime(from.milliseconds)
    if showsDate { words = "\(DayName.date(from.days).text) \(words)" }
    if until.days == from.days { return "\(words) to \(Self.shortTime(until.milliseconds))" }
    if until.days == from.days + 1, until.milliseconds == 0 { return "\(words) to 24:00" }
    return "\(words) to \(DayName.date(until.days).text) \(Self.shortTime(until.milliseconds))"
  }
}
