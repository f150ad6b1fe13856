/// An event at the station, past or planned.
public struct SessionEvent: Equatable, Sendable {
  /// The time of the event.
  public var time: Instant
  /// The kind of event, with its data.
  public var kind: Kind

  /// Creates an event.
  public init(time: Instant, kind: Kind) {
    self.time = time
    self.kind = kind
  }

  /// The kinds of event, each named after a call of the station's API.
  public enum Kind: Equatable, Sendable {
    /// A vehicle plugs in (`POST /sessions`).
    case start(Start)
    /// A vehicle reports the power that it draws (`POST /sessions/{id}/power-update`).
    case powerUpdate(PowerUpdate)
    /// A vehicle unplugs (`POST /sessions/{id}/stop`).
    case stop(SessionReference)
    /// The station changes (`POST /station/config`).
    indirect case config(StationConfig)
    /// Only the grid capacity changes.
    case gridCapacity(Power)
    /// Something else behind the grid connection draws or generates from now on.
    case load(Load)
    /// A temporary limit begins, changes or ends.
    case limit(Limit)
  }

  /// The data of a `load`.
  public struct Load: Equatable, Sendable {
    /// The id of the load.
    public var loadId: Identifier
    /// The power that it draws, −1,000,000 to 1,000,000 kW; below zero what it generates.
    public var power: Power

    /// The id of a load whose event states none.
    public static let defaultId = Identifier("site")

    /// Creates the data of a `load`.
    public init(loadId: Identifier = defaultId, power: Power) {
      self.loadId = loadId
      self.power = power
    }
  }

  /// The data of a `limit`.
  public struct Limit: Equatable, Sendable {
    /// The part of the station that is limited.
    public var target: LimitTarget
    /// The most power from now on; nil ends the limit.
    public var maxPower: Power?

    /// Creates the data of a `limit`.
    public init(target: LimitTarget, maxPower: Power?) {
      self.target = target
      self.maxPower = maxPower
    }
  }

  /// The data of a `start`.
  public struct Start: Equatable, Sendable {
    /// The session's id; nil names the session `session-N`, for the Nth `start` of the timeline.
    public var sessionId: Identifier?
    /// The connectors at which it may plug in.
    public var connector: ConnectorChoice
    /// The most power the vehicle accepts; nil takes that of its vehicle type.
    public var vehicleMaxPower: Power?
    /// The wishes of the vehicle, if it states any: an array of one.
    ///
    /// Boxed in an array, because events are passed on many times and most have no wishes to copy.
    var statedWishes: [Wishes]?
    /// The number of starts before this one that could not be read; they count for the name of a
    /// session without an id.
    package var unreadableStarts = 0
  }

  /// The wishes of a vehicle, and its properties.
  struct Wishes: Equatable, Sendable {
    var vehicle: Identifier?
    var energyRequested: Energy?
    var departureTime: Instant?
    var leavesWhenDone: Bool?
    var maxWait: TimeSpan?
    var batteryCapacity: Energy?
    var stateOfCharge: Int?
    var targetStateOfCharge: Int?
    var chargingCurve: ChargingCurve?
    var priority = 0
    var weight = 1
  }

  /// The data of a `power-update`.
  public struct PowerUpdate: Equatable, Sendable {
    /// The session that reports.
    public var session: SessionReference
    /// The power the vehicle draws now.
    public var consumedPower: Power
    /// A new maximum of the vehicle, set before the report is compared with the allocation; nil
    /// keeps the present one.
    public var vehicleMaxPower: Power?

    /// Creates the data of a `power-update`.
    public init(session: SessionReference, consumedPower: Power, vehicleMaxPower: Power? = nil) {
      self.session = session
      self.consumedPower = consumedPower
      self.vehicleMaxPower = vehicleMaxPower
    }
  }
}

extension SessionEvent.Start {
  /// Creates the data of a `start`.
  public init(
    sessionId: Identifier?, connector: ConnectorChoice, vehicleMaxPower: Power?
  ) {
    self.init(
      sessionId: sessionId, connector: connector, vehicleMaxPower: vehicleMaxPower,
      statedWishes: nil)
  }

  /// Creates the data of a `start` at a named connector.
  public init(sessionId: Identifier?, connectorId: ConnectorID, vehicleMaxPower: Power?) {
    self.init(
      sessionId: sessionId, connector: .connector(connectorId), vehicleMaxPower: vehicleMaxPower)
  }

  /// The priorities that a vehicle may have.
  public static let priorities = -100...100
  /// The weights that a vehicle may have.
  public static let weights = 1...100

  /// True if it states any of the properties below.
  var statesWishes: Bool { statedWishes != nil }

