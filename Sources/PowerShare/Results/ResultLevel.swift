/// What a row of a result is about.
public enum ResultLevel: String, CaseIterable, Sendable {
  /// A session.
  case session
  /// A charger.
  case charger
  /// The station as a whole.
  case station
  /// A connector.
  case connector
}
