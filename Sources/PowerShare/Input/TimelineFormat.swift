/// The format of a timeline.
public enum TimelineFormat: String, Sendable {
  /// One JSON text: an array of events, or an object with an `events` array.
  case json
  /// One JSON object a line.
  case ndjson
  /// A header, then one row an event.
  case csv

  /// Creates the format that a file's extension names; nil where it names none.
  public init?(fileName: String) {
    let name = fileName.lowercased()
    if name.hasSuffix(".json") {
      self = .json
    } else if name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") {
      self = .ndjson
    } else if name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
      self = .csv
    } else {
      return nil
    }
  }
}

extension TimelineFormat {
  /// Detects the format from the first bytes; nil where more bytes are needed.
  ///
  /// `{` begins NDJSON, unless its first key is `config`, `events`, `$schema`, or one that only a
  /// station has.
  static func detect(_ source: SourceText) -> TimelineFormat? {
    guard !source.isAwaitingFirstBytes else { return nil }
    let storage = source.storage
    let bytes = storage.span
    var scanner = JSONScanner(
      position: source.start, end: source.end, isComplete: source.isComplete)
    var format: TimelineFormat? = .csv
    do throws(JSONStop) {
      switch try scanner.nextByte(bytes) {
      case UInt8(ascii: "["):
        format = .json
      case UInt8(ascii: "{"):
        format = .ndjson
        scanner.position += 1
        try scanner.key(bytes)
        let key = String(decoding: JSONText.decoded(bytes, scanner.key), as: UTF8.self)
        if ["config", "events", "$schema", "stationId", "chargers"].contains(key) {
          format = .json
        }
      default:
        break
      }
    } catch {
      if case .needsMore = error { format = nil }
    }
    return format
  }
}
