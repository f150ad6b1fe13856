/// What of a session changes seldom or never.
struct SessionDetails: Equatable, Sendable {
  /// The vehicle, and what it wants.
  var arrival: Arrival
  /// How it is plugged in.
  var connection: Connection
  /// The most the vehicle accepts, its battery included, as it was last worked out.
  var vehicleMaxPower: Power
  /// When it began.
  private(set) var startTime: Instant
  /// What it takes in all, until it draws nothing more; nil where there is no end to it.
  private(set) var target: Energy?
  /// When it had all its energy; nil before.
  var doneTime: Instant?
  /// When something about it changes if its allocation stays as it is.
  private var change: Instant?
  /// The allocation for which `change` was worked out; nil where what it takes has changed since.
  private var powerOfChange: Power?

  init(_ arrival: consuming Arrival, _ connection: Connection, from startTime: Instant) {
    target = arrival.target
    vehicleMaxPower = arrival.vehicleMaxPower(after: .zero)
    self.arrival = arrival
    self.connection = connection
    self.startTime = startTime
  }

  /// What stands in a slot that has had no session yet.
  static var vacant: SessionDetails {
    SessionDetails(
      Arrival(vehicleMaxPower: .zero, energyRequested: nil, battery: nil),
      Connection(
        startOrder: 0, connectorId: ConnectorID(chargerId: "", idx: 0), charger: 0, limit: .zero),
      from: Instant(milliseconds: 0))
  }

  /// Becomes another session, in its place: a new one is too large to be moved there.
  @inline(__always)
  mutating func begin(
    _ arrival: consuming Arrival, _ connection: Connection, from startTime: Instant
  ) {
    target = arrival.target
    vehicleMaxPower = arrival.vehicleMaxPower(after: .zero)
    self.arrival = arrival
    self.connection = connection
    self.startTime = startTime
    doneTime = nil
    change = nil
    powerOfChange = nil
  }

  /// Becomes the session of a vehicle that has named its connector, and states nothing but its
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
    self.startTime = startTime
    doneTime = nil
    change = nil
    powerOfChange = nil
  }

  /// Whether the vehicle has all its energy.
  var isDone: Bool { doneTime != nil }

  /// The most it can take: the lower of the vehicle's and the connector's maximum, and nothing once
  /// it has all its energy.
  @inline(__always)
  var maximum: Power { isDone ? .zero : min(vehicleMaxPower, connection.limit) }

  /// What it asks a policy for.
  @inline(__always)
  func demand(slot: Int) -> AllocationRequest.VehicleDemand {
    var demand = AllocationRequest.VehicleDemand(
      maximum: maximum, startOrder: connection.startOrder, session: slot,
      departureTime: arrival.departureTime)
    if isDone {
      demand.ownLimit = .energy
    } else if connection.limit < vehicleMaxPower {
      demand.ownLimit = .connector
    }
    return demand
  }

  /// Whether it is plugged in at a connector, named by its charger's place in the config.
  @inline(__always)
  func isAt(charger: Int, idx: Int) -> Bool {
    connection.charger == charger && connection.connectorId.idx == idx
  }

  /// When something about it changes if its allocation stays as it is from `now` on; nil where
  /// nothing does.
  ///
  /// While the power stays the same so does the moment, to the millisecond, and it is not worked
  /// out again until it has come. A small battery may then have passed the step that was waited for
  /// in a millisecond, so that nothing has changed.
  mutating func nextChange(_ state: SessionState, from now: Instant) -> Instant? {
    if powerOfChange != state.allocatedPower || change.map({ $0 <= now }) ?? false {
      change = workedOutChange(state, from: now)
      powerOfChange = state.allocatedPower
    }
    return change
  }

  /// Notes that the next change is to be worked out again.
  mutating func forgetChange() { powerOfChange = nil }

  private func workedOutChange(_ state: SessionState, from now: Instant) -> Instant? {
    var next = arrival.departureTime
    if !isDone, state.allocatedPower > .zero {
      if let target { next.lower(to: state.moment(of: target, from: now)) }
      let change = arrival.battery?.nextChange(
        after: state.deliveredEnergy, vehicleMaxPower: arrival.vehicleMaxPower)
      if let change { next.lower(to: state.moment(of: change, from: now)) }
    }
    return next
  }
}

extension SessionState {
  /// When it will have drawn `energy`, rounded up to the millisecond.
  fileprivate func moment(of energy: Energy, from now: Instant) -> Instant {
    let missing = (energy - deliveredEnergy).wattMilliseconds
    let power = Int128(allocatedPower.watts)
    return now + TimeSpan(milliseconds: Int((missing + power - 1) / power))
  }
}
