/// The limits and the vehicles among which an ``AllocationPolicy`` shares power.
///
/// The limits form a tree. The grid is at the top; every other limit names the limit above it by
/// its index. ``sharedLimits`` has the grid and the groups of chargers, ``chargers`` has the
/// chargers. In a station without groups every charger is directly below the grid. A policy that
/// asks ``RemainingPower`` need not know how many levels there are.
///
/// The vehicles of a charger are neighbours in ``vehicles``, in order of their maximum and then in
/// starting order. Chargers without a vehicle are left out.
///
/// A request is updated when a vehicle comes, changes or goes, instead of being built for each
/// allocation. An update costs a binary search and a short move.
public struct AllocationRequest: Equatable, Sendable {
  /// The unit in which power is shared; positive.
  public let step: Power
  /// The grid, then the groups of chargers, each after the limit above it.
  public internal(set) var sharedLimits: [SharedLimit]
  /// The chargers with at least one vehicle, in the order of the config.
  public internal(set) var chargers: [ChargerDemand] = []
  /// All vehicles, charger by charger.
  public internal(set) var vehicles: [VehicleDemand] = []

  // Kept up to date with the vehicles; see `checkInvariants()`.

  /// The sum of the maxima of all vehicles.
  var totalMaximum = Power.zero
  /// The number of vehicles that can take something.
  var wantingVehicles = 0
  /// The number of vehicles that can take something at a charger that can give something.
  var openVehicles = 0
  /// The power that all vehicles could have together within the maxima of their chargers.
  var usableMaximum = Power.zero
  /// The lowest free level of all chargers; `Int.max` without chargers.
  var freeLevel = Int.max
  /// The number of vehicles whose weight is not 1.
  private(set) var weightedVehicles = 0
  /// The number of vehicles whose priority is not 0.
  private(set) var prioritisedVehicles = 0

  /// A limit shared by the chargers and groups below it.
  public struct SharedLimit: Equatable, Sendable {
    /// The most that all vehicles below the limit may have together.
    public internal(set) var maxPower: Power
    /// The index of the limit above it in ``AllocationRequest/sharedLimits``; nil for the grid.
    public let parent: Int?

    /// Creates a limit.
    public init(maxPower: Power, parent: Int?) {
      self.maxPower = maxPower
      self.parent = parent
    }
  }

  /// A charger with vehicles.
  public struct ChargerDemand: Equatable, Sendable {
    /// The index of the charger in the config.
    public let charger: Int
    /// The index of the limit above it in ``AllocationRequest/sharedLimits``.
    public fileprivate(set) var parent: Int
    /// The most that its vehicles may have together.
    public let maxPower: Power
    /// The places of its vehicles in ``AllocationRequest/vehicles``; never empty.
    public var vehicles: Range<Int> { (end &- count)..<end }
    /// The end of these places.
    var end: Int
    /// The number of its vehicles.
    var count = 1
    /// The sum of the maxima of its vehicles.
    var totalMaximum: Power
    /// The number of its vehicles that can take something, which are the last ones.
    var wantingVehicles = 0
    /// A level that the charger can certainly give to all its vehicles, with something left over.
    ///
    /// `Int.max` if the charger can give each of them its maximum and one step more.
    /// ``highestFreeLevel(_:)`` is the highest such level.
    var freeLevel = Int.max
  }

  /// A vehicle that may get power.
  public struct VehicleDemand: Equatable, Sendable {
    /// The most that it can take: the lower of its own and its connector's maximum.
    public let maximum: Power
    /// Its number among the sessions in the order in which they started.
    public let startOrder: Int
    /// The caller's number for it, which policies do not use.
    public let session: Int
    /// The time at which it leaves; nil if it states no departure.
    public let departureTime: Instant?
    /// The time to its departure less the time that it still needs at its maximum, in milliseconds.
    ///
    /// Nil if it states no departure. Up to date only for policies that depend on the time.
    public internal(set) var slack: Int?
    /// The limit that keeps it from more once it has its maximum.
    var ownLimit = LimitedBy.vehicle
    // In a byte each, so that a vehicle takes no more memory than without them.
    private let smallWeight: UInt8
    private let smallPriority: Int8

