/// What every tick looks at of a session: a few numbers, which are kept together and apart from the
/// rest because the time of a replay goes into the loops over them.
///
/// 64 bytes without a reference, so that copying the states of all sessions is copying memory.
struct SessionState: Equatable, Sendable {
  /// Its number in the order in which sessions began at a connector, from 1.
  let startOrder: Int
  private var slotNumber: Int32
  private var chargerNumber: Int32
  /// The most the vehicle accepts, its battery included.
  var vehicleMaxPower: Power
  /// What it is offered.
  var allocatedPower = Power.zero
  /// The connector's own maximum; ``unlimited`` where it has none.
  var connectorLimit: Power
  /// What keeps it from more.
  var limitedBy = LimitedBy.grid
  /// Whether it is left out because it would get less than its charger's minimum.
  var isBelowMinimum = false
  /// Whether it has all its energy.
  var isDone = false
  /// Whether anything about it may change by itself.
  let mayChange: Bool
  private let connectorNumber: UInt16
  /// What it has drawn since it began.
  var deliveredEnergy = Energy.zero

  /// More than any connector gives.
  static let unlimited = Power(watts: .max)

  init(
    startOrder: Int, slot: Int, charger: Int, idx: Int, connectorLimit: Power,
    vehicleMaxPower: Power, mayChange: Bool
  ) {
    self.startOrder = startOrder
    slotNumber = Int32(slot)
    chargerNumber = Int32(charger)
    connectorNumber = UInt16(idx)
    self.connectorLimit = connectorLimit
    self.vehicleMaxPower = vehicleMaxPower
    self.mayChange = mayChange
  }

  /// Where the rest of the session stands.
  var slot: Int {
    get { Int(slotNumber) }
    set { slotNumber = Int32(newValue) }
  }

  /// The number of its connector, from 1.
  var idx: Int { Int(connectorNumber) }

  /// Where its charger stands in the config.
  var charger: Int {
    get { Int(chargerNumber) }
    set { chargerNumber = Int32(newValue) }
  }

  /// The most it can take: the lower of the vehicle's and the connector's maximum, and nothing once
  /// it has all its energy.
  var maximum: Power { isDone ? .zero : min(vehicleMaxPower, connectorLimit) }

  /// What it asks a policy for.
  func demand(departureTime: Instant?) -> AllocationRequest.VehicleDemand {
    var demand = AllocationRequest.VehicleDemand(
      maximum: maximum, startOrder: startOrder, session: slot, departureTime: departureTime)
    if isDone {
      demand.ownLimit = .energy
    } else if connectorLimit < vehicleMaxPower {
      demand.ownLimit = .connector
    }
    return demand
  }
}
