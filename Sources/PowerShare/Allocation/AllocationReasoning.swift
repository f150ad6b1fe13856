/// The steps that lead to an allocation, for explaining it.
public enum AllocationReasoning: Equatable, Sendable {
  /// Rounds, each of which raises every open vehicle.
  case rounds([AllocationRound])
  /// Turns of one vehicle after the other.
  case turns([AllocationTurn])
}

/// The turn of one vehicle in an allocation that follows an order.
public struct AllocationTurn: Equatable, Sendable {
  /// The place of the vehicle in the request.
  public internal(set) var vehicle: Int
  /// The priority of the vehicle; nil if all vehicles have the same.
  public internal(set) var priority: Int?
  /// The power that the grid had left before the turn.
  public let remainingPower: Power
  /// The lowest power that a group above the charger had left before the turn; nil if there is no
  /// group above it.
  public let groupPower: Power?
  /// The power that the charger had left before the turn.
  public let chargerPower: Power
  /// The power that the vehicle got.
  public let allocatedPower: Power
}
