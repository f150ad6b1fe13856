@testable import PowerShare

/// The data of a report, worked out from all spans and sessions of a run at its end.
struct SlowReport {
  /// A time between two ticks, in milliseconds.
  private struct Span {
    let start: Int
    var end: Int
    let grid: Power
    let offered: Power
    let load: Power
    let generated: Power
    let battery: Power
    let limit: Power
    let drawnBefore: Energy
    var drawn = Energy.zero
    let stored: Int?
    let storedPower: Int

    func energy(_ flow: Flow, until moment: Int) -> Energy {
      let span = TimeSpan(milliseconds: moment - start)
      let isEnd = moment == end && end > start
      switch flow {
      case .vehicles: return isEnd ? drawn : Energy(offered, over: span)
      case .loads: return Energy(load + generated, over: span)
      case .generated: return Energy(generated, over: span)
      case .given: return Energy(max(.zero, battery), over: span)
      case .taken: return Energy(max(.zero, .zero - battery), over: span)
      case .importable: return Energy(limit, over: span)
      case .imported, .exported:
        let power = flow == .imported ? max(.zero, grid) : max(.zero, .zero - grid)
        guard isEnd else { return Energy(power, over: span) }
        // In the last millisecond of a delivery vehicles draw less than they are offered.
        let lacking = Energy(offered, over: span) - drawn
        let last = Energy(grid, over: TimeSpan(milliseconds: 1)) - lacking
        return Energy(power, over: TimeSpan(milliseconds: span.milliseconds - 1))
          + max(.zero, flow == .imported ? last : .zero - last)
      }
    }
  }

  private enum Flow {
    case vehicles, loads, generated, given, taken, imported, exported, importable
  }

  private var spans: [Span] = []
  private var stays: [Departure] = []

  /// Ends the present span.
  mutating func advance(to time: Instant, _ replay: borrowing Replay) {
    guard let last = spans.indices.last else { return }
    spans[last].end = time.milliseconds
    spans[last].drawn = replay.deliveredEnergy - spans[last].drawnBefore
  }

  /// Begins a span.
  mutating func take(_ replay: borrowing Replay, at time: Instant) {
    advance(to: time, replay)
    let supply = (power: replay.supply.batteryPower, state: replay.supply.battery)
    let power = supply.power.watts
    let factor = power > 0 ? 1_000 : supply.state?.battery.efficiency ?? 0
    spans.append(
      Span(
        start: time.milliseconds, end: time.milliseconds, grid: replay.gridPower,
        offered: replay.allocatedPower, load: replay.loadPower,
        generated: replay.supply.generatedPower, battery: supply.power,
        limit: replay.gridCapacity, drawnBefore: replay.deliveredEnergy,
        stored: supply.state?.stored, storedPower: -power * factor))
  }

  mutating func take(_ departures: [Departure]) { stays += departures }

  // MARK: Data

