@testable import PowerShare

extension SessionEvent.Start {
  /// The connector of a start that names one.
  var connectorId: ConnectorID {
    guard case .connector(let connector) = connector else {
      preconditionFailure("the start names no connector")
    }
    return connector
  }

  /// The maximum of a start that states one.
  var maximum: Power { vehicleMaxPower ?? .zero }
}

extension Replay {
  /// The sessions that have ended since the last tick.
  var ended: [Session] { departures.compactMap(\.session) }
}

extension Explanation {
  /// The rounds of an explanation that has some.
  var rounds: [Round] {
    guard case .rounds(let rounds) = reasoning else { return [] }
    return rounds
  }
}