    /// Its share in relation to those of other vehicles.
    public var weight: Int { Int(smallWeight) }
    /// Its priority: the vehicles of the highest share first, the others what these leave.
    public var priority: Int { Int(smallPriority) }
    /// True if its weight is 1 and its priority 0.
    @inline(__always)
    var isOrdinary: Bool { smallWeight == 1 && smallPriority == 0 }

    /// Creates a vehicle.
    ///
    /// - Precondition: The weight is 1 to 100, the priority −100 to 100.
    public init(
      maximum: Power, startOrder: Int, session: Int, departureTime: Instant? = nil,
      slack: Int? = nil, weight: Int = 1, priority: Int = 0
    ) {
      precondition(1...100 ~= weight && -100...100 ~= priority, "a weight or priority out of range")
      smallWeight = UInt8(truncatingIfNeeded: weight)
      smallPriority = Int8(truncatingIfNeeded: priority)
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
    self.init(sharedLimits: [SharedLimit(maxPower: gridCapacity, parent: nil)], step: step)
  }

  /// Creates a request without vehicles for a station with groups of chargers.
  ///
  /// - Precondition: `step` is positive. The grid is the first limit and the only one without a
  ///   parent; every other limit comes after its parent.
  public init(sharedLimits: [SharedLimit], step: Power) {
    precondition(step > .zero, "the step must be positive")
    self.sharedLimits = sharedLimits
    self.step = step
    precondition(areParentsFirst, "a limit without a parent before it")
  }

  /// The most that all vehicles may have together: the limit at the top of the tree.
  public var gridCapacity: Power {
    get { sharedLimits[0].maxPower }
    set { sharedLimits[0].maxPower = newValue }
  }

  /// True when every charger is directly below the grid.
  @inline(__always)
  var isTwoLevel: Bool { sharedLimits.count == 1 }

  /// True if every charger is directly below the grid, and no vehicle has a priority.
  @inline(__always)
  var isOrdinary: Bool { isTwoLevel && prioritisedVehicles == 0 }

  /// The power that all vehicles could have together within the maxima of their chargers and
  /// groups.
  ///
  /// - Complexity: O(limits).
  var usableMaximumInGroups: Power {
    var below = sharedLimits.map { _ in Power.zero }
    for charger in chargers { below[charger.parent] += charger.usableMaximum }
    for limit in sharedLimits.indices.reversed() {
      guard let parent = sharedLimits[limit].parent else { continue }
      below[parent] += min(below[limit], sharedLimits[limit].maxPower)
    }
    return below[0]
  }

  /// The same request with every charger directly below the grid.
  var withoutGroups: AllocationRequest {
    if isTwoLevel { return self }
    var request = self
    request.sharedLimits = [sharedLimits[0]]
    for place in chargers.indices { request.chargers[place].parent = 0 }
    return request
  }

  /// True if some vehicle has a weight other than 1.
  @inline(__always)
  var hasWeights: Bool { weightedVehicles > 0 }

  /// Replaces the limits above the chargers.
  ///
  /// - Precondition: As for the initializer; the request has no vehicle.
  mutating func setSharedLimits(_ limits: [SharedLimit]) {
    precondition(vehicles.isEmpty, "vehicles below other limits")
    sharedLimits = limits
    precondition(areParentsFirst, "a limit without a parent before it")
  }

  /// Adds a vehicle at a charger.
  ///
  /// - Parameters:
  ///   - vehicle: The vehicle.
  ///   - charger: The index of the charger in the config.
  ///   - maxPower: The most that the vehicles of the charger may have together.
  ///   - parent: The index of the limit above the charger; the grid by default.
  /// - Complexity: O(log *n* + the vehicles and chargers listed after it), where *n* is the number
  ///   of vehicles of the charger.
  @inline(__always)
  public mutating func insert(
    _ vehicle: VehicleDemand, charger: Int, maxPower: Power, below parent: Int = 0
  ) {
    precondition(sharedLimits.indices.contains(parent), "no such limit")
    note(Self.insert(vehicle, charger, maxPower, parent, step, into: &vehicles, &chargers))
    count(vehicle, maxPower: maxPower, 1)
  }

