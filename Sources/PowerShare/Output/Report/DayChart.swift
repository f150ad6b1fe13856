/// The powers of a day in quarters of an hour: what vehicles and loads took above the axis, what
/// the battery and generation gave below it, and the import with its limit as lines.
struct DayChart: ReportChart {
  /// A stacked series of powers, in watts.
  struct Series {
    let style: StaticString
    let name: String
    let values: [Int128]

    fileprivate var isUsed: Bool { values.contains { $0 > 0 } }
  }

  let heading: String
  let sentence: String
  let form = ChartForm.wide
  let times: (start: Instant, end: Instant)
  private let day: ReportDay
  private let clock: OutputClock
  /// The powers that are stacked above the axis.
  let above: [Series]
  /// The powers that are stacked below it.
  let below: [Series]
  private let imports: [Int128]
  private let limits: [Int128]
  private let hasSite: Bool

  /// Creates a chart; nil where the day has no quarters.
  ///
  /// - Parameters:
  ///   - sentence: What is to be seen in the day, before the remark on the limit.
  init?(_ day: ReportDay, heading: String, sentence: String, run: ReportedRun) {
    guard !day.quarters.isEmpty else { return nil }
    self.heading = heading
    self.day = day
    clock = run.clock
    hasSite = run.summary.hasSite
    func watts(_ energy: (ReportQuarter) -> Energy) -> [Int128] {
      day.quarters.map { Int128(energy($0).meanPower(over: $0.length).watts) }
    }
    func series(
      _ style: StaticString, _ name: String, _ energy: (ReportQuarter) -> Energy
    ) -> Series {
      Series(style: style, name: name, values: watts(energy))
    }
    above =
      [series("blue", "vehicles", \.vehicles)]
      + [
        series("loads", "loads", \.loads), series("bat", "battery, charging", \.taken),
      ].filter(\.isUsed)
    below = [
      series("bat", "battery, giving", \.given), series("gen", "generation", \.generated),
    ].filter(\.isUsed)
    imports = watts(\.imported)
    limits = watts(\.importable)
    times = day.shownTimes(clock)
    let highest = imports.max() ?? 0
    var sentence = sentence
    if let place = imports.firstIndex(of: highest), highest > 0 {
      sentence +=
        " The highest quarter of an hour, at \(clock.timeOfDay(day.quarters[place].start, day)), "
        + "imported \(decimalText(thousandths: highest)) kW."
    }
    if let lowest = limits.min(), !Self.shows(limits, highest) {
      sentence += " The import limit, \(decimalText(thousandths: lowest)) kW, is above the chart."
    }
    self.sentence = sentence
  }

  /// Returns true if the limit is near enough to what was imported to be in the chart.
  private static func shows(_ limits: [Int128], _ highest: Int128) -> Bool {
    (limits.min() ?? 0) * 2 <= highest * 5
  }

  private var showsLimit: Bool { Self.shows(limits, max(imports.max() ?? 0, stackTop)) }

  private var stackTop: Int128 { Self.sums(above, day.quarters.count).max() ?? 0 }

  private static func sums(_ series: [Series], _ count: Int) -> [Int128] {
    (0..<count).map { index in series.reduce(0) { $0 + $1.values[index] } }
  }

  var scale: ChartScale {
    var highest = max(stackTop, imports.max() ?? 0)
    if showsLimit { highest = max(highest, min(limits.max() ?? 0, highest * 5 / 2)) }
    return ChartScale(
      upTo: highest, from: -(Self.sums(below, day.quarters.count).max() ?? 0), most: 7)
  }

  func frame(_ width: Int) -> PlotFrame {
    PlotFrame(
      left: ChartText.margin(scale), right: width - 160, top: 320,
      bottom: width > 4_000 ? 2_900 : 2_500)
  }

  func height(_ width: Int) -> Int { frame(width).bottom + 280 }

  var keys: [ChartKey] {
    var keys = above.map { ChartKey($0.style, $0.name) }
    for series in below where !keys.contains(where: { $0.text.hasPrefix(series.name) }) {
      keys.append(ChartKey(series.style, series.name + ", below the axis"))
    }
    if hasSite { keys.append(ChartKey("import", .line, "import")) }
    if showsLimit { keys.append(ChartKey("limit", .line, "import limit")) }
    return keys
  }

  func draw(_ width: Int, into svg: inout Markup) {
    let (scale, frame) = (scale, frame(width))
    let axis = ChartTimes(times.start, times.end, on: clock, most: frame.width / 650 + 1)
    svg.valueAxis(scale, frame, unit: "kW")
    svg.timeAxis(axis, frame)
    draw(above, sign: 1, scale, frame, axis, into: &svg)
    draw(below, sign: -1, scale, frame, axis, into: &svg)
    if hasSite { draw(imports, "import", scale, frame, axis, into: &svg) }
    if showsLimit { draw(limits, "limit", scale, frame, axis, into: &svg) }
    // Narrow screens have no pointer.
    guard width > 4_000 else { return }
    for (index, quarter) in day.quarters.enumerated() {
      let (left, right) = (frame.x(quarter.start, axis), frame.x(quarter.end, axis))
      svg.bar(
        "hit", x: left, y: frame.top, width: right - left, height: frame.height,
        title: title(index))
    }
  }

