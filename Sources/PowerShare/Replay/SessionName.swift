/// What a session is called and where it is, for results that name it tick after tick.
struct SessionName: Sendable {
  /// Its number in the order in which sessions began, which tells it from all others.
  let startOrder: Int
  let id: Identifier
  let connectorId: ConnectorID
}
