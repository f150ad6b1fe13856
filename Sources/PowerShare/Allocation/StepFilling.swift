/// Shares power by single steps, without giving them one by one.
///
/// The rule: of the vehicles that can still take something, the one with the lowest *key* gets the
/// lowest of a step, the power it lacks, and the power that every limit above it has left, until no
/// vehicle can take anything. Of equal keys, the vehicle that started first comes first. The key is
/// the power that a vehicle has, that power relative to its maximum, or relative to its weight.
///
/// Every grant but a vehicle's last is a whole step, and a grant that a limit cuts short leaves
/// nothing there. So the rule gives all grants with keys below some threshold in full, and grants
/// at the threshold in starting order while there is room. One search finds the threshold of the
/// grid, where a limit gives the grants of its vehicles below it or all it has. Further searches
/// find the thresholds of those limits that have less, from the top.
///
/// - Complexity: O(vehicles × levels × looks + vehicles × log vehicles), where *levels* is how deep
///   groups are nested. A threshold takes a handful of looks at each vehicle, and at the worst
///   ``newtonLooks`` more than it has bits: 30 for a key that is a power, 61 for a fraction.
struct StepFilling: Sendable {
  /// The kind of key.
  enum Key: Sendable {
    /// The power that the vehicle has before the grant.
    case allocation
    /// That power relative to the vehicle's maximum.
    case fractionOfMaximum
    /// That power relative to the vehicle's weight, in steps.
    case allocationByWeight
  }

  /// The key of the last request: that of the policy, or with weights ``Key/allocationByWeight``.
  private(set) var key: Key
  private let policyKey: Key
  /// For each charger of the last request, the highest threshold, at most the grid's, below which
  /// the charger can give every grant.
  private(set) var chargerThresholds: [Int] = []
  /// The threshold of the grid of the last request.
  private(set) var gridThreshold = 0
  /// The power that the limits of the last request have left.
  private(set) var remaining = RemainingPower()
  private var candidates: [Candidate] = []
  /// The limits of the last request that had groups.
  var tree = LimitTree()

  /// A vehicle with a grant at the threshold.
  struct Candidate {
    let place: Int
    let charger: Int
    let startOrder: Int
    var threshold = 0
  }

  /// Thresholds of fractions are multiples of 2⁻⁶¹: two different fractions of maxima up to 10⁹ W
  /// are at least 10⁻¹⁸ apart, so there is a threshold between any two.
  static let fractionBits = 61
  /// Thresholds of steps by weight are multiples of 2⁻¹⁶: two different fractions of weights up to
  /// 100 are at least 10⁻⁴ apart.
  static let weightBits = 16

  init(key: Key) {
    self.key = key
    policyKey = key
  }

  /// Shares the power; `allocated` receives one power for each vehicle.
  mutating func fill(_ request: AllocationRequest, into allocated: inout [Power]) {
    key = policyKey == .allocation && request.hasWeights ? .allocationByWeight : policyKey
    remaining.reset(request)
    if request.isTwoLevel {
      gridThreshold = findGridThreshold(request)
      giveWhole(request, into: &allocated)
      giveRest(request, into: &allocated)
    } else {
      fillTree(request, into: &allocated)
    }
  }

  /// Prepares the thresholds for a request with groups.
  mutating func beginThresholds(grid: Int, chargers: Int) {
    gridThreshold = grid
    chargerThresholds.removeAll(keepingCapacity: true)
    chargerThresholds.resize(to: chargers, 0)
  }

  /// Takes the power that the vehicles of a charger have below its threshold.
  mutating func setThreshold(_ threshold: Int, ofCharger charger: Int, giving sum: Int) {
    chargerThresholds[charger] = threshold
    remaining.take(Power(watts: sum), atCharger: charger)
  }

