/// A moment of a timeline, to the millisecond.
///
/// Counted from 1970-01-01T00:00:00Z if the timeline has date-times, else from its zero;
/// ``TimeScale`` tells which.
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since the zero of the timeline's scale.
  public var milliseconds: Int

  /// Creates the moment `milliseconds` after the zero of the scale.
  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// True if the left moment is earlier.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// Returns the time from the right moment to the left one.
  public static func - (left: Instant, right: Instant) -> TimeSpan {
    TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
  }

  /// Returns the moment a span later.
  public static func + (left: Instant, right: TimeSpan) -> Instant {
    Instant(milliseconds: left.milliseconds + right.milliseconds)
  }
}

/// The way in which a timeline states times: in seconds, or as date-times with an offset from UTC.
public enum TimeScale: Hashable, Sendable {
  /// Numbers of seconds, 0 to 10¹⁰.
  case seconds
  /// RFC 3339 date-times; results are shown in this offset.
  case dateTime(UTCOffset)

  /// True if both are seconds or both are date-times; offsets may differ.
  public func isSameKind(as other: TimeScale) -> Bool {
    switch (self, other) {
    case (.seconds, .seconds), (.dateTime, .dateTime): true
    case (.seconds, .dateTime), (.dateTime, .seconds): false
    }
  }

  /// The last moment that a time can state: 10¹⁰ s, or the last millisecond of the year 9999 in the
  /// scale's offset.
  public var lastMoment: Instant {
    switch self {
    case .seconds: Instant(milliseconds: 10_000_000_000_000)
    case .dateTime(let offset):
      Instant(milliseconds: 253_402_300_799_999 - offset.minutes * 60_000)
    }
  }

  /// The moment from which intervals are counted: 1970-01-01T00:00 in the scale's offset, or 0.
  public var intervalOrigin: Instant {
    switch self {
    case .seconds: Instant(milliseconds: 0)
    case .dateTime(let offset): Instant(milliseconds: -offset.minutes * 60_000)
    }
  }
}

/// An offset from UTC as a timeline's first event spells it.
public struct UTCOffset: Hashable, Sendable {
  /// Minutes east of Greenwich, −1,439 to 1,439.
  public var minutes: Int
  /// The spelling, so that results repeat it.
  public var spelling: Spelling

  /// The three ways in which RFC 3339 spells an offset.
  public enum Spelling: Hashable, Sendable {
    /// `Z`
    case zulu
    /// `+01:00`, `-05:30`, `+00:00`
    case numeric
    /// `-00:00`: the local offset is not known (RFC 3339, section 4.3).
    case unknownLocal
  }

  /// Creates an offset.
  public init(minutes: Int, spelling: Spelling = .numeric) {
    self.minutes = minutes
    self.spelling = spelling
  }

  /// `Z`.
  public static let zulu = UTCOffset(minutes: 0, spelling: .zulu)
}
