/// Shares power by single steps, without giving them one by one, for chargers directly below the
/// grid.
///
/// The rule: of the vehicles that can still take something, the one with the lowest *key* gets the
/// lowest of a step, the power it lacks, and the power that its charger and the grid have left,
/// until no vehicle can take anything. Of equal keys, the vehicle that started first comes first.
/// The key is the power that a vehicle has, or that power relative to its maximum.
///
/// Every grant but a vehicle's last is a whole step, and a grant that a charger or the grid cuts
/// short leaves nothing there. So the rule gives all grants with keys below some threshold in full,
/// and grants at the threshold in starting order while there is room. One search finds the
/// threshold of the grid, where a charger gives the grants of its vehicles below it or all it has.
/// Further searches find the thresholds of those chargers that have less.
///
/// - Complexity: O(vehicles × looks + vehicles × log vehicles). A threshold takes a handful of
///   looks at each vehicle, and at the worst ``newtonLooks`` more than it has bits: 30 for a key
///   that is a power, 61 for a fraction.
struct StepFilling: Sendable {
  /// The kind of key.
  enum Key: Sendable {
    /// The power that the vehicle has before the grant.
    case allocation
    /// That power relative to the vehicle's maximum.
    case fractionOfMaximum
  }

  let key: Key
  /// For each charger of the last request, the highest threshold, at most the grid's, below which
  /// the charger can give every grant.
  private(set) var chargerThresholds: [Int] = []
  /// The threshold of the grid of the last request.
  private(set) var gridThreshold = 0
  /// The power that the limits of the last request have left.
  private(set) var remaining = RemainingPower()
  private var candidates: [Candidate] = []

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

  /// Shares the power; `allocated` receives one power for each vehicle.
  ///
  /// - Precondition: Every charger is directly below the grid.
  mutating func fill(_ request: AllocationRequest, into allocated: inout [Power]) {
    precondition(request.isTwoLevel, "the threshold of the grid knows no groups of chargers")
    gridThreshold = findGridThreshold(request)
    remaining.reset(request)
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

  /// Returns a threshold at which every vehicle has its maximum.
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

  /// Returns the power of a vehicle that has every grant with a key below the threshold.
  @inline(__always)
  func allocation(_ maximum: Int, _ step: Int, at threshold: Int) -> Int {
    switch key {
    case .allocation:
      // Grant number n has the key n. The highest threshold is less than a step above the highest
      // maximum, so nothing overflows.
      return min(maximum, threshold * step)
    case .fractionOfMaximum:
      return min(maximum, grantsOfFraction(maximum, step, below: threshold) * step)
    }
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
    collectCandidates(request, allocated, areBelowGrid: areBelowGrid)
    let vehicles = request.vehicles.span
    for candidate in candidates {
      let (place, charger) = (candidate.place, candidate.charger)
      let lacking = vehicles[place].maximum - allocated[place]
      let grant = min(request.step, lacking, remaining.power(atCharger: charger))
      allocated[place] += grant
      remaining.take(grant, atCharger: charger)
    }
  }

  /// Collects the vehicles with a grant at the threshold, in starting order.
  private mutating func collectCandidates(
    _ request: AllocationRequest, _ allocated: [Power], areBelowGrid: Bool
  ) {
    let (vehicles, chargers) = (request.vehicles.span, request.chargers.span)
    let step = request.step.watts
    candidates.removeAll(keepingCapacity: true)
    for index in chargers.indices {
      let threshold = chargerThresholds[index]
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
