/// A moment and the way in which a file states it.
package struct StatedTime: Hashable, Sendable {
  /// The ways to state a moment.
  package enum Style: Hashable, Sendable {
    case seconds
    case dateTime(UTCOffset)
    /// A local date and time without an offset; the moment is counted as if it were UTC.
    case local

    /// Whether moments that are stated in both ways can be compared.
    package func isSameKind(as other: Style) -> Bool {
      switch (self, other) {
      case (.seconds, .seconds), (.dateTime, .dateTime), (.local, .local): true
      case (.seconds, _), (.dateTime, _), (.local, _): false
      }
    }

    /// The kind in a sentence on one moment.
    package var name: String {
      switch self {
      case .seconds: "a number of seconds"
      case .dateTime: "a date-time"
      case .local: "a local time"
      }
    }

    /// The kind in a sentence on several moments.
    package var plural: String {
      switch self {
      case .seconds: "seconds"
      case .dateTime: "date-times with an offset"
      case .local: "local times"
      }
    }
  }

  package let time: Instant
  package let style: Style

  package init(_ time: Instant, _ style: Style) {
    self.time = time
    self.style = style
  }

  package init(_ time: Instant, in scale: TimeScale) {
    self.time = time
    switch scale {
    case .seconds: style = .seconds
    case .dateTime(let offset): style = .dateTime(offset)
    }
  }

  /// The moment as the file states it.
  package var text: String {
    switch style {
    case .seconds: return TimeScale.seconds.text(time)
    case .dateTime(let offset): return TimeScale.dateTime(offset).text(time)
    case .local:
      var bytes: [UInt8] = []
      bytes.appendLocal(time, .zulu, separator: UInt8(ascii: " "))
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
