/// What of a session changes seldom or never.
struct SessionDetails: Equatable, Sendable {
  /// The vehicle, and what it wants.
  var arrival: Arrival
  /// Where it is plugged in.
  private(set) var connectorId: ConnectorID
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

  init(_ arrival: consuming Arrival, at connectorId: ConnectorID, from startTime: Instant) {
    target = arrival.target
    self.arrival = arrival
    self.connectorId = connectorId
    self.startTime = startTime
  }

  /// What stands in a slot that has had no session yet.
  static var vacant: SessionDetails {
    SessionDetails(
      Arrival(vehicleMaxPower: .zero, energyRequested: nil, battery: nil),
      at: ConnectorID(chargerId: "", idx: 0), from: Instant(milliseconds: 0))
  }

  /// Becomes another session, in its place: a new one is too large to be moved there.
  @inline(__always)
  mutating func begin(
    _ arrival: consuming Arrival, at connectorId: ConnectorID, from startTime: Instant
  ) {
    target = arrival.target
    self.arrival = arrival
    self.connectorId = connectorId
    self.startTime = startTime
    doneTime = nil
    change = nil
    powerOfChange = nil
  }

  /// Becomes the session of a vehicle that has named its connector, and states nothing but its
  /// maximum.
  @inline(__always)
  mutating func begin(
    _ id: Identifier, at connectorId: ConnectorID, from startTime: Instant, vehicleMaxPower: Power
  ) {
    arrival.become(id, at: connectorId, time: startTime, vehicleMaxPower: vehicleMaxPower)
    target = nil
    self.connectorId = connectorId
    self.startTime = startTime
    doneTime = nil
    change = nil
    powerOfChange = nil
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
    if !state.isDone, state.allocatedPower > .zero {
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

extension Instant? {
  /// Takes an earlier moment.
  mutating func lower(to other: Instant) {
    if let moment = self, moment <= other { return }
    self = other
  }
}
