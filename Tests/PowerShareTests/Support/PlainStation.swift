import PowerShare

/// A station in names and whole watts, as the slow reference takes it.
struct PlainStation {
  struct Vehicle {
    var name: String
    var maximum: Int
  }

  struct Charger {
    var name: String
    var limit: Int
    var vehicles: [Vehicle]
  }

  var grid: Int
  var step = 1_000
  var chargers: [Charger]

  /// Chargers of some limits in kW with vehicles of some maxima in kW.
  init(gridKilowatts: Int, stepKilowatts: Int = 1, _ chargers: (limit: Int, vehicles: [Int])...) {
    self.init(gridKilowatts: gridKilowatts, stepKilowatts: stepKilowatts, chargers)
  }

  init(gridKilowatts: Int, stepKilowatts: Int = 1, _ chargers: [(limit: Int, vehicles: [Int])]) {
    grid = gridKilowatts * 1_000
    step = stepKilowatts * 1_000
    self.chargers = chargers.enumerated().map { number, charger in
      Charger(
        name: "C\(number + 1)", limit: charger.limit * 1_000,
        vehicles: charger.vehicles.enumerated().map { place, maximum in
          Vehicle(name: "C\(number + 1)-\(place + 1)", maximum: maximum * 1_000)
        })
    }
  }

  /// A random station: odd capacities, zeros, and steps from 1 W to 50 kW.
  init(using random: inout SplitMix64) {
    let step = random.pick([1, 1, 7, 100, 1_000, 1_000, 1_000, 2_500, 50_000])
    let scale = random.pick([3, 40, 400]) * step
    func watts(_ most: Int, _ random: inout SplitMix64) -> Int {
      switch random.int(0...9) {
      case 0: 0
      case 1: random.int(0...2)
      case 2...5: random.int(0...(most / step)) * step
      default: random.int(0...most)
      }
    }
    self.step = step
    grid = watts(scale * 3, &random)
    chargers = []
    for number in 0..<random.int(0...5) {
      let usual = watts(scale, &random)
      let vehicles = (0..<random.int(0...5)).map { place in
        Vehicle(
          name: "C\(number)-\(place)",
          maximum: random.chance(percent: 40) ? usual : watts(scale, &random))
      }
      chargers.append(
        Charger(name: "C\(number)", limit: watts(scale * 2, &random), vehicles: vehicles))
    }
  }

  /// The names of all vehicles in the order of the station.
  var names: [String] { chargers.flatMap { $0.vehicles.map(\.name) } }

  /// The same station as a request; vehicles start in the order of the station.
  var request: AllocationRequest {
    var request = AllocationRequest(
      gridCapacity: Power(watts: grid), step: Power(watts: step))
    var session = 0
    for (index, charger) in chargers.enumerated() {
      for vehicle in charger.vehicles {
        request.insert(
          .init(maximum: Power(watts: vehicle.maximum), startOrder: session + 1, session: session),
          charger: index, maxPower: Power(watts: charger.limit))
        session += 1
      }
    }
    return request
  }

  /// Returns the policy's allocation of each vehicle, by name, and its stop reason.
  func fairShare() -> (allocation: [String: Int], stopReason: String?) {
    var policy = FairShare()
    var allocated = [Power(watts: 12_345)]  // earlier contents must not matter
    let reason = policy.allocate(request, into: &allocated)
    return (byName(allocated), reason?.rawValue)
  }

  func byName(_ allocated: [Power]) -> [String: Int] {
    let names = names
    var result: [String: Int] = [:]
    for (vehicle, power) in zip(request.vehicles, allocated) {
      result[names[vehicle.session]] = power.watts
    }
    return result
  }
}
