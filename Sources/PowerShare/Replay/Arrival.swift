/// A vehicle that has come to the station: what it is and what it wants.
public struct Arrival: Equatable, Sendable {
  /// Its session's id.
  public private(set) var id: Identifier
  /// Where it may plug in.
  public private(set) var choice: ConnectorChoice
  /// When it came.
  public private(set) var time: Instant
  /// The most the vehicle accepts, its battery apart; reports change it.
  public internal(set) var vehicleMaxPower: Power
  /// The same as it was stated on arrival.
  public private(set) var statedMaxPower: Power
  /// At most one: what only some vehicles state, apart so that the others are quickly copied.
  private var wishes: [Wishes]

  /// What a vehicle states beyond its maximum.
  private struct Wishes: Equatable, Sendable {
    var energyRequested: Energy?
    var departureTime: Instant?
    var leavesWhenDone: Bool
    var waitsUntil: Instant?
    var battery: Battery?
  }

  /// What it asked for; nil where it named no energy and no state of charge.
  public var energyRequested: Energy? { wishes.first?.energyRequested }
  /// When it leaves at the latest.
  public var departureTime: Instant? { wishes.first?.departureTime }
  /// Whether it leaves when its energy is delivered.
  public var leavesWhenDone: Bool { wishes.first?.leavesWhenDone ?? true }
  /// When it drives on if it has no connector by then.
  public var waitsUntil: Instant? { wishes.first?.waitsUntil }
  /// Its battery, where it is followed.
  public var battery: Battery? { wishes.first?.battery }

  /// Whether it states more than its maximum.
  var hasWishes: Bool { !wishes.isEmpty }

  /// What it takes until it draws nothing more: what it asked for, or what its battery has room
  /// for.
  @inline(__always)
  public var target: Energy? { hasWishes ? wantedEnergy : nil }

  private var wantedEnergy: Energy? {
    guard let battery else { return energyRequested }
    return energyRequested.map { min($0, battery.room) } ?? battery.room
  }

  /// What the vehicle accepts at its battery's state of charge after so much energy.
  @inline(__always)
  func vehicleMaxPower(after energy: Energy) -> Power {
    hasWishes ? powerOfBattery(after: energy) : vehicleMaxPower
  }

  private func powerOfBattery(after energy: Energy) -> Power {
    let limit = battery?.maxPower(after: energy)
    return limit.map { min($0, vehicleMaxPower) } ?? vehicleMaxPower
  }

  /// When it goes away from the line of those who wait.
  var leavesLineAt: Instant? {
    guard let waitsUntil else { return departureTime }
    return departureTime.map { min($0, waitsUntil) } ?? waitsUntil
  }
}

extension Arrival {
  /// Becomes a vehicle that names its connector and states nothing but its maximum.
  ///
  /// In its place, because a new one would be put together elsewhere and moved.
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

  /// Puts together what a `start` states and what its vehicle type adds.
  ///
  /// What the event states comes first, and a requested energy before a target state of charge. A
  /// target that is not needed for anything asks for no battery.
  init(
    _ start: borrowing SessionEvent.Start, id: Identifier, at time: Instant,
    _ vehicles: [VehicleType]
  ) throws(EventProblem) {
    let maxPower: Power
    let wishes: [Wishes]
    if let stated = start.vehicleMaxPower, !start.statesWishes {
      maxPower = stated
      wishes = []
    } else {
      (maxPower, wishes) = try Self.terms(copy start, at: time, vehicles)
    }
    self.id = id
    choice = start.connector
    self.time = time
    vehicleMaxPower = maxPower
    statedMaxPower = maxPower
    self.wishes = wishes
  }

  /// Puts together a vehicle of which only its charging matters.
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
    _ start: SessionEvent.Start, at time: Instant, _ vehicles: [VehicleType]
  ) throws(EventProblem) -> (maxPower: Power, wishes: [Wishes]) {
    var type: VehicleType?
    if let name = start.vehicle {
      type = vehicles.first { $0.id == name }
      if type == nil { throw .unknownVehicle(name, in: vehicles) }
    }
    guard let maxPower = start.vehicleMaxPower ?? type?.maxPower else {
      preconditionFailure("a start without a maximum and without a vehicle type")
    }
    if start.statesNoWishes { return (maxPower, []) }
    var wishes = Wishes(leavesWhenDone: start.leavesWhenDone ?? (start.departureTime == nil))
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
  /// Whether there is no end to what it wants, and nothing that limits what it takes but its
  /// maximum.
  fileprivate var statesNoWishes: Bool {
    energyRequested == nil && departureTime == nil && maxWait == nil && stateOfCharge == nil
      && targetStateOfCharge == nil && leavesWhenDone ?? true
  }
}
