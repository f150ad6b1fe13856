/// A rule for sharing a station's power among the vehicles that want it.
///
/// A policy sees an ``AllocationRequest``, with the limits and the vehicles, and never the
/// simulation. Every policy guarantees: no vehicle gets more than its maximum, the vehicles of a
/// charger get no more than the charger's maximum together, and no power is negative. If
/// ``keepsGridCapacity`` is true, the vehicles below a group get no more than its maximum, and all
/// vehicles together no more than the grid capacity.
///
/// Vehicles of several priorities are not its concern: ``PriorityTurns`` asks it for the vehicles
/// of each priority in turn.
///
/// A policy is one file: a type with ``name``, ``meaning`` and ``allocate(_:into:)``. Everything
/// else has a default.
public protocol AllocationPolicy: Sendable {
  /// The name of the policy in commands and results.
  static var name: String { get }
  /// One line that says how the policy shares power, without a full stop.
  static var meaning: String { get }
  /// True when the result depends on the slack of the vehicles, and so on the time, even while no
  /// vehicle comes or goes.
  ///
  /// A replay then looks ahead for the time at which the result changes, by halving the time to the
  /// next change of a session. So a result that time has changed must not come back by time alone,
  /// unless two vehicles that draw a part of their maximum have the same slack to within 2 ms.
  static var goesByTime: Bool { get }
  /// True when the station stays within its grid capacity, and its groups within their maxima.
  static var keepsGridCapacity: Bool { get }
  /// True when a vehicle below its maximum gets nothing but whole steps.
  static var sharesWholeSteps: Bool { get }

  /// Shares the power.
  ///
  /// - Parameters:
  ///   - request: The limits and the vehicles.
  ///   - allocated: Receives one power for each of `request.vehicles`, in their order. Its former
  ///     contents do not matter.
  /// - Returns: Why no vehicle gets more, or nil if there is no vehicle.
  mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason?

  /// Returns the groups, by their indices in ``AllocationRequest/sharedLimits``, that give nothing
  /// more after the allocation although they have something left.
  mutating func closedLimits(_ request: AllocationRequest) -> [Int]

  /// Returns the steps that lead to the allocation.
  mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning
}

extension AllocationPolicy {
  /// False: most policies do not depend on the time.
  public static var goesByTime: Bool { false }

  /// True: only `unmanaged` ignores the grid capacity.
  public static var keepsGridCapacity: Bool { true }

  /// False: most policies give the last vehicle that can take something less than a step.
  public static var sharesWholeSteps: Bool { false }

  /// None: most policies use up what a group has.
  public mutating func closedLimits(_ request: AllocationRequest) -> [Int] { [] }

  /// One round from nothing to the allocation.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    var allocated: [Power] = []
    _ = allocate(request, into: &allocated)
    let nothing = allocated.map { _ in Power.zero }
    return .rounds([AllocationRound(request, from: nothing, to: allocated, share: nil)])
  }
}
