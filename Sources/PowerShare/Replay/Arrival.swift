/// A vehicle that has come to the station: what it is and what it wants.
public struct Arrival: Equatable, Sendable {
  /// Its session's id.
  public let id: Identifier
  /// Where it may plug in.
  public let choice: ConnectorChoice
  /// When it came.
  public let time: Instant
  /// The most the vehicle accepts, its battery apart; reports change it.
  public internal(set) var vehicleMaxPower: Power
  /// The same as it was stated on arrival.
  public let statedMaxPower: Power
  /// What it asked for; nil where it named no energy and no state of charge.
  public let energyRequested: Energy?
  /// When it leaves at the latest.
  public let departureTime: Instant?
  /// Whether it leaves when its energy is delivered.
  public let leavesWhenDone: Bool
  /// When it drives on if it has no connector by then.
  public let waitsUntil: Instant?
  /// Its battery, where it is followed.
  public let battery: Battery?

  /// What it takes until it draws nothing more: what it asked for, or what its battery has room
  /// for.
  public var target: Energy? {
    guard let battery else { return energyRequested }
    return energyRequested.map { min($0, battery.room) } ?? battery.room
  }

  /// When it goes away from the line of those who wait.
  var leavesLineAt: Instant? {
    guard let waitsUntil else { return departureTime }
    return departureTime.map { min($0, waitsUntil) } ?? waitsUntil
  }
}

extension Arrival {
  /// Puts together what a `start` states and what its vehicle type adds.
  ///
  /// What the event states comes first, and a requested energy before a target state of charge. A
  /// target that is not needed for anything asks for no battery.
  init(
    _ start: SessionEvent.Start, id: Identifier, at time: Instant, _ vehicles: [VehicleType]
  ) throws(EventProblem) {
    var type: VehicleType?
    if let name = start.vehicle {
      type = vehicles.first { $0.id == name }
      if type == nil { throw .unknownVehicle(name, in: vehicles) }
    }
    guard let maxPower = start.vehicleMaxPower ?? type?.maxPower else {
      preconditionFailure("a start without a maximum and without a vehicle type")
    }
    self.id = id
    choice = start.connector
    self.time = time
    vehicleMaxPower = maxPower
    statedMaxPower = maxPower
    departureTime = start.departureTime
    leavesWhenDone = start.leavesWhenDone ?? (start.departureTime == nil)
    waitsUntil = start.maxWait.map { time + $0 }
    let capacity = start.batteryCapacity ?? type?.batteryCapacity
    battery =
      if let capacity, let state = start.stateOfCharge {
        Battery(
          capacity: capacity, stateOfCharge: state,
          curve: start.chargingCurve ?? type?.chargingCurve)
      } else {
        nil
      }
    if let requested = start.energyRequested {
      energyRequested = requested
    } else if let target = start.targetStateOfCharge {
      guard let capacity, let state = start.stateOfCharge else {
        throw .targetWithoutBattery(hasCapacity: capacity != nil)
      }
      energyRequested = capacity.share(thousandthsOfPercent: max(0, target - state))
    } else {
      energyRequested = nil
    }
  }
}
