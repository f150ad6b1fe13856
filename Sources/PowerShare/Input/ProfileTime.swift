/// The time of a row of a site profile.
struct ProfileTime: Equatable, Sendable {
  /// The kinds of time, of which a file has one.
  enum Kind: Equatable, Sendable {
    case seconds, dateTime, daily, weekly

    /// The name in a message.
    var name: String {
      switch self {
      case .seconds: "a number of seconds"
      case .dateTime: "a date-time"
      case .daily: "a time of day"
      case .weekly: "a time of the week"
      }
    }

    /// True if the rows repeat.
    var repeats: Bool { self == .daily || self == .weekly }
  }

  let kind: Kind
  /// The moment, or the time since the midnight with which the day or the week begins; in
  /// milliseconds.
  let milliseconds: Int

  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// Creates the time of `HH:MM` or `Mon HH:MM`; nil for any other text.
  init?(repeating text: some Collection<UInt8>) {
    var minutes = Array(text)
    var day = 0
    if minutes.count == 9, minutes[3] == UInt8(ascii: " ") {
      let name = String(decoding: minutes[0..<3], as: UTF8.self).lowercased()
      guard let place = Self.days.firstIndex(of: name) else { return nil }
      day = place
      kind = .weekly
      minutes.removeFirst(4)
    } else {
      kind = .daily
    }
    guard minutes.count == 5, minutes[2] == UInt8(ascii: ":"),
      let hour = DateTime.twoDigits(minutes.span, 0), hour < 24,
      let minute = DateTime.twoDigits(minutes.span, 3), minute < 60
    else { return nil }
    milliseconds = ((day * 24 + hour) * 60 + minute) * 60_000
  }

  init(kind: Kind, milliseconds: Int) {
    self.kind = kind
    self.milliseconds = milliseconds
  }
}

extension FieldReader {
  /// Reads the time of a row of a site profile.
  mutating func profileTime(_ bytes: Span<UInt8>, _ value: RawValue) -> ProfileTime? {
    guard isPresent(value) else {
      reportMissing("time", value, in: value.range)
      return nil
    }
    if !value.hasEscapes, value.content.count <= 9 {
      let letters = text(bytes, value)
      if let time = ProfileTime(repeating: letters) { return time }
      if letters.contains(UInt8(ascii: ":")) {
        report(
          value.range, .invalidTime, "\(shown(bytes, value)) is not a time",
          hint: "Write 07:30 for every day, or Mon 07:30 for every week.")
        return nil
      }
    }
    guard let (time, scale) = self.time(bytes, value, "time") else { return nil }
    return ProfileTime(
      kind: scale == .seconds ? .seconds : .dateTime, milliseconds: time.milliseconds)
  }
}
