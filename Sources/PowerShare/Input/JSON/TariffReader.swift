/// A reader of tariffs.
package enum TariffReader {
  /// The result of reading a file.
  package struct Reading: Sendable {
    /// The tariff; nil with at least one error.
    package var tariff: Tariff?
    /// All errors and warnings, in the order of their places.
    package var diagnostics: [Diagnostic]
    /// The problem of a time zone that nobody knows, at its place; its hint is still to be added.
    ///
    /// Nil if the tariff states none.
    ///
    /// The reader takes any text as a time zone, because the system has the list of names.
    package var unknownTimeZone: Diagnostic?
  }

  private static let keys = [
    "currency", "tz", "energy", "demand", "capacity", "fixed", "feedIn", "value", "$schema",
  ]
  private static let timeKeys = ["from", "to", "days", "months"]
  private static let energyKeys = ["price"] + timeKeys
  private static let demandKeys =
    ["price", "per", "window", "minimum", "lookback", "average"] + timeKeys
  private static let periodKeys = ["price", "per"]
  private static let lookbackKeys = ["months", "share"]

  /// Reads a file.
  ///
  /// - Parameter hasPrices: Whether prices from elsewhere take the place of `energy`, which may
  /// then
  ///   be absent.
  /// - Complexity: O(length of the text).
  package static func read(name: String, text: [UInt8], hasPrices: Bool = false) -> Reading {
    var source = SourceText(name: name, text: text)
    if let problem = ForeignFile.problem(source.storage.span, end: source.end, name: name) {
      return Reading(tariff: nil, diagnostics: [source.diagnostic(problem)])
    }
    var reader = FieldReader(style: .json)
    var zone: Range<Int>?
    let tariff = read(source, &reader, hasPrices: hasPrices, zone: &zone)
    let problems = (reader.problems + reader.remarks.problems)
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    let diagnostics = problems.map { source.diagnostic($0) }
    guard let tariff, diagnostics.allSatisfy({ $0.severity == .warning }) else {
      return Reading(tariff: nil, diagnostics: diagnostics)
    }
    var reading = Reading(tariff: tariff, diagnostics: diagnostics)
    if let zone, let name = tariff.timeZone {
      reading.unknownTimeZone = source.diagnostic(
        zone, code: .unknownTimeZone, message: "there is no time zone \(Identifier(name).quoted)")
    }
    return reading
  }

  private static func read(
    _ source: SourceText, _ reader: inout FieldReader, hasPrices: Bool, zone: inout Range<Int>?
  ) -> Tariff? {
    let bytes = source.storage.span
    var scanner = JSONScanner(position: 0, end: source.end, isComplete: true)
    do throws(JSONStop) {
      try scanner.refuseOtherFormat(bytes)
      let value = try scanner.value(bytes)
      guard try scanner.isAtEnd(bytes) else {
        throw scanner.unexpected(bytes, expected: "the end of the text")
      }
      reader.problems += scanner.problems
      var parts = Parts(value, hasPrices: hasPrices)
      let tariff = parts.tariff(bytes, &reader)
      zone = parts.zone
      return tariff
    } catch {
      reader.problems += scanner.problems
      if case .invalid(let problem) = error { reader.problems.append(problem) }
      return nil
    }
  }

  /// The parts of a tariff while they are read.
  private struct Parts {
    let object: RawValue
    let hasPrices: Bool
    var zone: Range<Int>?
    private var unknown = UnknownNames()

    init(_ object: RawValue, hasPrices: Bool) {
      self.object = object
      self.hasPrices = hasPrices
    }

    mutating func tariff(_ bytes: Span<UInt8>, _ reader: inout FieldReader) -> Tariff? {
      guard let members = members(bytes, object, "a tariff", keys, &reader) else { return nil }
      let before = reader.problems.count
      var tariff = Tariff()
      if let value = members["currency"] {
        tariff.currency = reader.name(bytes, value, "currency")?.text
      }
      if let value = members["tz"] {
        zone = value.range
        tariff.timeZone = zoneText(bytes, value, &reader)
      }
      if hasPrices, members["energy"] == nil {
        // The prices take its place.
      } else if let value = reader.required(
        "energy", members["energy"], in: object,
        hint: #"Write "energy": [{"price": 0.3}] for one price at all times."#)
      {
        tariff.energy = energy(bytes, value, &reader)
      }
      if let value = members["demand"] { tariff.demand = demand(bytes, value, &reader) }
      if let value = members["capacity"] {
        tariff.capacity = periodPrice(bytes, value, "capacity", &reader)
      }
      if let value = members["fixed"] {
        tariff.fixed = periodPrice(bytes, value, "fixed", &reader)
      }
      if let value = members["feedIn"] {
        tariff.feedIn = reader.price(bytes, value, "feedIn", isPerKilowattHour: true)
      }
      if let value = members["value"] {
        tariff.value = reader.price(bytes, value, "value", isPerKilowattHour: true)
      }
      return reader.problems[before...].contains { $0.severity == .error } ? nil : tariff
    }

    /// Returns the members of an object that are not null; nil for another value, which is
    /// reported.
    private mutating func members(
      _ bytes: Span<UInt8>, _ value: RawValue, _ what: String, _ known: [String],
      _ reader: inout FieldReader
    ) -> [String: RawValue]? {
      guard value.kind == .object else {
        reader.report(
          value.range, .wrongType, "\(what) must be an object, not \(value.typeName)")
        return nil
      }
      let members = reader.members(bytes, value, known: known, &unknown)
      return members.filter { $0.value.kind != .null }
    }

    /// Reads the text of a time zone, which may be longer than a name, because it may be a rule.
    private func zoneText(
      _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
    ) -> String? {
      guard value.kind == .text, !value.content.isEmpty, value.content.count <= 1_024 else {
        return reader.name(bytes, value, "tz")?.text
      }
      return String(decoding: reader.text(bytes, value), as: UTF8.self)
    }

    // MARK: Rules

    /// Reads the rules of an array, at most ``Tariff/maximumRules``.
    private mutating func rules<Rule>(
      _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, _ reader: inout FieldReader,
      read: (inout Parts, RawValue, inout FieldReader) -> Rule?
    ) -> [Rule] {
      var rules: [Rule] = []
      var count = 0
      _ = reader.elements(bytes, value, field) { element, reader in
        count += 1
        guard count <= Tariff.maximumRules else { return }
        if let rule = read(&self, element, &reader) { rules.append(rule) }
      }
      if count > Tariff.maximumRules {
        reader.report(
          value.range, .outOfRange,
          "\"\(field)\" must have at most \(Tariff.maximumRules) rules, not \(count)")
      }
      return rules
    }

    private mutating func energy(
      _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
    ) -> [Tariff.EnergyRule] {
      var isFirst = true
      let rules = rules(bytes, value, "energy", &reader) { parts, element, reader in
        defer { isFirst = false }
        return parts.energyRule(bytes, element, isFirst: isFirst, &reader)
      }
      if isFirst, value.kind == .array {
        reader.report(
          value.range, .baseRule, "\"energy\" has no rule",
          hint: #"Its first rule is the price at all times: {"price": 0.3}."#)
      }
      return rules
    }

    private mutating func energyRule(
      _ bytes: Span<UInt8>, _ value: RawValue, isFirst: Bool, _ reader: inout FieldReader
    ) -> Tariff.EnergyRule? {
      guard let members = members(bytes, value, "a rule of \"energy\"", energyKeys, &reader) else {
        return nil
      }
      let price = reader.required("price", members["price"], in: value)
        .flatMap { reader.price(bytes, $0, "price", isPerKilowattHour: true) }
      let times = times(bytes, members, &reader)
      let conditions = timeKeys.compactMap { members[$0]?.range }
      if isFirst, let place = conditions.min(by: { $0.lowerBound < $1.lowerBound }) {
        reader.report(
          place, .baseRule,
          "the first rule of \"energy\" must be the price at all times, without a condition",
          hint: "Write the base price first and this rule behind it: the last that matches holds.")
      }
      guard let price, let times else { return nil }
      return Tariff.EnergyRule(price: price, times: times)
    }

    /// Reads the times of a rule; nil if one of them is wrong, which is reported.
    private func times(
      _ bytes: Span<UInt8>, _ members: [String: RawValue], _ reader: inout FieldReader
    ) -> RuleTimes? {
      var times = RuleTimes()
      let before = reader.problems.count
      if let value = members["from"] {
        times.from = reader.timeOfRule(bytes, value, "from") ?? 0
        if times.from == RuleTimes.day {
          reader.report(
            value.range, .invalidTime, "\"from\" cannot be 24:00",
            hint: "Write 00:00, the beginning of the next day.")
        }
      }
      if let value = members["to"] { times.to = reader.timeOfRule(bytes, value, "to") ?? 0 }
      if let value = members["days"] {
        times.days = reader.weekdays(bytes, value, "days") ?? .all
      }
      if let value = members["months"] {
        times.months = reader.months(bytes, value, "months") ?? .all
      }
      return reader.problems.count == before ? times : nil
    }

    // MARK: Peaks

    private mutating func demand(
      _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
    ) -> [Tariff.DemandRule] {
      rules(bytes, value, "demand", &reader) { parts, element, reader in
        parts.demandRule(bytes, element, &reader)
      }
    }

    private mutating func demandRule(
      _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
    ) -> Tariff.DemandRule? {
      guard let members = members(bytes, value, "a rule of \"demand\"", demandKeys, &reader) else {
        return nil
      }
      let price = reader.required("price", members["price"], in: value)
        .flatMap { reader.price(bytes, $0, "price", isPerKilowattHour: false) }
      let per = reader.required("per", members["per"], in: value)
        .flatMap { period(bytes, $0, &reader) }
      let window = window(bytes, members["window"], &reader)
      let times = times(bytes, members, &reader)
      if let window, let times { check(times, window, members, &reader) }
      var minimum: Power? = .zero
      if let value = members["minimum"] { minimum = reader.power(bytes, value, "minimum") }
      var lookback: Tariff.Lookback?
      if let value = members["lookback"] { lookback = self.lookback(bytes, value, &reader) }
      var average = 1
      if let value = members["average"] {
        average =
          reader.integer(
            bytes, value, "average", minimum: 1, maximum: 12,
            hint: "It is the number of months of the mean, this one included.") ?? 1
      }
      check(members, per, &reader)
      guard let price, let per, let window, let times, let minimum else { return nil }
      return Tariff.DemandRule(
        price: price, per: per, window: window, times: times, minimum: minimum,
        lookback: lookback, average: average)
    }

    /// Reports what does not go together in a rule for peaks.
    private func check(
      _ members: [String: RawValue], _ per: Tariff.Period?, _ reader: inout FieldReader
    ) {
      let months = ["lookback", "average"].filter { members[$0] != nil }
      if per == .year {
        for key in months {
          reader.report(
            members[key]?.range ?? object.range, .conflictingRule,
            "\"\(key)\" is for a price per month, and this one is per year")
        }
      } else if months.count == 2 {
        reader.report(
          members["average"]?.range ?? object.range, .conflictingRule,
          "a rule has \"lookback\" or \"average\", not both")
      }
    }

    /// Reports times that are not whole windows.
    private func check(
      _ times: RuleTimes, _ window: TimeSpan, _ members: [String: RawValue],
      _ reader: inout FieldReader
    ) {
      for (key, time) in [("from", times.from), ("to", times.to)] {
        guard let value = members[key], time % window.milliseconds != 0 else { continue }
        reader.report(
          value.range, .windowTimes,
          "\"\(key)\" must be a multiple of the window of \(window.milliseconds / 60_000) minutes",
          hint: "A window counts if it lies within the times of the rule.")
      }
    }

    private func window(
      _ bytes: Span<UInt8>, _ value: RawValue?, _ reader: inout FieldReader
    ) -> TimeSpan? {
      guard let value else { return TimeSpan(milliseconds: 900_000) }
      if value.kind == .text {
        let text = String(decoding: reader.text(bytes, value), as: UTF8.self)
        if Tariff.DemandRule.windows.contains(text) { return TimeSpan(text) }
      }
      reader.report(
        value.range, value.kind == .text ? .outOfRange : .wrongType,
        "\"window\" must be \"15m\", \"30m\" or \"1h\", not "
          + (value.kind == .text ? reader.shown(bytes, value) : value.typeName))
      return nil
    }

    private mutating func lookback(
      _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
    ) -> Tariff.Lookback? {
      guard let members = members(bytes, value, "\"lookback\"", lookbackKeys, &reader) else {
        return nil
      }
      let months = reader.required("months", members["months"], in: value)
        .flatMap { reader.integer(bytes, $0, "months", minimum: 1, maximum: 11) }
      let share = reader.required("share", members["share"], in: value)
        .flatMap {
          reader.integer(
            bytes, $0, "share", minimum: 1, maximum: 100, hint: "It is a whole number of percent.")
        }
      guard let months, let share else { return nil }
      return Tariff.Lookback(months: months, share: share)
    }

    // MARK: Periods

    private mutating func periodPrice(
      _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, _ reader: inout FieldReader
    ) -> Tariff.PeriodPrice? {
      guard let members = members(bytes, value, "\"\(field)\"", periodKeys, &reader) else {
        return nil
      }
      let price = reader.required("price", members["price"], in: value)
        .flatMap { reader.price(bytes, $0, "price", isPerKilowattHour: false) }
      let per = reader.required("per", members["per"], in: value)
        .flatMap { period(bytes, $0, &reader) }
      guard let price, let per else { return nil }
      return Tariff.PeriodPrice(price: price, per: per)
    }

    private func period(
      _ bytes: Span<UInt8>, _ value: RawValue, _ reader: inout FieldReader
    ) -> Tariff.Period? {
      if value.kind == .text {
        let text = String(decoding: reader.text(bytes, value), as: UTF8.self)
        if let period = Tariff.Period(rawValue: text) { return period }
      }
      reader.report(
        value.range, value.kind == .text ? .outOfRange : .wrongType,
        "\"per\" must be \"month\" or \"year\", not "
          + (value.kind == .text ? reader.shown(bytes, value) : value.typeName))
      return nil
    }
  }
}
