/// A charger as the replay sees it.
public struct ChargerState: Equatable, Sendable {
  /// What its vehicles are offered together.
  public internal(set) var allocatedPower = Power.zero
  /// How many sessions are active there.
  public internal(set) var activeSessions = 0
  /// What it has delivered since the replay began.
  public internal(set) var deliveredEnergy = Energy.zero
}
