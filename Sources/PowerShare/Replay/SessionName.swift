/// The ids by which results name a session.
struct SessionName: Sendable {
  /// Its number in the order in which sessions began, unique in the replay.
  let startOrder: Int
  let id: Identifier
  let connectorId: ConnectorID
}
