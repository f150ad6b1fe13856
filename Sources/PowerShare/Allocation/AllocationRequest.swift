/// All that an ``AllocationPolicy`` sees: the limits and the vehicles, never the simulation.
///
/// The vehicles of one charger lie side by side, by rising maximum and then in starting order;
/// chargers without a vehicle are left out. The request is kept up to date as vehicles come and go,
/// rather than built anew for each allocation: a change costs a binary search and a short move.
public struct AllocationRequest: Equatable, Sendable {
  /// What the station may hand out in all.
  public var gridCapacity: Power
  /// The unit in which power is shared out; positive.
  public let step: Power
  /// The chargers with at least one vehicle, in the order of the config.
  public private(set) var chargers: [ChargerDemand] = []
  /// All vehicles, grouped by charger.
  public private(set) var vehicles: [VehicleDemand] = []

  /// What the maxima of all vehicles add up to.
  private(set) var totalMaximum = Power.zero
  /// How many vehicles can take something.
  private(set) var wantingVehicles = 0
  /// How many of them are open before anything is allocated: their chargers can give something.
  private(set) var openVehicles = 0
  /// What all vehicles could have together within their chargers' maxima.
  private(set) var usableMaximum = Power.zero
  /// The lowest of the chargers' free levels; the highest number where there is no charger.
  private(set) var freeLevel = Int.max

  /// A charger with vehicles.
  public struct ChargerDemand: Equatable, Sendable {
    /// Where the charger stands in the config.
    public let charger: Int
    /// The most its vehicles may have together.
    public let maxPower: Power
    /// Its vehicles' places in ``AllocationRequest/vehicles``; never empty.
    public var vehicles: Range<Int> { (end &- count)..<end }
    /// Where these end.
    fileprivate(set) var end: Int
    /// How many they are.
    fileprivate var count = 1
    /// What the maxima of its vehicles add up to.
    fileprivate(set) var totalMaximum: Power
    /// How many vehicles can take something; they come last.
    fileprivate(set) var wantingVehicles = 0
    /// The level at which, rising from nothing, the first of them has its maximum or the charger
    /// has nothing left for all of them.
    ///
    /// At least 1 W; the highest number where there is none.
    fileprivate(set) var closingLevel = Int.max
    /// Up to which level it can give all of them the same at once, whatever they have, and has
    /// something left.
    ///
    /// The highest number where it has a step left for each beside the highest of their maxima.
    fileprivate(set) var freeLevel = Int.max
  }

  /// A vehicle that may get power.
  public struct VehicleDemand: Equatable, Sendable {
    /// The most it can take: the lower of its own and its connector's maximum.
    public let maximum: Power
    /// Its number among the sessions in the order they started.
    public let startOrder: Int
    /// The caller's own number for it, which policies pass by.
    public let session: Int
    /// When it leaves; nil where it states no departure.
    public let departureTime: Instant?
    /// The time left to its departure, less the time it still needs at its maximum.
    ///
    /// In milliseconds; nil where it states no departure. Kept up to date only for policies that go
    /// by the time.
    public internal(set) var slack: Int?
    /// What keeps it from more where it has its maximum.
    var ownLimit = LimitedBy.vehicle

    /// Creates a vehicle.
    public init(
      maximum: Power, startOrder: Int, session: Int, departureTime: Instant? = nil,
      slack: Int? = nil
    ) {
      self.maximum = maximum
      self.startOrder = startOrder
      self.session = session
      self.departureTime = departureTime
      self.slack = slack
    }
  }

  /// Creates a request without vehicles.
  ///
  /// - Precondition: `step` is positive.
  public init(gridCapacity: Power, step: Power) {
    precondition(step > .zero, "the step must be positive")
    self.gridCapacity = gridCapacity
    self.step = step
  }

  /// Adds a vehicle at a charger.
  ///
  /// - Complexity: O(log *n* + the vehicles and chargers listed behind it), *n* the vehicles of the
  ///   charger.
  @inline(__always)
  public mutating func insert(_ vehicle: VehicleDemand, charger: Int, maxPower: Power) {
    note(Self.insert(vehicle, charger, maxPower, step, into: &vehicles, &chargers))
    count(vehicle, maxPower: maxPower, 1)
  }

  @inline(__always)
  private static func insert(
    _ vehicle: VehicleDemand, _ charger: Int, _ maxPower: Power, _ step: Power,
    into vehicles: inout [VehicleDemand], _ chargers: inout [ChargerDemand]
  ) -> ChargerChange {
    var groups = chargers.mutableSpan
    let group = move(&groups, behind: charger, by: 1)
    if group >= 0, groups[group].charger == charger {
      let place = place(of: vehicle, in: groups[group].vehicles, vehicles.span)
      vehicles.insert(vehicle, at: place)
      return groups[group].resize(
        by: 1, vehicle.maximum, wanting: vehicle.isWanting ? 1 : 0, step, vehicles)
    } else {
      let place = group < 0 ? 0 : groups[group].end
      vehicles.insert(vehicle, at: place)
      let new = ChargerDemand(charger: charger, maxPower: maxPower, vehicle, step, at: place)
      chargers.insert(new, at: group + 1)
      return ChargerChange(from: nil, to: new)
    }
  }

