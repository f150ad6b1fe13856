/// An event as most are: a start at a named connector, a report or a stop, with short names and
/// without anything else in it.
///
/// It consists of numbers alone, so that the next one is written over it without a look at who else
/// has its names. It cannot be copied, so that nobody does by accident.
package struct FastEvent: ~Copyable, Sendable {
  /// The kinds of event that most timelines consist of.
  enum Kind: Sendable { case start, powerUpdate, stop }

  /// When it happens.
  package let time: Instant
  let kind: Kind
  let sessionId: ShortIdentifier
  /// The charger of the connector that it names; empty where it names none.
  let chargerId: ShortIdentifier
  /// The connector's number there.
  let idx: Int
  /// Never nil in a start.
  let vehicleMaxPower: Power?
  /// What a report states.
  let consumedPower: Power
}

extension FastEvent {
  /// Whether it names a connector.
  @inline(__always)
  var namesConnector: Bool { chargerId.count > 0 }

  /// What it states as a `start`.
  @inline(__always)
  var start: SessionEvent.Start {
    SessionEvent.Start(
      sessionId: Identifier(sessionId), connector: .connector(connector),
      vehicleMaxPower: vehicleMaxPower, statedWishes: nil)
  }

  /// What it states as a `power-update` of a session.
  @inline(__always)
  func powerUpdate(of session: SessionReference) -> SessionEvent.PowerUpdate {
    SessionEvent.PowerUpdate(
      session: session, consumedPower: consumedPower, vehicleMaxPower: vehicleMaxPower)
  }

  /// The session by its id alone.
  @inline(__always)
  var session: SessionReference { .session(Identifier(sessionId)) }

  /// The session as it is named.
  fileprivate var namedSession: SessionReference {
    namesConnector ? .sessionAt(Identifier(sessionId), connector) : session
  }

  @inline(__always)
  private var connector: ConnectorID { ConnectorID(chargerId: Identifier(chargerId), idx: idx) }
}

extension FastEvent {
  /// What is plain of an event; nil where that is not all.
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
  /// Creates an event from a plain one.
  init(_ plain: borrowing FastEvent) {
    time = plain.time
    switch plain.kind {
    case .start: kind = .start(plain.start)
    case .powerUpdate: kind = .powerUpdate(plain.powerUpdate(of: plain.namedSession))
    case .stop: kind = .stop(plain.namedSession)
    }
  }
}
