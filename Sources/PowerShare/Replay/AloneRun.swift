/// How a vehicle would charge alone at the station, under the limits of the moment it began.
///
/// Its own reports count at the times they came, as they do for what it could have taken: a vehicle
/// that only itself held back takes as long as it would alone. The run is brought up to date when a
/// report changes the vehicle's maximum, and not at every tick.
struct AloneRun: Equatable, Sendable {
  /// The most that the connector, the charger and the grid gave after the events of the moment at
  /// which the vehicle began.
  var limit = Power.zero
  private var energy = Energy.zero
  /// How long it has charged to have that energy, in milliseconds.
  private var passed = 0
  private var isDone = false

  /// Lets the vehicle charge with its present maximum.
  ///
  /// - Parameter end: Until when, counted from its beginning.
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

  /// How long the vehicle takes for all its energy if its maximum stays as it is; nil where it
  /// never gets it.
  func timeUntilDone(_ arrival: Arrival) -> TimeSpan? {
    if isDone { return TimeSpan(milliseconds: passed) }
    return arrival.timeAlone(from: energy, limit: limit).map {
      TimeSpan(milliseconds: passed + $0.milliseconds)
    }
  }
}
