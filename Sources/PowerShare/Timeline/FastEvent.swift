/// A `start`, `power-update` or `stop` with names of at most 16 bytes and without wishes.
///
/// A trivial type: assigning it copies bytes and touches no reference count, which a
/// ``SessionEvent`` does for each of its names. It cannot be copied, so that no copy is made by
/// accident.
///
/// Part of the fast path (``FastPath/events``); may be deleted in favour of ``SessionEvent``. A
/// field that starts should state on the fast path is added in three places: here, in
/// `FastEventBuffer.read`, and in `Replay.startFast`.
package struct FastEvent: ~Copyable, Sendable {
  /// The kinds of event that have a fast form.
  enum Kind: Sendable { case start, powerUpdate, stop }

  /// The time of the event.
  package let time: Instant
  let kind: Kind
  /// The id of the session; never empty.
  let sessionId: ShortIdentifier
  /// The charger of the named connector; empty in an event that names no connector.
  let chargerId: ShortIdentifier
  /// The number of the named connector at its charger; 0 without a connector.
  let idx: Int
  /// The stated maximum of the vehicle; never nil in a `start`, nil in a `stop`.
  let vehicleMaxPower: Power?
  /// The power that a `power-update` reports; zero in other events.
  let consumedPower: Power
}

extension FastEvent {
  /// True if the event names a connector.
  @inline(__always)
  var namesConnector: Bool { chargerId.count > 0 }

  /// The content of the event as a `start`.
  @inline(__always)
  var start: SessionEvent.Start {
    SessionEvent.Start(
      sessionId: Identifier(sessionId), connector: .connector(connector),
      vehicleMaxPower: vehicleMaxPower, statedWishes: nil)
  }

  /// The content of the event as a `power-update` of a session.
  @inline(__always)
  func powerUpdate(of session: SessionReference) -> SessionEvent.PowerUpdate {
    SessionEvent.PowerUpdate(
      session: session, consumedPower: consumedPower, vehicleMaxPower: vehicleMaxPower)
  }

  /// A reference to the session by its id alone.
  @inline(__always)
  var session: SessionReference { .session(Identifier(sessionId)) }

  /// A reference to the session by its id, and by its connector if the event names one.
  fileprivate var namedSession: SessionReference {
    namesConnector ? .sessionAt(Identifier(sessionId), connector) : session
  }

  @inline(__always)
  private var connector: ConnectorID { ConnectorID(chargerId: Identifier(chargerId), idx: idx) }
}

extension FastEvent {
  /// Creates the fast form of an event, or returns nil if the event states anything that the fast
  /// form has no room for.
  init?(_ event: borrowing SessionEvent) {
    switch event.kind {
    case .start(let start):
      guard case .connector(let connector) = start.connector, !start.statesWishes,
        let sessionId = start.sessionId?.short, let chargerId = connector.chargerId.short,
        chargerId.count > 0, let maximum = start.vehicleMaxPower
      else { return nil }
      self.init(
        time: event.time, kind: .start, sessionId: sessionId, chargerId: chargerId,
        idx: connector.idx, vehicleMaxPower: maximum, consumedPower: .zero)
    case .powerUpdate(let update):
      guard case .session(let id) = update.session, let sessionId = id.short else { return nil }
      self.init(
        time: event.time, kind: .powerUpdate, sessionId: sessionId, chargerId: .empty, idx: 0,
        vehicleMaxPower: update.vehicleMaxPower, consumedPower: update.consumedPower)
    case .stop(.session(let id)):
      guard let sessionId = id.short else { return nil }
      self.init(
        time: event.time, kind: .stop, sessionId: sessionId, chargerId: .empty, idx: 0,
        vehicleMaxPower: nil, consumedPower: .zero)
    case .stop, .config, .gridCapacity: return nil
    }
  }
}

extension SessionEvent {
  /// Creates the general form of an event.
  init(_ event: borrowing FastEvent) {
    time = event.time
    switch event.kind {
    case .start: kind = .start(event.start)
    case .powerUpdate: kind = .powerUpdate(event.powerUpdate(of: event.namedSession))
    case .stop: kind = .stop(event.namedSession)
    }
  }
}
