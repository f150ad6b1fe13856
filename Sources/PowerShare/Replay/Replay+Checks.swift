/// Finds the chargers, connectors and sessions that events name.
extension Replay {
  /// Returns the index of the connector's charger in the config.
  @inline(__always)
  func charger(_ connector: ConnectorID) throws(EventProblem) -> Int {
    guard let charger = station.index(ofCharger: connector.chargerId) else {
      throw .unknownCharger(connector.chargerId, in: station)
    }
    guard 1...station.chargers[charger].connectors.count ~= connector.idx else {
      throw .unknownConnector(connector, at: station.chargers[charger])
    }
    return charger
  }

  @inline(__always)
  mutating func slot(of reference: SessionReference) throws(EventProblem) -> Int {
    if case .session(let id) = reference, let slot = sessions.slot(ofSession: id) { return slot }
    return try slotOfAny(reference)
  }

  /// Slow path, kept out of line: a reference by connector, or an id that is not active.
  private mutating func slotOfAny(_ reference: SessionReference) throws(EventProblem) -> Int {
    switch reference {
    case .session(let id):
      if waiting.contains(id) { throw .stillWaiting(id) }
      throw .unknownSession(id, active: activeSessions.prefix(Suggestion.candidateLimit).map(\.id))
    case .connector(let connector):
      guard let slot = sessions.slot(atCharger: try charger(connector), idx: connector.idx) else {
        throw .noSession(at: connector)
      }
      return slot
    case .sessionAt(let id, let connector):
      let slot = try slot(of: .session(id))
      let place = sessions.details[slot].connection.connectorId
      guard place == connector else {
        throw .sessionElsewhere(id, at: place, not: connector)
      }
      return slot
    }
  }
}