  @inline(__always)
  private static func insert(
    _ vehicle: VehicleDemand, _ charger: Int, _ maxPower: Power, _ parent: Int, _ step: Power,
    into vehicles: inout [VehicleDemand], _ chargers: inout [ChargerDemand]
  ) -> ChargerChange {
    var groups = chargers.mutableSpan
    let group = move(&groups, behind: charger, by: 1)
    if group >= 0, groups[group].charger == charger {
      let place = place(of: vehicle, in: groups[group].vehicles, vehicles.span)
      vehicles.insert(vehicle, at: place)
      return groups[group].resize(by: 1, vehicle.maximum, wanting: vehicle.isWanting ? 1 : 0, step)
    } else {
      let place = group < 0 ? 0 : groups[group].end
      vehicles.insert(vehicle, at: place)
      let new = ChargerDemand(
        charger: charger, parent: parent, maxPower: maxPower, vehicle, step, at: place)
      chargers.insert(new, at: group + 1)
      return ChargerChange(from: nil, to: new)
    }
  }

  /// Removes a vehicle, which its maximum and its starting order identify.
  ///
  /// - Precondition: The vehicle is listed at that charger.
  /// - Complexity: As for `insert`.
  @inline(__always)
  public mutating func remove(_ vehicle: VehicleDemand, charger: Int) {
    let (maxPower, change) = Self.remove(vehicle, charger, step, from: &vehicles, &chargers)
    note(change)
    count(vehicle, maxPower: maxPower, -1)
  }

