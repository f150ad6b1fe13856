/// Measures the local days of a run, tick by tick, and passes each on when it is complete: when it
/// has ended and all sessions that arrived until its end have left.
///
/// Days without an arrival and with equal peaks are passed on once they are known to be no more
/// than 366 in a row, and left out where they are more.
public struct DailyMeter: Sendable {
  private let clock: LocalClock?
  private var site: SiteMeter
  private var haveVehiclesEnded = false

  /// Creates a meter for a replay.
  ///
  /// - Parameters:
  ///   - options: The options of the replay, which records stays.
  ///   - zone: The zone whose clock has the quarters of an hour; nil to count them from
  ///     ``ReplayOptions/origin``.
  ///   - terms: The tariff; it needs a timeline of date-times.
  public init(_ options: ReplayOptions, zone: LocalClock? = nil, terms: CostTerms? = nil) {
    clock = options.clock ?? zone
    site = SiteMeter(options, zone: zone)
    if let terms, let clock { site.dayCosts = DayCosts(terms, on: clock) }
  }

  /// Takes the next tick.
  ///
  /// - Parameter emit: Receives the days that are complete, in their order.
  public mutating func take<E: Error>(
    _ replay: borrowing Replay, _ emit: (DayFigures) throws(E) -> Void
  ) throws(E) {
    guard let time = replay.time else { return }
    site.advance(to: time, replay)
    site.take(replay, at: time)
    if haveVehiclesEnded { return }
    for stay in replay.departures { site.days.take(stay) }
    if site.days.hasEnded { try pass(site.days.takeComplete(), emit) }
  }

  /// Ends the vehicles' part of the run, after which only loads and battery go on.
  public mutating func endVehicles(_ replay: borrowing Replay) {
    guard let end = replay.vehiclesEnd else { return }
    site.advance(to: end, replay)
    site.take(replay, at: end)
    haveVehiclesEnded = true
  }

  /// Ends the run.
  ///
  /// - Parameter emit: Receives the days that have not been passed on.
  public mutating func finish<E: Error>(
    _ replay: borrowing Replay, _ emit: (DayFigures) throws(E) -> Void
  ) throws(E) {
    if let end = replay.endTime { site.advance(to: end, replay) }
    site.finishCosts()
    for stay in replay.openStays { site.days.take(stay) }
    site.days.finish()
    try pass(site.days.takeComplete(isOver: true), emit)
  }

  private mutating func pass<E: Error>(
    _ days: [DaySpan], _ emit: (DayFigures) throws(E) -> Void
  ) throws(E) {
    for span in days {
      guard site.dayCosts != nil else {
        try span.forEachDay(on: clock, emit)
        continue
      }
      var rows: [DayFigures] = []
      span.forEachDay(on: clock) { rows.append($0) }
      for row in rows {
        var row = row
        if case .date(let day) = row.day { row.cost = site.dayCosts?.take(day) }
        try emit(row)
      }
    }
  }
}
