/// Offers every vehicle the same power, and gives the power that one cannot use to the others
/// (policy `fair`).
///
/// All allocations begin at 0. Rounds follow these rules:
///
/// 1. remaining = grid capacity − the sum of all allocations.
/// 2. A vehicle is *open* if it is below its maximum and its charger is below its maximum.
/// 3. share = remaining ÷ open vehicles, rounded down to the step.
/// 4. Each open vehicle is offered the share and takes no more than it lacks. If the open vehicles
///    of a charger would take more together than the charger has left, they are offered what it has
///    left ÷ its open vehicles, rounded down to the step, instead.
/// 5. The rounds end when nothing remains, no vehicle is open, the share rounds to 0, or a round
///    allocates nothing.
///
/// The last case of rule 5 matters: without it, two vehicles that both want more at a charger with
/// 1 kW left would repeat the rounds forever. Until the end such vehicles stay open and dilute the
/// share of the others, which can leave a few steps unused.
///
/// With groups of chargers a vehicle is open if every limit above it (its charger, and the groups
/// around that) is below its own maximum. Rule 4 goes down from the grid: a limit passes on the
/// share that was passed to it, unless its open vehicles, each taking that share or what it lacks,
/// would take more together than the limit has left; then it passes on what it has left ÷ its open
/// vehicles, rounded down to the step. A group that passes on 0 keeps its vehicles closed from then
/// on, and a round that allocates nothing but closes a group does not end the rounds.
///
/// A vehicle of weight w is offered remaining × w ÷ the sum of the open weights, rounded down to
/// the step. In rule 4 a limit passes on what it has left ÷ the sum of its open weights, as a
/// fraction; each offer is rounded down to the step after its weight is applied. A group closes
/// where every offer below it is 0. ``TreeFilling`` has these rounds.
///
/// Without groups and weights, the open vehicles of a charger have received the same grants from
/// the first round on. So they have one *level*, and every vehicle has the lower of its maximum and
/// its charger's level. All chargers that have given every share in full have one level, too. For
/// each charger there is a highest level at which it has something left, which depends only on its
/// vehicles; a round that would raise it above that is the first that it does not give in full.
///
/// - Complexity: O(rounds × vehicles). A round in which no vehicle or charger reaches its maximum
///   takes constant time. An ordinary station takes about a dozen rounds. The most is about open
///   vehicles × ln(remaining ÷ step), if chargers are stuck with less than a step for each of their
///   vehicles.
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

  /// The lists of a ``FairFilling``, kept to reuse their memory.
  private var lists = FairFilling.Lists()

  /// Creates the policy.
  public init() {}

  /// Shares the power by the rules above.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    request.isTwoLevel && !request.hasWeights
      ? allocate(request, gridCapacity: request.gridCapacity.watts, into: &allocated)
      : allocateInTree(request, into: &allocated)
  }

  /// Shares the power for groups and for weights.
  ///
  /// The rounds are not kept: a policy of more than three words would be boxed as an existential,
  /// which costs each allocation without groups 40 instructions.
  ///
  /// - Parameter isUnlimited: True for an unlimited grid and unlimited groups.
  @inline(never)
  mutating func allocateInTree(
    _ request: AllocationRequest, isUnlimited: Bool = false, into allocated: inout [Power]
  ) -> StopReason? {
    allocated.resize(to: request.vehicles.count, .zero)
    if request.vehicles.isEmpty { return nil }
    var tree = TreeFilling(request, isUnlimited: isUnlimited)
    while tree.nextRound() != nil {}
    tree.write(into: &allocated)
    return tree.stopReason(request)
  }

  /// Returns the groups that have closed because they passed on nothing.
  public mutating func closedLimits(_ request: AllocationRequest) -> [Int] {
    if request.isTwoLevel || request.vehicles.isEmpty { return [] }
    var tree = TreeFilling(request, isUnlimited: false)
    while tree.nextRound() != nil {}
    return tree.closedLimits
  }

  /// Shares a grid capacity that may differ from the request's, in watts, without regard to groups
  /// and weights.
  @inline(__always)
  mutating func allocate(
    _ request: AllocationRequest, gridCapacity: Int, into allocated: inout [Power]
  ) -> StopReason? {
    allocated.resize(to: request.vehicles.count, .zero)
    var filling = FairFilling(request, gridCapacity: gridCapacity)
    return filling.fillFreely(request, into: &allocated)
      ? filling.stopReason(request) : finish(&filling, request, into: &allocated)
  }

  /// Slow path, if a charger may not follow or there is no round: runs the remaining rounds.
  @inline(never)
  private mutating func finish(
    _ filling: inout FairFilling, _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    if request.vehicles.isEmpty { return nil }
    filling.prepare(request, &lists)
    while filling.nextRound(request, &lists) != nil {}
    filling.write(lists, into: &allocated)
    return filling.stopReason(request)
  }

  /// Shares the power and records the rounds.
  ///
  /// - Parameter gridCapacity: The grid capacity in watts, if it differs from the request's:
  ///   `Int.max` for an unlimited one, in a request without groups.
  /// - Returns: The rounds that granted something or closed a group, and why no vehicle gets more
  ///   (nil if there is no vehicle).
  /// - Complexity: O(rounds × vehicles).
  mutating func rounds(
    _ request: AllocationRequest, gridCapacity: Int? = nil
  ) -> (rounds: [AllocationRound], stopReason: StopReason?) {
    if !request.isTwoLevel || request.hasWeights {
      return roundsInTree(request, isUnlimited: gridCapacity == .max)
    }
    var rounds: [AllocationRound] = []
    var before = request.vehicles.map { _ in Power.zero }
    var filling = FairFilling(
      request, gridCapacity: gridCapacity ?? request.gridCapacity.watts)
    filling.prepare(request, &lists)
    while let share = filling.nextRound(request, &lists) {
      var after = before
      filling.write(lists, into: &after)
      rounds.append(AllocationRound(request, from: before, to: after, share: Power(watts: share)))
      before = after
    }
    return (rounds, request.vehicles.isEmpty ? nil : filling.stopReason(request))
  }

  private mutating func roundsInTree(
    _ request: AllocationRequest, isUnlimited: Bool
  ) -> (rounds: [AllocationRound], stopReason: StopReason?) {
    var rounds: [AllocationRound] = []
    var before = request.vehicles.map { _ in Power.zero }
    var closed: [Bool] = []
    var tree = TreeFilling(
      request, isUnlimited: isUnlimited, recordsPassed: !request.isTwoLevel)
    while let share = tree.nextRound() {
      var after = before
      tree.write(into: &after)
      var closedAfter = request.sharedLimits.map { _ in false }
      for limit in tree.closedLimits { closedAfter[limit] = true }
      var next = AllocationRound(
        request, from: before, to: after, share: Power(watts: share), closedBefore: closed,
        closedAfter: closedAfter)
      next.passedOn = tree.passedOn
      rounds.append(next)
      (before, closed) = (after, closedAfter)
    }
    return (rounds, request.vehicles.isEmpty ? nil : tree.stopReason(request))
  }

  /// Returns the rounds that granted something or closed a group.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .rounds(rounds(request).rounds)
  }
}