  /// The id of a vehicle type in the config, which supplies the fields that the event does not
  /// state.
  public var vehicle: Identifier? {
    get { statedWishes?[0].vehicle }
    set { change(toNil: newValue == nil) { $0.vehicle = newValue } }
  }

  /// The energy the vehicle wants; nil draws until it is stopped, leaves, or its battery is full.
  public var energyRequested: Energy? {
    get { statedWishes?[0].energyRequested }
    set { change(toNil: newValue == nil) { $0.energyRequested = newValue } }
  }

  /// The latest time at which it leaves, served or not; after its start.
  public var departureTime: Instant? {
    get { statedWishes?[0].departureTime }
    set { change(toNil: newValue == nil) { $0.departureTime = newValue } }
  }

  /// True if it leaves when its energy is delivered; nil means true without a departure time, else
  /// false.
  public var leavesWhenDone: Bool? {
    get { statedWishes?[0].leavesWhenDone }
    set { change(toNil: newValue == nil) { $0.leavesWhenDone = newValue } }
  }

  /// The longest time it waits for a connector before it drives on; nil waits without limit.
  public var maxWait: TimeSpan? {
    get { statedWishes?[0].maxWait }
    set { change(toNil: newValue == nil) { $0.maxWait = newValue } }
  }

  /// The energy its battery holds; with ``stateOfCharge``, the replay follows its state of charge.
  public var batteryCapacity: Energy? {
    get { statedWishes?[0].batteryCapacity }
    set { change(toNil: newValue == nil) { $0.batteryCapacity = newValue } }
  }

  /// The state of charge on arrival, in thousandths of a percent, 0 to 100,000.
  public var stateOfCharge: Int? {
    get { statedWishes?[0].stateOfCharge }
    set { change(toNil: newValue == nil) { $0.stateOfCharge = newValue } }
  }

  /// The state of charge the vehicle wants, in thousandths of a percent, 0 to 100,000; gives the
  /// energy requested, and is ignored if ``energyRequested`` is stated.
  public var targetStateOfCharge: Int? {
    get { statedWishes?[0].targetStateOfCharge }
    set { change(toNil: newValue == nil) { $0.targetStateOfCharge = newValue } }
  }

  /// The power its battery accepts at each state of charge; nil takes that of its vehicle type.
  public var chargingCurve: ChargingCurve? {
    get { statedWishes?[0].chargingCurve }
    set { change(toNil: newValue == nil) { $0.chargingCurve = newValue } }
  }

  /// The priority of the vehicle, one of ``priorities``; 0 unless stated.
  ///
  /// Vehicles of the highest priority are served first, then those of the next.
  public var priority: Int {
    get { statedWishes?[0].priority ?? 0 }
    set {
      precondition(Self.priorities.contains(newValue), "a priority out of range")
      change(toNil: newValue == 0) { $0.priority = newValue }
    }
  }

  /// The weight of the vehicle, one of ``weights``; 1 unless stated.
  ///
  /// A vehicle of weight 2 is offered twice as much as one of weight 1.
  public var weight: Int {
    get { statedWishes?[0].weight ?? 1 }
    set {
      precondition(Self.weights.contains(newValue), "a weight out of range")
      change(toNil: newValue == 1) { $0.weight = newValue }
    }
  }

  /// - Parameter isNil: True if the new value is that of a vehicle that does not state it.
  private mutating func change(
    toNil isNil: Bool, _ change: (inout SessionEvent.Wishes) -> Void
  ) {
    if statedWishes == nil {
      if isNil { return }
      statedWishes = [SessionEvent.Wishes()]
    }
    if var wishes = statedWishes.take() {
      change(&wishes[0])
      // Empty wishes become nil, so that equal starts compare equal.
      if !isNil || wishes[0] != SessionEvent.Wishes() { statedWishes = wishes }
    }
  }
}

/// The connectors at which a vehicle may plug in.
public enum ConnectorChoice: Equatable, Sendable {
  /// One connector.
  case connector(ConnectorID)
  /// Any connector of one charger.
  case charger(Identifier)
  /// Any connector of the station.
  case any
}

/// The way in which an event names a session: by its id, by its connector, or by both, which must
/// agree.
public enum SessionReference: Equatable, Sendable {
  /// The id.
  case session(Identifier)
  /// The connector at which the session is plugged in.
  case connector(ConnectorID)
  /// The id and the connector.
  case sessionAt(Identifier, ConnectorID)

  /// The id, or nil if only the connector is stated.
  var sessionId: Identifier? {
    switch self {
    case .session(let id), .sessionAt(let id, _): id
    case .connector: nil
    }
  }
}
