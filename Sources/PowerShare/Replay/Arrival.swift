/// A vehicle that has arrived at the station, with the fields of its `start` and its vehicle type.
public struct Arrival: Equatable, Sendable {
  /// Its session's id.
  public private(set) var id: Identifier
  /// The connectors at which it may plug in.
  public private(set) var choice: ConnectorChoice
  /// The time of its arrival.
  public private(set) var time: Instant
  /// The most that the vehicle accepts, at any state of charge; reports change it.
  public internal(set) var vehicleMaxPower: Power
  /// The most that the vehicle accepts, as stated on arrival.
  public private(set) var statedMaxPower: Power
  /// Whether it states more than its maximum.
  private(set) var hasWishes: Bool
  /// The wishes that are numbers and times.
  ///
  /// In place and without references, so that a vehicle that has only these needs no memory of its
  /// own.
  private var wishes: Wishes
  /// The wishes that few vehicles have, or none: an array, so that others are small to copy.
  private var rareWishes: [RareWishes]

  private struct Wishes: Equatable, Sendable {
    var energyRequested: Energy?
    var departureTime: Instant?
    var waitsUntil: Instant?
    var leavesWhenDone = true
  }

  private struct RareWishes: Equatable, Sendable {
    var battery: Battery?
    var priority = 0
    var weight = 1
  }

  /// The requested energy; nil where it stated no energy and no target state of charge.
  public var energyRequested: Energy? { wishes.energyRequested }
  /// The time at which it leaves at the latest.
  public var departureTime: Instant? { wishes.departureTime }
  /// Whether it leaves when its energy is delivered.
  public var leavesWhenDone: Bool { wishes.leavesWhenDone }
  /// The time at which it drives on if it has no connector by then.
  public var waitsUntil: Instant? { wishes.waitsUntil }
  /// Its battery; nil where its state of charge is not followed.
  public var battery: Battery? { rareWishes.isEmpty ? nil : rareWishes[0].battery }
  /// Its priority: vehicles of the highest are served first.
  public var priority: Int { rareWishes.isEmpty ? 0 : rareWishes[0].priority }
  /// The size of its share in relation to those of other vehicles.
  public var weight: Int { rareWishes.isEmpty ? 1 : rareWishes[0].weight }

  /// The energy after which it draws nothing more: the lower of the requested energy and the room
  /// in its battery; nil where neither is known.
  @inline(__always)
  public var target: Energy? { hasWishes ? wantedEnergy : nil }

  private var wantedEnergy: Energy? {
    guard let battery else { return energyRequested }
    return energyRequested.map { min($0, battery.room) } ?? battery.room
  }

  /// Returns the power that the vehicle accepts after it has drawn `energy`.
  @inline(__always)
  func acceptance(after energy: Energy) -> Acceptance {
    rareWishes.isEmpty
      ? Acceptance(power: vehicleMaxPower, end: nil) : acceptanceOfBattery(after: energy)
  }

  @inline(never)
  private func acceptanceOfBattery(after energy: Energy) -> Acceptance {
    rareWishes[0].battery?.acceptance(after: energy, maximum: vehicleMaxPower)
      ?? Acceptance(power: vehicleMaxPower, end: nil)
  }

  /// The time at which it leaves the waiting line without a connector; nil where it waits for ever.
  var leavesLineAt: Instant? {
    guard let waitsUntil else { return departureTime }
    return departureTime.map { min($0, waitsUntil) } ?? waitsUntil
  }
}

extension Arrival {
  /// Replaces this vehicle by one that names its connector and states nothing but its maximum.
  ///
  /// In place, because building a new value and moving it here takes longer.
  @inline(__always)
  mutating func become(
    _ id: Identifier, at connector: ConnectorID, time: Instant, vehicleMaxPower: Power
  ) {
    self.id = id
    choice = .connector(connector)
    self.time = time
    self.vehicleMaxPower = vehicleMaxPower
    statedMaxPower = vehicleMaxPower
    if hasWishes {
      hasWishes = false
      wishes = Wishes()
      rareWishes = []
    }
  }

