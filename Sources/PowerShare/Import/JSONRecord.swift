/// A JSON record: its members, and a reader that gathers their problems.
struct JSONRecord {
  let members: [String: RawValue]
  var reader = FieldReader(style: .json)
  private let place: Range<Int>

  /// Creates a record from a value, with a problem if that is not an object.
  ///
  /// - Parameter kind: The name of the record, for a message.
  init(_ bytes: Span<UInt8>, _ value: RawValue, kind: String) {
    members = RecordText.members(bytes, value)
    place = value.range.lowerBound..<min(value.range.lowerBound + 1, value.range.upperBound)
    if value.kind != .object {
      reader.report(value.range, .wrongType, "\(kind) must be an object, not \(value.typeName)")
    }
  }

  /// The value of a member; nil if it is absent or null.
  subscript(name: String) -> RawValue? {
    members[name].flatMap { reader.isPresent($0) ? $0 : nil }
  }

  /// True if a member is there and null.
  func isNull(_ name: String) -> Bool {
    members[name].map { !reader.isPresent($0) } ?? false
  }

  /// Returns the value of a member; if it is absent or null, reports that and returns nil.
  mutating func required(_ name: String) -> RawValue? {
    if let value = self[name] { return value }
    reader.reportMissing(name, members[name] ?? RawValue(), in: place)
    return nil
  }

  /// Returns the value of the first of several members that is neither absent nor null, with the
  /// member's name.
  func first(of names: [String]) -> (name: String, value: RawValue)? {
    for name in names {
      if let value = self[name] { return (name, value) }
    }
    return nil
  }

  /// True if a value is a number below zero.
  static func isNegative(_ bytes: Span<UInt8>, _ value: RawValue) -> Bool {
    value.kind == .number && DecimalNumber.read(bytes, in: value.content, maximum: 0) == .negative
  }

  mutating func name(_ bytes: Span<UInt8>, _ name: String) -> Identifier? {
    required(name).flatMap { reader.name(bytes, $0, name) }
  }

  /// Returns the name in a member; nil if it is absent or null.
  mutating func optionalName(_ bytes: Span<UInt8>, _ name: String) -> Identifier? {
    self[name].flatMap { reader.name(bytes, $0, name) }
  }

  mutating func energy(_ bytes: Span<UInt8>, _ name: String) -> Energy? {
    required(name).flatMap { reader.energy(bytes, $0, name) }
  }

  /// Reads an energy that may be below zero.
  mutating func signedEnergy(_ bytes: Span<UInt8>, _ name: String) -> Energy? {
    guard var value = required(name) else { return nil }
    guard Self.isNegative(bytes, value) else { return reader.energy(bytes, value, name) }
    // Without the sign, which is the first byte.
    value.range = value.range.lowerBound + 1..<value.range.upperBound
    return reader.energy(bytes, value, name).map { .zero - $0 }
  }

  /// Reads a time; reports any other text and returns nil.
  ///
  /// Of a time that clocks show twice the first is taken, and counted.
  mutating func time(
    _ bytes: Span<UInt8>, _ value: RawValue?, _ name: String, into reading: inout RecordReading
  ) -> Instant? {
    guard let value else { return nil }
    let text = value.kind == .text ? reader.text(bytes, value) : []
    switch reading.times.read(text) {
    case .moments(let moments):
      if moments.count > 1 {
        reading.assumed.count("in the hour that clocks show twice, taken as the first")
      }
      return moments[0]
    case .skipped:
      reader.report(
        value.range, .invalidTime,
        "\"\(name)\" is a time that clocks skip: \(reader.shown(bytes, value))",
        hint: reading.times.skippedHint)
    case .outOfRange:
      reader.report(
        value.range, .outOfRange,
        "\"\(name)\" is outside of the years 1970 to 9999: \(reader.shown(bytes, value))")
    case .notATime, .otherZone:
      reader.report(
        value.range, .invalidTime, "\"\(name)\" is not a time: \(reader.shown(bytes, value))",
        hint: "It looks like \"2018-04-25T11:08:04Z\" or \"Wed, 25 Apr 2018 11:08:04 GMT\".")
    }
    return nil
  }
}
