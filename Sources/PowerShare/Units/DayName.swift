/// The name of a local day.
public enum DayName: Equatable, Sendable {
  /// Its date, in days since 1970-01-01.
  case date(Int)
  /// Its first second, where the timeline has seconds.
  case second(Int)
}

extension DayName {
  /// The text of the date, such as `2026-03-02`, or of the second.
  public var text: String {
    switch self {
    case .second(let second): return "\(second)"
    case .date(let days):
      var bytes: [UInt8] = []
      bytes.append(dateOfDay: days)
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
