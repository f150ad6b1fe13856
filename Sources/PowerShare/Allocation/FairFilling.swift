/// The rounds of the fair share while they run, in watts.
struct FairFilling: Sendable {
  /// A charger that can still give a step to each of its open vehicles, as far as is known.
  private struct OpenCharger {
    /// Its place in the request.
    var index = 0
    /// How many open vehicles it has, the last of those in the request.
    var vehicles = 0
    /// The level at which something happens there; 0 where it has a level of its own.
    var threshold = 0
    /// What its vehicles that have their maximum have together.
    var given = 0
    var standing = Standing.open
  }

  /// What a charger can still do.
  private enum Standing {
    /// Give something, as far as is known.
    case open
    /// Nothing: it has its maximum, or all its vehicles have theirs.
    case full
    /// Nothing: what it has left is less than a step for each of its open vehicles.
    case stuck
  }

  /// The first of them are those that are open; kept to reuse the memory, like all of this.
  private var open: [OpenCharger] = []
  private var openChargers = 0
  /// What the open vehicles of each charger of the request have, each; −1 where they have the
  /// station's level.
  private var levels: [Int] = []
  /// What the open vehicles of all chargers have that have given every share in full so far.
  private var level = 0
  /// What remains of the grid capacity.
  private var remaining = 0
  /// How many vehicles are open.
  private var openVehicles = 0
  /// How many of them are at chargers that have something left, but less than a step for each.
  ///
  /// They never get anything more: neither what is left there nor their number changes.
  private var stuckVehicles = 0
  /// Whether a charger has its maximum while a vehicle there has not.
  private var hasFullCharger = false

  /// Prepares the first round.
  mutating func begin(_ request: AllocationRequest) {
    level = 0
    remaining = request.gridCapacity.watts
    stuckVehicles = 0
    while open.count < request.chargers.count { open.append(OpenCharger()) }
    let outcome = Self.begin(request.chargers.span, &open)
    levels.resize(to: request.chargers.count, -1)
    for index in levels.indices { levels[index] = -1 }
    if outcome.hasFullCharger {
      for index in levels.indices where request.chargers[index].maxPower == .zero {
        levels[index] = 0
      }
    }
    openChargers = outcome.openChargers
    openVehicles = outcome.openVehicles
    hasFullCharger = outcome.hasFullCharger
  }

  private static func begin(
    _ groups: Span<AllocationRequest.ChargerDemand>, _ open: inout [OpenCharger]
  ) -> Outcome {
    var entries = open.mutableSpan
    var outcome = Outcome()
    for index in groups.indices {
      let vehicles = groups[index].openVehicles
      if vehicles > 0 {
        entries[outcome.openChargers] = OpenCharger(
          index: index, vehicles: vehicles, threshold: groups[index].closingLevel)
        outcome.openChargers += 1
        outcome.openVehicles += vehicles
      } else if groups[index].vehicles.count > groups[index].idleVehicles {
        outcome.hasFullCharger = true
      }
    }
    return outcome
  }

  /// Runs one round, and counts the open vehicles for the next.
  ///
  /// Ends: each round but the last lowers `remaining` by at least one watt.
  ///
  /// - Returns: What each open vehicle was offered; nil where nothing was granted, which ends it.
  @inline(__always)
  mutating func nextRound(_ request: AllocationRequest) -> Int? {
    guard remaining > 0, openVehicles > 0 else { return nil }
    let step = request.step.watts
    let share = remaining / openVehicles / step * step
    guard share > 0 else { return nil }
    // Without a grid limit the level may pass every level that means anything.
    let next = level + min(share, .max - level)
    let outcome = Self.grant(
      share, from: level, to: next, request, openChargers: openChargers, &open, &levels)
    level = next
    openChargers = outcome.openChargers
    stuckVehicles += outcome.stuckVehicles
    openVehicles = outcome.openVehicles + stuckVehicles
    if outcome.hasFullCharger { hasFullCharger = true }
    remaining -= outcome.granted
    return outcome.granted > 0 ? share : nil
  }

