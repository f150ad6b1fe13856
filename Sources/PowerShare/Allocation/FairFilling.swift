/// The rounds of the fair share while they run, in watts, for chargers directly below the grid.
///
/// The open vehicles of a charger receive every share in full until a vehicle there reaches its
/// maximum or the charger reaches its own. Until then they have one level, the station's.
/// Afterwards the charger is *touched* and has an entry in a list that the caller keeps. The first
/// entries are chargers that may still give a step to each of their open vehicles. The last entries
/// are chargers that cannot, and have vehicles below their maximum.
struct FairFilling {
  /// A charger at which a vehicle has reached its maximum or the charger its own.
  struct TouchedCharger: Sendable {
    /// The number of its open vehicles.
    var vehicles: Int
    /// The end of their places in the request.
    let end: Int
    /// The most that its open vehicles may have together.
    var limit: Int
    /// The next level at which a vehicle or the charger reaches its maximum, while its vehicles
    /// have the station's level; 0 once they have a level different from that.
    var threshold: Int
    /// The level of its open vehicles.
    var ownLevel = 0

    @inline(__always)
    init(_ charger: AllocationRequest.ChargerDemand) {
      vehicles = charger.wantingVehicles
      end = charger.end
      limit = charger.maxPower.watts
      threshold = charger.closingLevel
    }
  }

  /// The number of entries at the beginning of the list.
  private var openChargers = 0
  /// The number of entries at the end of the list.
  private var limitedChargers = 0
  /// The station's level: the power of the vehicles that have received every share in full; 0
  /// before the first round.
  private var level = 0
  /// The number of vehicles at the station's level.
  private var followers: Int
  /// The power that all vehicles may have together.
  private let gridCapacity: Int
  /// The power that the grid has left.
  private var remaining: Int
  /// The number of open vehicles.
  private var openVehicles: Int
  /// The number of open vehicles at chargers that have something left, but less than a step for
  /// each.
  ///
  /// They get nothing more, because neither the rest at the charger nor their number changes.
  private var stuckVehicles = 0

  /// Prepares the first round.
  ///
  /// - Precondition: Every charger is directly below the grid.
  @inline(__always)
  init(_ request: AllocationRequest, gridCapacity: Int) {
    precondition(request.isTwoLevel, "the fair share knows no groups of chargers")
    self.gridCapacity = gridCapacity
    remaining = gridCapacity
    followers = request.wantingVehicles
    openVehicles = request.openVehicles
  }

  /// Fast path: runs all rounds without reading the chargers, while no charger comes near its
  /// maximum.
  ///
  /// Up to the request's free level every charger gives every share in full and has something left,
  /// so that all open vehicles have the station's level. It ends because each round lowers
  /// `remaining` by at least one watt.
  ///
  /// - Parameter allocated: Receives the power of every vehicle, again in each round.
  /// - Returns: False if a charger may come near its maximum or there is no round. The contents of
  ///   the filling and of `allocated` then have no meaning.
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
      let left = gridCapacity &- rise(vehicles, &powers)
      precondition(left < remaining, "a vehicle that can take less than nothing")
      remaining = left
    }
    return level > 0
  }

  /// Gives every vehicle the station's level or its maximum, and counts the open vehicles.
  ///
  /// - Returns: The power that all vehicles have together.
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
      // Neither is negative, and an unsigned comparison compiles to no branch.
      open &+= UInt(bitPattern: level) < UInt(bitPattern: maximum) ? 1 : 0
      place &+= 1
    }
    openVehicles = Int(bitPattern: open)
    return given
  }

  /// Runs one round, and counts the open vehicles for the next one.
  ///
  /// Rounds end, because each but the last lowers `remaining` by at least one watt. Sums of grants
  /// cannot overflow, because no more is granted than remains.
  ///
  /// - Parameters:
  ///   - chargers: The chargers of the request.
  ///   - vehicles: The vehicles of the request.
  ///   - touched: The list, with room for all chargers. It must be the same in each round; its
  ///     contents before the first round do not matter.
  /// - Returns: The share that each open vehicle was offered; nil after the last round, which
  ///   grants nothing.
  @inline(__always)
  mutating func nextRound(
    _ chargers: Span<AllocationRequest.ChargerDemand>,
    _ vehicles: Span<AllocationRequest.VehicleDemand>, step: Int,
    _ touched: inout MutableSpan<TouchedCharger>
  ) -> Int? {
    guard remaining > 0, openVehicles > 0 else { return nil }
    let share = remaining / (openVehicles * step) &* step
    guard share > 0 else { return nil }
    // Without a grid limit the share can be so large that the sum would overflow.
    let next = level &+ min(share, .max &- 1 &- level)
    let granted =
      touch(chargers, upTo: next, &touched)
      &+ grant(share, step, to: next, vehicles, &touched)
    level = next
    remaining &-= granted
    return granted > 0 ? share : nil
  }

  /// Adds an entry for each charger at which a maximum is reached for the first time.
  ///
  /// A vehicle that is alone at its charger and reaches its maximum first is closed here, without
  /// an entry.
  ///
  /// - Returns: The power granted to such vehicles.
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

  /// Grants all open vehicles their share, or the part of it that their charger has.
  ///
  /// - Parameter next: The station's level after this round.
  /// - Returns: The power that was granted.
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

  /// Writes the power of every vehicle.
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

  /// Returns why no vehicle gets more, if there is a vehicle.
  func stopReason(_ request: AllocationRequest) -> StopReason {
    if remaining == 0 { return .gridCapacity }
    if openVehicles > 0 { return .indivisible }
    let allocated = gridCapacity - remaining
    return allocated < request.totalMaximum.watts ? .chargersAtMaximum : .vehiclesAtMaximum
  }
}

extension FairFilling.TouchedCharger {
  /// Grants each open vehicle the share or, if the charger has less, an equal part of its rest.
  ///
  /// No sum exceeds the charger's maximum.
  ///
  /// - Returns: The power that was granted.
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

  /// Writes the power of the open vehicles.
  @inline(__always)
  fileprivate func write(into powers: inout MutableSpan<Power>) {
    for place in (end - vehicles)..<end { powers[place].watts = ownLevel }
  }
}
