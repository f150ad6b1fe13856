/// Sharing by single steps, worked out without giving them one by one.
///
/// The rule: give the lower of a step, what it lacks, and what its charger and the grid have left
/// to the vehicle with the lowest *key* that can still take something, the one that started first
/// among equals, until none can. The key is what a vehicle has, or what it has relative to its
/// maximum.
///
/// Every grant but a vehicle's last is a whole step, and a grant that a charger or the grid cuts
/// short leaves nothing there. So the rule hands out all grants with keys below some threshold, in
/// full, and of those at the threshold as many as there is room for, in starting order. A search
/// finds the threshold of the grid: a charger gives what its vehicles have below it, or all it has.
/// Then another one finds the thresholds of those chargers that have less than that.
///
/// - Complexity: O(vehicles × looks + vehicles × log vehicles). A threshold takes a handful of
///   looks at each vehicle, and at the worst ``newtonLooks`` more than it has bits: 30 where it is
///   one of what vehicles have, 61 where it is relative to their maximum.
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

  /// What becomes of a charger.
  struct ChargerThreshold {
    /// The highest threshold, at most the grid's, below which it can give every grant.
    var threshold: Int
    /// What its vehicles have together.
    var allocated: Int
  }

  /// A vehicle with a grant at the threshold.
  private struct Candidate {
    let place: Int
    let charger: Int
    let startOrder: Int
  }

  /// Thresholds of fractions are multiples of 2⁻⁶¹: two different fractions of maxima up to 10⁹ W
  /// are at least 10⁻¹⁸ apart, so there is a threshold between any two.
  static let fractionBits = 61

  init(key: Key) { self.key = key }

  /// Shares the power out; `allocated` receives one power for each vehicle.
  mutating func fill(_ request: AllocationRequest, into allocated: inout [Power]) {
    gridThreshold = findGridThreshold(request)
    giveWhole(request, into: &allocated)
    giveRest(request, into: &allocated)
  }

  // MARK: Thresholds

  private func findGridThreshold(_ request: AllocationRequest) -> Int {
    let capacity = request.gridCapacity.watts
    let total = request.totalMaximum.watts
    let highest = highestThreshold(request)
    if total <= capacity { return highest }
    return largestThreshold(within: capacity, of: total, below: highest + 1) {
      look(at: $0, request)
    }
  }

  /// A threshold at which every vehicle has its maximum.
  private func highestThreshold(_ request: AllocationRequest) -> Int {
    switch key {
    case .allocation:
      let vehicles = request.vehicles.span
      var highest = 0
      for place in vehicles.indices { highest = max(highest, vehicles[place].maximum.watts) }
      return (highest + request.step.watts - 1) / request.step.watts
    case .fractionOfMaximum:
      return 1 << Self.fractionBits
    }
  }

  /// What a vehicle has when it has got every grant with a key below the threshold.
  @inline(__always)
  func allocation(_ maximum: Int, _ step: Int, at threshold: Int) -> Int {
    switch key {
    case .allocation:
      // The grant number n has the key n. The highest threshold is less than a step above the
      // highest maximum, so nothing overflows.
      return min(maximum, threshold * step)
    case .fractionOfMaximum:
      return min(maximum, grantsOfFraction(maximum, step, below: threshold) * step)
    }
  }

  /// How many grants of a vehicle have keys below the threshold, where the key of the grant number
  /// n is n × step ÷ maximum.
  @inline(__always)
  func grantsOfFraction(_ maximum: Int, _ step: Int, below threshold: Int) -> Int {
    let bits = Self.fractionBits
    let (high, low) = threshold.multipliedFullWidth(by: maximum)
    let scaled = Int128(high) << 64 | Int128(low)
    let share = Int(truncatingIfNeeded: (scaled &+ (Int128(1) << bits - 1)) >> bits)
    return (share + step - 1) / step
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

  // MARK: Grants

  /// Gives every grant below the threshold of the grid or, where a charger cannot, its own.
  private mutating func giveWhole(_ request: AllocationRequest, into allocated: inout [Power]) {
    let chargers = request.chargers.span
    limits.removeAll(keepingCapacity: true)
    allocated.resize(to: request.vehicles.count, .zero)
    var powers = allocated.mutableSpan
    for index in chargers.indices {
      let places = chargers[index].vehicles
      let limit = chargers[index].maxPower.watts
      var threshold = gridThreshold
      var sum = give(request, places, at: threshold, into: &powers)
      if sum > limit {
        threshold = largestThreshold(within: limit, of: sum, below: threshold) {
          look(at: $0, request, places)
        }
        sum = give(request, places, at: threshold, into: &powers)
      }
      limits.append(ChargerThreshold(threshold: threshold, allocated: sum))
    }
  }

  /// Gives some vehicles every grant below a threshold.
  ///
  /// - Returns: What they have together.
  @inline(__always)
  private func give(
    _ request: AllocationRequest, _ places: Range<Int>, at threshold: Int,
    into powers: inout MutableSpan<Power>
  ) -> Int {
    let vehicles = request.vehicles.span
    let step = request.step.watts
    var sum = 0
    for place in places {
      let watts = allocation(vehicles[place].maximum.watts, step, at: threshold)
      powers[place].watts = watts
      sum += watts
    }
    return sum
  }

  /// Gives the grants at the thresholds, as far as there is room: first those of the chargers whose
  /// threshold is below the grid's, then those of the others.
  private mutating func giveRest(_ request: AllocationRequest, into allocated: inout [Power]) {
    var left = request.gridCapacity.watts
    var isAnyBelowGrid = false
    for charger in limits {
      left -= charger.allocated
      if charger.threshold < gridThreshold { isAnyBelowGrid = true }
    }
    if isAnyBelowGrid { giveRest(request, &left, areBelowGrid: true, into: &allocated) }
    giveRest(request, &left, areBelowGrid: false, into: &allocated)
  }

  /// Gives those at the chargers whose threshold is below the grid's, or those at the others.
  private mutating func giveRest(
    _ request: AllocationRequest, _ left: inout Int, areBelowGrid: Bool,
    into allocated: inout [Power]
  ) {
    guard left > 0 else { return }
    collectCandidates(request, allocated, areBelowGrid: areBelowGrid)
    let (vehicles, chargers) = (request.vehicles.span, request.chargers.span)
    let step = request.step.watts
    for candidate in candidates {
      let (place, charger) = (candidate.place, candidate.charger)
      let has = allocated[place].watts
      let grant = min(
        step, vehicles[place].maximum.watts - has,
        chargers[charger].maxPower.watts - limits[charger].allocated, left)
      allocated[place].watts = has + grant
      limits[charger].allocated += grant
      left -= grant
    }
  }

  /// Collects the vehicles with a grant at the threshold, in starting order.
  private mutating func collectCandidates(
    _ request: AllocationRequest, _ allocated: [Power], areBelowGrid: Bool
  ) {
    let (vehicles, chargers, limits) = (request.vehicles.span, request.chargers.span, limits)
    let step = request.step.watts
    candidates.removeAll(keepingCapacity: true)
    for index in chargers.indices {
      let threshold = limits[index].threshold
      guard (threshold < gridThreshold) == areBelowGrid else { continue }
      for place in chargers[index].vehicles {
        let maximum = vehicles[place].maximum.watts
        let has = allocated[place].watts
        if has < maximum, has < allocation(maximum, step, at: threshold + 1) {
          let order = vehicles[place].startOrder
          candidates.append(Candidate(place: place, charger: index, startOrder: order))
        }
      }
    }
    candidates.sort { $0.startOrder < $1.startOrder }
  }
}
