extension Instant {
  /// The first moment after this one that is a multiple of a span after an origin.
  func next(multipleOf span: TimeSpan, from origin: Instant) -> Instant {
    let passed = milliseconds - origin.milliseconds
    var count = passed / span.milliseconds
    if count * span.milliseconds > passed { count -= 1 }
    return Instant(milliseconds: origin.milliseconds + (count + 1) * span.milliseconds)
  }
}

extension Instant? {
  /// Takes an earlier moment.
  mutating func lower(to other: Instant) {
    if let moment = self, moment <= other { return }
    self = other
  }
}
