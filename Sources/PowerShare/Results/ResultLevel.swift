/// The level of the rows of a result: the thing that a row describes.
public enum ResultLevel: String, CaseIterable, Sendable {
  /// A session.
  case session
  /// A charger.
  case charger
  /// The station as a whole.
  case station
  /// A connector.
  case connector
  /// A group of chargers.
  case group
}
