/// Measures what the report of a run shows besides the summary.
///
/// It cuts the run into quarters of an hour. At most ticks it only compares the time with the end
/// of the present quarter: the energies of a quarter are differences of the sums that a
/// ``SiteMeter`` has at its ends. Whole days without a tick are taken at once.
struct ReportMeter: Sendable {
  private static let quarterLength = TimeSpan(milliseconds: 900_000)

  private let clock: LocalClock?
  private let intervals: ClockIntervals
  private var quarter: Quarter?
  private var days = ReportDays()
  /// The end of the present day.
  private var dayEnd = Instant(milliseconds: 0)
  private var dayNumber = 0
  private var allowance = ImportAllowance()
  private var duration = LoadHistogram()
  private var week: WeekMeter?
  private var months = MonthMeter()
  private var lostByHour = Array(repeating: EnergyByLimit(), count: 24)
  private var sessions = SessionDistributions()

  /// The present quarter of an hour.
  private struct Quarter {
    /// Its first moment on the clock.
    let start: Instant
    /// Its first moment that the run covers.
    let coveredStart: Instant
    let end: Instant
    /// The energies until ``coveredStart``.
    let before: SiteEnergies
    let importableBefore: Energy
  }

  /// - Parameter zone: The zone whose clock has the quarters of an hour; nil to count them from
  ///   ``ReplayOptions/origin``.
  init(_ options: ReplayOptions, zone: LocalClock?) {
    clock = options.clock ?? zone
    intervals =
      zone.map { ClockIntervals(Self.quarterLength, in: $0) }
      ?? ClockIntervals(Self.quarterLength, from: options.origin)
    week = clock.map { WeekMeter($0, intervals) }
  }

  // MARK: Time

  /// Returns true if the present quarter ends at a moment or before.
  @inline(__always)
  func isDue(at time: Instant) -> Bool {
    guard let quarter else { return false }
    return quarter.end <= time
  }

  /// Ends the quarters that end before a moment.
  ///
  /// - Parameter site: The meter as of the last tick before that moment.
  @inline(never)
  mutating func pass(before time: Instant, _ site: borrowing SiteMeter) {
    while let ending = quarter, ending.end < time {
      endQuarter(at: ending.end, site.energies(at: ending.end))
      guard ending.end >= dayEnd else {
        beginQuarter(at: ending.end, site)
        continue
      }
      days.end(startedSessions: site.days.startedSessions)
      let last = WholeDays.number(of: Instant(milliseconds: time.milliseconds - 1), on: clock)
      let start = max(ending.end, WholeDays.start(ofDay: last, on: clock))
      let next = WholeDays.number(of: ending.end, on: clock)
      if next < last { takeDays(next..<last, from: ending.end, to: start, site.importPower) }
      beginDay(last, at: start, startedSessions: site.days.startedSessions)
      beginQuarter(at: start, site)
    }
  }

  /// Ends the quarter that ends at a tick, if there is one.
  ///
  /// - Parameters:
  ///   - site: The meter, which has been advanced to the tick but has not taken it.
  ///   - stored: The energy in the battery after the events of the tick; nil if there is none.
  @inline(never)
  mutating func pass(at time: Instant, _ site: borrowing SiteMeter, stored: Int?) {
    guard let ending = quarter, ending.end == time else { return }
    var energies = site.energies(at: time)
    energies.stored = stored
    endQuarter(at: time, energies)
    if time >= dayEnd {
      days.end(startedSessions: site.days.startedSessions)
      beginDay(
        WholeDays.number(of: time, on: clock), at: time,
        startedSessions: site.days.startedSessions)
    }
    beginQuarter(at: time, site)
  }

  /// Takes the import limit in force from a tick on.
  @inline(__always)
  mutating func take(_ importLimit: Power, at time: Instant, _ site: borrowing SiteMeter) {
    if allowance.limit != importLimit { allowance.change(to: importLimit, at: time) }
    if quarter == nil { begin(at: time, site) }
  }

  private mutating func begin(at time: Instant, _ site: borrowing SiteMeter) {
    let day = WholeDays.number(of: time, on: clock)
    beginDay(day, at: WholeDays.start(ofDay: day, on: clock), startedSessions: 0)
    beginQuarter(at: time, from: intervals.start(containing: time), site)
  }

  private mutating func beginDay(_ day: Int, at start: Instant, startedSessions: Int) {
    dayNumber = day
    dayEnd = WholeDays.start(ofDay: day + 1, on: clock)
    days.begin(
      WholeDays.name(ofDay: day, on: clock), start: start, end: dayEnd,
      startedSessions: startedSessions)
    if clock != nil { months.begin(day: day) }
  }

  private mutating func beginQuarter(
    at time: Instant, from start: Instant? = nil, _ site: borrowing SiteMeter
  ) {
    quarter = Quarter(
      start: start ?? time, coveredStart: time, end: intervals.next(after: time),
      before: site.energies(at: time), importableBefore: allowance.energy(until: time))
  }

