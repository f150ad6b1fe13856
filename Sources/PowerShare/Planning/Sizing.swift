/// A search for the value on one axis that meets requirements, over runs at every value.
///
/// The answer is the smallest value that meets them; of the scale it is the largest below the
/// first that does not meet them, and of stations the first that meets them. Figures need not rise
/// or fall with the value, so every value is run, and the result names those that are against the
/// trend.
public struct Sizing: Sendable {
  /// The axis.
  public let axis: ScenarioAxis
  /// The conditions by which runs are judged.
  package let rules: SizingRules
  /// The results at each value, in the order of the values.
  public let points: [SizingPoint]
  /// The greatest number of events that a run left out.
  package let skippedEvents: Int

  /// Creates a search from its runs.
  ///
  /// - Parameters:
  ///   - axis: The axis that is searched.
  ///   - runs: The runs at every value, in the order of the values.
  package init(_ axis: ScenarioAxis, _ runs: SizingRuns) {
    self.axis = axis
    rules = runs.rules
    points = runs.points
    skippedEvents = runs.skippedEvents
  }

  /// True if the search is for the largest value: the more vehicles, the harder it is to serve
  /// them.
  package var findsLargest: Bool { axis == .scale }

  /// The index in ``points`` of the answer; nil if there is none.
  public var answer: Int? {
    guard findsLargest else { return points.firstIndex(where: \.isMet) }
    let failing = points.firstIndex { !$0.isMet } ?? points.count
    return failing > 0 ? failing - 1 : nil
  }

  /// The scenarios that are against the trend: larger ones than the answer that do not meet every
  /// requirement; of the scale larger ones that meet them behind one that does not; no stations.
  package var exceptions: [Scenario] {
    if findsLargest {
      return points.drop(while: \.isMet).filter(\.isMet).map(\.scenario)
    }
    guard axis.isRanked, let answer else { return [] }
    return points[answer...].filter { !$0.isMet }.map(\.scenario)
  }

  /// The paths of figures that both rise and fall over the range, which stations do not have.
  ///
  /// They are those that the requirements name, or `seedShare` if several timelines were run.
  public var unsteadyFigures: [String] {
    guard axis.isRanked else { return [] }
    if let point = points.first, point.timelines > 1 {
      return Self.turns(points.map { Int128($0.met) }) ? ["seedShare"] : []
    }
    var paths: [String] = []
    for (place, requirement) in rules.requirements.enumerated()
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

  /// Returns the energy that the next value delivers more, in watt-hours, as a mean over the
  /// timelines; nil for the last one.
  public func gain(behind place: Int) -> Int128? {
    guard place + 1 < points.count else { return nil }
    let gain = points[place + 1].delivered - points[place].delivered
    let mean = divideRoundingToEven(
      Int128(gain.magnitude), by: Int128(max(points[place].timelines, 1)))
    return gain < 0 ? -mean : mean
  }
}
