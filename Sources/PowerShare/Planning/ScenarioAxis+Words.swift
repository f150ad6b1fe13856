/// The words for an axis in answers.
extension ScenarioAxis {
  /// The name of one of its values: `grid capacity`.
  package var noun: String {
    switch self {
    case .site: "site"
    case .station: "station"
    case .chargers: "number of chargers"
    case .batteryCapacity: "battery capacity"
    case .batteryPower: "battery power"
    case .gridCapacity: "grid capacity"
    case .policy: "policy"
    case .scale: "scale"
    case .seed: "seed"
    }
  }

  /// The name of several of its values: `grid capacities`.
  package var plural: String {
    switch self {
    case .batteryCapacity: "battery capacities"
    case .gridCapacity: "grid capacities"
    case .chargers: "numbers of chargers"
    case .policy: "policies"
    case .site, .station, .batteryPower, .scale, .seed: noun + "s"
    }
  }

  /// The last word or words of ``noun``, where the rest is clear.
  package var shortNoun: String {
    switch self {
    case .batteryCapacity, .gridCapacity: "capacity"
    case .batteryPower: "power"
    case .site, .station, .chargers, .policy, .scale, .seed: noun
    }
  }

  /// The last word or words of ``plural``, where the rest is clear.
  package var shortPlural: String {
    switch self {
    case .batteryCapacity, .gridCapacity: "capacities"
    case .batteryPower: "powers"
    case .site, .station, .chargers, .policy, .scale, .seed: plural
    }
  }

  /// More of what the axis varies, in words.
  var more: String {
    switch self {
    case .chargers: "more chargers"
    case .site, .station, .batteryCapacity, .batteryPower, .gridCapacity, .policy, .scale, .seed:
      "more " + noun
    }
  }

  /// The unit of its values; empty for names and for plain numbers.
  private var unit: String {
    switch self {
    case .chargers: "chargers"
    case .batteryCapacity: "kWh"
    case .batteryPower, .gridCapacity: "kW"
    case .site, .station, .policy, .scale, .seed: ""
    }
  }

  /// Returns values with their unit: `300, 400 kW`.
  ///
  /// - Parameter most: The greatest number of values to name; the others are counted.
  package func text(of scenarios: [Scenario], most: Int = .max) -> String {
    let values = scenarios.prefix(most).map { Suggestion.printable($0.text(on: self)) }
    var text = values.joined(separator: ", ")
    if self == .chargers, values == ["1"] {
      text += " charger"
    } else if !unit.isEmpty {
      text += " " + unit
    }
    return scenarios.count > most ? text + " and \(scenarios.count - most) more" : text
  }

  /// True if its values are numbers, so that there are lower and higher ones.
  package var isRanked: Bool {
    switch self {
    case .site, .station, .policy: false
    case .chargers, .batteryCapacity, .batteryPower, .gridCapacity, .scale, .seed: true
    }
  }
}
