/// A vehicle at a connector (OCPI's word; OCPP says *transaction*).
public struct Session: Equatable, Sendable {
  /// The vehicle, and what it wants.
  public internal(set) var arrival: Arrival
  /// Its number in the order in which sessions began at a connector, from 1.
  public let startOrder: Int
  /// Where it is plugged in.
  public let connectorId: ConnectorID
  /// When it began; later than its arrival where it has waited.
  public let startTime: Instant
  /// Where its charger stands in the config.
  public internal(set) var charger: Int
  /// The most the vehicle accepts, its battery included; a report of lower consumption lowers it.
  ///
  /// It stays what it is when the vehicle has all its energy; ``maximum`` is then 0.
  public internal(set) var vehicleMaxPower: Power
  /// The connector's own maximum, or nil.
  public internal(set) var connectorMaxPower: Power?
  /// What it is offered: an upper limit, not a target.
  public internal(set) var allocatedPower = Power.zero
  /// What keeps it from more.
  public internal(set) var limitedBy = LimitedBy.grid
  /// What it has drawn since it began.
  public internal(set) var deliveredEnergy = Energy.zero
  /// When it had all its energy; nil before.
  public internal(set) var doneTime: Instant?
  /// What it takes in all, until it draws nothing more; nil where there is no end to it.
  let target: Energy?
  /// When something about it changes if its allocation stays as it is.
  private var change: Instant?
  /// Whether `change` has been worked out since the allocation, or what it takes, changed last.
  private var isChangeKnown = false
  /// Whether it is left out because it would get less than its charger's minimum.
  var isBelowMinimum = false

  /// Its id, unique among the sessions that are active or wait at one time.
  public var id: Identifier { arrival.id }

  /// The most it can take: the lower of the vehicle's and the connector's maximum, and nothing once
  /// it has all its energy.
  public var maximum: Power {
    if doneTime != nil { return .zero }
    if let connectorMaxPower { return min(vehicleMaxPower, connectorMaxPower) }
    return vehicleMaxPower
  }

  /// Whether anything about it may change by itself.
  var mayChange: Bool {
    arrival.departureTime != nil || target != nil || arrival.battery != nil
  }

  /// How it would charge alone.
  var alone = AloneRun()

  init(
    _ arrival: consuming Arrival, startOrder: Int, at connectorId: ConnectorID,
    from startTime: Instant, charger: Int, connectorMaxPower: Power?
  ) {
    self.startOrder = startOrder
    self.connectorId = connectorId
    self.startTime = startTime
    self.charger = charger
    self.connectorMaxPower = connectorMaxPower
    vehicleMaxPower = arrival.vehicleMaxPower
    target = arrival.target
    self.arrival = arrival
    updateVehicleMaxPower()
  }

  /// What it asks a policy for.
  func demand(slot: Int) -> AllocationRequest.VehicleDemand {
    var demand = AllocationRequest.VehicleDemand(
      maximum: maximum, startOrder: startOrder, session: slot,
      departureTime: arrival.departureTime)
    if doneTime != nil {
      demand.ownLimit = .energy
    } else if demand.maximum < vehicleMaxPower {
      demand.ownLimit = .connector
    }
    return demand
  }

  /// Works out what the vehicle accepts at its battery's present state of charge.
  mutating func updateVehicleMaxPower() {
    vehicleMaxPower = arrival.vehicleMaxPower
    if let limit = arrival.battery?.maxPower(after: deliveredEnergy) {
      vehicleMaxPower = min(vehicleMaxPower, limit)
    }
  }

  /// Draws what is allocated for a while, but never more than the vehicle takes in all.
  ///
  /// - Returns: What was drawn.
  mutating func draw(for span: TimeSpan) -> Energy {
    var energy = Energy(allocatedPower, over: span)
    if let target { energy = min(energy, target - deliveredEnergy) }
    deliveredEnergy += energy
    return energy
  }

  /// Whether it has all the energy it takes.
  var hasAllEnergy: Bool { target.map { deliveredEnergy >= $0 } ?? false }

  /// When something about it changes if its allocation stays as it is from `now` on; nil where
  /// nothing does.
  ///
  /// While the power stays the same so does the moment, to the millisecond, and it is not worked
  /// out again until it has come. A small battery may then have passed the step that was waited for
  /// in a millisecond, so that nothing has changed.
  mutating func nextChange(from now: Instant) -> Instant? {
    if !isChangeKnown || change.map({ $0 <= now }) ?? false {
      change = workedOutChange(from: now)
      isChangeKnown = true
    }
    return change
  }

  /// Notes that the next change is to be worked out again.
  mutating func forgetChange() { isChangeKnown = false }

  private func workedOutChange(from now: Instant) -> Instant? {
    var next = arrival.departureTime
    if doneTime == nil, allocatedPower > .zero {
      if let target { next.lower(to: moment(of: target, from: now)) }
      let change = arrival.battery?.nextChange(
        after: deliveredEnergy, vehicleMaxPower: arrival.vehicleMaxPower)
      if let change { next.lower(to: moment(of: change, from: now)) }
    }
    return next
  }

  /// When it will have drawn `energy`, rounded up to the millisecond.
  private func moment(of energy: Energy, from now: Instant) -> Instant {
    let missing = (energy - deliveredEnergy).wattMilliseconds
    let power = Int128(allocatedPower.watts)
    return now + TimeSpan(milliseconds: Int((missing + power - 1) / power))
  }
}

extension Instant? {
  /// Takes an earlier moment.
  mutating func lower(to other: Instant) {
    if let moment = self, moment <= other { return }
    self = other
  }
}
