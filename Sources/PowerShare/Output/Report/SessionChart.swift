/// The sessions of a day as bars at their connectors, from the start to the end of each.
struct SessionChart: ReportChart {
  let heading: String
  let sentence: String
  let form = ChartForm.scrolled
  private let day: ReportDay
  private let clock: OutputClock
  private let showsIds: Bool
  private let times: (start: Instant, end: Instant)
  /// The connectors, in the order of the station.
  let connectors: [ConnectorID]
  /// The index of each session's connector; nil for one that never had one.
  private let rows: [Int?]

  private static let rowHeight = 220
  /// The longest time that is shown, two days.
  private static let longest = 172_800_000

  /// Creates a chart; nil where no session arrived.
  init?(_ day: ReportDay, heading: String, run: ReportedRun, showsIds: Bool) {
    guard !day.sessions.isEmpty else { return nil }
    self.heading = heading
    self.day = day
    self.showsIds = showsIds
    clock = run.clock
    // Somebody who waits may arrive before the first bar, and stay beyond the day.
    let first = day.sessions.map(\.arrivalTime).min() ?? day.start
    let latest = Instant(milliseconds: day.start.milliseconds + Self.longest)
    let last = min(day.sessions.map(\.leaveTime).max() ?? day.end, latest)
    let next = Instant(milliseconds: first.milliseconds + 1)
    times = clock.wholeHours(first, max(last, next), from: day.start)
    let order = Dictionary(
      uniqueKeysWithValues: run.station.chargers.enumerated().map { ($1.id, $0) })
    var seen: Set<ConnectorID> = []
    let found = day.sessions.compactMap(\.connector).filter { seen.insert($0).inserted }
    let sorted = found.enumerated().sorted { left, right in
      let places = [left, right].map { order[$0.element.chargerId] ?? .max }
      if places[0] != places[1] { return places[0] < places[1] }
      let isSame = left.element.chargerId == right.element.chargerId
      return isSame ? left.element.idx < right.element.idx : left.offset < right.offset
    }
    connectors = sorted.map(\.element)
    let places = Dictionary(
      uniqueKeysWithValues: connectors.enumerated().map { ($1, $0) })
    rows = day.sessions.map { $0.connector.flatMap { places[$0] } }
    let count = day.sessionCount
    var sentence =
      "Each bar is a session, from its start until it left. Orange is the share of the requested "
      + "energy that it did not get."
    let left = count - day.sessions.count
    if left > 0 {
      sentence +=
        " \(day.sessions.count) of \(count) sessions are shown, those that lost the most energy; "
        + "\(left) are left out."
    }
    self.sentence = sentence
  }

  private var hasAbandoned: Bool { rows.contains(nil) }

  func frame(_ width: Int) -> PlotFrame {
    let names = connectors.map(Self.name) + (hasAbandoned ? [Self.none] : [])
    let widest = names.map { ChartText.width($0) }.max() ?? 0
    let left = min(widest + 80, width / 5)
    let count = connectors.count + (hasAbandoned ? 1 : 0)
    return PlotFrame(
      left: left, right: width - 160, top: 20, bottom: 40 + count * Self.rowHeight)
  }

  private static let none = "drove on"

  private static func name(_ connector: ConnectorID) -> String {
    "\(connector.chargerId.text):\(connector.idx)"
  }

  func height(_ width: Int) -> Int { frame(width).bottom + 280 }

  var keys: [ChartKey] {
    var keys = [ChartKey("blue", "got what it requested")]
    if day.sessions.contains(where: \.isLate) {
      keys.append(ChartKey("late", "got it in more than 1.25 times the time it needs alone"))
    }
    if day.sessions.contains(where: { $0.lost > .zero && $0.startTime != nil }) {
      keys.append(ChartKey("lost", "share that it did not get"))
    }
    if day.sessions.contains(where: { $0.doneTime ?? $0.leaveTime < $0.leaveTime }) {
      keys.append(ChartKey("idle", "done, and still there"))
    }
    if day.sessions.contains(where: \.isUnjudged) {
      keys.append(ChartKey("none", "no request, or not ended"))
    }
    if hasAbandoned { keys.append(ChartKey("cross", .cross, "drove on without a connector")) }
    return keys
  }

