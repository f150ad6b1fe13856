/// The connector of a session, with its charger and its limit in the present config.
struct Connection: Equatable, Sendable {
  /// Its number in the order in which sessions began at a connector, from 1.
  let startOrder: Int
  /// The connector.
  let connectorId: ConnectorID
  /// The index of its charger in the config.
  var charger: Int
  /// The connector's own maximum; ``unlimited`` where it has none.
  var limit: Power

  /// More than any connector gives.
  static let unlimited = Power(watts: .max)

  /// A number that no other connector of the station has.
  var key: Int { Self.key(charger: charger, idx: connectorId.idx) }

  /// Returns the key of a connector; a charger has at most 1,000.
  static func key(charger: Int, idx: Int) -> Int { charger << 10 | idx }
}
