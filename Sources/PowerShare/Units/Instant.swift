/// A moment of a timeline, to the millisecond.
///
/// Counted from 1970-01-01T00:00:00Z where the timeline states date-times, else from the timeline's
/// own zero; ``TimeScale`` says which.
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since the zero of the timeline's scale.
  public var milliseconds: Int

  /// Creates the moment `milliseconds` after the zero of the scale.
  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// Whether the left moment is the earlier one.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The time from the right moment to the left one.
  public static func - (left: Instant, right: Instant) -> TimeSpan {
    TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
  }

  /// The moment a span later.
  public static func + (left: Instant, right: TimeSpan) -> Instant {
    Instant(milliseconds: left.milliseconds + right.milliseconds)
  }
}

/// How a timeline states its times: as seconds from a zero of its own, or as date-times with an
/// offset from UTC.
public enum TimeScale: Hashable, Sendable {
  /// Numbers of seconds, 0 to 10¹⁰.
  case seconds
  /// RFC 3339 date-times; results are shown in this offset.
  case dateTime(UTCOffset)

  /// Whether both state times in the same way; their offsets may differ.
  public func isSameKind(as other: TimeScale) -> Bool {
    switch (self, other) {
    case (.seconds, .seconds), (.dateTime, .dateTime): true
    case (.seconds, .dateTime), (.dateTime, .seconds): false
    }
  }

  /// The moment from which intervals are counted: 1970-01-01T00:00 in the scale's own offset, or 0.
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
  /// How an offset of nothing was spelt, so that results repeat it.
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