  /// - Returns: The maximum of the charger, and the change of its cached values.
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
      by: -1, .zero - vehicle.maximum, wanting: vehicle.isWanting ? -1 : 0, step)
    return (maxPower, change)
  }

  /// Replaces a vehicle by another one at the same charger.
  ///
  /// The result is that of a removal and an insertion, but no other charger has to move.
  ///
  /// - Precondition: The old vehicle is listed at that charger.
  /// - Complexity: O(log *n* + the vehicles of the charger), where *n* is the number of chargers
  ///   with a vehicle.
  mutating func replace(
    _ old: VehicleDemand, with new: VehicleDemand, charger: Int
  ) {
    let group = group(of: charger)
    let maxPower = chargers[group].maxPower
    Self.replace(old, with: new, in: chargers[group].vehicles, of: &vehicles)
    count(old, maxPower: maxPower, -1)
    count(new, maxPower: maxPower, 1)
    let wanting = (new.isWanting ? 1 : 0) - (old.isWanting ? 1 : 0)
    note(chargers[group].resize(by: 0, new.maximum - old.maximum, wanting: wanting, step))
  }

  @inline(__always)
  private static func replace(
    _ old: VehicleDemand, with new: VehicleDemand, in range: Range<Int>,
    of vehicles: inout [VehicleDemand]
  ) {
    var place = place(of: old, in: range, vehicles.span)
    var vehicles = vehicles.mutableSpan
    precondition(vehicles[place].session == old.session, "the vehicle is not listed")
    // The vehicles between the old place and the new one move by one.
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

  /// Sets the slack of a vehicle, by its place.
  mutating func setSlack(_ slack: Int?, at place: Int) { vehicles[place].slack = slack }

  /// Removes all vehicles and keeps the limits above the chargers.
  mutating func removeAll() {
    chargers.removeAll(keepingCapacity: true)
    vehicles.removeAll(keepingCapacity: true)
    totalMaximum = .zero
    wantingVehicles = 0
    openVehicles = 0
    usableMaximum = .zero
    freeLevel = .max
    weightedVehicles = 0
    prioritisedVehicles = 0
  }

  /// Applies a change at one charger to the values cached for all chargers.
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

  /// Adds a vehicle to the sums over all vehicles (`change` 1) or takes it out (`change` −1).
  @inline(__always)
  private mutating func count(_ vehicle: VehicleDemand, maxPower: Power, _ change: Int) {
    totalMaximum.watts += change * vehicle.maximum.watts
    if !vehicle.isOrdinary { countWishes(vehicle, change) }
    guard vehicle.isWanting else { return }
    wantingVehicles &+= change
    if maxPower > .zero { openVehicles &+= change }
  }

  @inline(never)
  private mutating func countWishes(_ vehicle: VehicleDemand, _ change: Int) {
    if vehicle.weight != 1 { weightedVehicles += change }
    if vehicle.priority != 0 { prioritisedVehicles += change }
  }

  /// Returns the entry of a charger, by its index in the config.
  ///
  /// - Precondition: The charger has a vehicle.
  func demand(ofCharger charger: Int) -> ChargerDemand {
    let group = group(of: charger)
    precondition(chargers[group].charger == charger, "the charger is not listed")
    return chargers[group]
  }

  /// Returns the place of a listed charger in ``chargers``.
  @inline(__always)
  private func group(of charger: Int) -> Int {
    var (low, high) = (0, chargers.count)
    while low < high {
      let middle = (low &+ high) &>> 1
      if chargers[middle].charger < charger { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// Moves the vehicles' places of all chargers after one.
  ///
  /// - Returns: The place of that charger or, if it is not listed, of the one before it; −1 if
  ///   there is none.
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

  /// Returns the place of a vehicle in its charger's range, or the place where it belongs.
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
  /// True when it can take something.
  var isWanting: Bool { maximum > .zero }

  /// True when it belongs before another vehicle of the same charger.
  @inline(__always)
  func comes(before other: Self) -> Bool {
    (maximum.watts, startOrder) < (other.maximum.watts, other.startOrder)
  }
}

/// The change of a charger's cached values, for the values cached for all chargers.
private struct ChargerChange {
  /// The power by which the usable maximum of the charger has grown.
  let usableMaximum: Power
  let formerFreeLevel: Int
  let freeLevel: Int

  /// - Parameters:
  ///   - before: The former entry; nil if the charger had no vehicle.
  ///   - after: The new entry; nil if the charger has no vehicle any more.
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
  /// The power that its vehicles could have together.
  fileprivate var usableMaximum: Power { min(maxPower, totalMaximum) }

  /// Creates a charger with its first vehicle, by the vehicle's place.
  @inline(__always)
  fileprivate init(
    charger: Int, parent: Int, maxPower: Power, _ vehicle: AllocationRequest.VehicleDemand,
    _ step: Power, at place: Int
  ) {
    self.charger = charger
    self.parent = parent
    self.maxPower = maxPower
    end = place &+ 1
    totalMaximum = vehicle.maximum
    wantingVehicles = vehicle.isWanting ? 1 : 0
    findFreeLevel(step)
  }

  @inline(__always)
  private mutating func findFreeLevel(_ step: Power) {
    let wanted = totalMaximum.watts &+ wantingVehicles &* step.watts
    freeLevel =
      wanted <= maxPower.watts ? .max : maxPower.watts.dividedAmong(wantingVehicles) &- 1
  }

  /// Returns the highest level at which the charger has something left, if each of its vehicles
  /// has the level or its maximum; `Int.max` if it has something left at any level.
  ///
  /// - Parameter demands: All vehicles of the request.
  /// - Complexity: O(vehicles of the charger).
  func highestFreeLevel(_ demands: Span<AllocationRequest.VehicleDemand>) -> Int {
    var (left, wanting) = (maxPower.watts &- 1, wantingVehicles)
    // In order of their maxima, as long as a vehicle has its maximum at the level that the charger
    // can give to it and all after it.
    while wanting > 0 {
      let maximum = demands[end &- wanting].maximum.watts
      if maximum &* wanting > left { return left.dividedAmong(wanting) }
      left &-= maximum
      wanting &-= 1
    }
    return .max
  }

  /// Updates the charger for a vehicle that was added, removed or replaced.
  ///
  /// - Parameters:
  ///   - change: The change of the number of its vehicles.
  ///   - maximum: The change of the sum of their maxima.
  ///   - wanting: The change of the number of vehicles that can take something.
  /// - Returns: The change of the cached values.
  @inline(__always)
  fileprivate mutating func resize(
    by change: Int, _ maximum: Power, wanting: Int, _ step: Power
  ) -> ChargerChange {
    let before = self
    totalMaximum += maximum
    end &+= change
    count &+= change
    wantingVehicles &+= wanting
    findFreeLevel(step)
    return ChargerChange(from: before, to: self)
  }
}

extension Int {
  /// Returns the quotient, rounded down; divisors 1 and 2, as at most chargers, need no division.
  @inline(__always)
  func dividedAmong(_ count: Int) -> Int {
    count == 1 ? self : count == 2 ? self &>> 1 : self / count
  }
}
