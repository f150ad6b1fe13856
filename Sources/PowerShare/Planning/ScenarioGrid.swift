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

extension Scenario {
  /// Its values on some axes in words: `gridCapacity 100, policy fair`.
  public func text(_ axes: [ScenarioAxis]) -> String {
    axes.map { "\($0.rawValue) \($0.text(of: number(on: $0)))" }.joined(separator: ", ")
  }

  /// The value on an axis as a number: watts, the policy's place among all, the seed, thousandths.
  func number(on axis: ScenarioAxis) -> UInt64 {
    switch axis {
    case .gridCapacity: UInt64(gridCapacity?.watts ?? 0)
    case .policy: UInt64(policy.flatMap(PolicyChoice.allCases.firstIndex) ?? 0)
    case .seed: seed ?? 0
    case .scale: UInt64(scale ?? 0)
    }
  }
}

extension ScenarioAxis {
  /// A value on the axis as it is written in a row.
  func text(of value: UInt64) -> String {
    switch self {
    case .gridCapacity, .scale: Power(watts: Int(value)).kilowatts
    case .policy: PolicyChoice.allCases[Int(value)].rawValue
    case .seed: String(value)
    }
  }
}