  /// Gives the grants at the thresholds while there is room, from the lowest threshold.
  mutating func giveRestInTree(_ request: AllocationRequest, into allocated: inout [Power]) {
    guard remaining.atGrid > .zero else { return }
    collectCandidates(request, allocated) { _ in true }
    for place in candidates.indices {
      candidates[place].threshold = chargerThresholds[candidates[place].charger]
    }
    candidates.sort { ($0.threshold, $0.startOrder) < ($1.threshold, $1.startOrder) }
    giveCandidates(request, into: &allocated)
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

  /// Returns a threshold at which every vehicle has its maximum.
  func highestThreshold(_ request: AllocationRequest) -> Int {
    switch key {
    case .allocation, .allocationByWeight:
      let vehicles = request.vehicles.span
      var highest = 0
      for place in vehicles.indices { highest = max(highest, vehicles[place].maximum.watts) }
      let steps = (highest + request.step.watts - 1) / request.step.watts
      return key == .allocation ? steps : steps << Self.weightBits
    case .fractionOfMaximum:
      return 1 << Self.fractionBits
    }
  }

  /// Returns the power of a vehicle that has every grant with a key below the threshold.
  @inline(__always)
  func allocation(
    _ vehicle: borrowing AllocationRequest.VehicleDemand, _ step: Int, at threshold: Int
  ) -> Int {
    let maximum = vehicle.maximum.watts
    switch key {
    case .allocation:
      // Grant number n has the key n. The highest threshold is less than a step above the highest
      // maximum, so nothing overflows.
      return min(maximum, threshold * step)
    case .fractionOfMaximum:
      return min(maximum, grantsOfFraction(maximum, step, below: threshold) * step)
    case .allocationByWeight:
      return min(maximum, Self.grants(ofWeight: vehicle.weight, below: threshold) * step)
    }
  }

  /// Returns the number of grants of a vehicle with keys below the threshold, where the key of
  /// grant number n is n ÷ weight.
  ///
  /// The highest threshold has 46 bits, so the product fits.
  @inline(__always)
  static func grants(ofWeight weight: Int, below threshold: Int) -> Int {
    (threshold * weight + (1 << weightBits - 1)) >> weightBits
  }

  /// Returns the number of grants of a vehicle with keys below the threshold, where the key of
  /// grant number n is n × step ÷ maximum.
  @inline(__always)
  func grantsOfFraction(_ maximum: Int, _ step: Int, below threshold: Int) -> Int {
    let bits = Self.fractionBits
    let (high, low) = threshold.multipliedFullWidth(by: maximum)
    let scaled = Int128(high) << 64 | Int128(low)
    let share = Int(truncatingIfNeeded: (scaled &+ (Int128(1) << bits - 1)) >> bits)
    return (share + step - 1) / step
  }

  /// Returns the lowest threshold at which a vehicle has its maximum.
  func closingThreshold(
    _ vehicle: borrowing AllocationRequest.VehicleDemand, _ step: Int
  ) -> Int {
    let maximum = vehicle.maximum.watts
    let grants = (maximum + step - 1) / step
    guard grants > 0 else { return 0 }
    switch key {
    case .allocation: return grants
    case .fractionOfMaximum:
      let last = Int128((grants - 1) * step) << Self.fractionBits
      return Int(last / Int128(maximum)) + 1
    case .allocationByWeight:
      return (grants - 1) << Self.weightBits / vehicle.weight + 1
    }
  }

  // MARK: Grants

  /// Gives every grant below the threshold of the grid or, if a charger has less, below its own.
  private mutating func giveWhole(_ request: AllocationRequest, into allocated: inout [Power]) {
    let chargers = request.chargers.span
    chargerThresholds.removeAll(keepingCapacity: true)
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
      chargerThresholds.append(threshold)
      remaining.take(Power(watts: sum), atCharger: index)
    }
  }

  /// Gives some vehicles every grant below a threshold.
  ///
  /// - Returns: The power that they have together.
  @inline(__always)
  func give(
    _ request: AllocationRequest, _ places: Range<Int>, at threshold: Int,
    into powers: inout MutableSpan<Power>
  ) -> Int {
    let vehicles = request.vehicles.span
    let step = request.step.watts
    var sum = 0
    for place in places {
      let watts = allocation(vehicles[place], step, at: threshold)
      powers[place].watts = watts
      sum += watts
    }
    return sum
  }

  /// Gives the grants at the thresholds while there is room: first at the chargers whose threshold
  /// is below the grid's, then at the others.
  private mutating func giveRest(_ request: AllocationRequest, into allocated: inout [Power]) {
    if chargerThresholds.contains(where: { $0 < gridThreshold }) {
      giveRest(request, areBelowGrid: true, into: &allocated)
    }
    giveRest(request, areBelowGrid: false, into: &allocated)
  }

  /// Gives the grants at the chargers whose threshold is below the grid's, or at the others.
  private mutating func giveRest(
    _ request: AllocationRequest, areBelowGrid: Bool, into allocated: inout [Power]
  ) {
    guard remaining.atGrid > .zero else { return }
    let (thresholds, grid) = (chargerThresholds, gridThreshold)
    collectCandidates(request, allocated) { (thresholds[$0] < grid) == areBelowGrid }
    candidates.sort { $0.startOrder < $1.startOrder }
    giveCandidates(request, into: &allocated)
  }

  private mutating func giveCandidates(
    _ request: AllocationRequest, into allocated: inout [Power]
  ) {
    let vehicles = request.vehicles.span
    for candidate in candidates {
      let (place, charger) = (candidate.place, candidate.charger)
      let lacking = vehicles[place].maximum - allocated[place]
      let grant = min(request.step, lacking, remaining.power(atCharger: charger))
      allocated[place] += grant
      remaining.take(grant, atCharger: charger)
    }
  }

  /// Collects the vehicles of some chargers with a grant at the threshold.
  private mutating func collectCandidates(
    _ request: AllocationRequest, _ allocated: [Power], from isIncluded: (Int) -> Bool
  ) {
    let (vehicles, chargers) = (request.vehicles.span, request.chargers.span)
    let step = request.step.watts
    candidates.removeAll(keepingCapacity: true)
    for index in chargers.indices where isIncluded(index) {
      let threshold = chargerThresholds[index]
      for place in chargers[index].vehicles {
        let has = allocated[place].watts
        if has < vehicles[place].maximum.watts,
          has < allocation(vehicles[place], step, at: threshold + 1)
        {
          let order = vehicles[place].startOrder
          candidates.append(Candidate(place: place, charger: index, startOrder: order))
        }
      }
    }
  }
}
