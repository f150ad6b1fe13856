/// A reader of measured profiles.
package enum ProfileReader {
  /// The result of reading a file.
  package struct Reading: Sendable {
    /// The profile; nil with at least one error.
    package var profile: MeasuredProfile?
    /// All errors and warnings, in the order of their places.
    package var diagnostics: [Diagnostic]
    /// The problem of a time zone that nobody knows, at its place; its hint is still to be added.
    ///
    /// The reader takes any text as a time zone, because the system has the list of names.
    package var unknownTimeZone: Diagnostic?
  }

  private static let keys = [
    "formatVersion", "tz", "from", "days", "weights", "sessionsPerDay", "dispersion", "stays",
    "$schema",
  ]

  /// Returns true if the first character of a text is a brace, as in a profile and in no list of
  /// weights.
  package static func isProfile(_ text: [UInt8]) -> Bool {
    text.first { !" \t\r\n\u{FEFF}".utf8.contains($0) } == UInt8(ascii: "{")
  }

  /// Reads a file.
  ///
  /// - Complexity: O(length of the text).
  package static func read(name: String, text: [UInt8]) -> Reading {
    var source = SourceText(name: name, text: text)
    var reader = FieldReader(style: .json)
    var zone: Range<Int>?
    let profile = read(source, &reader, zone: &zone)
    let problems = (reader.problems + reader.remarks.problems)
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    let diagnostics = problems.map { source.diagnostic($0) }
    guard let profile, let zone, diagnostics.allSatisfy({ $0.severity == .warning }) else {
      return Reading(profile: nil, diagnostics: diagnostics)
    }
    let unknown = source.diagnostic(
      zone, code: .unknownTimeZone,
      message: "there is no time zone \(Identifier(profile.timeZone).quoted)")
    return Reading(profile: profile, diagnostics: diagnostics, unknownTimeZone: unknown)
  }

  private static func read(
    _ source: SourceText, _ reader: inout FieldReader, zone: inout Range<Int>?
  ) -> MeasuredProfile? {
    let bytes = source.storage.span
    var scanner = JSONScanner(position: 0, end: source.end, isComplete: true)
    do throws(JSONStop) {
      let value = try scanner.value(bytes)
      guard try scanner.isAtEnd(bytes) else {
        throw scanner.unexpected(bytes, expected: "the end of the text")
      }
      reader.problems += scanner.problems
      return profile(bytes, value, &reader, zone: &zone)
    } catch {
      reader.problems += scanner.problems
      if case .invalid(let problem) = error { reader.problems.append(problem) }
      return nil
    }
  }

  private static func profile(
    _ bytes: Span<UInt8>, _ object: RawValue, _ reader: inout FieldReader,
    zone: inout Range<Int>?
  ) -> MeasuredProfile? {
    guard object.kind == .object else {
      reader.report(
        object.range, .wrongType, "a profile must be an object, not \(object.typeName)")
      return nil
    }
    var unknown = UnknownNames()
    let members = reader.members(bytes, object, known: keys, &unknown)
    func required(_ name: String) -> RawValue? {
      reader.required(name, members[name], in: object)
    }
    let version = reader.required(
      "formatVersion", members["formatVersion"], in: object,
      hint: "A profile is what import --write-profile writes.")
    guard let version, isKnown(bytes, version, &reader) else { return nil }
    let timeZone = required("tz").flatMap { value in
      zone = value.range
      return zoneText(bytes, value, &reader)
    }
    let from = required("from").flatMap { reader.date(bytes, $0, "from") }
    let days = required("days").flatMap {
      reader.integer(
        bytes, $0, "days", minimum: 1, maximum: MeasuredProfile.maximumDays)
    }
    let weights = required("weights").flatMap { self.weights(bytes, $0, &reader) }
    let sessionsPerDay = required("sessionsPerDay").flatMap {
      reader.number(bytes, $0, "sessionsPerDay", MeasuredProfile.sessionRange)
    }
    let dispersion = required("dispersion").flatMap {
      reader.number(bytes, $0, "dispersion", MeasuredProfile.dispersionRange)
    }
    let stays = required("stays").flatMap { self.stays(bytes, $0, &reader) }
    guard let timeZone, let from, let days, let weights, let sessionsPerDay, let dispersion,
      let stays
    else { return nil }
    return MeasuredProfile(
      timeZone: timeZone, firstDay: from, days: days, weights: weights,
      sessionsPerDay: sessionsPerDay, dispersion: dispersion, stays: stays)
  }

  /// Returns true for the version of the form that this reader knows, and reports any other.
  private static func isKnown(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
  ) -> Bool {
    guard
      let version = reader.integer(
        bytes, value, "formatVersion", minimum: 0, maximum: 1_000_000_000)
    else { return false }
    guard version == MeasuredProfile.formatVersion else {
      // The keys of another version may be right there.
      reader.problems.removeAll { $0.code == .unknownKey }
      reader.report(
        value.range, .outOfRange,
        "\"formatVersion\" must be \(MeasuredProfile.formatVersion), not \(version)",
        hint: "Another version of sems-plan has written the profile: use that one, or write the"
          + " profile again.")
      return false
    }
    return true
  }

  /// Reads the text of a time zone, which may be longer than a name, because it may be a rule.
  private static func zoneText(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
  ) -> String? {
    guard value.kind == .text, !value.content.isEmpty else {
      return reader.name(bytes, value, "tz")?.text
    }
    return String(decoding: reader.text(bytes, value), as: UTF8.self)
  }

  private static func weights(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
  ) -> [Int]? {
    let count = MeasuredProfile.hoursOfWeek
    var number = 0
    var weights: [Int] = []
    let isArray = reader.elements(bytes, value, "weights") { element, reader in
      number += 1
      guard number <= count else { return }
      let weight = reader.integer(
        bytes, element, "weights", minimum: 0, maximum: MeasuredProfile.maximumWeight)
      if let weight { weights.append(weight) }
    }
    guard isArray else { return nil }
    guard number == count else {
      reader.report(
        value.range, .outOfRange,
        "\"weights\" must have \(count) numbers, from Monday 00:00 on, not \(number)")
      return nil
    }
    guard weights.count == count else { return nil }
    guard weights.contains(where: { $0 > 0 }) else {
      reader.report(value.range, .outOfRange, "one of the weights must be above 0")
      return nil
    }
    return weights
  }

  private static func stays(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
  ) -> [MeasuredProfile.Stay]? {
    var isComplete = true
    var stays: [MeasuredProfile.Stay] = []
    let isArray = reader.elements(bytes, value, "stays") { element, reader in
      if let stay = stay(bytes, element, &reader) {
        stays.append(stay)
      } else {
        isComplete = false
      }
    }
    guard isArray, isComplete else { return nil }
    guard !stays.isEmpty else {
      reader.report(value.range, .outOfRange, "\"stays\" has no stay")
      return nil
    }
    return stays
  }

  private static func stay(
    _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
  ) -> MeasuredProfile.Stay? {
    var parts: [RawValue] = []
    if value.kind == .array {
      var scanner = JSONScanner(checked: value.range)
      try? scanner.elements(bytes) { scanner throws(JSONStop) in
        let part = try scanner.value(bytes)
        if parts.count < 4 { parts.append(part) }
      }
    }
    guard parts.count == 3 else {
      reader.report(
        value.range, .wrongType, "a stay must be three numbers: kWh, minutes and kW",
        hint: "A stay looks like [12.4, 95, 11].")
      return nil
    }
    let energy = reader.energy(bytes, parts[0], "stays")
    let length = reader.minutes(
      bytes, parts[1], "stays", maximum: MeasuredProfile.Stay.maximumLength)
    let power = reader.vehiclePower(bytes, parts[2], "stays")
    guard let energy, let length, let power else { return nil }
    return MeasuredProfile.Stay(energy: energy, length: length, vehicleMaxPower: power)
  }
}
