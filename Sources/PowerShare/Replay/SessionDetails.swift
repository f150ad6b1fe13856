/// The part of a session that changes seldom or never.
struct SessionDetails: Equatable, Sendable {
  /// The vehicle and its request.
  var arrival: Arrival
  /// Its connector.
  var connection: Connection
  /// The most that the vehicle accepts at its battery's state of charge, when it last changed.
  var vehicleMaxPower: Power
  /// The delivered energy at which its battery may accept another power; nil if it never does.
  private(set) var acceptanceEnd: Energy?
  /// The time at which it began.
  private(set) var startTime: Instant
  /// The energy after which it draws nothing more; nil where it has no target.
  private(set) var target: Energy?
  /// The time at which it had all its energy; nil before.
  var doneTime: Instant?
  /// The next time at which it changes by itself, cached for `powerOfChange`.
  private var change: Instant?
  /// The allocation for which `change` is valid; nil where it must be calculated again.
  private var powerOfChange: Power?

  init(_ arrival: consuming Arrival, _ connection: Connection, from startTime: Instant) {
    target = arrival.target
    let acceptance = arrival.acceptance(after: .zero)
    vehicleMaxPower = acceptance.power
    acceptanceEnd = acceptance.end
    self.arrival = arrival
    self.connection = connection
    self.startTime = startTime
  }

  /// The details in a slot that has had no session yet.
  static var vacant: SessionDetails {
    SessionDetails(
      Arrival(vehicleMaxPower: .zero, energyRequested: nil, battery: nil),
      Connection(
        startOrder: 0, connectorId: ConnectorID(chargerId: "", idx: 0), charger: 0, limit: .zero),
      from: Instant(milliseconds: 0))
  }

  /// Replaces this session by another one, in place, because moving a new value here takes longer.
  @inline(__always)
  mutating func begin(
    _ arrival: consuming Arrival, _ connection: Connection, from startTime: Instant
  ) {
    target = arrival.target
    accept(arrival.acceptance(after: .zero))
    self.arrival = arrival
    self.connection = connection
    self.startTime = startTime
    doneTime = nil
    change = nil
    powerOfChange = nil
  }

  /// Replaces this session by that of a vehicle that names its connector and states nothing but its
  /// maximum.
  @inline(__always)
  mutating func begin(
    _ id: Identifier, _ connection: Connection, from startTime: Instant, vehicleMaxPower: Power
  ) {
    arrival.become(
      id, at: connection.connectorId, time: startTime, vehicleMaxPower: vehicleMaxPower)
    target = nil
    self.connection = connection
    self.vehicleMaxPower = vehicleMaxPower
    acceptanceEnd = nil
    self.startTime = startTime
    doneTime = nil
    change = nil
    powerOfChange = nil
  }

  /// Sets the power that the vehicle accepts.
  @inline(__always)
  mutating func accept(_ acceptance: Acceptance) {
    vehicleMaxPower = acceptance.power
    acceptanceEnd = acceptance.end
  }

  /// Whether the vehicle has all its energy.
  var isDone: Bool { doneTime != nil }

  /// The most that it can take: the lower of the vehicle's and the connector's maximum, and 0 once
  /// it has all its energy.
  @inline(__always)
  var maximum: Power { isDone ? .zero : min(vehicleMaxPower, connection.limit) }

  /// Returns its demand, as a policy sees it.
  @inline(__always)
  func demand(slot: Int) -> AllocationRequest.VehicleDemand {
    var demand =
      arrival.hasWishes
      ? AllocationRequest.VehicleDemand(
        maximum: maximum, startOrder: connection.startOrder, session: slot,
        departureTime: arrival.departureTime, weight: arrival.weight, priority: arrival.priority)
      : AllocationRequest.VehicleDemand(
        maximum: maximum, startOrder: connection.startOrder, session: slot)
    if isDone {
      demand.ownLimit = .energy
    } else if connection.limit < vehicleMaxPower {
      demand.ownLimit = .connector
    }
    return demand
  }

  /// Returns the time at which it changes by itself if its allocation stays as it is from `now` on,
  /// or nil if it never does.
  ///
  /// The result is cached: while the power stays the same, so does the time, to the millisecond. A
  /// small battery may pass several steps of its curve in a millisecond, so that nothing has
  /// changed at that time.
  @inline(__always)
  mutating func nextChange(_ state: SessionState, from now: Instant) -> Instant? {
    if powerOfChange != state.allocatedPower || change.map({ $0 <= now }) ?? false {
      change = workedOutChange(state, from: now)
      powerOfChange = state.allocatedPower
    }
    return change
  }

  /// Discards the cached time of the next change.
  mutating func forgetChange() { powerOfChange = nil }

  /// True if it changes by itself at a moment, or before.
  ///
  /// - Precondition: ``nextChange(_:from:)`` has been called since its allocation last changed.
  @inline(__always)
  func isDue(at moment: Instant) -> Bool {
    if let change { change <= moment } else { false }
  }

  private func workedOutChange(_ state: SessionState, from now: Instant) -> Instant? {
    var next = arrival.departureTime
    if !isDone, state.allocatedPower > .zero, let energy = nextEnergy {
      // Rounded up to the millisecond.
      next.lower(to: now + (energy - state.deliveredEnergy).time(at: state.allocatedPower))
    }
    return next
  }

  /// The delivered energy at which something changes; nil if nothing ever does.
  private var nextEnergy: Energy? {
    guard let acceptanceEnd else { return target }
    return target.map { min($0, acceptanceEnd) } ?? acceptanceEnd
  }
}
