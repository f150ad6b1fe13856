/// The rounds of the fair share while they run, in watts.
///
/// The open vehicles of all chargers at which nothing has happened yet stand at one level. Only the
/// others get an entry, from that moment on, in a list that the caller keeps: the first entries are
/// the chargers that can still give a step to each of their open vehicles, as far as is known; the
/// last ones those that cannot, and have vehicles below their maximum.
struct FairFilling {
  /// A charger where a vehicle has reached its maximum, or the charger its own.
  struct TouchedCharger: Sendable {
    /// How many open vehicles it has.
    var vehicles: Int
    /// Where they end in the request.
    let end: Int
    /// What they may have together.
    var limit: Int
    /// The level at which something happens there next, where its vehicles have the station's
    /// level; 0 where they have one of their own.
    var threshold: Int
    /// That level.
    var ownLevel = 0

    @inline(__always)
    init(_ charger: AllocationRequest.ChargerDemand) {
      vehicles = charger.wantingVehicles
      end = charger.end
      limit = charger.maxPower.watts
      threshold = charger.closingLevel
    }
  }

  /// How many entries are at the beginning of the list.
  private var openChargers = 0
  /// How many entries are at its end.
  private var limitedChargers = 0
  /// What the vehicles have that have got every share in full so far; 0 before the first round.
  private var level = 0
  /// How many vehicles have that level.
  private var followers: Int
  /// What remains of the grid capacity.
  private var remaining: Int
  /// How many vehicles are open.
  private var openVehicles: Int
  /// How many of them are at chargers that have something left, but less than a step for each.
  ///
  /// They never get anything more: neither what is left there nor their number changes.
  private var stuckVehicles = 0

  /// Prepares the first round.
  @inline(__always)
  init(_ request: AllocationRequest) {
    remaining = request.gridCapacity.watts
    followers = request.wantingVehicles
    openVehicles = request.openVehicles
  }

  /// Runs all rounds by looking at the vehicles alone, where no charger comes near its maximum.
  ///
  /// Ends: each round lowers `remaining` by at least one watt.
  ///
  /// Up to the request's free level every charger gives every share in full, and has something
  /// left: the station's level is that of all open vehicles.
  ///
  /// - Parameter allocated: Receives what everyone has, anew in each round.
  /// - Returns: False where a charger may come near its maximum, or there is no round; then nothing
  ///   of all this is of use.
  @inline(__always)
  mutating func fillFreely(_ request: AllocationRequest, into allocated: inout [Power]) -> Bool {
    let vehicles = request.vehicles.span
    let step = request.step.watts
    var powers = allocated.mutableSpan
    while remaining > 0, openVehicles > 0 {
      let share = remaining / (openVehicles * step) &* step
      if share == 0 { break }
      if share > request.freeLevel &- level { return false }
      level &+= share
      let left = request.gridCapacity.watts &- rise(vehicles, &powers)
      precondition(left < remaining, "a vehicle that can take less than nothing")
      remaining = left
    }
    return level > 0
  }

  /// Gives everyone the level, or its maximum, and counts who stays open.
  ///
  /// - Returns: What everyone has together.
  @inline(__always)
  private mutating func rise(
    _ vehicles: Span<AllocationRequest.VehicleDemand>, _ powers: inout MutableSpan<Power>
  ) -> Int {
    precondition(powers.count == vehicles.count, "a vehicle without a place for its power")
    var (given, open) = (0, UInt(0))
    var place = 0
    while place < vehicles.count {
      let maximum = vehicles[place].maximum.watts
      let power = min(maximum, level)
      powers[place].watts = power
      given &+= power
      // Neither is negative: compared like this, they are counted without a branch.
      open &+= UInt(bitPattern: level) < UInt(bitPattern: maximum) ? 1 : 0
      place &+= 1
    }
    openVehicles = Int(bitPattern: open)
    return given
  }

  /// Runs one round, and counts the open vehicles for the next.
  ///
  /// Ends: each round but the last lowers `remaining` by at least one watt.
  ///
  /// What is granted is never more than what remains, so that no sum of it overflows.
  ///
  /// - Parameters:
  ///   - chargers: Those of the request.
  ///   - vehicles: Those of the request.
  ///   - touched: The list, with room for all chargers; the same one in each round, with whatever
  ///     in it before the first.
  /// - Returns: What each open vehicle was offered; nil where nothing was granted, which ends it.
  @inline(__always)
  mutating func nextRound(
    _ chargers: Span<AllocationRequest.ChargerDemand>,
    _ vehicles: Span<AllocationRequest.VehicleDemand>, step: Int,
    _ touched: inout MutableSpan<TouchedCharger>
  ) -> Int? {
    guard remaining > 0, openVehicles > 0 else { return nil }
    let share = remaining / (openVehicles * step) &* step
    guard share > 0 else { return nil }
    // Without a grid limit the level may pass every level that means anything.
    let next = level &+ min(share, .max &- 1 &- level)
    let granted =
      touch(chargers, upTo: next, &touched)
      &+ grant(share, step, to: next, vehicles, &touched)
    level = next
    remaining &-= granted
    return granted > 0 ? share : nil
  }

