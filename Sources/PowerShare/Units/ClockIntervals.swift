/// Intervals of equal length: multiples of a span since a moment, or on the clock of a zone.
///
/// On a clock, an interval of up to a day begins whenever the clock shows a multiple of the length
/// since 00:00, and one of whole days at 00:00 of each day whose number since 1970-01-01 is a
/// multiple. A beginning that the clock skips is at the change. One that it shows twice begins two
/// intervals.
struct ClockIntervals: Equatable, Sendable {
  /// In milliseconds.
  private let length: Int
  private let base: Base

  private enum Base: Equatable {
    case origin(Instant)
    case zone(LocalClock)
  }

  private static let day = 86_400_000

  /// Creates intervals that are counted from a moment.
  ///
  /// - Parameter length: The length; positive.
  init(_ length: TimeSpan, from origin: Instant) {
    self.length = length.milliseconds
    base = .origin(origin)
  }

  /// Creates intervals on the clock of a zone.
  ///
  /// - Parameter length: The length, which fits a clock (``TimeSpan/fitsClock``).
  init(_ length: TimeSpan, in zone: LocalClock) {
    precondition(length.fitsClock, "a clock has no intervals of that length")
    self.length = length.milliseconds
    base = .zone(zone)
  }

  /// Returns the beginning of the interval that contains a moment.
  func start(containing time: Instant) -> Instant {
    switch base {
    case .origin(let origin):
      let passed = time.milliseconds - origin.milliseconds
      let count = floorDivide(passed, by: length)
      return Instant(milliseconds: origin.milliseconds + count * length)
    case .zone(let clock):
      return Instant(milliseconds: start(containing: time.milliseconds, clock))
    }
  }

  /// Returns the beginning of the first interval after a moment.
  func next(after time: Instant) -> Instant {
    switch base {
    case .origin(let origin):
      return time.next(multipleOf: TimeSpan(milliseconds: length), from: origin)
    case .zone(let clock):
      return Instant(milliseconds: next(after: time.milliseconds, clock))
    }
  }

  // MARK: On a clock

  private func start(containing time: Int, _ clock: LocalClock) -> Int {
    var time = time
    var period = Period(clock, at: time)
    while true {
      let multiple = lastMultiple(upTo: time + period.offset)
      let start = multiple - period.offset
      if start >= period.start { return start }
      // The multiple is before the change, or the change skips it.
      let before = Period(clock, at: period.start - 1)
      if multiple >= period.start + before.offset { return period.start }
      time = period.start - 1
      period = before
    }
  }

  private func next(after time: Int, _ clock: LocalClock) -> Int {
    var time = time
    var period = Period(clock, at: time)
    while true {
      let multiple = nextMultiple(after: time + period.offset)
      let next = multiple - period.offset
      if next < period.end { return next }
      // The clock does not show the multiple before the change.
      let end = period.end
      period = Period(clock, at: end)
      let shown = end + period.offset
      if multiple <= shown || lastMultiple(upTo: shown) == shown { return end }
      time = end
    }
  }

  /// Returns the last beginning that is not after a local time.
  private func lastMultiple(upTo local: Int) -> Int {
    guard length < Self.day else { return floorDivide(local, by: length) * length }
    let midnight = floorDivide(local, by: Self.day) * Self.day
    return midnight + (local - midnight) / length * length
  }

  /// Returns the first beginning after a local time.
  private func nextMultiple(after local: Int) -> Int {
    let next = lastMultiple(upTo: local) + length
    guard length < Self.day else { return next }
    return min(next, (floorDivide(local, by: Self.day) + 1) * Self.day)
  }

  /// A period without a change of the clock, in milliseconds.
  private struct Period {
    let offset: Int
    let start: Int
    let end: Int

    init(_ clock: LocalClock, at time: Int) {
      let period = clock.shownPeriod(at: Instant(milliseconds: time))
      offset = period.offset.minutes * 60_000
      start = period.start.milliseconds
      end = period.end.milliseconds
    }
  }
}

extension TimeSpan {
  /// Whether intervals of this length can follow a clock: true up to a day, and for whole days.
  public var fitsClock: Bool {
    milliseconds > 0 && (milliseconds <= 86_400_000 || milliseconds % 86_400_000 == 0)
  }
}
