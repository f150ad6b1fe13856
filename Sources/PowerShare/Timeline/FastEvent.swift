/// A `start`, `power-update` or `stop` with names of at most 16 bytes, without the wishes of a
/// `start`; see ``FastWishes``.
///
/// A trivial type: assigning it copies bytes and touches no reference count, which a
/// ``SessionEvent`` does for each of its names. It cannot be copied, so that no copy is made by
/// accident.
///
/// Part of the fast path (``FastPath/events``); may be deleted in favour of ``SessionEvent``. A
/// wish that starts should state on the fast path is added in three places: in ``FastWishes``, in
/// `FastEventBuffer.readWishes`, and in `Arrival.wishes`.
package struct FastEvent: ~Copyable, Sendable {
  /// The kinds of event that have a fast form.
  enum Kind: Sendable { case start, powerUpdate, stop }

  /// The time of the event.
  package let time: Instant
  let kind: Kind
  /// True if the event is a `start` that states wishes.
  let statesWishes: Bool
  /// The id of the session; never empty.
  let sessionId: ShortIdentifier
  /// The charger of the named connector; empty in an event that names no connector.
  ///
  /// A `start` without one is for any connector.
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
  ///
  /// - Parameter wishes: The wishes, if the event states any.
  fileprivate func start(_ wishes: FastWishes) -> SessionEvent.Start {
    SessionEvent.Start(
      sessionId: Identifier(sessionId), connector: choice, vehicleMaxPower: vehicleMaxPower,
      statedWishes: statesWishes ? [SessionEvent.Wishes(wishes)] : nil)
  }

  /// The connectors at which the vehicle of a `start` may plug in.
  @inline(__always)
  var choice: ConnectorChoice { namesConnector ? .connector(connector) : .any }

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
  ///
  /// - Parameter wishes: Receives the wishes, if the event states any.
  init?(_ event: borrowing SessionEvent, wishes: inout FastWishes) {
    switch event.kind {
    case .start(let start):
      guard let sessionId = start.sessionId?.short, let maximum = start.vehicleMaxPower else {
        return nil
      }
      var (chargerId, idx) = (ShortIdentifier.empty, 0)
      switch start.connector {
      case .any: break
      case .charger: return nil
      case .connector(let connector):
        guard let short = connector.chargerId.short, short.count > 0 else { return nil }
        (chargerId, idx) = (short, connector.idx)
      }
      if let stated = start.statedWishes?[0] {
        guard let fast = FastWishes(stated) else { return nil }
        wishes = fast
      }
      self.init(
        time: event.time, kind: .start, statesWishes: start.statesWishes, sessionId: sessionId,
        chargerId: chargerId, idx: idx, vehicleMaxPower: maximum, consumedPower: .zero)
    case .powerUpdate(let update):
      guard case .session(let id) = update.session, let sessionId = id.short else { return nil }
      self.init(
        time: event.time, kind: .powerUpdate, statesWishes: false, sessionId: sessionId,
        chargerId: .empty, idx: 0, vehicleMaxPower: update.vehicleMaxPower,
        consumedPower: update.consumedPower)
    case .stop(.session(let id)):
      guard let sessionId = id.short else { return nil }
      self.init(
        time: event.time, kind: .stop, statesWishes: false, sessionId: sessionId,
        chargerId: .empty, idx: 0, vehicleMaxPower: nil, consumedPower: .zero)
    case .stop, .config, .gridCapacity, .load, .limit: return nil
    }
  }
}

extension SessionEvent {
  /// Creates the general form of an event.
  ///
  /// - Parameter wishes: The wishes, if the event states any.
  init(_ event: borrowing FastEvent, _ wishes: FastWishes) {
    time = event.time
    switch event.kind {
    case .start: kind = .start(event.start(wishes))
    case .powerUpdate: kind = .powerUpdate(event.powerUpdate(of: event.namedSession))
    case .stop: kind = .stop(event.namedSession)
    }
  }
}