  /// Takes a vehicle away.
  ///
  /// Its maximum and starting order tell which.
  ///
  /// - Precondition: The vehicle is listed at that charger.
  /// - Complexity: As for `insert`.
  @inline(__always)
  public mutating func remove(_ vehicle: VehicleDemand, charger: Int) {
    let (maxPower, change) = Self.remove(vehicle, charger, step, from: &vehicles, &chargers)
    note(change)
    count(vehicle, maxPower: maxPower, -1)
  }

  /// - Returns: The charger's maximum, and what has changed there.
  @inline(__always)
  private static func remove(
    _ vehicle: VehicleDemand, _ charger: Int, _ step: Power, from vehicles: inout [VehicleDemand],
    _ chargers: inout [ChargerDemand]
  ) -> (maxPower: Power, change: ChargerChange) {
    var groups = chargers.mutableSpan
    let group = move(&groups, behind: charger, by: -1)
    let maxPower = groups[group].maxPower
    let place = place(of: vehicle, in: groups[group].vehicles, vehicles.span)
    precondition(vehicles[place].session == vehicle.session, "the vehicle is not listed")
    vehicles.remove(at: place)
    if groups[group].count == 1 {
      let change = ChargerChange(from: groups[group], to: nil)
      chargers.remove(at: group)
      return (maxPower, change)
    }
    let change = groups[group].resize(
      by: -1, .zero - vehicle.maximum, wanting: vehicle.isWanting ? -1 : 0, step, vehicles)
    return (maxPower, change)
  }

  /// Puts a vehicle in the place of another one at the same charger.
  ///
  /// The same as taking that one away and adding this one, but nothing else has to move.
  ///
  /// - Precondition: The old vehicle is listed at that charger.
  /// - Complexity: O(log *n* + the vehicles of the charger), *n* the chargers with a vehicle.
  public mutating func replace(
    _ old: VehicleDemand, with new: VehicleDemand, charger: Int
  ) {
    let group = group(of: charger)
    let maxPower = chargers[group].maxPower
    Self.replace(old, with: new, in: chargers[group].vehicles, of: &vehicles)
    count(old, maxPower: maxPower, -1)
    count(new, maxPower: maxPower, 1)
    let wanting = (new.isWanting ? 1 : 0) - (old.isWanting ? 1 : 0)
    note(
      chargers[group].resize(by: 0, new.maximum - old.maximum, wanting: wanting, step, vehicles))
  }

  @inline(__always)
  private static func replace(
    _ old: VehicleDemand, with new: VehicleDemand, in range: Range<Int>,
    of vehicles: inout [VehicleDemand]
  ) {
    var place = place(of: old, in: range, vehicles.span)
    var vehicles = vehicles.mutableSpan
    precondition(vehicles[place].session == old.session, "the vehicle is not listed")
    // Those in between move over.
    while place > range.lowerBound, new.comes(before: vehicles[place - 1]) {
      vehicles[place] = vehicles[place - 1]
      place -= 1
    }
    while place + 1 < range.upperBound, vehicles[place + 1].comes(before: new) {
      vehicles[place] = vehicles[place + 1]
      place += 1
    }
    vehicles[place] = new
  }

  /// Notes the slack of a vehicle, by its place.
  mutating func setSlack(_ slack: Int?, at place: Int) { vehicles[place].slack = slack }

  /// Takes all vehicles away.
  public mutating func removeAll() {
    chargers.removeAll(keepingCapacity: true)
    vehicles.removeAll(keepingCapacity: true)
    totalMaximum = .zero
    wantingVehicles = 0
    openVehicles = 0
    usableMaximum = .zero
    freeLevel = .max
  }

  /// Brings what is kept of all chargers up to date with a change at one of them.
  @inline(__always)
  private mutating func note(_ change: ChargerChange) {
    usableMaximum += change.usableMaximum
    if change.freeLevel <= freeLevel {
      freeLevel = change.freeLevel
    } else if change.formerFreeLevel == freeLevel {
      freeLevel = lowestFreeLevel
    }
  }

  private var lowestFreeLevel: Int {
    let groups = chargers.span
    var lowest = Int.max
    for group in groups.indices { lowest = min(lowest, groups[group].freeLevel) }
    return lowest
  }

  /// Counts a vehicle once more, or once less, in what is kept of all of them.
  @inline(__always)
  private mutating func count(_ vehicle: VehicleDemand, maxPower: Power, _ change: Int) {
    totalMaximum.watts += change * vehicle.maximum.watts
    guard vehicle.isWanting else { return }
    wantingVehicles &+= change
    if maxPower > .zero { openVehicles &+= change }
  }

