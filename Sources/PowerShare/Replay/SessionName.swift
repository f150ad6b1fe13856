/// The ids by which results name a session.
struct SessionName: Sendable {
  /// Its number in the order in which sessions began, which tells it from all others.
  let startOrder: Int
  let id: Identifier
  let connectorId: ConnectorID
}
