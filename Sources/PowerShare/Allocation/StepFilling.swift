/// Sharing by single steps, worked out without giving them one by one.
///
/// The rule: give the lower of a step, what it lacks, and what its charger and the grid have left
/// to the vehicle with the lowest *key* that can still take something, the one that started first
/// among equals, until none can. The key is what a vehicle has, or what it has relative to its
/// maximum.
///
/// Every grant but a vehicle's last is a whole step, and a grant that a charger or the grid cuts
/// short leaves nothing there. So the rule hands out all grants with keys below some threshold, in
/// full, and of those at the threshold as many as there is room for, in starting order. Bisection
/// finds the threshold of each charger on its own, then that of the grid.
///
/// - Complexity: O(vehicles × bits + vehicles × log vehicles), with 30 bits to a threshold of what
///   vehicles have and 61 to one of what they have relative to their maximum.
struct StepFilling: Sendable {
  /// What the key of a grant is.
  enum Key: Sendable {
    /// What the vehicle has before it.
    case allocation
    /// That, relative to the vehicle's maximum.
    case fractionOfMaximum
  }

  let key: Key
  /// The chargers of the last request.
  private(set) var limits: [ChargerThreshold] = []
  /// The threshold of the grid of the last request.
  private(set) var gridThreshold = 0
  private var candidates: [Candidate] = []

  /// A charger that cannot give its vehicles their maxima.
  struct ChargerThreshold {
    /// The highest threshold up to which it can give every grant.
    var threshold: Int
    /// What its vehicles have together at the threshold of the grid.
    var allocated = 0
  }

  /// A vehicle with a grant at the threshold.
  private struct Candidate {
    let place: Int
    let charger: Int
    let startOrder: Int
  }

  /// Thresholds of fractions are multiples of 2⁻⁶¹: two different fractions of maxima up to 10⁹ W
  /// are at least 10⁻¹⁸ apart, so there is a threshold between any two.
  private static let fractionBits = 61

  init(key: Key) { self.key = key }

  /// Shares the power out; `allocated` receives one power for each vehicle.
  mutating func fill(_ request: AllocationRequest, into allocated: inout [Power]) {
    let step = request.step.watts
    let highest = highestThreshold(request)
    limits.removeAll(keepingCapacity: true)
    for charger in request.chargers {
      let threshold = largest(upTo: highest) { threshold in
        sum(request.vehicles[charger.vehicles], step, at: threshold) <= charger.maxPower.watts
      }
      limits.append(ChargerThreshold(threshold: threshold))
    }
    let grid = largest(upTo: highest) { threshold in
      stationSum(request, step, at: threshold) <= request.gridCapacity.watts
    }
    gridThreshold = grid
    giveWhole(request, step, at: grid, into: &allocated)
    giveRest(request, step, at: grid, into: &allocated)
  }

  // MARK: Thresholds

  /// A threshold at which every vehicle has its maximum.
  private func highestThreshold(_ request: AllocationRequest) -> Int {
    switch key {
    case .allocation:
      let highest = request.vehicles.reduce(0) { max($0, $1.maximum.watts) }
      return (highest + request.step.watts - 1) / request.step.watts
    case .fractionOfMaximum:
      return 1 << Self.fractionBits
    }
  }

  /// What a vehicle has when it has got every grant with a key below the threshold.
  func allocation(_ maximum: Int, _ step: Int, at threshold: Int) -> Int {
    switch key {
    case .allocation:
      // The grant number n has the key n.
      return threshold >= (maximum + step - 1) / step ? maximum : threshold * step
    case .fractionOfMaximum:
      // The grant number n has the key n × step ÷ maximum.
      let bits = Self.fractionBits
      let (high, low) = threshold.multipliedFullWidth(by: maximum)
      let scaled = Int128(high) << 64 | Int128(low)
      let share = Int((scaled + (Int128(1) << bits - 1)) >> bits)
      return min(maximum, (share + step - 1) / step * step)
    }
  }

