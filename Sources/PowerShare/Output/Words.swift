/// The words of results as the hot writers need them: without a string to be made.
extension LimitedBy {
  /// The raw value.
  var word: StaticString {
    switch self {
    case .vehicle: "vehicle"
    case .connector: "connector"
    case .charger: "charger"
    case .grid: "grid"
    case .pending: "pending"
    case .minimum: "minimum"
    case .energy: "energy"
    }
  }
}

extension StopReason {
  /// The raw value.
  var word: StaticString {
    switch self {
    case .gridCapacity: "grid-capacity"
    case .vehiclesAtMaximum: "vehicles-at-maximum"
    case .chargersAtMaximum: "chargers-at-maximum"
    case .indivisible: "indivisible"
    }
  }
}
