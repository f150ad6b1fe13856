/// Recognises a timeline in the place of a station config, and the other way round.
enum SwappedFiles {
  /// The keys of a station that no timeline has.
  static let stationKeys = ["stationId", "gridCapacity", "chargers", "vehicles"]

  /// True if these are the columns of a station.
  static func isStation(columns: [String]) -> Bool {
    let isTimeline = columns.contains("time") || columns.contains("event")
    let isStation =
      columns.contains("stationId")
      || columns.contains("maxPower") && columns.contains("connectors")
    return isStation && !isTimeline
  }

  /// True if these are the columns of a timeline, or the keys of an event or a timeline.
  static func isTimeline(names: some Collection<String>) -> Bool {
    let hasEvents = names.contains("events") || names.contains("time") && names.contains("event")
    return hasEvents && !names.contains("chargers") && !names.contains("connectors")
  }

  /// True if a JSON value is a timeline or an event.
  static func isTimeline(_ bytes: Span<UInt8>, _ value: RawValue) -> Bool {
    var scanner = JSONScanner(checked: value.range)
    var first = value
    if value.kind == .array {
      var isFirst = true
      try? scanner.elements(bytes) { scanner throws(JSONStop) in
        let element = try scanner.value(bytes)
        if isFirst { first = element }
        isFirst = false
      }
    }
    guard first.kind == .object else { return false }
    var names: [String] = []
    scanner = JSONScanner(checked: first.range)
    try? scanner.members(bytes) { scanner throws(JSONStop) in
      names.append(String(decoding: JSONText.decoded(bytes, scanner.key), as: UTF8.self))
      _ = try scanner.value(bytes)
    }
    return isTimeline(names: names)
  }

  /// Returns the problem of a station in the place of a timeline.
  static func station(at range: Range<Int>) -> RangedProblem {
    problem(at: range, "this is a station config, not a timeline")
  }

  /// Returns the problem of a timeline in the place of a station.
  static func timeline(at range: Range<Int>) -> RangedProblem {
    problem(at: range, "this is a timeline, not a station config")
  }

  private static func problem(at range: Range<Int>, _ message: String) -> RangedProblem {
    RangedProblem(
      range: range, code: .swappedFiles,
      message: message + ": are --config and --timeline swapped?")
  }
}
