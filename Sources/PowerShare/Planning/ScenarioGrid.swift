/// A setting that differs between the runs of a sweep, in the order of the columns.
public enum ScenarioAxis: String, CaseIterable, Sendable {
  /// The site of a list of sites.
  case site
  /// The station, of several configs.
  case station
  /// The number of chargers, which are the first ones of the config.
  case chargers
  /// The capacity of the battery.
  case batteryCapacity
  /// The power of the battery.
  case batteryPower
  /// The grid capacity.
  case gridCapacity
  /// The policy.
  case policy
  /// The factor of the number of arrivals.
  case scale
  /// The seed of generated arrivals.
  case seed

  /// The index of the axis in ``allCases``.
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A run of a sweep: a value for each axis that is swept.
///
/// Nil keeps the setting that all runs share.
public struct Scenario: Hashable, Sendable {
  /// One of several inputs.
  package struct Choice: Hashable, Sendable {
    /// Its index among them.
    package let index: Int
    /// Its name in rows.
    package let name: String
  }

  /// The site of a list of sites.
  package var site: Choice?
  /// The station, of several configs.
  package var station: Choice?
  /// The number of chargers, which are the first ones of the config.
  public var chargers: Int?
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
  /// The factor of the number of arrivals, in thousandths.
  public var scale: Int?
  /// The seed of generated arrivals.
  public var seed: UInt64?

  /// Creates a scenario that changes nothing.
  public init() {}
}

/// All combinations of the values of some axes, the last axis fastest.
package struct ScenarioGrid: Equatable, Sendable {
  /// The values of an axis; at least one.
  package enum Values: Equatable, Sendable {
    /// Whole numbers: chargers, watt-hours, watts, thousandths or seeds.
    case numbers(AxisValues)
    /// The names of sites or stations.
    case names([String])
    /// Policies.
    case policies([PolicyChoice])

    /// The number of values.
    package var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .names(let names): names.count
      case .policies(let policies): policies.count
      }
    }
  }

  /// The values of each axis, by its index; nil if it is not swept.
  private var values = [Values?](repeating: nil, count: ScenarioAxis.allCases.count)

  /// Creates a grid of one scenario that changes nothing.
  package init() {}

  /// The values of an axis; nil if it is not swept.
  package subscript(axis: ScenarioAxis) -> Values? {
    get { values[axis.index] }
    set { values[axis.index] = newValue }
  }

  /// The axes that are swept, in their order.
  package var axes: [ScenarioAxis] { ScenarioAxis.allCases.filter { self[$0] != nil } }

  /// True if the battery differs between scenarios.
  package var hasBatteries: Bool { self[.batteryCapacity] != nil || self[.batteryPower] != nil }

  /// The number of scenarios; nil if it exceeds ``AxisValues/limit``, the most that a sweep may
  /// have.
  package var count: Int? {
    var count = 1
    for case let values? in values {
      let (product, overflow) = count.multipliedReportingOverflow(by: values.count)
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
    for axis in ScenarioAxis.allCases.reversed() {
      guard let values = self[axis] else { continue }
      scenario.set(axis, values, at: rest % values.count)
      rest /= values.count
    }
    precondition(rest == 0, "a place beyond the last scenario")
    return scenario
  }
}

extension Scenario {
  fileprivate mutating func set(_ axis: ScenarioAxis, _ values: ScenarioGrid.Values, at place: Int)
  {
    switch values {
    case .names(let names):
      let choice = Choice(index: place, name: names[place])
      if axis == .site { site = choice } else { station = choice }
    case .policies(let policies): policy = policies[place]
    case .numbers(let numbers):
      let number = numbers[place]
      switch axis {
      case .chargers: chargers = Int(number)
      case .batteryCapacity: batteryCapacity = Energy(wattHours: Int(number))
      case .batteryPower: batteryPower = Power(watts: Int(number))
      case .gridCapacity: gridCapacity = Power(watts: Int(number))
      case .scale: scale = Int(number)
      case .seed: seed = number
      case .site, .station, .policy: preconditionFailure("an axis without numbers")
      }
    }
  }

  /// Returns a station with the chargers, the grid capacity and the battery of the scenario.
  ///
  /// A station without a battery gets one if the scenario has both a capacity and a power.
  func station(_ station: StationConfig) -> StationConfig {
    var station = chargers.map(station.with(firstChargers:)) ?? station
    station = gridCapacity.map(station.with(gridCapacity:)) ?? station
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
    axes.map { "\($0.rawValue) \(text(on: $0))" }.joined(separator: ", ")
  }

  /// Returns its value on an axis as it is written in a row; empty if it has none.
  package func text(on axis: ScenarioAxis) -> String {
    switch axis {
    case .site: site?.name ?? ""
    case .station: station?.name ?? ""
    case .chargers: chargers.map { String($0) } ?? ""
    case .batteryCapacity:
      batteryCapacity.map { decimalText(thousandths: $0.roundedWattHours) } ?? ""
    case .batteryPower: batteryPower?.kilowatts ?? ""
    case .gridCapacity: gridCapacity?.kilowatts ?? ""
    case .policy: policy?.rawValue ?? ""
    case .scale: scale.map { decimalText(thousandths: Int128($0)) } ?? ""
    case .seed: seed.map { String($0) } ?? ""
    }
  }
}
