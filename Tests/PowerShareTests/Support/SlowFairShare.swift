/// The fair share as its rules read, with dictionaries and without regard to speed.
///
/// It is the oracle of the policy under test and shares no code with it.
struct SlowFairShare {
  struct Round: Equatable {
    var remaining: Int
    var openVehicles: Int
    var share: Int
    /// The power that each open vehicle got.
    var added: [String: Int]
    /// The power that each open vehicle had afterwards.
    var allocated: [String: Int]
  }

  private(set) var allocation: [String: Int] = [:]
  private(set) var rounds: [Round] = []
  private(set) var remaining = 0
  private(set) var stopReason: String?

  init(_ station: PlainStation) {
    var limit: [String: Int] = [:]
    var maximum: [String: Int] = [:]
    var charger: [String: String] = [:]
    for place in station.chargers {
      limit[place.name] = place.limit
      for vehicle in place.vehicles {
        maximum[vehicle.name] = vehicle.maximum
        charger[vehicle.name] = place.name
      }
    }
    self.init(
      grid: station.grid, step: station.step, limitOfCharger: limit, maximumOfVehicle: maximum,
      chargerOfVehicle: charger)
  }

  init(
    grid: Int, step: Int, limitOfCharger: [String: Int], maximumOfVehicle: [String: Int],
    chargerOfVehicle: [String: String]
  ) {
    allocation = maximumOfVehicle.mapValues { _ in 0 }
    var open: [String] = []
    while true {
      // Rule 1.
      remaining = grid - allocation.values.reduce(0, +)
      // Rule 2.
      var total = limitOfCharger.mapValues { _ in 0 }
      for (vehicle, power) in allocation { total[known: chargerOfVehicle[known: vehicle]] += power }
      open = allocation.keys.filter { vehicle in
        let charger = chargerOfVehicle[known: vehicle]
        return allocation[known: vehicle] < maximumOfVehicle[known: vehicle]
          && total[known: charger] < limitOfCharger[known: charger]
      }
      if remaining == 0 || open.isEmpty { break }
      // Rule 3.
      let share = remaining / open.count / step * step
      if share == 0 { break }
      // Rule 4.
      var next = allocation
      for (charger, limit) in limitOfCharger {
        let openHere = open.filter { chargerOfVehicle[$0] == charger }
        if openHere.isEmpty { continue }
        let left = limit - total[known: charger]
        let lacking = openHere.map { maximumOfVehicle[known: $0] - allocation[known: $0] }
        let wouldTake = lacking.map { min(share, $0) }.reduce(0, +)
        let offer = wouldTake > left ? left / openHere.count / step * step : share
        for (vehicle, lack) in zip(openHere, lacking) {
          next[vehicle] = allocation[known: vehicle] + min(offer, lack)
        }
      }
      // Rule 5.
      if next == allocation { break }
      var round = Round(
        remaining: remaining, openVehicles: open.count, share: share, added: [:], allocated: [:])
      for vehicle in open {
        round.added[vehicle] = next[known: vehicle] - allocation[known: vehicle]
        round.allocated[vehicle] = next[known: vehicle]
      }
      rounds.append(round)
      allocation = next
    }
    if allocation.isEmpty {
      stopReason = nil
    } else if remaining == 0 {
      stopReason = "grid-capacity"
    } else if allocation == maximumOfVehicle {
      stopReason = "vehicles-at-maximum"
    } else if open.isEmpty {
      stopReason = "chargers-at-maximum"
    } else {
      stopReason = "indivisible"
    }
  }
}

extension Dictionary {
  /// The value of a key; a key that is missing is a defect of the test.
  subscript(known key: Key) -> Value {
    get {
      guard let value = self[key] else { preconditionFailure("\(key) is not there") }
      return value
    }
    set { self[key] = newValue }
  }
}
