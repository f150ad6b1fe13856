/// The rounds of the fair share while they run, in watts, without regard to groups and weights.
///
/// The open vehicles of a charger have received the same grants from the first round on. So they
/// have one *level*, and every vehicle has the lower of its maximum and its charger's level.
///
/// A charger *follows* while it gives every share in full and has something left: its level is the
/// station's, which a round raises by the share. From the first share on that it cannot give in
/// full, or that leaves it nothing, it *lags* with its own level, which never again reaches the
/// station's.
struct FairFilling {
  /// The lists of the rounds, kept by a policy to reuse their memory.
  struct Lists: Sendable {
    /// For each vehicle, its maximum or, if its charger lags, the power that it has.
    fileprivate var ceilings: [Int] = []
    fileprivate var following: [FollowingCharger] = []
    fileprivate var lagging: [LaggingCharger] = []
  }

  /// A charger that follows and cannot give all its vehicles their maxima.
  fileprivate struct FollowingCharger: Sendable {
    /// Its place in the request.
    let place: Int
    /// A level up to which it certainly follows.
    var freeLevel: Int
  }

  /// A charger that lags and may still give something.
  fileprivate struct LaggingCharger: Sendable {
    /// The number of its open vehicles.
    var vehicles: Int
    /// The end of their places in the request.
    let end: Int
    /// The level of its open vehicles.
    var level: Int
    /// The power that it has left.
    var left: Int
  }

  /// A share that gives every vehicle its maximum; it limits shares without a grid limit, so that
  /// no level overflows.
  private static let amplePower = 1 << 40

  /// The station's level: the power of the vehicles that have received every share in full; 0
  /// before the first round.
  private var level = 0
  /// The power that all vehicles may have together.
  private let gridCapacity: Int
  /// The power that the grid has left.
  private var remaining: Int
  /// The number of open vehicles.
  private var openVehicles: Int
  /// The number of open vehicles at the station's level.
  private var followers = 0
  /// The number of open vehicles at chargers that have something left, but too little for a step.
  private var stuckVehicles = 0
  /// The lowest ceiling of a vehicle at the station's level; 0 if it has to be found again.
  private var lowestCeiling = 0
  /// The lowest free level of the chargers that follow.
  private var lowestFreeLevel = Int.max

  /// Prepares the first round.
  @inline(__always)
  init(_ request: AllocationRequest, gridCapacity: Int) {
    self.gridCapacity = gridCapacity
    remaining = gridCapacity
    openVehicles = request.openVehicles
  }

  /// Fast path: runs rounds without reading the chargers, while all of them certainly follow.
  ///
  /// It ends because each round lowers `remaining` by at least one watt.
  ///
  /// - Parameter allocated: Receives the power of every vehicle, again in each round.
  /// - Returns: True if there was a round, and no further one can follow. If not, `nextRound` goes
  ///   on, and the contents of `allocated` have no meaning.
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

  /// Fills the lists before the first call of `nextRound`.
  mutating func prepare(_ request: AllocationRequest, _ lists: inout Lists) {
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    lists.lagging.removeAll(keepingCapacity: true)
    lists.following.removeAll(keepingCapacity: true)
    for place in chargers.indices where chargers[place].freeLevel < .max {
      let freeLevel = chargers[place].freeLevel
      lists.following.append(FollowingCharger(place: place, freeLevel: freeLevel))
      lowestFreeLevel = min(lowestFreeLevel, freeLevel)
    }
    lists.ceilings.resize(to: vehicles.count, 0)
    var ceilings = lists.ceilings.mutableSpan
    for place in vehicles.indices { ceilings[place] = vehicles[place].maximum.watts }
  }

  /// Runs one round, and counts the open vehicles for the next one.
  ///
  /// Rounds end, because each but the last lowers `remaining` by at least one watt. While no
  /// vehicle at the station's level reaches its maximum and no charger begins to lag, a round
  /// reads only the chargers that lag and are not stuck.
  ///
  /// - Parameter lists: The lists that `prepare` has filled, the same in each round.
  /// - Returns: The share that each open vehicle was offered; nil after the last round, which
  ///   grants nothing.
  mutating func nextRound(_ request: AllocationRequest, _ lists: inout Lists) -> Int? {
    guard remaining > 0, openVehicles > 0 else { return nil }
    let step = request.step.watts
    let share = min(remaining / (openVehicles * step) &* step, Self.amplePower)
    guard share > 0 else { return nil }
    let next = level &+ share
    if next > lowestFreeLevel { leaveBehind(request, upTo: next, &lists) }
    let before = remaining
    var lagging = 0
    if !lists.lagging.isEmpty {
      lagging = grant(share, step, request.vehicles.span, &lists.lagging, &lists.ceilings)
    }
    if next < lowestCeiling {
      remaining &-= followers &* share
    } else {
      remaining = gridCapacity &- rise(to: next, lists.ceilings.span)
    }
    level = next
    openVehicles = followers &+ lagging &+ stuckVehicles
    return remaining < before ? share : nil
  }

