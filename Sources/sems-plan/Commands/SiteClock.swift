import PowerShare

/// Reads a time zone from `--tz`: an offset, a POSIX rule, or the name of one of the system's time
/// zones.
enum SiteClock {
  /// The names of the zone without an offset, which need no zone data.
  private static let universal = ["UTC", "GMT", "Z"]

  /// The dates of summer time in Europe, as an example.
  private static let dates = ",M3.5.0,M10.5.0/3"

  /// Returns the clock for a value of `--tz`, with its name.
  static func read(_ text: String, _ streams: Streams) throws(Failure) -> LocalClock {
    var clock = try clock(text, streams)
    clock.name = text
    return clock
  }

  private static func clock(_ text: String, _ streams: Streams) throws(Failure) -> LocalClock {
    if universal.contains(text.uppercased()) { return LocalClock(.zulu) }
    if let sign = text.first, sign == "+" || sign == "-",
      case .dateTime(let offset)? = TimeScale.read("1970-01-02T00:00:00" + text)?.scale
    {
      return LocalClock(offset)
    }
    if let number = signedNumber(text) { throw .ambiguousZone(text, number) }
    if let clock = LocalClock(rule: text) { return clock }
    if let clock = try systemClock(text, streams) { return clock }
    if LocalClock(rule: text + dates) != nil {
      throw .usage(
        message: "the option --tz cannot be \"\(Suggestion.printable(text))\"",
        hint: "The rule lacks the dates on which summer time begins and ends, such as "
          + "\(Suggestion.printable(text))\(dates).")
    }
    throw .noTimeZone(text, suggestion(text, streams))
  }

  /// Returns the number without its sign in `UTC+1`, `GMT-5` or `Z+2`, whose sign people and POSIX
  /// understand in opposite ways; nil for any other text.
  private static func signedNumber(_ text: String) -> Substring? {
    let upper = text.uppercased()
    guard let name = universal.first(where: upper.hasPrefix) else { return nil }
    let rest = upper.dropFirst(name.count).drop { $0 == " " }
    guard let sign = rest.first, "+-\u{2212}".contains(sign) else { return nil }
    let number = rest.dropFirst().drop { $0 == " " }
    return !number.isEmpty && number.allSatisfy { "0123456789:.".contains($0) } ? number : nil
  }

  // MARK: The system's zones

  /// Returns the clock of one of the system's zones; nil if it has none of that name.
  private static func systemClock(
    _ name: String, _ streams: Streams
  ) throws(Failure) -> LocalClock? {
    guard isName(name) else { return nil }
    do throws(Failure) {
      return LocalClock(timeZoneFile: try streams.readAll("\(streams.zoneFolder)/\(name)"))
    } catch {
      if case .inputNotOpened = error { return nil }
      throw error
    }
  }

  /// Whether a text may be the name of a zone; false for a path that leads out of the folder of
  /// zones.
  private static func isName(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
        || "+-_/".utf8.contains(byte)
    }
    return isPlain && text.utf8.first != UInt8(ascii: "/") && !text.isEmpty
  }

  /// Returns the name or the offset that a text was probably meant to be, or nil.
  private static func suggestion(_ text: String, _ streams: Streams) -> String? {
    if let offset = offset(text) { return offset }
    let names = names(streams)
    let place = String(text.map { $0 == " " ? "_" : $0 }).lowercased()
    let last = { (name: String) in name.split(separator: "/").last.map { $0.lowercased() } }
    return names.first { $0.lowercased() == place } ?? names.first { last($0) == place }
      ?? Suggestion.nearest(to: text, among: names)
      ?? names.first { name in
        last(name).map { Suggestion.nearest(to: place, among: [$0]) != nil } ?? false
      }
  }

  /// Returns the names of the system's zones; empty if it has no list of them.
  private static func names(_ streams: Streams) -> [String] {
    guard let list = try? streams.readAll("\(streams.zoneFolder)/zone.tab") else { return [] }
    return list.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.first != UInt8(ascii: "#") else { return nil }
      let fields = line.split(separator: UInt8(ascii: "\t"))
      return fields.count > 2 ? String(decoding: fields[2], as: UTF8.self) : nil
    }
  }

  /// Returns the offset that `+1`, `-0530` or `+5:30` is short for; nil for any other text.
  private static func offset(_ text: String) -> String? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    return distance(text.dropFirst()).map { "\(sign)\($0)" }
  }

  /// Returns hours, or hours and minutes, as RFC 3339 writes them: `05:30`; nil for any other text.
  fileprivate static func distance(_ text: Substring) -> String? {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 1, text.count > 2 { parts = [text.dropLast(2), text.suffix(2)] }
    let numbers = parts.map { $0.count <= 2 ? UInt($0) : nil }
    guard 1...2 ~= numbers.count, let hours = numbers[0], hours < 24,
      let minutes = numbers.count == 2 ? numbers[1] : 0, minutes < 60
    else { return nil }
    return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
  }
}

extension Failure {
  fileprivate static func noTimeZone(_ text: String, _ guess: String?) -> Failure {
    .usage(
      message: "the option --tz cannot be \"\(Suggestion.printable(text))\"",
      hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
        + "It needs a time zone of this system such as Europe/Paris, an offset of less than 24 h "
        + "such as +01:00, or a rule such as CET-1CEST,M3.5.0,M10.5.0/3.")
  }

  fileprivate static func ambiguousZone(_ text: String, _ number: Substring) -> Failure {
    let offset =
      switch SiteClock.distance(number) {
      case nil: "Write hours and minutes, such as +05:30 for ahead of UTC."
      case "00:00"?: "Write UTC."
      case let hours?: "Write +\(hours) for ahead of UTC, or -\(hours) for behind it."
      }
    return .usage(
      message: "the option --tz cannot be \"\(Suggestion.printable(text))\", which is ambiguous",
      hint: "A plus in a POSIX rule means behind UTC, elsewhere ahead of it. \(offset)")
  }
}
