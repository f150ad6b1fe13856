/// How an allocation came about, for people who ask.
public enum AllocationReasoning: Equatable, Sendable {
  /// In rounds, each of which raised everyone who was open.
  case rounds([AllocationRound])
  /// One vehicle after the other.
  case turns([AllocationTurn])
}

/// The turn of one vehicle in an allocation that goes by an order.
public struct AllocationTurn: Equatable, Sendable {
  /// The vehicle's place in the request.
  public let vehicle: Int
  /// What was left of the grid capacity before it.
  public let remainingPower: Power
  /// What was left at its charger before it.
  public let chargerPower: Power
  /// What it got.
  public let allocatedPower: Power
}
