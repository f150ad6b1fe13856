/// Finds the smallest grid capacity that meets requirements, from a run of every capacity.
///
/// No figure is taken to rise or fall with the capacity, because not all of them do: a capacity
/// above the smallest one that fails is named.
public struct Sizing: Sendable {
  /// What the runs of one capacity have come to.
  public struct Point: Sendable {
    /// The capacity.
    public let gridCapacity: Power
    /// How many timelines were run.
    public internal(set) var timelines = 0
    /// How many of them met every requirement.
    public internal(set) var met = 0
    /// How many of them had nothing to measure for some requirement, which is then not met.
    public internal(set) var unmeasured = 0
    /// Whether those that met them are the share asked for.
    public internal(set) var isMet = false
    /// The figures that the requirements name, in thousandths, as the last timeline had them.
    public internal(set) var figures: [Int?] = []
    /// What was delivered to vehicles that wanted energy, in watt-hours, over all timelines.
    var delivered = 0
    /// What each limit cost and put off, in watt-hours, by its number.
    var lost = [Int](repeating: 0, count: Curtailment.allCases.count)
    var deferred = [Int](repeating: 0, count: Curtailment.allCases.count)

    /// What was delivered, in watt-hours, as a mean over the timelines.
    public var meanDelivered: Int { divideRoundingToEven(delivered, by: max(timelines, 1)) }

    /// The limit that cost the most energy; nil where none did anything.
    ///
    /// Where none cost any it is the one that put off the most; among equals the one listed first
    /// in the ledger.
    public var limit: Curtailment? {
      for energies in [lost, deferred] {
        let limits = Summary.ledger(isOnUpdate: true).filter { energies[$0.rawValue] > 0 }
        let most = limits.map { energies[$0.rawValue] }.max()
        if let limit = limits.first(where: { energies[$0.rawValue] == most }) { return limit }
      }
      return nil
    }

    /// The share of timelines that met the requirements, in thousandths, ties to even.
    public var share: Int { divideRoundingToEven(met * 1_000, by: max(timelines, 1)) }

    /// What the share is at least, in thousandths; see ``WilsonBound``.
    public var lowerBound: Int { WilsonBound.thousandths(met, of: timelines) }
  }

  /// What has to be met; at least one.
  public let requirements: [Requirement]
  /// The share of timelines that have to meet it, in thousandths.
  public let seedShare: Int
  /// Every capacity in rising order.
  public private(set) var points: [Point] = []
  /// How many events were left out, in the run in which that were most.
  public private(set) var skippedEvents = 0

  /// Creates a search.
  public init(_ requirements: [Requirement], seedShare: Int = 1_000) {
    self.requirements = requirements
    self.seedShare = seedShare
  }

  /// Takes a run; those of one capacity come together, and capacities in rising order.
  public mutating func take(_ summary: Summary, at gridCapacity: Power) {
    if points.last?.gridCapacity != gridCapacity {
      points.append(Point(gridCapacity: gridCapacity))
    }
    let last = points.count - 1
    points[last].timelines += 1
    skippedEvents = max(skippedEvents, (summary.value("events.skipped") ?? 0) / 1_000)
    if requirements.allSatisfy({ $0.isMet(by: summary) }) { points[last].met += 1 }
    points[last].isMet = points[last].met * 1_000 >= points[last].timelines * seedShare
    points[last].figures = requirements.map { summary.value($0.path) }
    if points[last].figures.contains(nil) { points[last].unmeasured += 1 }
    points[last].delivered += summary.value("energy.delivered") ?? 0
    for limit in Summary.ledger(isOnUpdate: true) {
      let path = "curtailment.\(limit.name)"
      points[last].lost[limit.rawValue] += summary.value("\(path).lost") ?? 0
      points[last].deferred[limit.rawValue] += summary.value("\(path).deferred") ?? 0
    }
  }

  /// Where the smallest capacity that meets every requirement stands; nil where none does.
  public var answer: Int? { points.firstIndex(where: \.isMet) }

  /// The capacities above the smallest one that do not meet every requirement.
  public var exceptions: [Power] {
    guard let answer else { return [] }
    return points[answer...].filter { !$0.isMet }.map(\.gridCapacity)
  }

  /// What both rises and falls with the capacity over the range, by its path: figures that the
  /// requirements name, or `seedShare` where several timelines were run.
  public var unsteadyFigures: [String] {
    if let point = points.first, point.timelines > 1 {
      return Self.turns(points.map(\.met)) ? ["seedShare"] : []
    }
    var paths: [String] = []
    for (place, requirement) in requirements.enumerated()
    where !paths.contains(requirement.path) {
      if Self.turns(points.compactMap { $0.figures[place] }) { paths.append(requirement.path) }
    }
    return paths
  }

  /// Whether numbers both rise and fall.
  private static func turns(_ numbers: [Int]) -> Bool {
    let steps = zip(numbers, numbers.dropFirst())
    return steps.contains { $0 < $1 } && steps.contains { $0 > $1 }
  }

  /// What the next capacity delivers more, in watt-hours, as a mean over the timelines; nil for the
  /// last one.
  public func gain(behind place: Int) -> Int? {
    guard place + 1 < points.count else { return nil }
    return divideRoundingToEven(
      points[place + 1].delivered - points[place].delivered, by: max(points[place].timelines, 1))
  }
}
