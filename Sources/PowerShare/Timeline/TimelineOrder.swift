/// The rules that the times of a timeline obey: one kind, and never backwards.
struct TimelineOrder {
  /// The way in which the timeline states times, known from its first event on.
  private(set) var scale: TimeScale?
  /// The time of the last event.
  private(set) var last: Instant?
  private var beforeLast: Instant?
  /// The earliest time that the replay still accepts; set when an event has been left out.
  private var earliest: Instant?
  /// True if times may go backwards, because the events will be sorted.
  var allowsAnyOrder = false

  /// A broken rule.
  enum Violation: Equatable {
    case mixed(first: TimeScale)
    case backwards(last: Instant, scale: TimeScale)
    case replayedAlready(until: Instant, scale: TimeScale)
  }

  /// Takes the time of an event, unless it breaks a rule.
  ///
  /// - Returns: True if it breaks none.
  @inline(__always)
  mutating func take(_ time: Instant, scale: TimeScale) -> Bool {
    if let first = self.scale, first.isSameKind(as: scale), earliest == nil, let last, time >= last
    {
      beforeLast = last
      self.last = time
      return true
    }
    return takeAny(time, scale: scale)
  }

  @inline(never)
  private mutating func takeAny(_ time: Instant, scale: TimeScale) -> Bool {
    guard violation(by: time, scale: scale) == nil else { return false }
    advance(to: time, scale: scale)
    return true
  }

  /// Returns the rule that an event at that time would break, or nil.
  func violation(by time: Instant, scale: TimeScale) -> Violation? {
    if let first = self.scale, !first.isSameKind(as: scale) { return .mixed(first: first) }
    if !allowsAnyOrder, let last, time < last {
      return .backwards(last: last, scale: self.scale ?? scale)
    }
    if !allowsAnyOrder, let earliest, time < earliest {
      return .replayedAlready(until: earliest, scale: self.scale ?? scale)
    }
    return nil
  }

  /// Takes the time of an event that breaks no rule.
  mutating func advance(to time: Instant, scale: TimeScale) {
    if self.scale == nil { self.scale = scale }
    beforeLast = last
    last = time
  }

  /// Takes back the last time, because its event has been left out.
  ///
  /// - Parameter earliest: The earliest time that the replay still accepts: on the way to the event
  ///   it may have made ticks that no event causes.
  mutating func takeBack(earliest: Instant?) {
    last = beforeLast
    self.earliest = earliest
  }
}
