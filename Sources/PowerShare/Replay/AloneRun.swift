/// The charging of a vehicle as it would be alone, under a constant limit.
///
/// A report changes the vehicle's maximum here at the same time as in the replay, so that a vehicle
/// limited by nothing but its own maximum takes exactly as long as it would alone. The run is
/// updated when a report changes the maximum, not at every tick.
struct AloneRun: Equatable, Sendable {
  /// The limit besides the vehicle's own maximum.
  ///
  /// For a session at the station it is the lowest of connector, charger, groups and grid after the
  /// events of the moment at which it began.
  var limit = Power.zero
  private var energy = Energy.zero
  /// The time in which it has drawn `energy`, in milliseconds.
  private var passed = 0
  private var isDone = false

  /// Creates a run before its beginning.
  init(limit: Power = .zero) { self.limit = limit }

  /// Charges with the vehicle's present maximum.
  ///
  /// - Parameter end: The end of the charging, counted from the beginning of the run.
  mutating func advance(_ arrival: Arrival, to end: TimeSpan) {
    guard arrival.target != nil, !isDone else { return }
    let span = TimeSpan(milliseconds: end.milliseconds - passed)
    if let rest = arrival.timeAlone(from: energy, limit: limit), rest <= span {
      passed += rest.milliseconds
      isDone = true
    } else {
      energy = arrival.drawnAlone(from: energy, for: span, limit: limit)
      passed = end.milliseconds
    }
  }

  /// Returns the energy that the vehicle has drawn at a time, at its present maximum; zero if it
  /// has no target.
  ///
  /// - Parameter end: The time, counted from the beginning of the run and not before the last
  ///   change of the maximum.
  func energy(_ arrival: Arrival, at end: TimeSpan) -> Energy {
    guard let target = arrival.target else { return .zero }
    if isDone { return target }
    let span = TimeSpan(milliseconds: end.milliseconds - passed)
    return arrival.drawnAlone(from: energy, for: span, limit: limit)
  }

  /// Returns the time the vehicle needs for all its energy at its present maximum, or nil if it
  /// never gets it.
  func timeUntilDone(_ arrival: Arrival) -> TimeSpan? {
    if isDone { return TimeSpan(milliseconds: passed) }
    return arrival.timeAlone(from: energy, limit: limit).map {
      TimeSpan(milliseconds: passed + $0.milliseconds)
    }
  }
}
