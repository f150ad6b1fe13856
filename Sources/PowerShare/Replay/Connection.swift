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
}
