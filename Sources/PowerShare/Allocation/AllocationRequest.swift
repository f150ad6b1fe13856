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

  /// A charger with vehicles.
  public struct ChargerDemand: Equatable, Sendable {
    /// Where the charger stands in the config.
    public let charger: Int
    /// The most its vehicles may have together.
    public let maxPower: Power
    /// Its vehicles' places in ``AllocationRequest/vehicles``; never empty.
    public fileprivate(set) var vehicles: Range<Int>
    /// How many of its vehicles can take nothing; they come first.
    fileprivate(set) var idleVehicles = 0
    /// How many vehicles are open before anything is allocated.
    var openVehicles: Int { maxPower > .zero ? vehicles.count - idleVehicles : 0 }
    /// The level at which, rising from nothing, the first of the others has its maximum or the
    /// charger has nothing left for all of them.
    fileprivate(set) var closingLevel = 0
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
  /// - Complexity: O(log *n* + the vehicles and chargers listed behind it), *n* the vehicles.
  public mutating func insert(_ vehicle: VehicleDemand, charger: Int, maxPower: Power) {
    let group = firstGroup(from: charger)
    if group == chargers.count || chargers[group].charger != charger {
      let place = group < chargers.count ? chargers[group].vehicles.lowerBound : vehicles.count
      chargers.insert(
        ChargerDemand(charger: charger, maxPower: maxPower, vehicles: place..<place), at: group)
    }
    let place = place(of: vehicle, in: chargers[group].vehicles)
    vehicles.insert(vehicle, at: place)
    totalMaximum += vehicle.maximum
    if vehicle.maximum == .zero { chargers[group].idleVehicles += 1 }
    resize(group: group, by: 1)
  }

  /// Takes a vehicle away.
  ///
  /// Its maximum and starting order tell which.
  ///
  /// - Precondition: The vehicle is listed at that charger.
  /// - Complexity: As for `insert`.
  public mutating func remove(_ vehicle: VehicleDemand, charger: Int) {
    let group = firstGroup(from: charger)
    let place = place(of: vehicle, in: chargers[group].vehicles)
    precondition(vehicles[place].session == vehicle.session, "the vehicle is not listed")
    vehicles.remove(at: place)
    totalMaximum -= vehicle.maximum
    if vehicle.maximum == .zero { chargers[group].idleVehicles -= 1 }
    resize(group: group, by: -1)
    if chargers[group].vehicles.isEmpty { chargers.remove(at: group) }
  }

  /// Notes the slack of a vehicle, by its place.
  mutating func setSlack(_ slack: Int?, at place: Int) { vehicles[place].slack = slack }

  /// Takes all vehicles away.
  public mutating func removeAll() {
    chargers.removeAll(keepingCapacity: true)
    vehicles.removeAll(keepingCapacity: true)
    totalMaximum = .zero
  }

  /// The first group of that charger or a later one.
  private func firstGroup(from charger: Int) -> Int {
    var low = 0
    var high = chargers.count
    while low < high {
      let middle = (low + high) / 2
      if chargers[middle].charger < charger { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Where the vehicle stands, or would stand, within its charger's range.
  private func place(of vehicle: VehicleDemand, in range: Range<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      let other = vehicles[middle]
      if (other.maximum.watts, other.startOrder) < (vehicle.maximum.watts, vehicle.startOrder) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private mutating func resize(group: Int, by change: Int) {
    let range = chargers[group].vehicles
    chargers[group].vehicles = range.lowerBound..<(range.upperBound + change)
    let open = range.count + change - chargers[group].idleVehicles
    if open == 0 {
      chargers[group].closingLevel = 0
    } else {
      let first = range.lowerBound + chargers[group].idleVehicles
      let part = chargers[group].maxPower.watts.dividedAmong(open)
      chargers[group].closingLevel = min(vehicles[first].maximum.watts, part)
    }
    for later in (group + 1)..<max(chargers.count, group + 1) {
      let range = chargers[later].vehicles
      chargers[later].vehicles = (range.lowerBound + change)..<(range.upperBound + change)
    }
  }
}

extension Int {
  /// An equal part, rounded down; one or two, as at most chargers, are not worth a division.
  @inline(__always)
  func dividedAmong(_ count: Int) -> Int {
    count == 1 ? self : count == 2 ? self &>> 1 : self / count
  }
}
