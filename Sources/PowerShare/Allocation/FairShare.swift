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
/// - Complexity: O(vehicles + rounds × chargers that can still give a step), of which most cost a
///   comparison a round. Rounds are a dozen or so in ordinary stations, and at most about open
///   vehicles × ln(remaining ÷ step) where chargers are stuck with less than a step for each of
///   their vehicles.
///
/// Source: the station's energy management specification, section "fair share"; water filling with
/// caps, as in D. Bertsekas and R. Gallager, *Data Networks*, 2nd ed. 1992, section 6.5.2, but in
/// whole steps.
public struct FairShare: AllocationPolicy {
  /// `fair`.
  public static let name = "fair"

  private var filling = FairFilling()

  /// Creates the policy.
  public init() {}

  /// Shares the power out; see the type's description for the rules.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    allocated.resize(to: request.vehicles.count, .zero)
    if request.vehicles.isEmpty { return nil }
    if allocateMaxima(request, into: &allocated) { return .vehiclesAtMaximum }
    filling.begin(request)
    while filling.nextRound(request) != nil {}
    filling.write(request, into: &allocated)
    return filling.stopReason
  }

  /// Gives everyone its maximum where no limit is near.
  ///
  /// As long as the grid and every charger keep a whole step for each of their vehicles beside the
  /// maxima of all, no round can end the process, so that it goes on until no vehicle is open.
  ///
  /// - Returns: False where a limit is near.
  private func allocateMaxima(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> Bool {
    let step = request.step.watts
    let vehicles = request.vehicles.span
    let total = request.totalMaximum.watts + step * vehicles.count
    guard total <= request.gridCapacity.watts else { return false }
    var powers = allocated.mutableSpan
    for charger in request.chargers {
      var sum = step * charger.vehicles.count
      for place in charger.vehicles {
        powers[place] = vehicles[place].maximum
        sum += vehicles[place].maximum.watts
      }
      if sum > charger.maxPower.watts { return false }
    }
    return true
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
    filling.begin(request)
    while let share = filling.nextRound(request) {
      var after = before
      filling.write(request, into: &after)
      rounds.append(AllocationRound(request, from: before, to: after, share: Power(watts: share)))
      before = after
    }
    return (rounds, request.vehicles.isEmpty ? nil : filling.stopReason)
  }

  /// The rounds that granted something.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .rounds(rounds(request).rounds)
  }
}