  /// What a round, or its preparation, has come to.
  private struct Outcome {
    var granted = 0
    var openChargers = 0
    /// How many vehicles are open at chargers that are.
    var openVehicles = 0
    /// How many are left with less than a step for each.
    var stuckVehicles = 0
    var hasFullCharger = false
  }

  /// Grants every open charger its part.
  ///
  /// - Parameter open: Its first entries are those that stay open.
  private static func grant(
    _ share: Int, from level: Int, to next: Int, _ request: AllocationRequest,
    openChargers: Int, _ open: inout [OpenCharger], _ levels: inout [Int]
  ) -> Outcome {
    let (groups, vehicles) = (request.chargers.span, request.vehicles.span)
    var entries = open.mutableSpan
    var outcome = Outcome()
    var risen = 0
    for place in 0..<openChargers {
      if entries[place].threshold > next {
        risen += entries[place].vehicles
      } else {
        var entry = entries[place]
        outcome.granted += grant(
          share, request.step.watts, &entry, groups[entry.index], &levels[entry.index],
          stationLevel: level, vehicles)
        switch entry.standing {
        case .full:
          if entry.vehicles > 0 { outcome.hasFullCharger = true }
          continue
        case .stuck:
          outcome.stuckVehicles += entry.vehicles
          continue
        case .open:
          outcome.openVehicles += entry.vehicles
          entries[place] = entry
        }
      }
      if outcome.openChargers < place { entries[outcome.openChargers] = entries[place] }
      outcome.openChargers += 1
    }
    outcome.openVehicles += risen
    outcome.granted += risen * share
    return outcome
  }

  /// Grants the open vehicles of a charger a share each, or an equal part of what is left there.
  ///
  /// - Parameter entry: Gets the standing of the charger, and the level at which it next changes.
  /// - Returns: What was granted in all.
  @inline(__always)
  private static func grant(
    _ share: Int, _ step: Int, _ entry: inout OpenCharger,
    _ charger: AllocationRequest.ChargerDemand, _ ownLevel: inout Int, stationLevel: Int,
    _ vehicles: Span<AllocationRequest.VehicleDemand>
  ) -> Int {
    let limit = charger.maxPower.watts
    let end = charger.vehicles.upperBound
    let followsStation = ownLevel < 0
    let before = followsStation ? stationLevel : ownLevel
    var count = entry.vehicles
    let part = (limit - entry.given - count * before).dividedAmong(count)
    let each = share <= part ? share : part / step * step
    let level = before + each
    var granted = 0
    while count > 0, vehicles[end - count].maximum.watts <= level {
      let maximum = vehicles[end - count].maximum.watts
      entry.given += maximum
      granted += maximum - before
      count -= 1
    }
    granted += count * each
    entry.vehicles = count
    ownLevel = level
    if each == 0 {
      entry.standing = .stuck
    } else if count == 0 || entry.given + count * level == limit {
      entry.standing = .full
    } else if followsStation && each == share {
      ownLevel = -1
      entry.threshold = min(
        vehicles[end - count].maximum.watts, (limit - entry.given).dividedAmong(count))
    } else {
      entry.threshold = 0
    }
    return granted
  }

  /// Writes what everyone has.
  func write(_ request: AllocationRequest, into allocated: inout [Power]) {
    let (groups, vehicles, levels) = (request.chargers.span, request.vehicles.span, levels.span)
    var powers = allocated.mutableSpan
    var place = 0
    for index in groups.indices {
      let level = levels[index] < 0 ? level : levels[index]
      let end = groups[index].vehicles.upperBound
      while place < end {
        powers[place].watts = min(vehicles[place].maximum.watts, level)
        place &+= 1
      }
    }
  }

  /// Why nobody gets more, where there is a vehicle.
  var stopReason: StopReason {
    if remaining == 0 { return .gridCapacity }
    if openVehicles > 0 { return .indivisible }
    return hasFullCharger ? .chargersAtMaximum : .vehiclesAtMaximum
  }
}

extension Array {
  /// Makes the array longer or shorter, without giving its memory back.
  mutating func resize(to count: Int, _ element: Element) {
    while self.count < count { append(element) }
    while self.count > count { removeLast() }
  }
}
