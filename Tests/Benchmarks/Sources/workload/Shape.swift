/// The options of the generated timeline; the defaults give the reference workload.
struct Shape {
  enum Format: String {
    case csv, ndjson, json
  }

  enum Times {
    /// RFC 3339 in UTC, with `Z`.
    case utc
    /// RFC 3339 with an offset of one hour.
    case offset
    /// Seconds from the start of the timeline.
    case numeric
  }

  var events = 1_000_000
  var seed: UInt64 = 1
  var format = Format.csv
  /// The approximate number of active sessions, and the number of chargers.
  var active = 10
  var times = Times.utc
  var hasMilliseconds = false
  /// CSV: every field in quotes, and session ids that need quotes.
  var isQuoted = false
  /// JSON: session ids with escapes.
  var hasEscapes = false
  /// Starts without a connector at a station with few of them, for which most vehicles wait.
  var isQueue = false
  /// JSON: a space after every comma and colon.
  var isSpaced = false

  var chargers: Int { active }
  static let connectorsPerCharger = 2
}