  /// Ends the part of the present quarter that the run covers.
  private mutating func endQuarter(at time: Instant, _ after: SiteEnergies) {
    guard let quarter, quarter.coveredStart < time else { return }
    let before = quarter.before
    var row = ReportQuarter(start: quarter.coveredStart, length: time - quarter.coveredStart)
    row.vehicles = after.vehicles - before.vehicles
    row.loads = after.loads - before.loads
    row.generated = after.generated - before.generated
    row.given = after.given - before.given
    row.taken = after.taken - before.taken
    row.imported = after.imported - before.imported
    row.exported = after.exported - before.exported
    row.importable = allowance.energy(until: time) - quarter.importableBefore
    row.batteryEnergy = after.stored.map {
      Energy(thousandthsOfWattMilliseconds: Int128($0))
    }
    days.take(row)
    duration.take(row.imported, over: row.length)
    guard clock != nil else { return }
    week?.take(row)
    months.take(row.imported, over: quarter.end - quarter.start, from: quarter.start)
  }

  /// Takes whole days without a tick.
  private mutating func takeDays(
    _ numbers: Range<Int>, from start: Instant, to end: Instant, _ power: Power
  ) {
    duration.take(power, for: end - start)
    guard let clock else { return }
    week?.take(numbers, power)
    months.take(numbers, power, on: clock)
  }

  // MARK: Sessions

  /// Takes a session that has left, or that has not left at the end of the run.
  mutating func take(_ stay: Departure) {
    let lost = stay.countedRequest.map { $0.requested - $0.delivered } ?? .zero
    let stretch = stay.stretch
    days.take(stay, lost: lost, stretch)
    sessions.take(stay, stretch)
    guard lost > .zero else { return }
    lostByHour[hour(of: stay.arrival.time)] += stay.lost
  }

  /// Returns the hour of the day of a moment, 0 to 23.
  private func hour(of time: Instant) -> Int {
    time.local(clock?.offset(at: time) ?? .zulu).milliseconds / 3_600_000
  }

  // MARK: Data

  /// Ends the run and returns its data.
  ///
  /// - Parameter site: The meter at the end of the run.
  mutating func finish(_ site: borrowing SiteMeter) -> ReportData {
    var data = ReportData()
    if let time = site.time, quarter != nil {
      endQuarter(at: time, site.energies(at: time))
      days.finish(startedSessions: site.days.startedSessions)
    }
    data.busiestDay = days.busiest
    data.worstDay = days.worst
    data.duration = duration.intervals
    data.week = week?.week
    data.months = months.peaks
    data.monthsLeftOut = months.leftOut
    data.lostByHour = lostByHour
    data.sessions = sessions
    data.bill = site.cost?.reportBill
    return data
  }
}

/// The energy that the import limits in force have allowed since the beginning of a run.
private struct ImportAllowance: Sendable {
  /// The present limit; nil before the first tick.
  private(set) var limit: Power?
  private var since = Instant(milliseconds: 0)
  private var before = Energy.zero

  @inline(never)
  mutating func change(to new: Power, at time: Instant) {
    before = energy(until: time)
    limit = new
    since = time
  }

  func energy(until time: Instant) -> Energy {
    limit.map { before + Energy($0, over: time - since) } ?? .zero
  }
}

extension Departure {
  /// The time that it took from its start until it was done, and the time that it would have taken
  /// alone, both in milliseconds; nil where it was not done or would have taken no time.
  var stretch: Stretch? {
    guard let session, let done = session.doneTime,
      let alone = ledger.alone.timeUntilDone(arrival)?.milliseconds, alone > 0
    else { return nil }
    return Stretch(taken: (done - session.startTime).milliseconds, alone: alone)
  }

  /// A time and the time that something would have taken alone.
  struct Stretch {
    let taken: Int
    /// Positive.
    let alone: Int

    /// The ratio in hundredths, rounded to the nearest, ties to even.
    var hundredths: Int { divideRoundingToEven(taken * 100, by: alone) }
  }
}

extension SessionDistributions {
  /// Takes a session that has left, or that has not left at the end of the run.
  mutating func take(_ stay: Departure, _ stretch: Departure.Stretch?) {
    waits[Self.place(of: stay.wait.milliseconds, each: 300_000, from: 0, last: 13)] += 1
    guard let request = stay.countedRequest, request.requested > .zero else { return }
    // Less than 21, because the delivered energy is at most the requested one.
    let share = request.delivered.wattMilliseconds * 20 / request.requested.wattMilliseconds
    servedShares[Int(share)] += 1
    guard stay.outcome == .served, let stretch else { return }
    let place = Self.place(
      of: stretch.taken * 4, each: stretch.alone, from: stretch.alone * 4, last: 13)
    stretches[place] += 1
  }

  /// Returns the index of an interval whose upper end is part of it: 0 up to `first`, then one for
  /// each `width`.
  private static func place(of value: Int, each width: Int, from first: Int, last: Int) -> Int {
    value <= first ? 0 : min(last, (value - first + width - 1) / width)
  }
}
