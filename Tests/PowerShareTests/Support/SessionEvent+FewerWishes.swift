@testable import PowerShare

extension SessionEvent {
  /// The event with some of its wishes, so that many starts have a fast form: without any, or with
  /// those of ``FastWishes`` alone.
  func withFewerWishes(using random: inout SplitMix64) -> SessionEvent {
    guard case .start(var start) = kind, random.chance(percent: 75) else { return self }
    if random.chance(percent: 50) {
      start = Start(
        sessionId: start.sessionId, connector: start.connector,
        vehicleMaxPower: start.vehicleMaxPower)
    } else {
      start.vehicle = nil
      start.batteryCapacity = nil
      start.stateOfCharge = nil
      start.targetStateOfCharge = nil
      start.chargingCurve = nil
      start.priority = 0
      start.weight = 1
    }
    return SessionEvent(time: time, kind: .start(start))
  }

  /// The event with a priority or a weight, if it is a start and is picked.
  func withPriority(using random: inout SplitMix64) -> SessionEvent {
    guard case .start(var start) = kind, random.chance(percent: 20) else { return self }
    start.priority = random.pick([0, 0, 1, -2])
    start.weight = random.pick([1, 1, 3])
    return SessionEvent(time: time, kind: .start(start))
  }
}
