/// Reads the members of objects and the elements of arrays whose syntax has been checked.
extension FieldReader {
  /// Returns the value of a member that has to be there, or reports that it is missing.
  mutating func required(
    _ name: String, _ value: RawValue?, in object: RawValue, hint: String? = nil
  ) -> RawValue? {
    if let value, isPresent(value) { return value }
    let brace = object.range.lowerBound..<(object.range.lowerBound + 1)
    reportMissing(name, value ?? RawValue(), in: brace, hint: hint)
    return nil
  }

  /// Returns the members of an object, the first of each name; reports unknown ones, each once.
  ///
  /// A misspelt key is an error, and its value is that of the key that is meant.
  mutating func members(
    _ bytes: Span<UInt8>, _ object: RawValue, known: [String], _ unknown: inout UnknownNames
  ) -> [String: RawValue] {
    var members: [String: RawValue] = [:]
    var scanner = JSONScanner(checked: object.range)
    var others: [(key: RawValue, value: RawValue)] = []
    try? scanner.members(bytes) { scanner throws(JSONStop) in
      let key = scanner.key
      let value = try scanner.value(bytes)
      let name = String(decoding: JSONText.decoded(bytes, key), as: UTF8.self)
      if known.contains(name) {
        if members[name] == nil { members[name] = value }
      } else {
        others.append((key, value))
      }
    }
    for (key, value) in others {
      let letters = JSONText.decoded(bytes, key)
      let (problem, meant) = RangedProblem.unknown(
        .key, String(decoding: letters, as: UTF8.self), at: key.range, known: known
      ) { members[$0] != nil }
      if let meant {
        problems.note(problem)
        members[meant] = value
        continue
      }
      switch unknown.note(letters) {
      case .report: problems.note(problem)
      case .count: remarks.add(.moreUnknown(.key), at: key.range)
      case .skip: break
      }
    }
    return members
  }

  /// Reads each element of an array; returns false, and reports it, where the value is no array.
  mutating func elements(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String,
    read: (RawValue, inout FieldReader) -> Void
  ) -> Bool {
    guard value.kind == .array else {
      report(value.range, .wrongType, "\"\(field)\" must be an array, not \(value.typeName)")
      return false
    }
    var scanner = JSONScanner(checked: value.range)
    try? scanner.elements(bytes) { scanner throws(JSONStop) in
      read(try scanner.value(bytes), &self)
    }
    return true
  }

  /// Reads a date, in days since 1970-01-01.
  mutating func date(_ bytes: Span<UInt8>, _ value: RawValue, _ field: String) -> Int? {
    guard value.kind == .text else {
      report(value.range, .wrongType, "\"\(field)\" must be a date, not \(value.typeName)")
      return nil
    }
    let midnight = text(bytes, value) + Array("T00:00Z".utf8)
    if midnight.count == 17,
      case .moment(let time, _) = DateTime.read(midnight.span, in: 0..<midnight.count)
    {
      return time.milliseconds / 86_400_000
    }
    report(
      value.range, .invalidTime, "\(shown(bytes, value)) is not a date",
      hint: "Write a date from 1970 to 9999, such as 2026-03-02.")
    return nil
  }

  /// Reads a charging curve: an array of pairs of percent and kW, percents rising.
  mutating func curve(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> ChargingCurve? {
    guard value.kind == .array else {
      report(value.range, .wrongType, "\"\(field)\" must be an array, not \(value.typeName)")
      return nil
    }
    var points: [ChargingCurve.Point] = []
    let before = problems.count
    var scanner = JSONScanner(checked: value.range)
    try? scanner.elements(bytes) { scanner throws(JSONStop) in
      let element = try scanner.value(bytes)
      guard let point = point(bytes, element, field) else { return }
      if let last = points.last, last.stateOfCharge >= point.stateOfCharge {
        report(
          element.range, .outOfRange, "the states of charge of \"\(field)\" must rise")
      }
      points.append(point)
    }
    if points.isEmpty, problems.count == before {
      report(value.range, .outOfRange, "\"\(field)\" has no point")
    }
    return problems.count == before ? ChargingCurve(points: points) : nil
  }

  private mutating func point(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> ChargingCurve.Point? {
    var parts: [RawValue] = []
    if value.kind == .array {
      var scanner = JSONScanner(checked: value.range)
      try? scanner.elements(bytes) { scanner throws(JSONStop) in
        let part = try scanner.value(bytes)
        if parts.count < 3 { parts.append(part) }
      }
    }
    guard parts.count == 2 else {
      report(
        value.range, .wrongType, "a point of \"\(field)\" must be a pair of percent and kW",
        hint: "A curve looks like [[0, 90], [80, 45], [100, 5]].")
      return nil
    }
    guard let state = percent(bytes, parts[0], field), let power = power(bytes, parts[1], field)
    else { return nil }
    return ChargingCurve.Point(stateOfCharge: state, power: power)
  }
}
