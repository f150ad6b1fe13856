/// Something that happened at the station, or that is planned to happen.
public struct SessionEvent: Equatable, Sendable {
  /// When it happens.
  public var time: Instant
  /// What happens.
  public var kind: Kind

  /// Creates an event.
  public init(time: Instant, kind: Kind) {
    self.time = time
    self.kind = kind
  }

  /// The kinds of event, each named after the call of the station's API that it stands for.
  public enum Kind: Equatable, Sendable {
    /// A vehicle plugs in (`POST /sessions`).
    case start(Start)
    /// A vehicle reports what it draws (`POST /sessions/{id}/power-update`).
    case powerUpdate(PowerUpdate)
    /// A vehicle unplugs (`POST /sessions/{id}/stop`).
    case stop(SessionReference)
    /// The station changes (`POST /station/config`).
    indirect case config(StationConfig)
    /// Only the grid limit changes.
    case gridCapacity(Power)
  }

  /// What a `start` states.
  public struct Start: Equatable, Sendable {
    /// The session's id; nil calls it `session-N`, the Nth `start` of the timeline.
    public var sessionId: Identifier?
    /// Where it may plug in.
    public var connector: ConnectorChoice
    /// The most the vehicle accepts; nil takes the vehicle type's.
    public var vehicleMaxPower: Power?
    /// What the vehicle wants, where that is stated.
    ///
    /// One or none, apart from what all starts have: an event is handed from hand to hand, and what
    /// most do not have should not be copied with them.
    var statedWishes: [Wishes]?
  }

  /// What the vehicle of a `start` wants, and what it is.
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
  }

  /// What a `power-update` states.
  public struct PowerUpdate: Equatable, Sendable {
    /// Whose report it is.
    public var session: SessionReference
    /// What the vehicle draws now.
    public var consumedPower: Power
    /// A new maximum of the vehicle, set before the report is looked at; nil leaves the old one.
    public var vehicleMaxPower: Power?

    /// Creates what a `power-update` states.
    public init(session: SessionReference, consumedPower: Power, vehicleMaxPower: Power? = nil) {
      self.session = session
      self.consumedPower = consumedPower
      self.vehicleMaxPower = vehicleMaxPower
    }
  }
}

extension SessionEvent.Start {
  /// Creates what a `start` states.
  public init(
    sessionId: Identifier?, connector: ConnectorChoice, vehicleMaxPower: Power?
  ) {
    self.init(
      sessionId: sessionId, connector: connector, vehicleMaxPower: vehicleMaxPower,
      statedWishes: nil)
  }

  /// Creates what a `start` at a named connector states.
  public init(sessionId: Identifier?, connectorId: ConnectorID, vehicleMaxPower: Power?) {
    self.init(
      sessionId: sessionId, connector: .connector(connectorId), vehicleMaxPower: vehicleMaxPower)
  }
  /// Whether it states anything of what follows.
  var statesWishes: Bool { statedWishes != nil }

  /// The name of a vehicle type of the config, for what the event does not state itself.
  public var vehicle: Identifier? {
    get { statedWishes?[0].vehicle }
    set { change(toNil: newValue == nil) { $0.vehicle = newValue } }
  }

  /// What it wants; nil draws until it is stopped, leaves, or its battery is full.
  public var energyRequested: Energy? {
    get { statedWishes?[0].energyRequested }
    set { change(toNil: newValue == nil) { $0.energyRequested = newValue } }
  }

  /// When it leaves at the latest, served or not; after its start.
  public var departureTime: Instant? {
    get { statedWishes?[0].departureTime }
    set { change(toNil: newValue == nil) { $0.departureTime = newValue } }
  }

  /// Whether it leaves when its energy is delivered; nil is true without a departure time.
  public var leavesWhenDone: Bool? {
    get { statedWishes?[0].leavesWhenDone }
    set { change(toNil: newValue == nil) { $0.leavesWhenDone = newValue } }
  }

  /// How long it waits for a connector before it drives on; nil waits for ever.
  public var maxWait: TimeSpan? {
    get { statedWishes?[0].maxWait }
    set { change(toNil: newValue == nil) { $0.maxWait = newValue } }
  }

  /// What its battery holds; with ``stateOfCharge``, its state of charge is followed.
  public var batteryCapacity: Energy? {
    get { statedWishes?[0].batteryCapacity }
    set { change(toNil: newValue == nil) { $0.batteryCapacity = newValue } }
  }

  /// On arrival, in thousandths of a percent.
  public var stateOfCharge: Int? {
    get { statedWishes?[0].stateOfCharge }
    set { change(toNil: newValue == nil) { $0.stateOfCharge = newValue } }
  }

  /// Wanted, in thousandths of a percent; gives the energy where none is requested, and is not
  /// looked at where one is.
  public var targetStateOfCharge: Int? {
    get { statedWishes?[0].targetStateOfCharge }
    set { change(toNil: newValue == nil) { $0.targetStateOfCharge = newValue } }
  }

  /// What its battery accepts.
  public var chargingCurve: ChargingCurve? {
    get { statedWishes?[0].chargingCurve }
    set { change(toNil: newValue == nil) { $0.chargingCurve = newValue } }
  }

  private mutating func change(
    toNil isNil: Bool, _ change: (inout SessionEvent.Wishes) -> Void
  ) {
    if statedWishes == nil {
      if isNil { return }
      statedWishes = [SessionEvent.Wishes()]
    }
    if var wishes = statedWishes.take() {
      change(&wishes[0])
      // Wishes that state nothing are none, so that equal starts are equal.
      if !isNil || wishes[0] != SessionEvent.Wishes() { statedWishes = wishes }
    }
  }
}

/// Where a vehicle may plug in.
public enum ConnectorChoice: Equatable, Sendable {
  /// At that connector.
  case connector(ConnectorID)
  /// At any connector of that charger.
  case charger(Identifier)
  /// At any connector.
  case any
}

/// How an event names a session: by its id, by the connector it is at, or by both, which must
/// agree.
public enum SessionReference: Equatable, Sendable {
  /// By its id.
  case session(Identifier)
  /// By the connector it is plugged in at.
  case connector(ConnectorID)
  /// By its id, with the connector stated as well.
  case sessionAt(Identifier, ConnectorID)

  /// The id, if it is stated.
  var sessionId: Identifier? {
    switch self {
    case .session(let id), .sessionAt(let id, _): id
    case .connector: nil
    }
  }
}
