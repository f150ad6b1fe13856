/// A sequence of the arrivals of a fleet, in order of time.
///
/// The same plan and seed give the same arrivals on every machine;
/// `Sources/sems-plan/Manual/Generating.md` has the rules. Only the arrivals of some four days are
/// in memory at a time.
public struct FleetGenerator: Sequence, IteratorProtocol, Sendable {
  private let plan: FleetPlan
  private var random: Xoshiro256
  private var day = 0
  /// A moment before all arrivals of the days that are still to be drawn, in seconds since 1970.
  private var horizon: Int
  /// The arrivals that are still to come, the next one last.
  private var pending: [Arrival] = []
  /// The number of arrivals that have been drawn.
  private var drawn = 0
  /// The state of each vehicle.
  private var vehicles: [Vehicle]

  private struct Arrival {
    /// Seconds since 1970.
    let time: Int
    /// The number of the arrival in the order in which they are drawn.
    let number: Int
    let start: SessionEvent.Start
  }

  private struct Vehicle {
    /// The last departure, in seconds since 1970.
    var departure: Int
    /// The date of the last stay, in days since 1970-01-01.
    var date = Int.min
    /// The number of stays on that date.
    var stays = 0
  }

  /// Creates a generator.
  ///
  /// - Parameters:
  ///   - plan: The stays to generate.
  ///   - seed: Any number; another seed gives other arrivals and energies.
  public init(_ plan: FleetPlan, seed: UInt64) {
    self.plan = plan
    random = Xoshiro256(seed: seed)
    vehicles = Array(repeating: Vehicle(departure: plan.first), count: plan.vehicleCount)
    horizon = plan.first
  }

  /// Returns the next arrival, a `start` without connector; nil after the last one.
  ///
  /// - Complexity: O(1) on average over a day, O(stays × log stays) for the first of a day.
  public mutating func next() -> SessionEvent? {
    while day < plan.days, pending.last.map({ $0.time > horizon }) ?? true {
      drawDay()
      day += 1
      // An arrival is at most 12 hours before its time, and offsets from UTC are less than a day.
      horizon = moment(plan.firstLocal + day * 86_400) - FleetPlan.meanDraw - 2 * 86_400
    }
    guard let arrival = pending.popLast() else { return nil }
    return SessionEvent(
      time: Instant(milliseconds: arrival.time * 1_000), kind: .start(arrival.start))
  }

  private mutating func drawDay() {
    let firstDate = floorDivide(plan.firstLocal, by: 86_400) + day
    for row in plan.rows {
      let date = firstDate + row.dateShift
      // 1970 began on a Thursday.
      guard plan.schedule.stays[row.stay].days.contains(day: (date + 3) % 7) else { continue }
      draw(row, on: date)
    }
    pending.sort { ($0.time, $0.number) > ($1.time, $1.number) }
  }

  /// Draws a stay that begins on a date, in days since 1970-01-01.
  private mutating func draw(_ row: FleetPlan.Row, on date: Int) {
    let stay = plan.schedule.stays[row.stay]
    var time = moment(date * 86_400 + stay.arrival * 60)
    if let spread = row.arrival {
      time += plan.source(of: spread).draw(&random) - FleetPlan.meanDraw
    }
    var energy = stay.energyRequested
    if let spread = row.energy {
      energy = Energy(wattHours: plan.source(of: spread).draw(&random))
    }
    let end = moment((date + (stay.isOvernight ? 1 : 0)) * 86_400 + stay.departure * 60)
    time = Swift.max(Swift.min(time, end - 60), vehicles[row.vehicle].departure)
    // Where clocks skip hours, a stay may end before the vehicle's last departure.
    guard time <= end - 60 else { return }
    vehicles[row.vehicle].departure = end
    var start = SessionEvent.Start(
      sessionId: sessionId(of: row.vehicle, stay.vehicleId, on: date), connector: .any,
      vehicleMaxPower: stay.vehicleMaxPower)
    start.vehicle = stay.vehicle
    start.stateOfCharge = stay.stateOfCharge
    start.targetStateOfCharge = stay.targetStateOfCharge
    start.energyRequested = energy
    start.departureTime = Instant(milliseconds: end * 1_000)
    start.priority = stay.priority
    pending.append(Arrival(time: time, number: drawn, start: start))
    drawn += 1
  }

  /// Returns the name of a vehicle's next session on a date: `bus-1-2026-03-02`, then
  /// `bus-1-2026-03-02-2`.
  private mutating func sessionId(
    of vehicle: Int, _ id: Identifier, on date: Int
  ) -> Identifier {
    if vehicles[vehicle].date != date {
      vehicles[vehicle].date = date
      vehicles[vehicle].stays = 0
    }
    vehicles[vehicle].stays += 1
    var name = Array(id.utf8) + Array("-".utf8)
    name.append(dateOfDay: date)
    if vehicles[vehicle].stays > 1 { name += Array("-\(vehicles[vehicle].stays)".utf8) }
    return Identifier(validUTF8: name)
  }

  /// Returns the moment at which the clock shows a local time, the first of two; for a time that it
  /// skips, the moment at which it would have shown it without the change.
  private func moment(_ local: Int) -> Int {
    switch plan.clock.moments(ofLocal: local) {
    case .one(let moment), .two(let moment, _), .none(let moment): moment
    }
  }
}
