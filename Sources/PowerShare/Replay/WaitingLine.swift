/// The vehicles that wait for a connector, in the order they came.
struct WaitingLine: Sendable {
  private(set) var arrivals: [Arrival] = []

  var isEmpty: Bool { arrivals.isEmpty }

  func contains(_ id: Identifier) -> Bool { arrivals.contains { $0.id == id } }

  mutating func append(_ arrival: Arrival) { arrivals.append(arrival) }

  mutating func remove(at index: Int) -> Arrival { arrivals.remove(at: index) }

  /// Takes everyone out who satisfies a condition, in the order they came.
  mutating func remove(where isGone: (Arrival) -> Bool) -> [Arrival] {
    let gone = arrivals.filter(isGone)
    if !gone.isEmpty { arrivals.removeAll(where: isGone) }
    return gone
  }

  /// Whether somebody who waits could use a connector.
  func wants(_ connector: ConnectorID) -> Bool {
    arrivals.contains { $0.choice.allows(connector) }
  }

  /// When the next of them drives on; nil where everyone waits for ever.
  var nextEnd: Instant? {
    var next: Instant?
    for arrival in arrivals {
      if let moment = arrival.leavesLineAt { next.lower(to: moment) }
    }
    return next
  }
}

extension ConnectorChoice {
  /// Whether the choice includes a connector.
  func allows(_ connector: ConnectorID) -> Bool {
    switch self {
    case .connector(let only): only == connector
    case .charger(let id): id == connector.chargerId
    case .any: true
    }
  }
}
