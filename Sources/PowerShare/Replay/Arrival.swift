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
  /// The wishes of the vehicle, or none: an array, so that a vehicle without wishes is small to
  /// copy.
  private var wishes: [Wishes]

  /// The fields of a `start` that few vehicles have.
  private struct Wishes: Equatable, Sendable {
    var energyRequested: Energy?
    var departureTime: Instant?
    var leavesWhenDone: Bool
    var waitsUntil: Instant?
    var battery: Battery?
    var priority = 0
    var weight = 1
  }

  /// The requested energy; nil where it stated no energy and no target state of charge.
  public var energyRequested: Energy? { wishes.first?.energyRequested }
  /// The time at which it leaves at the latest.
  public var departureTime: Instant? { wishes.first?.departureTime }
  /// Whether it leaves when its energy is delivered.
  public var leavesWhenDone: Bool { wishes.first?.leavesWhenDone ?? true }
  /// The time at which it drives on if it has no connector by then.
  public var waitsUntil: Instant? { wishes.first?.waitsUntil }
  /// Its battery; nil where its state of charge is not followed.
  public var battery: Battery? { wishes.first?.battery }
  /// Its priority: vehicles of the highest are served first.
  public var priority: Int { wishes.first?.priority ?? 0 }
  /// The size of its share in relation to those of other vehicles.
  public var weight: Int { wishes.first?.weight ?? 1 }

  /// Whether it states more than its maximum.
  var hasWishes: Bool { !wishes.isEmpty }

  /// The energy after which it draws nothing more: the lower of the requested energy and the room
  /// in its battery; nil where neither is known.
  @inline(__always)
  public var target: Energy? { hasWishes ? wantedEnergy : nil }

  private var wantedEnergy: Energy? {
    guard let battery else { return energyRequested }
    return energyRequested.map { min($0, battery.room) } ?? battery.room
  }

  /// Returns the most that the vehicle accepts after it has drawn `energy`.
  @inline(__always)
  func vehicleMaxPower(after energy: Energy) -> Power {
    hasWishes ? powerOfBattery(after: energy) : vehicleMaxPower
  }

  private func powerOfBattery(after energy: Energy) -> Power {
    let limit = battery?.maxPower(after: energy)
    return limit.map { min($0, vehicleMaxPower) } ?? vehicleMaxPower
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
    if hasWishes { wishes = [] }
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
    let maxPower: Power
    let wishes: [Wishes]
    if let stated = start.vehicleMaxPower, !start.statesWishes {
      maxPower = stated
      wishes = []
    } else {
      (maxPower, wishes) = try Self.terms(copy start, at: time, station)
    }
    self.id = id
    choice = start.connector
    self.time = time
    vehicleMaxPower = maxPower
    statedMaxPower = maxPower
    self.wishes = wishes
  }

  /// Creates a vehicle from the fast form of a `start`; nil from that of another event.
  ///
  /// - Parameter stated: The wishes, if the event states any.
  init?(_ event: borrowing FastEvent, _ stated: FastWishes) {
    guard let maxPower = event.vehicleMaxPower else { return nil }
    wishes = event.statesWishes ? Self.wishes(stated, at: event.time) : []
    id = Identifier(event.sessionId)
    choice = event.choice
    time = event.time
    vehicleMaxPower = maxPower
    statedMaxPower = maxPower
  }

  private static func wishes(_ stated: FastWishes, at time: Instant) -> [Wishes] {
    var wishes = Wishes(leavesWhenDone: stated.leavesWhenDone ?? (stated.departureTime == nil))
    wishes.energyRequested = stated.energyRequested
    wishes.departureTime = stated.departureTime
    wishes.waitsUntil = stated.maxWait.map { time + $0 }
    // A vehicle that states only that it leaves when done is one without wishes.
    return wishes == Wishes(leavesWhenDone: true) ? [] : [wishes]
  }

  /// Creates a vehicle for calculating how it charges; its id, choice and time have no meaning.
  init(vehicleMaxPower: Power, energyRequested: Energy?, battery: Battery?) {
    id = "alone"
    choice = .any
    time = Instant(milliseconds: 0)
    self.vehicleMaxPower = vehicleMaxPower
    statedMaxPower = vehicleMaxPower
    wishes = [
      Wishes(energyRequested: energyRequested, leavesWhenDone: true, battery: battery)
    ]
  }

  @inline(never)
  private static func terms(
    _ start: SessionEvent.Start, at time: Instant, _ station: StationConfig
  ) throws(EventProblem) -> (maxPower: Power, wishes: [Wishes]) {
    var type: VehicleType?
    if let name = start.vehicle {
      type = station.vehicle(named: name)
      if type == nil { throw .unknownVehicle(name, in: station.vehicles) }
    }
    guard let maxPower = start.vehicleMaxPower ?? type?.maxPower else {
      preconditionFailure("a start without a maximum and without a vehicle type")
    }
    if start.statesNoWishes { return (maxPower, []) }
    var wishes = Wishes(leavesWhenDone: start.leavesWhenDone ?? (start.departureTime == nil))
    wishes.priority = start.priority
    wishes.weight = start.weight
    wishes.departureTime = start.departureTime
    wishes.waitsUntil = start.maxWait.map { time + $0 }
    let capacity = start.batteryCapacity ?? type?.batteryCapacity
    if let capacity, let state = start.stateOfCharge {
      wishes.battery = Battery(
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
    return (maxPower, [wishes])
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
