import PowerShare

/// The sessions and configs that errors have kept from existing, for `validate`: what is said of
/// them later follows from these errors.
struct Consequences {
  private var sessions: Set<Identifier> = []
  private var connectors: Set<ConnectorID> = []
  /// The number of problems that follow from others.
  private(set) var count = 0

  /// Notes a `start` that could not be read.
  mutating func note(_ lost: LostStart) { note(lost.sessionId, lost.connector) }

  private mutating func note(_ session: Identifier?, _ connector: ConnectorID?) {
    if let session { sessions.insert(session) }
    if let connector { connectors.insert(connector) }
  }

  /// Takes the problem of an event that cannot be applied, and counts it if it follows from an
  /// earlier one.
  ///
  /// - Parameter hasLostConfig: Whether a `config` event could not be used, so that its chargers
  /// and
  ///   vehicle types are unknown.
  /// - Returns: Whether the problem follows from an earlier one.
  mutating func take(_ problem: EventProblem, of event: SessionEvent, hasLostConfig: Bool) -> Bool {
    let follows = follows(problem, event, hasLostConfig)
    if follows { count += 1 }
    if case .start(let start) = event.kind {
      var connector: ConnectorID?
      if case .connector(let named) = start.connector { connector = named }
      note(start.sessionId, connector)
    }
    return follows
  }

  private mutating func follows(
    _ problem: EventProblem, _ event: SessionEvent, _ hasLostConfig: Bool
  ) -> Bool {
    switch problem.code {
    case .unknownCharger, .unknownConnector, .unknownVehicle, .unknownGroup: return hasLostConfig
    case .unknownSession: break
    default: return false
    }
    let reference: SessionReference
    var endsSession = false
    switch event.kind {
    case .powerUpdate(let update): reference = update.session
    case .stop(let stopped): (reference, endsSession) = (stopped, true)
    case .start, .config, .gridCapacity, .load, .limit: return false
    }
    switch reference {
    case .session(let id), .sessionAt(let id, _):
      guard sessions.contains(id) else { return false }
      if endsSession { sessions.remove(id) }
    case .connector(let connector):
      guard connectors.contains(connector) else { return false }
      if endsSession { connectors.remove(connector) }
    }
    return true
  }
}