  func draw(_ width: Int, into svg: inout Markup) {
    let frame = frame(width)
    let axis = ChartTimes(times.start, times.end, on: clock, most: frame.width / 650 + 1)
    svg.timeAxis(axis, frame, hasGrid: true)
    for (place, connector) in connectors.enumerated() {
      let y = frame.top + place * Self.rowHeight + 150
      svg.element("text", .style("t"), .x(0), .y(y)) { text in
        let name = Self.name(connector)
        let fitted = ChartText.fitted(name, frame.left - 60)
        if fitted != name { text.title(name) }
        text.text(fitted)
      }
    }
    if hasAbandoned {
      let y = frame.top + connectors.count * Self.rowHeight + 150
      svg.label(ChartText.fitted(Self.none, frame.left - 60), 0, y, "t")
    }
    for (session, row) in zip(day.sessions, rows) {
      let y = frame.top + (row ?? connectors.count) * Self.rowHeight + 20
      guard row != nil, let start = session.startTime else {
        svg.cross(frame.x(session.leaveTime, axis), y + 90, title: title(session))
        continue
      }
      draw(session, from: frame.x(start, axis), at: y, frame, axis, into: &svg)
    }
  }

  private static let barHeight = 170

  private func draw(
    _ session: ReportSession, from left: Int, at y: Int, _ frame: PlotFrame, _ axis: ChartTimes,
    into svg: inout Markup
  ) {
    let end = max(frame.x(session.leaveTime, axis), left + 10)
    svg.element("g") { bars in
      bars.title(title(session))
      func bar(_ style: StaticString, _ left: Int, _ right: Int, _ top: Int, _ bottom: Int) {
        // A gap between bars that follow each other, where there is room for it.
        let gap = right - left > 40 ? 10 : 0
        bars.shape(
          "rect", .style(style), .x(left), .y(top), .width(right - left - gap),
          .height(bottom - top))
      }
      guard !session.isUnjudged else {
        return bar("none", left + 5, end, y + 5, y + Self.barHeight - 5)
      }
      let done = session.doneTime.map { max(frame.x($0, axis), left + 10) } ?? end
      let height = session.servedHeight(Self.barHeight)
      let middle = y + Self.barHeight - height
      if height < Self.barHeight { bar("lost", left, done, y, middle) }
      if height > 0 {
        bar(session.isLate ? "late" : "blue", left, done, middle, y + Self.barHeight)
      }
      if end - done > 10 { bar("idle", done, end, y + 45, y + Self.barHeight - 45) }
    }
  }

  private func name(_ session: ReportSession) -> String {
    "session \(session.number)" + (showsIds ? " (\(session.id.text))" : "")
  }

  private func title(_ session: ReportSession) -> String {
    var parts = [name(session)]
    if let connector = session.connector { parts.append(Self.name(connector)) }
    let start = clock.timeOfDay(session.startTime ?? session.arrivalTime, day)
    parts.append("\(start) to \(clock.timeOfDay(session.leaveTime, day))")
    if let done = session.doneTime { parts.append("done \(clock.timeOfDay(done, day))") }
    let requested = session.requested.map { " of \($0.kilowattHours)" } ?? ""
    parts.append("\(session.delivered.kilowattHours)\(requested) kWh")
    if let limit = session.lostMostTo { parts.append("lost most to \(limit.name)") }
    return parts.joined(separator: ", ")
  }

  var numbers: NumberTable {
    let id: [NumberTable.Column] = showsIds ? [.text("id")] : []
    var table = NumberTable(
      [.number("session")] + id + [
        .text("connector"), .text("arrived"), .text("started"), .text("done"), .text("left"),
        .text("outcome"), .number("requested, kWh"), .number("delivered, kWh"),
        .number("lost, kWh"), .text("lost most to"), .number("stretch"),
      ], leftOut: day.sessionCount - day.sessions.count)
    for session in day.sessions {
      let stretch = session.stretch.map { decimalText(thousandths: Int128($0) * 10) } ?? "-"
      table.append(
        ["\(session.number)"] + (showsIds ? [session.id.text] : []) + [
          session.connector.map(Self.name) ?? "-", clock.text(session.arrivalTime),
          session.startTime.map { clock.text($0) } ?? "-",
          session.doneTime.map { clock.text($0) } ?? "-", clock.text(session.leaveTime),
          session.outcome.rawValue, session.requested?.kilowattHours ?? "-",
          session.delivered.kilowattHours, session.lost.kilowattHours,
          session.lostMostTo?.name ?? "-", stretch,
        ])
    }
    return table
  }
}

extension ReportSession {
  /// Whether it took more than 1.25 times the time that it needs alone.
  fileprivate var isLate: Bool { stretch ?? 0 > 125 }

  /// Whether nothing can be said of how well it was served.
  fileprivate var isUnjudged: Bool { requested == nil || outcome == .open }

  /// Returns the height of the part of a bar that shows what it got, of what it requested.
  ///
  /// Something that is missing, and something that was given, is at least half a pixel.
  fileprivate func servedHeight(_ height: Int) -> Int {
    guard let requested, requested > .zero, delivered < requested else { return height }
    guard delivered > .zero else { return 0 }
    let part = delivered.wattMilliseconds * Int128(height)
    return min(max(Int(divideRoundingToEven(part, by: requested.wattMilliseconds)), 5), height - 5)
  }
}
