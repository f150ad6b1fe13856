/// The results of all timelines of a scenario, summed up.
public struct SizingPoint: Sendable {
  /// The scenario, whose seed counts for nothing.
  package let scenario: Scenario
  /// The number of timelines that were run.
  public private(set) var timelines = 0
  /// The number of timelines that met every requirement.
  public private(set) var met = 0
  /// The number of timelines with a figure that has no data, which fails its requirement.
  public private(set) var unmeasured = 0
  /// The number of timelines in which the site with its loads imports more than its limit.
  ///
  /// They meet nothing, unless a requirement names that figure.
  public private(set) var overloaded = 0
  /// The result for each requirement, in their order.
  public private(set) var results: [Result]
  /// The sum of the figure that is minimised or maximised.
  package private(set) var goal: FigureSum?
  /// The greatest number of events that a run left out.
  public private(set) var skippedEvents = 0
  /// Whether a run has loads or generation.
  package private(set) var hasLoads = false
  /// Whether a run has a battery.
  package private(set) var hasBattery = false
  /// The energy that the battery gave, in watt-hours, over all timelines.
  private(set) var given: Int128 = 0
  /// The energy delivered to vehicles that wanted energy, in watt-hours, over all timelines.
  private(set) var delivered: Int128 = 0
  /// The energy that each limit lost and deferred, in watt-hours, by the raw value of
  /// ``Curtailment``; empty where a figure decides, because there may be many combinations.
  private(set) var lost: [Int128]
  private(set) var deferred: [Int128]
  private let rules: SizingRules

  /// The results of the timelines for one requirement.
  public struct Result: Sendable {
    /// The number of timelines that met it.
    public fileprivate(set) var met = 0
    fileprivate(set) var figure: FigureSum

    /// The mean of the figure over the timelines in which it has data, rounded as the figure is
    /// shown, in the unit in which it is held, thousandths for most; nil where it has none.
    public var mean: Int128? { figure.mean }

    /// The lowest and the highest value of the figure, in thousandths; nil where it has none.
    package var range: ClosedRange<Int128>? { figure.range }
    /// The decimals of the unit of the mean.
    package var decimals: Int { figure.decimals }
  }

  /// Creates a point without runs.
  package init(_ scenario: Scenario, _ rules: SizingRules) {
    self.scenario = scenario
    self.rules = rules
    results = rules.requirements.map { Result(figure: FigureSum($0.path)) }
    goal = rules.goal.map { FigureSum($0.path) }
    lost = Array(repeating: 0, count: rules.goal == nil ? Curtailment.allCases.count : 0)
    deferred = lost
  }

  /// Takes the figures of a run.
  ///
  /// - Parameter values: A value for each of ``SizingRules/paths``, in the unit in which the figure
  ///   is held, thousandths for most; nil where it is null.
  package mutating func take(_ values: [Int128?]) {
    timelines += 1
    var isMet = true
    var hasAll = true
    for (place, index) in rules.requiredIndices.enumerated() {
      let value = values[index]
      let meets = rules.requirements[place].isMet(by: value)
      if meets { results[place].met += 1 }
      isMet = isMet && meets
      hasAll = hasAll && value != nil
      results[place].figure.take(value)
    }
    if let index = rules.goalIndex { goal?.take(values[index]) }
    if values[SizingRules.Fixed.loads] != nil {
      hasLoads = true
      if values[SizingRules.Fixed.overload] ?? 0 > 0 {
        overloaded += 1
        isMet = isMet && rules.requirements.contains { $0.path == "power.overload" }
      }
    }
    if isMet { met += 1 }
    if !hasAll { unmeasured += 1 }
    if let energy = values[SizingRules.Fixed.battery] {
      hasBattery = true
      given += energy
    }
    // A file of rows may have any number.
    let skipped = (values[SizingRules.Fixed.skipped] ?? 0) / 1_000
    skippedEvents = max(skippedEvents, Int(clamping: skipped))
    delivered += values[SizingRules.Fixed.delivered] ?? 0
    guard rules.goal == nil else { return }
    var index = SizingRules.Fixed.limits
    for limit in FigureTable.limits.map(\.limit) {
      lost[limit.rawValue] += values[index] ?? 0
      deferred[limit.rawValue] += values[index + 1] ?? 0
      index += 2
    }
  }

  // MARK: Results

  /// True if enough of the timelines met every requirement.
  public var isMet: Bool { rules.accepts(met, of: timelines) }