  /// Makes an entry for the chargers at which something happens for the first time.
  ///
  /// - Returns: What was granted to vehicles that are done with it: those that are alone at their
  ///   charger, and reach their maximum first.
  @inline(__always)
  private mutating func touch(
    _ chargers: Span<AllocationRequest.ChargerDemand>, upTo next: Int,
    _ touched: inout MutableSpan<TouchedCharger>
  ) -> Int {
    var granted = 0
    for place in chargers.indices {
      let closingLevel = chargers[place].closingLevel
      guard closingLevel <= next, closingLevel > level else { continue }
      if chargers[place].wantingVehicles == 1, chargers[place].maxPower.watts > next {
        granted &+= closingLevel &- level
        followers &-= 1
      } else {
        touched[openChargers] = TouchedCharger(chargers[place])
        openChargers &+= 1
      }
    }
    return granted
  }

  /// Grants all open vehicles their part.
  ///
  /// - Parameter next: The level of those who get the share in full.
  /// - Returns: What was granted in all.
  @inline(__always)
  private mutating func grant(
    _ share: Int, _ step: Int, to next: Int, _ vehicles: Span<AllocationRequest.VehicleDemand>,
    _ touched: inout MutableSpan<TouchedCharger>
  ) -> Int {
    var place = 0
    var granted = 0
    var (rejoining, apart) = (0, 0)
    while place < openChargers {
      var charger = touched[place]
      if charger.threshold > next {
        place += 1
        continue
      }
      if charger.threshold > 0 {
        charger.ownLevel = level
        followers &-= charger.vehicles
      }
      granted &+= charger.grant(share, step, vehicles)
      let left = charger.limit &- charger.vehicles &* charger.ownLevel
      if charger.vehicles == 0 || left < charger.vehicles * step {
        openChargers -= 1
        touched[place] = touched[openChargers]
        if charger.vehicles > 0 {
          limitedChargers += 1
          touched[touched.count - limitedChargers] = charger
          if left > 0 { stuckVehicles += charger.vehicles }
        }
        continue
      }
      if charger.ownLevel == next {
        charger.threshold = min(
          vehicles[charger.end &- charger.vehicles].maximum.watts,
          charger.limit.dividedAmong(charger.vehicles))
        rejoining &+= charger.vehicles
      } else {
        charger.threshold = 0
        apart &+= charger.vehicles
      }
      touched[place] = charger
      place += 1
    }
    granted &+= followers &* share
    followers &+= rejoining
    openVehicles = followers &+ apart &+ stuckVehicles
    return granted
  }

  /// Writes what everyone has.
  @inline(__always)
  func write(
    _ request: AllocationRequest, _ touched: borrowing MutableSpan<TouchedCharger>,
    into allocated: inout [Power]
  ) {
    let vehicles = request.vehicles.span
    var powers = allocated.mutableSpan
    for place in vehicles.indices {
      powers[place].watts = min(vehicles[place].maximum.watts, level)
    }
    for place in 0..<openChargers where touched[place].threshold == 0 {
      touched[place].write(into: &powers)
    }
    for place in (touched.count - limitedChargers)..<touched.count {
      touched[place].write(into: &powers)
    }
  }

  /// Why nobody gets more, where there is a vehicle.
  func stopReason(_ request: AllocationRequest) -> StopReason {
    if remaining == 0 { return .gridCapacity }
    if openVehicles > 0 { return .indivisible }
    let allocated = request.gridCapacity.watts - remaining
    return allocated < request.totalMaximum.watts ? .chargersAtMaximum : .vehiclesAtMaximum
  }
}

extension FairFilling.TouchedCharger {
  /// Grants the open vehicles a share each, or an equal part of what is left here: nothing here
  /// comes to more than the charger's maximum.
  ///
  /// - Returns: What was granted in all.
  @inline(__always)
  fileprivate mutating func grant(
    _ share: Int, _ step: Int, _ demands: Span<AllocationRequest.VehicleDemand>
  ) -> Int {
    let before = ownLevel
    let part = limit.dividedAmong(vehicles) &- before
    let each = share <= part ? share : part / step &* step
    ownLevel = before &+ each
    var granted = 0
    while vehicles > 0 {
      let maximum = demands[end &- vehicles].maximum.watts
      if maximum > ownLevel { break }
      limit &-= maximum
      granted &+= maximum &- before
      vehicles &-= 1
    }
    return granted &+ vehicles &* each
  }

  /// Writes what the open vehicles have.
  @inline(__always)
  fileprivate func write(into powers: inout MutableSpan<Power>) {
    for place in (end - vehicles)..<end { powers[place].watts = ownLevel }
  }
}
