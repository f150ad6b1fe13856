import PowerShare

/// Reads the site's time zone from `--tz`: an offset, a POSIX rule, or the name of one of the
/// system's time zones.
enum SiteClock {
  private static let folder = "/usr/share/zoneinfo/"

  /// Returns the clock for a value of `--tz`.
  static func read(_ text: String, _ streams: Streams) throws(Failure) -> LocalClock {
    if text == "UTC" || text == "Z" { return LocalClock(.zulu) }
    if case .dateTime(let offset)? = TimeScale.read("1970-01-02T00:00:00" + text)?.scale {
      return LocalClock(offset)
    }
    if let clock = LocalClock(rule: text) { return clock }
    guard isName(text) else { throw .noTimeZone(text) }
    let bytes: [UInt8]
    do throws(Failure) {
      bytes = try streams.readAll(folder + text)
    } catch {
      if case .inputNotOpened = error { throw .noTimeZone(text) }
      throw error
    }
    guard let clock = LocalClock(timeZoneFile: bytes) else { throw .noTimeZone(text) }
    return clock
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
}

extension Failure {
  fileprivate static func noTimeZone(_ text: String) -> Failure {
    .badValue(
      text, for: .timeZone,
      needs: "a time zone of this system such as Europe/Paris, or a rule such as "
        + "CET-1CEST,M3.5.0,M10.5.0/3")
  }
}
