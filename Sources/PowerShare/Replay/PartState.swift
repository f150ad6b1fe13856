/// The power and energy of a part of the station, a charger or a group of chargers, at a tick.
public struct PartState: Equatable, Sendable {
  /// The power that its sessions are offered together.
  public internal(set) var allocatedPower = Power.zero
  /// The number of active sessions.
  public internal(set) var activeSessions = 0
  /// The energy that it has delivered since the replay began.
  public internal(set) var deliveredEnergy = Energy.zero
}