  /// Lets the chargers lag that cannot give a share in full, or have nothing left after it.
  ///
  /// - Parameter next: The station's level after the share.
  private mutating func leaveBehind(
    _ request: AllocationRequest, upTo next: Int, _ lists: inout Lists
  ) {
    let (chargers, vehicles) = (request.chargers.span, request.vehicles.span)
    lowestFreeLevel = .max
    var place = 0
    while place < lists.following.count {
      let charger = lists.following[place]
      var freeLevel = charger.freeLevel
      if freeLevel < next {
        freeLevel = chargers[charger.place].highestFreeLevel(vehicles)
        lists.following[place].freeLevel = freeLevel
      }
      if freeLevel < next {
        lists.lagging.append(LaggingCharger(chargers[charger.place], at: level, vehicles))
        lists.following[place] = lists.following[lists.following.count - 1]
        lists.following.removeLast()
        lowestCeiling = 0
      } else {
        lowestFreeLevel = min(lowestFreeLevel, freeLevel)
        place += 1
      }
    }
  }

  /// Grants a share at the chargers that lag, and takes those off the list that can give no more.
  ///
  /// - Returns: The number of open vehicles at the chargers that remain on the list.
  private mutating func grant(
    _ share: Int, _ step: Int, _ vehicles: Span<AllocationRequest.VehicleDemand>,
    _ chargers: inout [LaggingCharger], _ ceilings: inout [Int]
  ) -> Int {
    var ceilings = ceilings.mutableSpan
    var open = 0
    var place = 0
    while place < chargers.count {
      remaining &-= chargers[place].grant(share, step, vehicles, &ceilings)
      if chargers[place].canGive(step, vehicles) {
        open &+= chargers[place].vehicles
        place += 1
      } else {
        if chargers[place].left > 0 { stuckVehicles &+= chargers[place].vehicles }
        chargers[place] = chargers[chargers.count - 1]
        chargers.removeLast()
      }
    }
    return open
  }

  /// Raises the station's level, and finds the vehicles that stay open at it.
  ///
  /// - Returns: The power that all vehicles have together.
  private mutating func rise(to next: Int, _ ceilings: Span<Int>) -> Int {
    var (given, open, lowest) = (0, 0, Int.max)
    for place in ceilings.indices {
      let ceiling = ceilings[place]
      given &+= min(ceiling, next)
      let isOpen = ceiling > next
      open &+= isOpen ? 1 : 0
      lowest = min(lowest, isOpen ? ceiling : .max)
    }
    (followers, lowestCeiling) = (open, lowest)
    return given
  }

  /// Writes the power of every vehicle.
  func write(_ lists: Lists, into allocated: inout [Power]) {
    let ceilings = lists.ceilings.span
    var powers = allocated.mutableSpan
    for place in ceilings.indices { powers[place].watts = min(ceilings[place], level) }
  }

  /// Returns why no vehicle gets more, if there is a vehicle.
  func stopReason(_ request: AllocationRequest) -> StopReason {
    if remaining == 0 { return .gridCapacity }
    if openVehicles > 0 { return .indivisible }
    let allocated = gridCapacity - remaining
    return allocated < request.totalMaximum.watts ? .chargersAtMaximum : .vehiclesAtMaximum
  }
}

extension FairFilling.LaggingCharger {
  /// Creates a charger that has followed up to a level.
  init(
    _ charger: AllocationRequest.ChargerDemand, at level: Int,
    _ demands: Span<AllocationRequest.VehicleDemand>
  ) {
    vehicles = charger.wantingVehicles
    end = charger.end
    self.level = 0
    left = charger.maxPower.watts
    left &-= sum(level, demands)
    rise(to: level, demands)
  }

  /// Returns the power that its open vehicles take together if each is offered a power.
  private func sum(_ offer: Int, _ demands: Span<AllocationRequest.VehicleDemand>) -> Int {
    var sum = 0
    for place in (end &- vehicles)..<end {
      sum &+= min(offer, demands[place].maximum.watts &- level)
    }
    return sum
  }

  private mutating func rise(
    to level: Int, _ demands: Span<AllocationRequest.VehicleDemand>
  ) {
    self.level = level
    while vehicles > 0, demands[end &- vehicles].maximum.watts <= level { vehicles &-= 1 }
  }

  /// Offers its open vehicles the share or, if they would take more than it has left, an equal part
  /// of that in whole steps.
  ///
  /// - Returns: The power that they take.
  fileprivate mutating func grant(
    _ share: Int, _ step: Int, _ demands: Span<AllocationRequest.VehicleDemand>,
    _ ceilings: inout MutableSpan<Int>
  ) -> Int {
    var (offer, taken) = (share, sum(share, demands))
    if taken > left {
      offer = left.dividedAmong(vehicles) / step &* step
      taken = sum(offer, demands)
    }
    left &-= taken
    let next = level &+ offer
    for place in (end &- vehicles)..<end {
      ceilings[place] = min(next, demands[place].maximum.watts)
    }
    rise(to: next, demands)
    return taken
  }

  /// Returns true if it can give its open vehicles something when the share is a single step.
  ///
  /// If not, it is stuck: neither the power that it has left nor their number changes any more.
  fileprivate func canGive(
    _ step: Int, _ demands: Span<AllocationRequest.VehicleDemand>
  ) -> Bool {
    vehicles > 0 && sum(step, demands) <= left
  }
}