  /// - Parameter offset: Returns the minutes east of Greenwich at a minute; nil for a timeline in
  ///   seconds.
  func data(offset: ((Int) -> Int)?) -> ReportData {
    var data = ReportData()
    guard let first = spans.first?.start, let last = spans.last?.end else { return data }
    let minutes = (first / 60_000 - 5_760)..<(last / 60_000 + 4_321)
    let clock = offset ?? { _ in 0 }
    let slow = SlowDays(minutes, offset: clock)
    let quarters = SlowIntervals(15, in: minutes, offset: clock).beginnings
    var months: [(firstDay: Int, energy: Energy, length: Int, start: Int)] = []
    var rows: [ReportQuarter] = []
    var days: [ReportDay] = []
    for (day, next) in zip(slow.days, slow.days.dropFirst()) {
      let range = (day.minute * 60_000)..<(next.minute * 60_000)
      let inside = quarters.filter { range.contains($0 * 60_000) }
      var here: [ReportQuarter] = []
      for (begin, end) in zip(inside, inside.dropFirst() + [next.minute]) {
        let (begin, end) = (begin * 60_000, end * 60_000)
        guard let row = row(max(begin, first)..<max(max(begin, first), min(end, last))) else {
          continue
        }
        here.append(row)
        let date = CivilDate(daysSince1970: day.number)
        let quarter = (day.number - date.day + 1, row.imported, end - begin, begin)
        if let month = months.last, month.firstDay == quarter.0 {
          let isHigher =
            quarter.1.wattMilliseconds * Int128(month.length)
            > month.energy.wattMilliseconds * Int128(quarter.2)
          if isHigher { months[months.count - 1] = quarter }
        } else {
          months.append(quarter)
        }
      }
      rows += here
      let arrived = stays.filter { range.contains($0.arrival.time.milliseconds) }
      if arrived.isEmpty { continue }
      let name = offset == nil ? DayName.second(day.number * 86_400) : .date(day.number)
      days.append(Self.day(name, range, here, arrived))
    }
    days = days.filter { $0.requested > .zero }
    data.busiestDay = days.reduce(nil) { busiest, day in
      busiest.map { day.requested > $0.requested } ?? true ? day : busiest
    }
    data.worstDay = days.reduce(nil) { worst, day in
      guard let worst else { return day }
      let (one, other) = (
        day.delivered.wattMilliseconds * worst.requested.wattMilliseconds,
        worst.delivered.wattMilliseconds * day.requested.wattMilliseconds
      )
      return one < other ? day : worst
    }
    data.duration = Self.duration(rows)
    if offset != nil {
      data.week = Self.week(rows, offset: clock)
      data.months = months.map { month in
        MonthPeak(
          firstDay: month.firstDay,
          peak: month.energy.meanPower(over: TimeSpan(milliseconds: month.length)),
          time: Instant(milliseconds: month.start))
      }
    }
    addSessions(to: &data, offset: clock)
    return data
  }

  private func row(_ range: Range<Int>) -> ReportQuarter? {
    guard !range.isEmpty else { return nil }
    func energy(_ flow: Flow) -> Energy {
      spans.reduce(Energy.zero) { sum, span in
        let begin = min(max(span.start, range.lowerBound), span.end)
        let end = min(max(span.start, range.upperBound), span.end)
        guard begin < end else { return sum }
        return sum + span.energy(flow, until: end) - span.energy(flow, until: begin)
      }
    }
    var row = ReportQuarter(
      start: Instant(milliseconds: range.lowerBound), length: TimeSpan(milliseconds: range.count))
    row.vehicles = energy(.vehicles)
    row.loads = energy(.loads)
    row.generated = energy(.generated)
    row.given = energy(.given)
    row.taken = energy(.taken)
    row.imported = energy(.imported)
    row.exported = energy(.exported)
    row.importable = energy(.importable)
    let end = range.upperBound
    if let span = spans.last(where: { $0.start <= end && end <= $0.end }),
      let stored = span.stored
    {
      let thousandths = stored + span.storedPower * (end - span.start)
      row.batteryEnergy = Energy(thousandthsOfWattMilliseconds: Int128(thousandths))
    }
    return row
  }

  private static func day(
    _ name: DayName, _ range: Range<Int>, _ quarters: [ReportQuarter], _ stays: [Departure]
  ) -> ReportDay {
    let counted = stays.filter { !$0.isOpen && $0.arrival.energyRequested != nil }
    let wanted = counted.map { $0.arrival.energyRequested ?? .zero }
    let got = zip(counted, wanted).map { min($0.deliveredEnergy, $1) }
    let sessions = stays.enumerated().map { place, stay in
      (stay: stay, place: place, lost: stay.isOpen ? Energy.zero : stay.lost.total)
    }
    func isEarlier(_ one: Departure, _ other: Departure) -> Bool? {
      if one.arrival.time != other.arrival.time { return one.arrival.time < other.arrival.time }
      let (first, second) = (one.session?.startOrder, other.session?.startOrder)
      if first == second { return nil }
      guard let first else { return false }
      return second.map { first < $0 } ?? true
    }
    let kept = sessions.sorted { one, other in
      if one.lost != other.lost { return one.lost > other.lost }
      return isEarlier(one.stay, other.stay) ?? (one.place < other.place)
    }.prefix(200).sorted { isEarlier($0.stay, $1.stay) ?? ($0.place < $1.place) }
    return ReportDay(
      name: name, start: Instant(milliseconds: range.lowerBound),
      end: Instant(milliseconds: range.upperBound), requested: wanted.reduce(.zero, +),
      delivered: got.reduce(.zero, +), quarters: quarters, sessionCount: stays.count,
      sessions: kept.enumerated().map { session($1.stay, number: $0 + 1, lost: $1.lost) })
  }

