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
/// With the vehicles by rising maximum, a round looks at each charger once and at a vehicle only
/// when the level reaches its maximum.
///
/// - Complexity: O(vehicles + rounds × chargers with open vehicles). Rounds are a dozen or so in
///   ordinary stations, and at most about open vehicles × ln(remaining ÷ step) where chargers are
///   stuck with less than a step for each of their vehicles.
///
/// Source: the station's energy management specification, section "fair share"; water filling with
/// caps, as in D. Bertsekas and R. Gallager, *Data Networks*, 2nd ed. 1992, section 6.5.2, but in
/// whole steps.
public struct FairShare: AllocationPolicy {
  /// `fair`.
  public static let name = "fair"

  /// The chargers of the request as the rounds proceed; kept to reuse the memory.
  private var chargers: [OpenCharger] = []
  /// Those of `chargers` that still have open vehicles.
  private var open: [Int] = []
  /// How many open vehicles they have together.
  private var openVehicles = 0
  /// What remains of the grid capacity, in watts.
  private var remaining = 0

  /// Creates the policy.
  public init() {}

  /// Shares the power out; see the type's description for the rules.
  public mutating func allocate(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) -> StopReason? {
    if request.vehicles.isEmpty {
      allocated.removeAll(keepingCapacity: true)
      return nil
    }
    let missing = request.vehicles.count - allocated.count
    if missing > 0 {
      allocated.append(contentsOf: repeatElement(.zero, count: missing))
    } else if missing < 0 {
      allocated.removeLast(-missing)
    }
    if allocateMaxima(request, into: &allocated) { return .vehiclesAtMaximum }
    begin(request)
    while nextRound(request) != nil {}
    let vehicles = request.vehicles.span
    var powers = allocated.mutableSpan
    for charger in chargers {
      for place in charger.vehicles {
        powers[place] = Power(watts: min(vehicles[place].maximum.watts, charger.level))
      }
    }
    return stopReason(remaining: remaining)
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
    var powers = allocated.mutableSpan
    var total = 0
    for charger in request.chargers {
      var sum = 0
      for place in charger.vehicles {
        powers[place] = vehicles[place].maximum
        sum += vehicles[place].maximum.watts + step
      }
      if sum > charger.maxPower.watts { return false }
      total += sum
    }
    return total <= request.gridCapacity.watts
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
    begin(request)
    var before = chargers
    while let figures = nextRound(request) {
      rounds.append(
        AllocationRound(figures, from: before, to: chargers, vehicles: request.vehicles))
      before = chargers
    }
    return (rounds, stopReason(remaining: remaining))
  }

  /// The rounds that granted something.
  public mutating func reasoning(_ request: AllocationRequest) -> AllocationReasoning {
    .rounds(rounds(request).rounds)
  }

  /// Prepares the first round.
  private mutating func begin(_ request: AllocationRequest) {
    chargers.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    openVehicles = 0
    remaining = request.gridCapacity.watts
    let vehicles = request.vehicles.span
    for demand in request.chargers {
      var charger = OpenCharger(limit: demand.maxPower.watts, vehicles: demand.vehicles)
      charger.passVehiclesAtMaximum(vehicles)
      if charger.openCount > 0 { open.append(chargers.count) }
      openVehicles += charger.openCount
      chargers.append(charger)
    }
  }

  /// Runs one round, and counts the open vehicles for the next.
  ///
  /// Ends: each round but the last lowers `remaining` by at least one watt.
  ///
  /// - Returns: What it started from; nil where it granted nothing, which is the end.
  private mutating func nextRound(_ request: AllocationRequest) -> RoundFigures? {
    guard remaining > 0, openVehicles > 0 else { return nil }
    let step = request.step.watts
    let share = remaining / openVehicles / step * step
    guard share > 0 else { return nil }
    let figures = RoundFigures(remaining: remaining, openVehicles: openVehicles, share: share)
    let granted = Self.grant(
      share: share, step: step, to: request.vehicles.span, at: &chargers, &open, &openVehicles)
    remaining -= granted
    return granted > 0 ? figures : nil
  }

  /// Grants every open charger its part.
  ///
  /// - Parameters:
  ///   - open: Loses the chargers that have no open vehicle any more.
  ///   - openVehicles: Receives how many vehicles are still open.
  /// - Returns: What was granted in all.
  private static func grant(
    share: Int, step: Int, to vehicles: Span<AllocationRequest.VehicleDemand>,
    at chargers: inout [OpenCharger], _ open: inout [Int], _ openVehicles: inout Int
  ) -> Int {
    var states = chargers.mutableSpan
    var granted = 0
    var stillOpen = 0
    openVehicles = 0
    for place in open.indices {
      let index = open[place]
      granted += states[index].grant(share: share, step: step, to: vehicles)
      let openCount = states[index].openCount
      guard openCount > 0 else { continue }
      openVehicles += openCount
      open[stillOpen] = index
      stillOpen += 1
    }
    open.removeLast(open.count - stillOpen)
    return granted
  }

  private func stopReason(remaining: Int) -> StopReason? {
    if chargers.isEmpty { return nil }
    if remaining == 0 { return .gridCapacity }
    if chargers.allSatisfy({ $0.firstBelowMaximum == $0.vehicles.upperBound }) {
      return .vehiclesAtMaximum
    }
    return open.isEmpty ? .chargersAtMaximum : .indivisible
  }
}

/// A charger while the rounds run, in watts.
struct OpenCharger {
  /// Its maximum.
  let limit: Int
  /// Its vehicles' places in the request.
  let vehicles: Range<Int>
  /// What its open vehicles have, each.
  var level = 0
  /// What its vehicles have together.
  var allocated = 0
  /// The first vehicle whose maximum is above the level; those before it have their maximum.
  var firstBelowMaximum: Int

  init(limit: Int, vehicles: Range<Int>) {
    self.limit = limit
    self.vehicles = vehicles
    firstBelowMaximum = vehicles.lowerBound
  }

  /// How many of its vehicles are open.
  var openCount: Int { allocated < limit ? vehicles.upperBound - firstBelowMaximum : 0 }

  /// Grants the open vehicles a share each, or an equal part of what is left.
  ///
  /// - Returns: What was granted in all.
  @inline(__always)
  mutating func grant(
    share: Int, step: Int, to demands: Span<AllocationRequest.VehicleDemand>
  ) -> Int {
    let count = openCount
    let left = limit - allocated
    // A division by one or two, as at most chargers, is not worth a division.
    let part = count == 1 ? left : count == 2 ? left &>> 1 : left / count
    let each = share * count <= left ? share : part / step * step
    guard each > 0 else { return 0 }
    let before = allocated
    let newLevel = level + each
    var place = firstBelowMaximum
    while place < vehicles.upperBound, demands[place].maximum.watts <= newLevel {
      allocated += demands[place].maximum.watts - level
      place += 1
    }
    allocated += (vehicles.upperBound - place) * each
    firstBelowMaximum = place
    level = newLevel
    return allocated - before
  }

  /// Passes the vehicles that cannot take anything.
  mutating func passVehiclesAtMaximum(_ demands: Span<AllocationRequest.VehicleDemand>) {
    while firstBelowMaximum < vehicles.upperBound, demands[firstBelowMaximum].maximum == .zero {
      firstBelowMaximum += 1
    }
  }
}

/// What a round starts from, in watts.
struct RoundFigures: Equatable {
  let remaining: Int
  let openVehicles: Int
  let share: Int
}
