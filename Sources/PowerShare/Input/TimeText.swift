extension TimeScale {
  /// Reads a time of the command line: a date-time with an offset, or a number of seconds.
  ///
  /// - Returns: The moment and its scale, or nil for any other text.
  package static func read(_ text: String) -> (time: Instant, scale: TimeScale)? {
    let bytes = Array(text.utf8)
    if case .moment(let time, let offset) = DateTime.read(bytes.span, in: 0..<bytes.count) {
      return (time, .dateTime(offset))
    }
    guard
      case .thousandths(let milliseconds) = DecimalNumber.read(
        text, maximum: FieldReader.maximumSeconds)
    else { return nil }
    return (Instant(milliseconds: milliseconds), .seconds)
  }
}

extension Power {
  /// Reads a power of the command line in kW; nil for any other text and above ``maximum``.
  package init?(kilowatts text: String) {
    guard case .thousandths(let watts) = DecimalNumber.read(text, maximum: Power.maximum.watts)
    else { return nil }
    self.init(watts: watts)
  }
}
