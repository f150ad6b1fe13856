/// A rule by which a station's power is shared among the vehicles that want it.
///
/// A policy sees limits and vehicles only. Whatever it is, these hold afterwards: no vehicle above
/// its maximum, no charger above its maximum, the station never above the grid capacity, nothing
/// negative.
public protocol AllocationPolicy: Sendable {
  /// The name by which commands and results call the policy.
  static var name: String { get }
  /// Whether the result depends on the time, even where nobody comes or goes.
  static var goesByTime: Bool { get }
  /// Whether the station stays within its grid capacity.
  static var keepsGridCapacity: Bool { get }

  /// Shares the power out.
  ///
  /// - Parameters:
  ///   - request: The limits and the vehicles.
  ///   - allocated: Receives one power for each of `request.vehicles`, in their order; what it held
  ///     before does not matter.
  /// - Returns: Why nobody gets more, or nil where there is no vehicle.
  mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason?

  /// How long the result stays the same at least, while nobody comes or goes, nobody's maximum
  /// changes, and everybody draws what it is allocated; nil for ever.
  ///
  /// It is asked only where ``goesByTime`` is true.
  ///
  /// - Parameter allocated: What each of `request.vehicles` draws, in their order.
  func unchangedTime(_ request: AllocationRequest, _ allocated: [Power]) -> TimeSpan?

  /// Shares the power out, and tells how that comes about.
  mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning
}

extension AllocationPolicy {
  /// False: most policies look at nothing that changes by itself.
  public static var goesByTime: Bool { false }

  /// Nil: time changes nothing.
  public func unchangedTime(_ request: AllocationRequest, _ allocated: [Power]) -> TimeSpan? {
    nil
  }

  /// True: all policies but one keep every limit.
  public static var keepsGridCapacity: Bool { true }
}

/// Why an allocation ended; the first that applies, in this order.
public enum StopReason: String, CaseIterable, Sendable {
  /// Nothing of the grid capacity remains.
  case gridCapacity = "grid-capacity"
  /// Every vehicle has its maximum.
  case vehiclesAtMaximum = "vehicles-at-maximum"
  /// Vehicles want more, but the chargers of all of them have their maximum.
  case chargersAtMaximum = "chargers-at-maximum"
  /// What remains, at the grid or at the chargers, cannot be divided into whole steps.
  case indivisible
}

/// What keeps a session from a higher allocation.
public enum LimitedBy: String, CaseIterable, Sendable {
  /// It has its own maximum.
  case vehicle
  /// It has its connector's maximum.
  case connector
  /// What is left at its charger cannot give one step to each vehicle there that is below its
  /// maximum; or, where the policy keeps no grid capacity, nothing else holds it back.
  case charger
  /// The grid capacity, where the policy keeps it.
  case grid
  /// It holds less than its present fair share, until its own next update (`on-update` only).
  case pending
  /// It would get less than its charger's minimum.
  case minimum
  /// It has all its energy, and stays.
  case energy
}
