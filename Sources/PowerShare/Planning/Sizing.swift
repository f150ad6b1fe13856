/// A search for the smallest grid capacity that meets requirements, over runs at every capacity.
///
/// Figures need not rise or fall with the capacity, so every capacity is run, and the result names
/// those above the smallest one that fail.
public struct Sizing: Sendable {
  /// The results of the runs at one grid capacity.
  public struct Point: Sendable {
    /// The grid capacity.
    public let gridCapacity: Power
    /// The number of timelines that were run.
    public internal(set) var timelines = 0
    /// The number of timelines that met every requirement.
    public internal(set) var met = 0
    /// The number of timelines with a figure that has no data, which fails its requirement.
    public internal(set) var unmeasured = 0
    /// True if the share of timelines that met every requirement is at least the one asked for.
    public internal(set) var isMet = false
    /// The result for each requirement, in their order.
    public internal(set) var results: [RequirementResult] = []
    /// The figures that the requirements name, in thousandths, as means over the timelines; nil has
    /// no data.
    public var figures: [Int128?] { results.map(\.mean) }
    /// The energy delivered to vehicles that wanted energy, in watt-hours, over all timelines.
    var delivered: Int128 = 0
    /// The energy that each limit lost and deferred, in watt-hours, by the raw value of
    /// ``Curtailment``.
    var lost = [Int128](repeating: 0, count: Curtailment.allCases.count)
    var deferred = [Int128](repeating: 0, count: Curtailment.allCases.count)

    /// The energy delivered, in watt-hours, as a mean over the timelines.
    public var meanDelivered: Int128 {
      divideRoundingToEven(delivered, by: Int128(max(timelines, 1)))
    }

    /// The limit that lost the most energy; nil if none had an effect.
    ///
    /// If none lost energy, it is the one that deferred the most; among equals the one listed first
    /// in the ledger.
    public var limit: Curtailment? {
      for energies in [lost, deferred] {
        let limits = FigureTable.limits.map(\.limit).filter { energies[$0.rawValue] > 0 }
        let most = limits.map { energies[$0.rawValue] }.max()
        if let limit = limits.first(where: { energies[$0.rawValue] == most }) { return limit }
      }
      return nil
    }

    /// The share of timelines that met the requirements, in thousandths, ties to even.
    public var share: Int { divideRoundingToEven(met * 1_000, by: max(timelines, 1)) }

    /// The lower end of Wilson's 95 % score interval for the share, in thousandths, rounded down.
    public var lowerBound: Int { WilsonBound.thousandths(met, of: timelines) }
  }

  /// The results of the runs at one grid capacity for one requirement.
  public struct RequirementResult: Sendable {
    /// The number of timelines that met it.
    public internal(set) var met = 0
    /// The sum of the figure over the timelines in which it has data, in thousandths.
    var sum: Int128 = 0
    /// The number of timelines in which the figure has data.
    var measured = 0
    /// The smallest difference between two values that are shown, in thousandths.
    let unit: Int128

    init(_ requirement: Requirement) {
      let figure = FigureTable.figure(requirement.path, isOnUpdate: true)
      unit = [1_000, 100, 10, 1][figure?.unit.decimals ?? 3]
    }

    /// The mean of the figure over the timelines in which it has data, rounded as the figure is
    /// shown, in thousandths; nil where it has none.
    public var mean: Int128? {
      guard measured > 0 else { return nil }
      return divideRoundingToEven(sum, by: Int128(measured) * unit) * unit
    }

    mutating func take(_ value: Int128?, isMet: Bool) {
      if isMet { met += 1 }
      guard let value else { return }
      sum += value
      measured += 1
    }
  }

  /// The requirements; at least one.
  public let requirements: [Requirement]
  /// The share of timelines that have to meet them, in thousandths.
  public let seedShare: Int
  /// The results at each capacity, in rising order.
  public private(set) var points: [Point] = []
  /// The greatest number of events that a run left out.
  public private(set) var skippedEvents = 0

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - requirements: The requirements; at least one.
  ///   - seedShare: The share of timelines that have to meet them, in thousandths, 0 to 1,000.
  public init(_ requirements: [Requirement], seedShare: Int = 1_000) {
    self.requirements = requirements
    self.seedShare = seedShare
  }

  /// Takes the summary of a run; capacities must come in rising order.
  ///
  /// - Complexity: O(requirements × figures of the summary).
  public mutating func take(_ summary: Summary, at gridCapacity: Power) {
    if points.last?.gridCapacity != gridCapacity {
      points.append(Point(gridCapacity: gridCapacity))
    }
    let last = points.count - 1
    points[last].timelines += 1
    skippedEvents = max(skippedEvents, Int((summary.value("events.skipped") ?? 0) / 1_000))
    let values = requirements.map { summary.value($0.path) }
    let isMet = zip(requirements, values).map { $0.isMet(by: $1) }
    if points[last].results.isEmpty {
      points[last].results = requirements.map(RequirementResult.init)
    }
    for place in values.indices {
      points[last].results[place].take(values[place], isMet: isMet[place])
    }
    if isMet.allSatisfy(\.self) { points[last].met += 1 }
    points[last].isMet = points[last].met * 1_000 >= points[last].timelines * seedShare
    if values.contains(nil) { points[last].unmeasured += 1 }
    points[last].delivered += summary.value("energy.delivered") ?? 0
    for limit in FigureTable.limits.map(\.limit) {
      let path = "curtailment.\(limit.name)"
      points[last].lost[limit.rawValue] += summary.value("\(path).lost") ?? 0
      points[last].deferred[limit.rawValue] += summary.value("\(path).deferred") ?? 0
    }
  }

  /// The index in ``points`` of the smallest capacity that meets every requirement; nil if none
  /// does.
  public var answer: Int? { points.firstIndex(where: \.isMet) }

  /// The capacities above the smallest that fail some requirement.
  public var exceptions: [Power] {
    guard let answer else { return [] }
    return points[answer...].filter { !$0.isMet }.map(\.gridCapacity)
  }

  /// The paths of figures that both rise and fall over the range: those that the requirements name,
  /// or `seedShare` if several timelines were run.
  public var unsteadyFigures: [String] {
    if let point = points.first, point.timelines > 1 {
      return Self.turns(points.map { Int128($0.met) }) ? ["seedShare"] : []
    }
    var paths: [String] = []
    for (place, requirement) in requirements.enumerated()
    where !paths.contains(requirement.path) {
      if Self.turns(points.compactMap { $0.figures[place] }) { paths.append(requirement.path) }
    }
    return paths
  }

  /// Returns true if numbers both rise and fall.
  private static func turns(_ numbers: [Int128]) -> Bool {
    let steps = zip(numbers, numbers.dropFirst())
    return steps.contains { $0 < $1 } && steps.contains { $0 > $1 }
  }

  /// Returns the energy that the next capacity delivers more, in watt-hours, as a mean over the
  /// timelines; nil for the last one.
  public func gain(behind place: Int) -> Int128? {
    guard place + 1 < points.count else { return nil }
    let gain = points[place + 1].delivered - points[place].delivered
    let mean = divideRoundingToEven(
      Int128(gain.magnitude), by: Int128(max(points[place].timelines, 1)))
    return gain < 0 ? -mean : mean
  }
}
