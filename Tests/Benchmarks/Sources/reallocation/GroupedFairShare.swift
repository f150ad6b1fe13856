/// The fair share with dictionaries, like ``SlowFairShare``, but in linear time.
///
/// ``SlowFairShare`` searches all open vehicles for each charger, which takes quadratic time.
struct GroupedFairShare {
  private(set) var allocation: [String: Int]
  private(set) var remaining: Int

  init(
    grid: Int, step: Int, limitOfCharger: [String: Int], maximumOfVehicle: [String: Int],
    chargerOfVehicle: [String: String]
  ) {
    allocation = maximumOfVehicle.mapValues { _ in 0 }
    remaining = grid
    while remaining > 0 {
      var total: [String: Int] = [:]
      for (vehicle, power) in allocation {
        total[chargerOfVehicle[known: vehicle], default: 0] += power
      }
      let open = allocation.keys.filter { vehicle in
        let charger = chargerOfVehicle[known: vehicle]
        return allocation[known: vehicle] < maximumOfVehicle[known: vehicle]
          && total[known: charger] < limitOfCharger[known: charger]
      }
      if open.isEmpty { break }
      let share = remaining / open.count / step * step
      let before = remaining
      for (charger, vehicles) in Dictionary(grouping: open, by: { chargerOfVehicle[known: $0] }) {
        let left = limitOfCharger[known: charger] - total[known: charger]
        let lacking = vehicles.map { maximumOfVehicle[known: $0] - allocation[known: $0] }
        let wouldTake = lacking.map { min(share, $0) }.reduce(0, +)
        let offer = wouldTake > left ? left / vehicles.count / step * step : share
        for (vehicle, lack) in zip(vehicles, lacking) {
          let power = allocation[known: vehicle] + min(offer, lack)
          remaining -= power - allocation[known: vehicle]
          allocation[vehicle] = power
        }
      }
      if remaining == before { break }
    }
  }
}
