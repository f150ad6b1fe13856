import PowerShare

/// Outcomes that are known to be the same at other grid capacities, so that these need no run.
///
/// `@unchecked Sendable` is safe: threads access the outcomes only with the lock held.
final class KnownOutcomes: @unchecked Sendable {
  /// The greatest number of outcomes that are kept.
  private let limit: Int
  private let lock = POSIX.Monitor()
  /// The outcomes by their scenarios without the grid capacity.
  private var outcomes: [Scenario: ScenarioRun.Outcome] = [:]

  /// The greatest number of outcomes, and that of the chargers of all of them, whose figures are
  /// most of the memory.
  private static let (most, mostChargers) = (2_000, 20_000)

  /// Creates an empty list.
  ///
  /// - Parameter chargers: The number of chargers of a station.
  init(chargers: Int) { limit = min(Self.most, max(Self.mostChargers / max(chargers, 1), 1)) }

  /// Returns the outcome of a scenario, which is run unless it is known.
  ///
  /// The outcome is the same in both cases, so that it does not depend on the order of runs.
  func outcome(
    _ scenario: Scenario, run: () -> ScenarioRun.Outcome
  ) -> ScenarioRun.Outcome {
    guard let capacity = scenario.gridCapacity else { return run() }
    var others = scenario
    others.gridCapacity = nil
    lock.enter()
    let known = outcomes[others]
    lock.leave()
    if let outcome = known?.with(gridCapacity: capacity) { return outcome }
    let outcome = run()
    lock.enter()
    if outcomes.count < limit || known != nil { outcomes[others] = outcome }
    lock.leave()
    return outcome
  }
}
