/// The reader of times for every format of records.
///
/// It reads RFC 3339; ISO 8601 without seconds, or with an offset of hours only or without a colon;
/// HTTP dates; or what the patterns of `--date-format` say. A time without an offset is local on
/// the clock of `--tz`, UTC without one. The abbreviation of a zone is an offset.
struct RecordTimes: Sendable {
  private let clock: LocalClock?
  private let patterns: [DatePattern]
  /// The number of times that had no offset.
  private(set) var withoutOffset = 0
  /// The number of times with an abbreviation that the clock does not show then, such as `CET` in
  /// summer.
  private(set) var outOfSeason = 0
  /// True if all times that were read are whole minutes, so that the file states none exactly.
  private(set) var areWholeMinutes = true

  /// The end of the year 9999, in milliseconds since 1970.
  static let latest = 253_402_300_800_000

  /// An HTTP date: `Wed, 25 Apr 2018 11:08:04 GMT`.
  private static let http = DatePattern("%a, %d %b %Y %H:%M:%S GMT")

  /// A time that was read.
  enum Reading: Equatable {
    /// The moment; two if the clock shows the time twice, the earlier one first.
    case moments([Instant])
    /// The clock skips the time.
    case skipped
    /// The time is before 1970 or after the year 9999.
    case outOfRange
    /// The text is no time.
    case notATime
    /// The text has the abbreviation of a time zone that is not one of the clock.
    case otherZone(String)
  }

  init(_ options: ImportOptions, usual: [DatePattern] = []) {
    clock = options.clock
    patterns = options.datePatterns.isEmpty ? usual : options.datePatterns
  }

  /// The hint for a time that clocks skip.
  var skippedHint: String {
    guard let name = clock?.name else { return "Is --tz the time zone of the records?" }
    return "Is --tz the time zone of the records? If they state UTC, use --tz UTC --output-tz "
      + "\(Suggestion.printable(name))."
  }

  /// Reads a text.
  ///
  /// - Parameter daysLater: The number of days to add to the time on its clock.
  mutating func read(_ text: [UInt8], daysLater: Int = 0) -> Reading {
    guard var reading = parts(text) else { return .notATime }
    let local = reading.local + daysLater * 86_400_000
    if let zone = reading.zone {
      guard let offset = offset(of: zone, local) else { return .otherZone(zone) }
      reading.offset = offset
    }
    if local % 60_000 != 0 { areWholeMinutes = false }
    var moments = [local - (reading.offset ?? 0) * 1_000]
    if reading.offset == nil {
      withoutOffset += 1
      if let clock {
        let second = floorDivide(local, by: 1_000)
        let rest = local - second * 1_000
        switch clock.moments(ofLocal: second) {
        case .one(let moment): moments = [moment * 1_000 + rest]
        case .two(let early, let late): moments = [early * 1_000 + rest, late * 1_000 + rest]
        case .none: return .skipped
        }
      }
    }
    guard moments[0] >= 0, moments[moments.count - 1] < Self.latest else { return .outOfRange }
    return .moments(moments.map(Instant.init(milliseconds:)))
  }

  /// Returns the offset that the abbreviation of a zone has at a local time; nil if it is unknown.
  private mutating func offset(of zone: String, _ local: Int) -> Int? {
    if zone == "UTC" || zone == "GMT" || zone == "Z" { return 0 }
    guard let found = clock?.offset(named: zone, ofLocal: floorDivide(local, by: 1_000)) else {
      return nil
    }
    if !found.isShown { outOfSeason += 1 }
    return found.offset
  }

  private func parts(_ text: [UInt8]) -> DatePattern.Reading? {
    if !patterns.isEmpty { return patterns.lazy.compactMap { $0.read(text) }.first }
    switch DateTime.read(text.span, in: 0..<text.count) {
    case .moment(let time, _):
      return DatePattern.Reading(local: time.milliseconds, offset: 0)
    case .missingOffset:
      let zoned = text + [UInt8(ascii: "Z")]
      if case .moment(let time, _) = DateTime.read(zoned.span, in: 0..<zoned.count) {
        return DatePattern.Reading(local: time.milliseconds, offset: nil)
      }
      return nil
    default:
      if var reading = Self.http?.read(text) {
        reading.offset = 0
        return reading
      }
      return DatePattern.iso.lazy.compactMap { $0.read(text) }.first
    }
  }
}
