/// Offers every vehicle the same power, and gives the power that one cannot use to the others
/// (policy `fair`).
///
/// All allocations begin at 0. Rounds follow these rules:
///
/// 1. remaining = grid capacity − the sum of all allocations.
/// 2. A vehicle is *open* if it is below its maximum and its charger is below its maximum.
/// 3. share = remaining ÷ open vehicles, rounded down to the step.
/// 4. Each charger with open vehicles gives the lower of share × its open vehicles and the power it
///    has left: in equal parts, rounded down to the step, and to no vehicle more than its maximum.
/// 5. The rounds end when nothing remains, no vehicle is open, the share rounds to 0, or a round
///    allocates nothing.
///
/// The last case of rule 5 matters: without it, two vehicles that both want more at a charger with
/// 1 kW left would repeat the rounds forever. Until the end such vehicles stay open and dilute the
/// share of the others, which can leave a few steps unused.
///
/// The open vehicles of a charger have received the same grants from the first round on. So they
/// have one *level*, and every vehicle has the lower of its maximum and its charger's level. All
/// chargers that have given every share in full have one level, too. A round raises that level, and
/// reads only the chargers at which a vehicle or the charger reaches its maximum. While no charger
/// comes near its maximum, all open vehicles have one level, and no charger is read.
///
/// - Complexity: O(rounds × vehicles) while no charger comes near its maximum; otherwise
///   O(vehicles + rounds × chargers), where most chargers cost one comparison a round. An ordinary
///   station takes about a dozen rounds. The most is about open vehicles × ln(remaining ÷ step), if
///   chargers are stuck with less than a step for each of their vehicles.
///
/// Source: `Sources/sems-plan/Manual/SharingPower.md`; water filling with caps, as in D. Bertsekas
/// and R. Gallager, *Data Networks*, 2nd ed. 1992, section 6.5.2, but in whole steps.
public struct FairShare: AllocationPolicy {
  /// `fair`.
  public static let name = "fair"
  /// One line for tables and schemas.
  public static let meaning = "in rounds of equal shares"
  /// True: a share is a number of whole steps.
  public static let sharesWholeSteps = true

  /// The entries of a ``FairFilling``, kept to reuse their memory.
  private var touched: [FairFilling.TouchedCharger] = []

  /// Creates the policy.
  public init() {}

  /// Shares the power by the rules above.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    allocate(request, gridCapacity: request.gridCapacity.watts, into: &allocated)
  }

  /// Shares a grid capacity that may differ from the request's, in watts.
  @inline(__always)
  mutating func allocate(
    _ request: AllocationRequest, gridCapacity: Int, into allocated: inout [Power]
  ) -> StopReason? {
    allocated.resize(to: request.vehicles.count, .zero)
    var filling = FairFilling(request, gridCapacity: gridCapacity)
    return filling.fillFreely(request, into: &allocated)
      ? filling.stopReason(request)
      : allocateByCharger(request, gridCapacity: gridCapacity, into: &allocated)
  }

  /// Slow path, if a charger may come near its maximum or there is no vehicle.
  @inline(never)
  private mutating func allocateByCharger(
    _ request: AllocationRequest, gridCapacity: Int, into allocated: inout [Power]
  ) -> StopReason? {
    if request.vehicles.isEmpty { return nil }
    makeRoom(request)
    var filling = FairFilling(request, gridCapacity: gridCapacity)
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    let step = request.step.watts
    var touched = touched.mutableSpan
    while filling.nextRound(chargers, vehicles, step: step, &touched) != nil {}
    filling.write(request, touched, into: &allocated)
    return filling.stopReason(request)
  }

  /// Makes room for one entry for each charger.
  @inline(__always)
  private mutating func makeRoom(_ request: AllocationRequest) {
    while touched.count < request.chargers.count {
      touched.append(FairFilling.TouchedCharger(request.chargers[0]))
    }
  }

  /// Shares the power and records the rounds.
  ///
  /// - Parameter gridCapacity: The grid capacity in watts, if it differs from the request's.
  /// - Returns: The rounds that granted something, and why no vehicle gets more (nil if there is no
  ///   vehicle).
  /// - Complexity: O(rounds × vehicles).
  mutating func rounds(
    _ request: AllocationRequest, gridCapacity: Int? = nil
  ) -> (rounds: [AllocationRound], stopReason: StopReason?) {
    var rounds: [AllocationRound] = []
    var before = request.vehicles.map { _ in Power.zero }
    makeRoom(request)
    var filling = FairFilling(
      request, gridCapacity: gridCapacity ?? request.gridCapacity.watts)
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    let step = request.step.watts
    var touched = touched.mutableSpan
    while let share = filling.nextRound(chargers, vehicles, step: step, &touched) {
      var after = before
      filling.write(request, touched, into: &after)
      rounds.append(AllocationRound(request, from: before, to: after, share: Power(watts: share)))
      before = after
    }
    return (rounds, request.vehicles.isEmpty ? nil : filling.stopReason(request))
  }

  /// Returns the rounds that granted something.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .rounds(rounds(request).rounds)
  }
}