  /// Returns true if enough of the timelines met one of the requirements.
  func isMet(_ requirement: Int) -> Bool { rules.accepts(results[requirement].met, of: timelines) }

  /// The figures that the requirements name, in thousandths, as means over the timelines; nil has
  /// no data.
  public var figures: [Int128?] { results.map(\.mean) }

  /// The energy delivered, in watt-hours, as a mean over the timelines.
  public var meanDelivered: Int128 {
    divideRoundingToEven(delivered, by: Int128(max(timelines, 1)))
  }

  /// The limit that lost the most energy; nil if none had an effect.
  ///
  /// If none lost energy, it is the one that deferred the most; among equals the one listed first
  /// in the ledger.
  public var limit: Curtailment? {
    for energies in [lost, deferred] where !energies.isEmpty {
      let limits = FigureTable.limits.map(\.limit).filter { energies[$0.rawValue] > 0 }
      let most = limits.map { energies[$0.rawValue] }.max()
      if let limit = limits.first(where: { energies[$0.rawValue] == most }) { return limit }
    }
    return nil
  }

  /// The share of timelines that met the requirements, in thousandths, ties to even.
  public var share: Int { divideRoundingToEven(met * 1_000, by: max(timelines, 1)) }

  /// The lower end of Wilson's score interval for the share, in thousandths, rounded down.
  ///
  /// Its confidence is that of the rules, or 95 %.
  public var lowerBound: Int {
    WilsonBound.thousandths(met, of: timelines, rules.confidence ?? .percent95)
  }
}

/// The sum of a figure over timelines.
package struct FigureSum: Sendable {
  /// The sum over the timelines in which the figure has data, in the unit in which it is held.
  private(set) var sum: Int128 = 0
  /// The number of timelines in which the figure has data.
  private(set) var measured = 0
  /// The lowest and the highest value; nil where the figure has no data.
  private(set) var range: ClosedRange<Int128>?
  /// The smallest difference between two values that are shown.
  private let unit: Int128
  /// The decimals of the unit in which the figure is held.
  package let decimals: Int

  /// Creates a sum without values.
  init(_ path: String) {
    let figure = FigureTable.figure(path, isOnUpdate: true)
    unit = figure?.unit.step ?? 1
    decimals = figure?.unit.heldDecimals ?? 3
  }

  /// Adds a value, or nothing for nil.
  mutating func take(_ value: Int128?) {
    guard let value else { return }
    sum += value
    measured += 1
    range = min(value, range?.lowerBound ?? value)...max(value, range?.upperBound ?? value)
  }

  /// The mean over the timelines in which the figure has data, rounded as the figure is shown; nil
  /// where it has none.
  package var mean: Int128? {
    guard measured > 0 else { return nil }
    return divideSignedRoundingToEven(sum, by: Int128(measured) * unit) * unit
  }

  /// Returns true if the exact mean is less than another; a sum without data is less than none.
  func isLess(than other: FigureSum) -> Bool {
    sum * Int128(other.measured) < other.sum * Int128(measured)
  }
}

/// The runs of a search, a point for each scenario.
package struct SizingRuns: Sendable {
  /// The conditions by which runs are judged.
  package let rules: SizingRules
  /// The points, in the order of the scenarios.
  package private(set) var points: [SizingPoint]

  /// Creates a collection.
  ///
  /// - Parameter points: Points that are complete.
  package init(_ rules: SizingRules, points: [SizingPoint] = []) {
    self.rules = rules
    self.points = points
  }

  /// Takes the summary of a run; runs that differ in nothing but the seed must come together.
  ///
  /// - Complexity: O(requirements × figures of the summary).
  package mutating func take(_ scenario: Scenario, _ summary: Summary) {
    var scenario = scenario
    scenario.seed = nil
    if points.last?.scenario != scenario { points.append(SizingPoint(scenario, rules)) }
    points[points.count - 1].take(rules.paths.map { summary.value($0) })
  }

  /// The number of runs.
  package var count: Int { points.reduce(0) { $0 + $1.timelines } }

  /// The greatest number of events that a run left out.
  package var skippedEvents: Int { points.map(\.skippedEvents).max() ?? 0 }

  /// Whether a run has loads or generation.
  package var hasLoads: Bool { points.contains(where: \.hasLoads) }

  /// Whether a run has loads, generation or a battery.
  package var hasSite: Bool { points.contains { $0.hasLoads || $0.hasBattery } }
}
