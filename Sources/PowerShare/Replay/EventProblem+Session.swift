extension EventProblem {
  static func unknownConnector(_ connector: ConnectorID, at charger: Charger) -> EventProblem {
    let count = charger.connectors.count
    return EventProblem(
      field: .idx, code: .unknownConnector,
      message: "charger \(charger.id.quoted) has no connector \(connector.idx)",
      hint: count == 1 ? "Its only connector is 1." : "Its connectors are 1 to \(count).")
  }

  static func connectorInUse(_ connector: ConnectorID, by id: Identifier) -> EventProblem {
    EventProblem(
      field: .idx, code: .connectorInUse,
      message: "connector \(connector.quoted) is in use by session \(id.quoted)",
      hint: "A connector holds one session at a time: stop that session first.")
  }

  static func sessionInUse(_ id: Identifier, at connector: ConnectorID) -> EventProblem {
    EventProblem(
      field: .sessionId, code: .sessionInUse,
      message: "session \(id.quoted) is already active, at connector \(connector.quoted)",
      hint: "An id may be used again once its session has ended.")
  }

  /// An id that a waiting vehicle has.
  static func sessionInUse(_ id: Identifier) -> EventProblem {
    EventProblem(
      field: .sessionId, code: .sessionInUse,
      message: "session \(id.quoted) already waits for a connector",
      hint: "An id may be used again once its session has ended.")
  }

  static func unknownSession(_ id: Identifier, active: [Identifier]) -> EventProblem {
    let guess = Suggestion.nearest(to: id.text, among: active.map(\.text))
    return EventProblem(
      field: .sessionId, code: .unknownSession, message: "session \(id.quoted) is not active",
      hint: guess.map { "did you mean \(Identifier($0).quoted)?" })
  }

  static func noSession(at connector: ConnectorID) -> EventProblem {
    EventProblem(
      field: .idx, code: .unknownSession,
      message: "no session is active at connector \(connector.quoted)")
  }

  static func sessionElsewhere(
    _ id: Identifier, at place: ConnectorID, not connector: ConnectorID
  ) -> EventProblem {
    EventProblem(
      field: .chargerId, code: .unknownSession,
      message: "session \(id.quoted) is at connector \(place.quoted), not \(connector.quoted)",
      hint: "Name the session by its id or by its connector; one of them is enough.")
  }
}

extension EventProblem {
  static func targetWithoutBattery(hasCapacity: Bool) -> EventProblem {
    EventProblem(
      field: .targetSoc, code: .missingField,
      message: "\"targetSoc\" needs \"\(hasCapacity ? "soc" : "batteryCapacity")\"")
  }

  static func stillWaiting(_ id: Identifier) -> EventProblem {
    EventProblem(
      field: .sessionId, code: .unknownSession,
      message: "session \(id.quoted) still waits for a connector, so it draws nothing")
  }
}
