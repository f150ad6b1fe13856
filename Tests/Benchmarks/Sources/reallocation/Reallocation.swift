import PowerShare

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Times one reallocation against the plain dictionary version in the tests, which must agree.
///
/// Prints a line for each size: the vehicles, then the medians in nanoseconds of processor time of
/// the plain version, of the plain version with vehicles grouped by charger, of the policy alone, and
/// of the policy after one vehicle has changed.
@main struct Reallocation {
  static let stations = 5

  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
    guard arguments.count == 2 else { fatalError("usage: reallocation SEED RUNS") }
    for vehicles in [20, 200, 2_000] {
      var random = SplitMix64(seed: arguments[0])
      var cases = (0..<stations).map { _ in Case(vehicles: vehicles, using: &random) }
      var plain: [Int] = []
      var grouped: [Int] = []
      var policy: [Int] = []
      var change: [Int] = []
      for _ in 0..<arguments[1] {
        for place in cases.indices {
          plain.append(cases[place].timePlain())
          grouped.append(cases[place].timeGrouped())
          policy.append(cases[place].timePolicy())
          change.append(cases[place].timeChange())
        }
      }
      print(vehicles, median(plain), median(grouped), median(policy), median(change))
    }
  }

  private static func median(_ values: [Int]) -> Int { values.sorted()[values.count / 2] }
}

/// A station of chargers with two vehicles each, whose grid is short of what they want.
struct Case {
  private let station: PlainStation
  private var limits: [String: Int] = [:]
  private var maxima: [String: Int] = [:]
  private var chargers: [String: String] = [:]
  private var request: AllocationRequest
  private var policy = FairShare()
  private var allocated: [Power] = []
  /// How often each is done for one figure: some ten thousand vehicles, and a tenth of that.
  private let repeats: Int
  private let plainRepeats: Int

  init(vehicles: Int, using random: inout SplitMix64) {
    station = PlainStation(
      gridKilowatts: 60 * vehicles,
      (0..<vehicles / 2).map { _ in
        let limit = random.pick([100, 150, 200, 300])
        return (limit: limit, vehicles: (0..<2).map { _ in random.int(11...270) })
      })
    request = station.request
    for charger in station.chargers {
      limits[charger.name] = charger.limit
      for vehicle in charger.vehicles {
        maxima[vehicle.name] = vehicle.maximum
        chargers[vehicle.name] = charger.name
      }
    }
    repeats = 40_000 / vehicles
    plainRepeats = max(1, 4_000 / vehicles)
    let reason = policy.allocate(request, into: &allocated)
    let expected = allocatePlain()
    precondition(
      station.byName(allocated) == expected.allocation && reason?.rawValue == expected.stopReason,
      "the plain version gives something else")
    precondition(allocateGrouped().allocation == expected.allocation, "so does the grouped one")
  }

  private func allocatePlain() -> SlowFairShare {
    SlowFairShare(
      grid: station.grid, step: station.step, limitOfCharger: limits, maximumOfVehicle: maxima,
      chargerOfVehicle: chargers)
  }

  private func allocateGrouped() -> GroupedFairShare {
    GroupedFairShare(
      grid: station.grid, step: station.step, limitOfCharger: limits, maximumOfVehicle: maxima,
      chargerOfVehicle: chargers)
  }

  func timePlain() -> Int {
    let start = processorTime()
    for _ in 0..<plainRepeats { consume(allocatePlain().remaining) }
    return (processorTime() - start) / plainRepeats
  }

  func timeGrouped() -> Int {
    let start = processorTime()
    for _ in 0..<plainRepeats { consume(allocateGrouped().remaining) }
    return (processorTime() - start) / plainRepeats
  }

  mutating func timePolicy() -> Int {
    let start = processorTime()
    for _ in 0..<repeats {
      _ = policy.allocate(request, into: &allocated)
      consume(allocated[0].watts)
    }
    return (processorTime() - start) / repeats
  }

  /// A report of one vehicle after the other, each of which changes its maximum.
  mutating func timeChange() -> Int {
    let groups = request.chargers
    let start = processorTime()
    for number in 0..<repeats {
      let group = groups[number % groups.count]
      let old = request.vehicles[group.vehicles.lowerBound]
      request.remove(old, charger: group.charger)
      let watts = old.maximum.watts + (number / groups.count % 2 == 0 ? 1_000 : -1_000)
      let new = AllocationRequest.VehicleDemand(
        maximum: Power(watts: watts), startOrder: old.startOrder, session: old.session)
      request.insert(new, charger: group.charger, maxPower: group.maxPower)
      _ = policy.allocate(request, into: &allocated)
      consume(allocated[0].watts)
    }
    return (processorTime() - start) / repeats
  }
}

/// In nanoseconds.
private func processorTime() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Keeps the optimizer from leaving out what nobody looks at.
@inline(never)
private func consume(_ value: Int) { if value < 0 { fatalError("power is never negative") } }