  private func draw(
    _ series: [Series], sign: Int128, _ scale: ChartScale, _ frame: PlotFrame,
    _ axis: ChartTimes, into svg: inout Markup
  ) {
    var base = Array(repeating: Int128(0), count: day.quarters.count)
    for one in series {
      let top = zip(base, one.values).map { $0 + $1 }
      var path = SVGPath()
      for stretch in day.stretches(where: { one.values[$0] > 0 }) {
        path.move(
          frame.x(day.quarters[stretch.lowerBound].start, axis),
          frame.y(sign * base[stretch.lowerBound], scale))
        for index in stretch {
          path.vertical(to: frame.y(sign * top[index], scale))
          path.horizontal(to: frame.x(day.quarters[index].end, axis))
        }
        for index in stretch.reversed() {
          path.vertical(to: frame.y(sign * base[index], scale))
          path.horizontal(to: frame.x(day.quarters[index].start, axis))
        }
        path.close()
      }
      svg.shape("path", .style(one.style), .path(path))
      base = top
    }
  }

  private func draw(
    _ values: [Int128], _ style: StaticString, _ scale: ChartScale, _ frame: PlotFrame,
    _ axis: ChartTimes, into svg: inout Markup
  ) {
    var path = SVGPath()
    for stretch in day.stretches(where: { values[$0] <= scale.highest }) {
      for index in stretch {
        let y = frame.y(values[index], scale)
        if index == stretch.lowerBound {
          path.move(frame.x(day.quarters[index].start, axis), y)
        } else if values[index] != values[index - 1] {
          path.vertical(to: y)
        }
        if index + 1 == stretch.upperBound || values[index + 1] != values[index] {
          path.horizontal(to: frame.x(day.quarters[index].end, axis))
        }
      }
    }
    // Areas are darker than the line, and paler where the page is dark.
    svg.shape("path", .style("under"), .path(path))
    svg.shape("path", .style(style), .path(path))
  }

  private func title(_ index: Int) -> String {
    var parts = (above + below).map {
      "\($0.name) \(decimalText(thousandths: $0.values[index])) kW"
    }
    if hasSite { parts.append("import \(decimalText(thousandths: imports[index])) kW") }
    return "\(clock.timeOfDay(day.quarters[index].start, day)): \(parts.joined(separator: ", "))"
  }

  var numbers: NumberTable {
    let series = above + below
    var table = NumberTable(
      [.text("from")] + series.map { .number("\($0.name), kW") }
        + [.number("import, kW"), .number("import limit, kW")])
    for index in day.quarters.indices {
      let values = series.map { $0.values[index] } + [imports[index], limits[index]]
      table.append(
        [clock.text(day.quarters[index].start)] + values.map { decimalText(thousandths: $0) })
    }
    return table
  }
}

extension ReportQuarter {
  /// The end of the time that the run covers.
  var end: Instant { start + length }
}

extension ReportDay {
  /// Returns the ranges of neighbouring quarters, without a gap in time, that satisfy a condition.
  func stretches(where condition: (Int) -> Bool) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for index in quarters.indices where condition(index) {
      if let last = stretches.last, last.upperBound == index,
        quarters[index - 1].end == quarters[index].start
      {
        stretches[stretches.count - 1] = last.lowerBound..<(index + 1)
      } else {
        stretches.append(index..<(index + 1))
      }
    }
    return stretches
  }

  /// Returns the times of a chart of the day: all of it, or whole hours around what the run covers
  /// where that is less than six hours.
  func shownTimes(_ clock: OutputClock) -> (start: Instant, end: Instant) {
    guard let first = quarters.first?.start, let last = quarters.last?.end,
      last.milliseconds - first.milliseconds < 21_600_000
    else { return (start, end) }
    let hours = clock.wholeHours(first, last, from: start)
    return (max(hours.start, start), min(hours.end, end))
  }
}

extension OutputClock {
  /// Returns the whole hours of the clock around a stretch of time.
  ///
  /// - Parameter origin: A moment from which hours are counted in a timeline in seconds.
  func wholeHours(
    _ first: Instant, _ last: Instant, from origin: Instant
  ) -> (start: Instant, end: Instant) {
    let hour = TimeSpan(milliseconds: 3_600_000)
    let hours =
      switch self {
      case .zone(let zone): ClockIntervals(hour, in: zone)
      case .seconds: ClockIntervals(hour, from: origin)
      case .dateTime: ClockIntervals(hour, from: scale(at: first).intervalOrigin)
      }
    return (
      hours.start(containing: first),
      hours.next(after: Instant(milliseconds: last.milliseconds - 1))
    )
  }
}

extension OutputClock {
  /// Returns the time of day of a moment, `17:15`; in a timeline in seconds the time since the
  /// beginning of a day, in hours and minutes.
  func timeOfDay(_ time: Instant, _ day: ReportDay) -> String {
    let milliseconds =
      switch scale(at: time) {
      case .seconds: time.milliseconds - day.start.milliseconds
      case .dateTime(let offset): time.local(offset).milliseconds
      }
    return Self.shortTime((milliseconds % 86_400_000 + 86_400_000) % 86_400_000)
  }

  /// Returns a time of day without seconds that are 0: `17:15`.
  static func shortTime(_ timeOfDay: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(timeOfDay: timeOfDay)
    let shown = bytes.suffix(from: 5).elementsEqual(":00".utf8) ? bytes.prefix(5) : bytes[...]
    return String(decoding: shown, as: UTF8.self)
  }
}