  /// Creates a vehicle from a `start` and its vehicle type.
  ///
  /// A field of the event overrides that of the vehicle type, and a requested energy overrides a
  /// target state of charge. A target needs a battery only where no energy is requested.
  ///
  /// - Throws: An unknown vehicle type, or a target state of charge without a battery.
  init(
    _ start: borrowing SessionEvent.Start, id: Identifier, at time: Instant,
    in station: StationConfig
  ) throws(EventProblem) {
    let terms =
      if let stated = start.vehicleMaxPower, !start.statesWishes {
        Terms(maxPower: stated)
      } else {
        try Self.terms(copy start, at: time, station)
      }
    self.id = id
    choice = start.connector
    self.time = time
    vehicleMaxPower = terms.maxPower
    statedMaxPower = terms.maxPower
    hasWishes = terms.hasWishes
    wishes = terms.wishes
    rareWishes = terms.rareWishes
  }

  /// Creates a vehicle from the fast form of a `start`; nil from that of another event.
  ///
  /// - Parameter stated: The wishes, if the event states any.
  init?(_ event: borrowing FastEvent, _ stated: FastWishes) {
    guard let maxPower = event.vehicleMaxPower else { return nil }
    wishes = event.statesWishes ? Self.wishes(stated, at: event.time) : Wishes()
    // A vehicle that states only that it leaves when done is one without wishes.
    hasWishes = event.statesWishes && wishes != Wishes()
    rareWishes = []
    id = Identifier(event.sessionId)
    choice = event.choice
    time = event.time
    vehicleMaxPower = maxPower
    statedMaxPower = maxPower
  }

  @inline(__always)
  private static func wishes(_ stated: FastWishes, at time: Instant) -> Wishes {
    Wishes(
      energyRequested: stated.energyRequested, departureTime: stated.departureTime,
      waitsUntil: stated.maxWait.map { time + $0 },
      leavesWhenDone: stated.leavesWhenDone ?? (stated.departureTime == nil))
  }

  /// Creates a vehicle for calculating how it charges; its id, choice and time have no meaning.
  init(vehicleMaxPower: Power, energyRequested: Energy?, battery: Battery?) {
    id = "alone"
    choice = .any
    time = Instant(milliseconds: 0)
    self.vehicleMaxPower = vehicleMaxPower
    statedMaxPower = vehicleMaxPower
    hasWishes = true
    wishes = Wishes(energyRequested: energyRequested)
    rareWishes = battery == nil ? [] : [RareWishes(battery: battery)]
  }

  /// The values that a `start` and its vehicle type state for the vehicle.
  private struct Terms {
    let maxPower: Power
    var hasWishes = false
    var wishes = Wishes()
    var rareWishes: [RareWishes] = []
  }

  @inline(never)
  private static func terms(
    _ start: SessionEvent.Start, at time: Instant, _ station: StationConfig
  ) throws(EventProblem) -> Terms {
    var type: VehicleType?
    if let name = start.vehicle {
      type = station.vehicle(named: name)
      if type == nil { throw .unknownVehicle(name, in: station.vehicles) }
    }
    guard let maxPower = start.vehicleMaxPower ?? type?.maxPower else {
      preconditionFailure("a start without a maximum and without a vehicle type")
    }
    if start.statesNoWishes { return Terms(maxPower: maxPower) }
    var wishes = Wishes(
      departureTime: start.departureTime, waitsUntil: start.maxWait.map { time + $0 },
      leavesWhenDone: start.leavesWhenDone ?? (start.departureTime == nil))
    var rare = RareWishes(priority: start.priority, weight: start.weight)
    let capacity = start.batteryCapacity ?? type?.batteryCapacity
    if let capacity, let state = start.stateOfCharge {
      rare.battery = Battery(
        capacity: capacity, stateOfCharge: state,
        curve: start.chargingCurve ?? type?.chargingCurve)
    }
    if let requested = start.energyRequested {
      wishes.energyRequested = requested
    } else if let target = start.targetStateOfCharge {
      guard let capacity, let state = start.stateOfCharge else {
        throw .targetWithoutBattery(hasCapacity: capacity != nil)
      }
      wishes.energyRequested = capacity.share(thousandthsOfPercent: max(0, target - state))
    }
    return Terms(
      maxPower: maxPower, hasWishes: true, wishes: wishes,
      rareWishes: rare == RareWishes() ? [] : [rare])
  }
}

extension SessionEvent.Start {
  /// Whether it states nothing that decides about its charging except its maximum.
  fileprivate var statesNoWishes: Bool {
    energyRequested == nil && departureTime == nil && maxWait == nil && stateOfCharge == nil
      && targetStateOfCharge == nil && leavesWhenDone ?? true
      && priority == 0 && weight == 1
  }
}
