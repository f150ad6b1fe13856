/// A setting that differs between the runs of a sweep.
public enum ScenarioAxis: String, CaseIterable, Sendable {
  /// The capacity of the battery.
  case batteryCapacity
  /// The power of the battery.
  case batteryPower
  /// The grid capacity.
  case gridCapacity
  /// The policy.
  case policy
  /// The seed of generated arrivals.
  case seed
  /// The factor of the number of arrivals.
  case scale
}

/// A run of a sweep: a value for each axis that is swept.
///
/// Nil keeps the setting that all runs share.
public struct Scenario: Equatable, Sendable {
  /// The capacity of the battery; zero for no battery.
  public var batteryCapacity: Energy?
  /// The power of the battery; zero for no battery.
  ///
  /// It is the charging power, too, unless the station's battery has another charging power than
  /// power.
  public var batteryPower: Power?
  /// The grid capacity.
  public var gridCapacity: Power?
  /// The policy.
  public var policy: PolicyChoice?
  /// The seed of generated arrivals.
  public var seed: UInt64?
  /// The factor of the number of arrivals, in thousandths.
  public var scale: Int?

  /// Creates a scenario that changes nothing.
  public init() {}
}

/// All combinations of the values of some axes, the last axis fastest.
package struct ScenarioGrid: Equatable, Sendable {
  /// Capacities of the battery in watt-hours; nil if not swept.
  package var batteryCapacities: AxisValues?
  /// Powers of the battery in watts; nil if not swept.
  package var batteryPowers: AxisValues?
  /// Grid capacities in watts; nil if not swept.
  package var gridCapacities: AxisValues?
  /// Policies; empty if not swept.
  package var policies: [PolicyChoice] = []
  /// Seeds; nil if not swept.
  package var seeds: AxisValues?
  /// Factors of the number of arrivals, in thousandths; nil if not swept.
  package var scales: AxisValues?

  /// Creates a grid of one scenario that changes nothing.
  package init() {}

  /// The axes that are swept, in their order.
  package var axes: [ScenarioAxis] {
    ScenarioAxis.allCases.filter { axis in
      switch axis {
      case .batteryCapacity: batteryCapacities != nil
      case .batteryPower: batteryPowers != nil
      case .gridCapacity: gridCapacities != nil
      case .policy: !policies.isEmpty
      case .seed: seeds != nil
      case .scale: scales != nil
      }
    }
  }

  /// True if the battery differs between scenarios.
  package var hasBatteries: Bool { batteryCapacities != nil || batteryPowers != nil }

  /// The number of scenarios; nil if it exceeds ``AxisValues/limit``, the most that a sweep may
  /// have.
  package var count: Int? {
    var count = 1
    let lengths = [
      batteryCapacities?.count, batteryPowers?.count, gridCapacities?.count, policies.count,
      seeds?.count, scales?.count,
    ]
    for length in lengths {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(length ?? 1, 1))
      if overflow || product > AxisValues.limit { return nil }
      count = product
    }
    return count
  }

  /// Returns the scenario at a place, from 0.
  ///
  /// - Precondition: `place` is below ``count``.
  package subscript(place: Int) -> Scenario {
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
    if let batteryPowers {
      scenario.batteryPower = Power(watts: Int(batteryPowers[next(of: batteryPowers.count)]))
    }
    if let batteryCapacities {
      scenario.batteryCapacity = Energy(
        wattHours: Int(batteryCapacities[next(of: batteryCapacities.count)]))
    }
    precondition(rest == 0, "a place beyond the last scenario")
    return scenario
  }
}

extension Scenario {
  /// Returns a station with the grid capacity and the battery of the scenario.
  ///
  /// A station without a battery gets one if the scenario has both a capacity and a power.
  func station(_ station: StationConfig) -> StationConfig {
    var station = gridCapacity.map(station.with(gridCapacity:)) ?? station
    if let battery = station.battery {
      if batteryCapacity != nil || batteryPower != nil {
        station = station.with(
          battery: battery.with(capacity: batteryCapacity, power: batteryPower))
      }
    } else if let batteryCapacity, let batteryPower {
      station = station.with(
        battery: StationBattery(capacity: batteryCapacity, power: batteryPower))
    }
    return station
  }

  /// Returns its values on some axes in words: `gridCapacity 100, policy fair`.
  package func text(_ axes: [ScenarioAxis]) -> String {
    axes.map { "\($0.rawValue) \($0.text(of: number(on: $0)))" }.joined(separator: ", ")
  }

  /// Returns the value on an axis as a number: watt-hours, watts, the index of the policy, the
  /// seed, or thousandths.
  func number(on axis: ScenarioAxis) -> UInt64 {
    switch axis {
    case .batteryCapacity: UInt64(batteryCapacity?.roundedWattHours ?? 0)
    case .batteryPower: UInt64(batteryPower?.watts ?? 0)
    case .gridCapacity: UInt64(gridCapacity?.watts ?? 0)
    case .policy: UInt64(policy.flatMap(PolicyChoice.allCases.firstIndex) ?? 0)
    case .seed: seed ?? 0
    case .scale: UInt64(scale ?? 0)
    }
  }
}

extension ScenarioAxis {
  /// Returns a value on the axis as it is written in a row.
  func text(of value: UInt64) -> String {
    switch self {
    case .batteryCapacity, .batteryPower, .gridCapacity, .scale:
      Power(watts: Int(value)).kilowatts
    case .policy: PolicyChoice.allCases[Int(value)].rawValue
    case .seed: String(value)
    }
  }
}
