extension Instant {
  /// Returns the first moment after this one that is a whole number of spans away from `origin`.
  func next(multipleOf span: TimeSpan, from origin: Instant) -> Instant {
    let passed = milliseconds - origin.milliseconds
    var count = passed / span.milliseconds
    if count * span.milliseconds > passed { count -= 1 }
    return Instant(milliseconds: origin.milliseconds + (count + 1) * span.milliseconds)
  }
}

extension Instant? {
  /// Sets the moment to `other` if that is earlier, or if there is none.
  mutating func lower(to other: Instant) {
    if let moment = self, moment <= other { return }
    self = other
  }
}
