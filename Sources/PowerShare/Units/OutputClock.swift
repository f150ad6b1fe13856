/// The way in which an output states times.
public enum OutputClock: Equatable, Sendable {
  /// As numbers of seconds.
  case seconds
  /// As date-times with one offset.
  case dateTime(UTCOffset)
  /// As date-times on the clock of a zone, each with the offset that holds then.
  case zone(LocalClock)

  /// Creates a clock.
  ///
  /// - Parameters:
  ///   - scale: The way in which a timeline states times.
  ///   - zone: The zone in which date-times are stated; nil for the timeline's own offset.
  public init(_ scale: TimeScale, zone: LocalClock? = nil) {
    switch (scale, zone) {
    case (.seconds, _): self = .seconds
    case (.dateTime(let offset), nil): self = .dateTime(offset)
    case (.dateTime, let zone?): self = .zone(zone)
    }
  }

  /// Returns the way in which a moment is stated.
  public func scale(at time: Instant) -> TimeScale {
    switch self {
    case .seconds: .seconds
    case .dateTime(let offset): .dateTime(offset)
    case .zone(let clock): .dateTime(clock.offset(at: time))
    }
  }

  /// Returns a moment as outputs state it: `90`, `12.5`, `2026-03-02T08:15:00+01:00`.
  public func text(_ time: Instant) -> String { scale(at: time).text(time) }
}

extension [UInt8] {
  /// Appends a moment: seconds, or a date-time with the offset of the clock.
  mutating func append(_ instant: Instant, on clock: OutputClock) {
    append(instant, in: clock.scale(at: instant))
  }
}