  /// What is listed of a charger, by its place in the config.
  ///
  /// - Precondition: It has a vehicle.
  func demand(ofCharger charger: Int) -> ChargerDemand {
    let group = group(of: charger)
    precondition(chargers[group].charger == charger, "the charger is not listed")
    return chargers[group]
  }

  /// The place of a charger that is listed.
  @inline(__always)
  private func group(of charger: Int) -> Int {
    var (low, high) = (0, chargers.count)
    while low < high {
      let middle = (low &+ high) &>> 1
      if chargers[middle].charger < charger { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// Moves the places of the vehicles at the chargers behind one.
  ///
  /// - Returns: The place of that charger or, where it is not listed, of the one before it; −1
  ///   where there is none.
  @inline(__always)
  private static func move(
    _ groups: inout MutableSpan<ChargerDemand>, behind charger: Int, by change: Int
  ) -> Int {
    var place = groups.count - 1
    while place >= 0, groups[place].charger > charger {
      // Places in an array cannot overflow.
      groups[place].end &+= change
      place &-= 1
    }
    return place
  }

  /// Where the vehicle stands, or would stand, within its charger's range.
  @inline(__always)
  private static func place(
    of vehicle: VehicleDemand, in range: Range<Int>, _ vehicles: Span<VehicleDemand>
  ) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low &+ high) &>> 1
      if vehicles[middle].comes(before: vehicle) { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}

extension AllocationRequest.VehicleDemand {
  /// Whether it can take something.
  fileprivate var isWanting: Bool { maximum > .zero }

  /// Whether it stands before another one at the same charger.
  @inline(__always)
  fileprivate func comes(before other: Self) -> Bool {
    (maximum.watts, startOrder) < (other.maximum.watts, other.startOrder)
  }
}

/// What a change at a charger means for what is kept of all of them.
private struct ChargerChange {
  /// By how much its vehicles could have more together than before.
  let usableMaximum: Power
  let formerFreeLevel: Int
  let freeLevel: Int

  /// - Parameters:
  ///   - before: Nil where nobody was there.
  ///   - after: Nil where nobody is there any more.
  @inline(__always)
  init(
    from before: AllocationRequest.ChargerDemand?, to after: AllocationRequest.ChargerDemand?
  ) {
    usableMaximum = (after?.usableMaximum ?? .zero) - (before?.usableMaximum ?? .zero)
    formerFreeLevel = before?.freeLevel ?? .max
    freeLevel = after?.freeLevel ?? .max
  }
}

extension AllocationRequest.ChargerDemand {
  /// What its vehicles could have together.
  fileprivate var usableMaximum: Power { min(maxPower, totalMaximum) }

  /// A charger with its first vehicle, by its place.
  @inline(__always)
  fileprivate init(
    charger: Int, maxPower: Power, _ vehicle: AllocationRequest.VehicleDemand, _ step: Power,
    at place: Int
  ) {
    self.charger = charger
    self.maxPower = maxPower
    end = place &+ 1
    totalMaximum = vehicle.maximum
    wantingVehicles = vehicle.isWanting ? 1 : 0
    if vehicle.isWanting { findLevels(from: vehicle.maximum, to: vehicle.maximum, step) }
  }

  /// Finds out at which levels something happens to those of its vehicles that can take something.
  @inline(__always)
  private mutating func findLevels(from lowest: Power, to highest: Power, _ step: Power) {
    let part = maxPower.watts.dividedAmong(wantingVehicles)
    closingLevel = max(1, min(lowest.watts, part))
    // Neither can overflow: a part is not negative.
    freeLevel = highest.watts <= part &- step.watts ? .max : part &- 1
  }

  /// Notes that it has more or fewer vehicles.
  ///
  /// - Parameters:
  ///   - maximum: How much more the maxima of its vehicles come to.
  ///   - wanting: How many more of the vehicles can take something.
  ///   - demands: All vehicles, as they are now.
  /// - Returns: What that changes for what is kept of all chargers.
  @inline(__always)
  fileprivate mutating func resize(
    by change: Int, _ maximum: Power, wanting: Int, _ step: Power,
    _ demands: [AllocationRequest.VehicleDemand]
  ) -> ChargerChange {
    let before = self
    totalMaximum += maximum
    end &+= change
    count &+= change
    wantingVehicles &+= wanting
    if wantingVehicles == 0 {
      (closingLevel, freeLevel) = (.max, .max)
    } else {
      let demands = demands.span
      let lowest = demands[end &- wantingVehicles].maximum
      findLevels(from: lowest, to: demands[end &- 1].maximum, step)
    }
    return ChargerChange(from: before, to: self)
  }
}

extension Int {
  /// An equal part, rounded down; one or two, as at most chargers, are not worth a division.
  @inline(__always)
  func dividedAmong(_ count: Int) -> Int {
    count == 1 ? self : count == 2 ? self &>> 1 : self / count
  }
}
