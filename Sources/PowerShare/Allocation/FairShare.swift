/// The fair share: every vehicle is offered the same power, and what one cannot use goes to the
/// others (policy `fair`).
///
/// Rounds are repeated from an allocation of 0 each:
///
/// 1. remaining = grid capacity − everything allocated.
/// 2. A vehicle is *open* if it is below its maximum and its charger is below its maximum.
/// 3. share = remaining ÷ open vehicles, rounded down to the step.
/// 4. Each charger with open vehicles hands out the lower of share × its open vehicles and what it
///    has left: equal parts, rounded down to the step, to no vehicle beyond its maximum.
/// 5. It ends when nothing remains, no vehicle is open, the share rounds to 0, or a round allocates
///    nothing.
///
/// The last case of rule 5 matters: two vehicles that both want more on a charger with 1 kW left
/// end the process instead of repeating it for ever. Until it ends, such vehicles stay open and
/// dilute the share of the others, which can leave a few steps unused.
///
/// The open vehicles of one charger have had the same grants from the first round on, so they all
/// stand at one *level*, and every vehicle has the lower of its maximum and its charger's level.
/// Chargers that have given every share in full stand at one level too: a round raises it, and
/// looks only at those where a vehicle reaches its maximum or the charger its own.
///
/// As long as no charger comes near its maximum, the station's level is that of all open vehicles,
/// and the chargers are not looked at.
///
/// - Complexity: O(rounds × vehicles) as long as that holds; else O(vehicles + rounds × chargers),
///   of which most cost a comparison a round. Rounds are a dozen or so in ordinary stations, and at
///   most about open vehicles × ln(remaining ÷ step) where chargers are stuck with less than a step
///   for each of their vehicles.
///
/// Source: `Sources/sems-plan/Manual/SharingPower.md`; water filling with caps, as in D. Bertsekas
/// and R. Gallager, *Data Networks*, 2nd ed. 1992, section 6.5.2, but in whole steps.
public struct FairShare: AllocationPolicy {
  /// `fair`.
  public static let name = "fair"

  /// The entries of a ``FairFilling``, kept to reuse the memory.
  private var touched: [FairFilling.TouchedCharger] = []

  /// Creates the policy.
  public init() {}

  /// Shares the power out; see the type's description for the rules.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    allocated.resize(to: request.vehicles.count, .zero)
    var filling = FairFilling(request)
    return filling.fillFreely(request, into: &allocated)
      ? filling.stopReason(request) : allocateByCharger(request, into: &allocated)
  }

  /// The same where a charger may come near its maximum, or nobody is there.
  @inline(never)
  private mutating func allocateByCharger(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    if request.vehicles.isEmpty { return nil }
    makeRoom(request)
    var filling = FairFilling(request)
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    let step = request.step.watts
    var touched = touched.mutableSpan
    while filling.nextRound(chargers, vehicles, step: step, &touched) != nil {}
    filling.write(request, touched, into: &allocated)
    return filling.stopReason(request)
  }

  /// Makes room for an entry for each charger.
  @inline(__always)
  private mutating func makeRoom(_ request: AllocationRequest) {
    while touched.count < request.chargers.count {
      touched.append(FairFilling.TouchedCharger(request.chargers[0]))
    }
  }

  /// Shares the power out and tells how it came about.
  ///
  /// - Returns: The rounds that granted something, and why nobody gets more (nil where there is no
  ///   vehicle).
  /// - Complexity: O(rounds × vehicles).
  public mutating func rounds(
    _ request: AllocationRequest
  ) -> (rounds: [AllocationRound], stopReason: StopReason?) {
    var rounds: [AllocationRound] = []
    var before = request.vehicles.map { _ in Power.zero }
    makeRoom(request)
    var filling = FairFilling(request)
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

  /// The rounds that granted something.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .rounds(rounds(request).rounds)
  }
}
