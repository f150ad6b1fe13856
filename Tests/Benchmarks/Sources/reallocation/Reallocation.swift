import PowerShare

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures the time of one reallocation, and of the same with simpler versions.
///
/// All versions must give the same result. Prints a line per size: the number of vehicles, then the
/// medians of CPU time in nanoseconds of ``SlowFairShare``, of ``GroupedFairShare``, of the policy,
/// and of the policy after a change of one vehicle.
@main struct Reallocation {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
    guard arguments.count == 2 else { fatalError("usage: reallocation SEED RUNS") }
    for vehicles in [20, 200, 2_000] {
      var stations = Stations(vehicles: vehicles, seed: arguments[0])
      var figures: [[Int]] = [[], [], [], []]
      for _ in 0..<arguments[1] {
        figures[0].append(stations.timePlain())
        figures[1].append(stations.timeGrouped())
        figures[2].append(stations.timePolicy())
        figures[3].append(stations.timeChange())
      }
      print(([vehicles] + figures.map(median)).map(String.init).joined(separator: " "))
    }
  }

  private static func median(_ values: [Int]) -> Int { values.sorted()[values.count / 2] }
}

/// Several stations of one size.
///
/// With a single station, the CPU's branch prediction would adapt to its rounds.
struct Stations {
  private var cases: [Case]
  /// The number of passes over all stations per figure: about 100,000 vehicles in total.
  private let repeats: Int

  init(vehicles: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    cases = (0..<max(5, 1_000 / vehicles)).map { _ in Case(vehicles: vehicles, using: &random) }
    repeats = max(10, 100_000 / vehicles / cases.count)
  }

  func timePlain() -> Int {
    let start = processorTime()
    for place in cases.indices { consume(cases[place].allocatePlain().remaining) }
    return (processorTime() - start) / cases.count
  }

  func timeGrouped() -> Int {
    let start = processorTime()
    for place in cases.indices { consume(cases[place].allocateGrouped().remaining) }
    return (processorTime() - start) / cases.count
  }

  mutating func timePolicy() -> Int {
    let start = processorTime()
    for _ in 0..<repeats {
      for place in cases.indices { consume(cases[place].allocate()) }
    }
    return (processorTime() - start) / (repeats * cases.count)
  }

  mutating func timeChange() -> Int {
    let start = processorTime()
    for _ in 0..<repeats {
      for place in cases.indices { consume(cases[place].allocateAfterChange()) }
    }
    return (processorTime() - start) / (repeats * cases.count)
  }
}

/// A station of chargers with two vehicles each, whose grid capacity is less than the demand.
struct Case {
  private let station: PlainStation
  private var limits: [String: Int] = [:]
  private var maxima: [String: Int] = [:]
  private var chargers: [String: String] = [:]
  private var request: AllocationRequest
  private var policy = FairShare()
  private var allocated: [Power] = []
  private var changes = 0

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
    let reason = policy.allocate(request, into: &allocated)
    let expected = allocatePlain()
    precondition(
      station.byName(allocated) == expected.allocation && reason?.rawValue == expected.stopReason,
      "the plain version gives something else")
    precondition(allocateGrouped().allocation == expected.allocation, "so does the grouped one")
  }

  func allocatePlain() -> SlowFairShare {
    SlowFairShare(
      grid: station.grid, step: station.step, limitOfCharger: limits, maximumOfVehicle: maxima,
      chargerOfVehicle: chargers)
  }

  func allocateGrouped() -> GroupedFairShare {
    GroupedFairShare(
      grid: station.grid, step: station.step, limitOfCharger: limits, maximumOfVehicle: maxima,
      chargerOfVehicle: chargers)
  }

  /// Reallocates and returns the power of the first vehicle in watts.
  mutating func allocate() -> Int {
    _ = policy.allocate(request, into: &allocated)
    return allocated[0].watts
  }

  /// Changes the maximum of a vehicle, at each call of the next charger, and reallocates.
  mutating func allocateAfterChange() -> Int {
    let group = request.chargers[changes % request.chargers.count]
    let isHigher = changes / request.chargers.count % 2 == 0
    changes += 1
    let old = request.vehicles[group.vehicles.lowerBound]
    request.remove(old, charger: group.charger)
    let new = AllocationRequest.VehicleDemand(
      maximum: Power(watts: old.maximum.watts + (isHigher ? 1_000 : -1_000)),
      startOrder: old.startOrder, session: old.session)
    request.insert(new, charger: group.charger, maxPower: group.maxPower)
    return allocate()
  }
}

/// Returns the CPU time of the process in nanoseconds.
private func processorTime() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Uses a result, so that the optimizer does not remove its computation.
@inline(never)
private func consume(_ value: Int) { if value < 0 { fatalError("power is never negative") } }