  /// The lowest threshold at which a vehicle has its maximum.
  func closingThreshold(_ maximum: Int, _ step: Int) -> Int {
    let grants = (maximum + step - 1) / step
    guard grants > 0 else { return 0 }
    switch key {
    case .allocation: return grants
    case .fractionOfMaximum:
      let last = Int128((grants - 1) * step) << Self.fractionBits
      return Int(last / Int128(maximum)) + 1
    }
  }

  private func sum(
    _ vehicles: ArraySlice<AllocationRequest.VehicleDemand>, _ step: Int, at threshold: Int
  ) -> Int {
    vehicles.reduce(0) { $0 + allocation($1.maximum.watts, step, at: threshold) }
  }

  private func stationSum(_ request: AllocationRequest, _ step: Int, at threshold: Int) -> Int {
    var total = 0
    for (charger, limit) in zip(request.chargers, limits) {
      total +=
        threshold <= limit.threshold
        ? sum(request.vehicles[charger.vehicles], step, at: threshold) : charger.maxPower.watts
    }
    return total
  }

  /// The largest threshold that is fine, where 0 always is.
  private func largest(upTo highest: Int, _ isFine: (Int) -> Bool) -> Int {
    if isFine(highest) { return highest }
    var (fine, wrong) = (0, highest)
    while wrong - fine > 1 {
      let middle = fine + (wrong - fine) / 2
      if isFine(middle) { fine = middle } else { wrong = middle }
    }
    return fine
  }

  // MARK: Grants

  /// Gives every grant below the threshold, and at a charger below its own.
  private mutating func giveWhole(
    _ request: AllocationRequest, _ step: Int, at grid: Int, into allocated: inout [Power]
  ) {
    allocated.removeAll(keepingCapacity: true)
    for (index, charger) in request.chargers.enumerated() {
      let threshold = min(grid, limits[index].threshold)
      for vehicle in request.vehicles[charger.vehicles] {
        let watts = allocation(vehicle.maximum.watts, step, at: threshold)
        allocated.append(Power(watts: watts))
        limits[index].allocated += watts
      }
    }
  }

  /// Gives the grants at the thresholds, as far as there is room: first those of the chargers whose
  /// threshold is below the grid's, then those of the others.
  private mutating func giveRest(
    _ request: AllocationRequest, _ step: Int, at grid: Int, into allocated: inout [Power]
  ) {
    var left = request.gridCapacity.watts - limits.reduce(0) { $0 + $1.allocated }
    for isBelowGrid in [true, false] {
      collectCandidates(request, step, at: grid, areBelowGrid: isBelowGrid)
      for candidate in candidates {
        let vehicle = request.vehicles[candidate.place]
        let charger = request.chargers[candidate.charger].maxPower.watts
        let grant = min(
          step, vehicle.maximum.watts - allocated[candidate.place].watts,
          charger - limits[candidate.charger].allocated, left)
        allocated[candidate.place].watts += grant
        limits[candidate.charger].allocated += grant
        left -= grant
      }
    }
  }

  /// Collects the vehicles with a grant at the threshold, in starting order.
  private mutating func collectCandidates(
    _ request: AllocationRequest, _ step: Int, at grid: Int, areBelowGrid: Bool
  ) {
    candidates.removeAll(keepingCapacity: true)
    for (index, charger) in request.chargers.enumerated() {
      let own = limits[index].threshold
      guard (own < grid) == areBelowGrid else { continue }
      let threshold = min(grid, own)
      for place in charger.vehicles {
        let maximum = request.vehicles[place].maximum.watts
        let next = allocation(maximum, step, at: threshold + 1)
        if next > allocation(maximum, step, at: threshold) {
          let order = request.vehicles[place].startOrder
          candidates.append(Candidate(place: place, charger: index, startOrder: order))
        }
      }
    }
    candidates.sort { $0.startOrder < $1.startOrder }
  }
}