  private static func session(_ stay: Departure, number: Int, lost: Energy) -> ReportSession {
    let parts = Curtailment.allCases.map { stay.lost[$0] }
    let most = stay.isOpen ? Energy.zero : parts.max() ?? .zero
    return ReportSession(
      number: number, id: stay.arrival.id, connector: stay.session?.connectorId,
      arrivalTime: stay.arrival.time, startTime: stay.session?.startTime,
      doneTime: stay.session?.doneTime, leaveTime: stay.time, outcome: stay.outcome,
      requested: stay.arrival.energyRequested, delivered: stay.deliveredEnergy, lost: lost,
      lostMostTo: most > .zero ? parts.firstIndex(of: most).flatMap(Curtailment.init) : nil,
      stretch: ratio(stay).map { divideRoundingToEven($0 * 100, by: $1) })
  }

  private static func ratio(_ stay: Departure) -> (taken: Int, alone: Int)? {
    guard let session = stay.session, let done = session.doneTime,
      let alone = stay.ledger.alone.timeUntilDone(stay.arrival)?.milliseconds, alone > 0
    else { return nil }
    return ((done - session.startTime).milliseconds, alone)
  }

  private static func duration(_ rows: [ReportQuarter]) -> LoadDuration {
    var result = LoadDuration()
    func place(_ row: ReportQuarter, _ width: Int) -> Int {
      Int(row.imported.wattMilliseconds / Int128(row.length.milliseconds * width))
    }
    var width = 1
    var factors = [2, 5, 2]
    // 1, 2, 5, 10, 20, …
    while rows.contains(where: { place($0, width) >= 200 }) {
      let factor = factors.removeFirst()
      factors.append(factor)
      width = factor == 5 ? width / 2 * 5 : width * 2
    }
    result.width = Power(watts: width)
    for row in rows {
      let place = place(row, width)
      while result.times.count <= place { result.times.append(TimeSpan(milliseconds: 0)) }
      result.times[place].milliseconds += row.length.milliseconds
    }
    return result
  }

  private static func week(_ rows: [ReportQuarter], offset: (Int) -> Int) -> WeekImport {
    var week = WeekImport()
    for row in rows {
      let minute = row.start.milliseconds / 60_000
      // 1970-01-01 was a Thursday.
      let hour = (minute + offset(minute)) / 60 + 3 * 24
      week.cells[hour % 168].energy += row.imported
      week.cells[hour % 168].time.milliseconds += row.length.milliseconds
    }
    return week
  }

  private func addSessions(to data: inout ReportData, offset: (Int) -> Int) {
    for stay in stays {
      let waited = stay.wait.milliseconds
      let longer = (0...12).filter { waited > $0 * 300_000 }.count
      data.sessions.waits[longer] += 1
      guard !stay.isOpen, let wanted = stay.arrival.energyRequested else { continue }
      let minute = stay.arrival.time.milliseconds / 60_000
      data.lostByHour[(minute + offset(minute)) / 60 % 24] += stay.lost
      guard wanted > .zero else { continue }
      let got = min(stay.deliveredEnergy, wanted).wattMilliseconds
      let reached = (1...20).filter { got * 20 >= wanted.wattMilliseconds * Int128($0) }.count
      data.sessions.servedShares[reached] += 1
      if stay.outcome == .served, let (taken, alone) = Self.ratio(stay) {
        let longer = (4...16).filter { taken * 4 > alone * $0 }.count
        data.sessions.stretches[longer] += 1
      }
    }
  }
}
