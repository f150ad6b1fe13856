/// What differs from one run of a sweep to the next.
public enum ScenarioAxis: String, CaseIterable, Sendable {
  /// What the station may hand out in all.
  case gridCapacity
  /// How power is shared.
  case policy
  /// Which arrivals are drawn.
  case seed
  /// By how much the number of arrivals is multiplied.
  case scale
}

/// One run of a sweep: a value for each axis that is swept; nil leaves what all runs share.
public struct Scenario: Equatable, Sendable {
  /// What the station may hand out in all.
  public var gridCapacity: Power?
  /// How power is shared.
  public var policy: PolicyChoice?
  /// Which arrivals are drawn.
  public var seed: UInt64?
  /// By how much the number of arrivals is multiplied, in thousandths.
  public var scale: Int?

  /// Creates a scenario in which nothing differs.
  public init() {}
}

/// Every combination of the values of some axes, the last axis fastest.
public struct ScenarioGrid: Equatable, Sendable {
  /// In watts; nil where it is not swept.
  public var gridCapacities: AxisValues?
  /// Empty where it is not swept.
  public var policies: [PolicyChoice] = []
  /// Nil where it is not swept.
  public var seeds: AxisValues?
  /// In thousandths; nil where it is not swept.
  public var scales: AxisValues?

  /// Creates a grid of one scenario, in which nothing differs.
  public init() {}

  /// The axes that are swept, in their order.
  public var axes: [ScenarioAxis] {
    ScenarioAxis.allCases.filter { axis in
      switch axis {
      case .gridCapacity: gridCapacities != nil
      case .policy: !policies.isEmpty
      case .seed: seeds != nil
      case .scale: scales != nil
      }
    }
  }

  /// How many scenarios there are; nil where there are more than a sweep may have,
  /// ``AxisValues/limit``.
  public var count: Int? {
    var count = 1
    for length in [gridCapacities?.count, policies.count, seeds?.count, scales?.count] {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(length ?? 1, 1))
      if overflow || product > AxisValues.limit { return nil }
      count = product
    }
    return count
  }

  /// The scenario at a place, from 0 on.
  public subscript(place: Int) -> Scenario {
    var scenario = Scenario()
    var rest = place
    func next(of count: Int) -> Int {
      defer { rest /= count }
      return rest % count
    }
    if let scales { scenario.scale = Int(scales[next(of: scales.count)]) }
    if let seeds { scenario.seed = seeds[next(of: seeds.count)] }
    if !policies.isEmpty { scenario.policy = policies[next(of: policies.count)] }
    if let gridCapacities {
      scenario.gridCapacity = Power(watts: Int(gridCapacities[next(of: gridCapacities.count)]))
    }
    precondition(rest == 0, "a place beyond the last scenario")
    return scenario
  }
}
