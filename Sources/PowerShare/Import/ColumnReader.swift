/// Reads sessions from CSV, one a row, their columns named by a ``ColumnMap``.
struct ColumnReader {
  private let map: ColumnMap
  private let patterns: [DatePattern]
  private let clock: LocalClock?
  private let charger: Identifier?
  /// Where each field stands in a row.
  private var places: [ColumnMap.Field: Int] = [:]
  /// Where the second half of a time stands that has two columns.
  private var secondPlaces: [ColumnMap.Field: Int] = [:]

  static func readElaad(
    _ source: SourceText, _ options: ImportOptions, into reading: inout RecordReading
  ) {
    let usual = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"].compactMap(DatePattern.init)
    var reader = ColumnReader(
      map: .elaad, patterns: options.datePattern.map { [$0] } ?? usual, clock: options.clock,
      charger: options.charger)
    reader.read(source, into: &reading)
  }

  static func read(
    _ source: SourceText, _ options: ImportOptions, fallback: Identifier,
    into reading: inout RecordReading
  ) {
    var reader = ColumnReader(
      map: options.columns, patterns: options.datePattern.map { [$0] } ?? [],
      clock: options.clock,
      charger: options.charger ?? (options.columns.has(.chargerId) ? nil : fallback))
    reader.read(source, into: &reading)
  }

  private init(
    map: ColumnMap, patterns: [DatePattern], clock: LocalClock?, charger: Identifier?
  ) {
    self.map = map
    self.patterns = patterns
    self.clock = clock
    self.charger = charger
  }

  /// The end of the year 9999, in milliseconds since 1970.
  private static let latest = 253_402_300_800_000

  // MARK: Rows

  private mutating func read(_ source: SourceText, into reading: inout RecordReading) {
    let storage = source.storage
    let bytes = storage.span
    let delimiter =
      CSVScanner.delimiter(bytes, from: 0, end: source.end, isComplete: true) ?? UInt8(ascii: ",")
    var scanner = CSVScanner(
      position: 0, end: source.end, isComplete: true, delimiter: delimiter)
    var fields: [RawValue] = []
    do throws(CSVStop) {
      try scanner.row(bytes, into: &fields)
    } catch {
      if case .invalid(let problem) = error { reading.problems.append(problem) }
      reading.isUnreadable = true
      return
    }
    guard findColumns(bytes, fields, into: &reading) else {
      reading.isUnreadable = true
      return
    }
    let width = fields.count
    let style = FieldReader.Style.csv(decimalComma: delimiter == UInt8(ascii: ";"))
    while scanner.position < scanner.end {
      do throws(CSVStop) {
        try scanner.row(bytes, into: &fields)
      } catch {
        guard case .invalid(let problem) = error else { return }
        reading.records += 1
        reading.problems.note(problem)
        reading.leftOut.count("not readable: reported above")
        if problem.code == .unclosedQuote { return }
        try? scanner.skipLine(bytes)
        continue
      }
      if fields.count == 1, fields[0].kind == .absent, !fields[0].isQuoted { continue }
      reading.records += 1
      var reader = FieldReader(style: style)
      guard fields.count == width else {
        reader.report(
          fields[fields.count - 1].range,
          fields.count < width ? .tooFewFields : .tooManyFields,
          "the row has \(fields.count) fields, the header has \(width)")
        _ = reading.passes(reader)
        continue
      }
      readRow(bytes, fields, &reader, into: &reading)
    }
  }

  /// Finds the columns in the header.
  private mutating func findColumns(
    _ bytes: Span<UInt8>, _ header: [RawValue], into reading: inout RecordReading
  ) -> Bool {
    let names = header.map { String(decoding: CSVScanner.decoded(bytes, $0), as: UTF8.self) }
    guard names.contains(where: { !$0.isEmpty }) else {
      reading.problems.note(
        RangedProblem(range: 0..<0, code: .invalidCSV, message: "the CSV text has no header"))
      return false
    }
    let whole =
      (header.first?.range.lowerBound ?? 0)..<(header.last?.range.upperBound ?? 0)
    for field in ColumnMap.Field.allCases {
      guard let column = map.columns[field] else { continue }
      let found = names.indices.filter { names[$0] == column.name }
      if found.count > 1 {
        reading.problems.note(
          RangedProblem(
            range: header[found[1]].range, code: .duplicateColumn,
            message: "the column \(Identifier(column.name).quoted) stands here for the second time",
            hint: "Name it by its place: \(field.rawValue)=#\(found[0] + 1)."))
      } else if let place = found.first ?? Self.place(named: column.name, of: names.count) {
        places[field] = place
      } else if field.isTime, let (first, second) = Self.halves(of: column.name, names) {
        places[field] = first
        secondPlaces[field] = second
      } else {
        let guess = Suggestion.nearest(
          to: column.name, among: names.prefix(Suggestion.candidateLimit))
        reading.problems.note(
          RangedProblem(
            range: whole, code: .missingField,
            message: "the header has no column \(Identifier(column.name).quoted)",
            hint: guess.map { "Is it the one called \(Identifier($0).quoted)?" }))
      }
    }
    return reading.problems.isEmpty
  }

  /// The places of the two columns that `Date+Time` names.
  private static func halves(of name: String, _ names: [String]) -> (Int, Int)? {
    func place(_ half: some StringProtocol) -> Int? {
      names.firstIndex(of: String(half)) ?? Self.place(named: String(half), of: names.count)
    }
    for sign in name.indices where name[sign] == "+" {
      if let first = place(name[..<sign]), let second = place(name[name.index(after: sign)...]) {
        return (first, second)
      }
    }
    return nil
  }

  /// The place of a column that is named by its number, `#3`.
  private static func place(named name: String, of count: Int) -> Int? {
    guard name.hasPrefix("#"), let number = Int(name.dropFirst()), 1...count ~= number else {
      return nil
    }
    return number - 1
  }

  private func value(_ field: ColumnMap.Field, _ row: [RawValue]) -> RawValue? {
    places[field].map { row[$0] }.flatMap { $0.kind == .absent ? nil : $0 }
  }

  private func readRow(
    _ bytes: Span<UInt8>, _ row: [RawValue], _ reader: inout FieldReader,
    into reading: inout RecordReading
  ) {
    func required(_ field: ColumnMap.Field, _ reader: inout FieldReader) -> RawValue? {
      if let value = value(field, row) { return value }
      let place = places[field].map { row[$0].range } ?? row[0].range
      reader.report(
        place, .missingField,
        "\(Identifier(map.columns[field]?.name ?? field.rawValue).quoted) is missing")
      return nil
    }
    let id = value(.sessionId, row).flatMap { reader.name(bytes, $0, "sessionId") }
    var charger = self.charger
    if charger == nil || value(.chargerId, row) != nil {
      charger = required(.chargerId, &reader).flatMap { reader.name(bytes, $0, "chargerId") }
    }
    let connector = value(.idx, row).flatMap {
      reader.integer(
        bytes, $0, map.columns[.idx]?.name ?? "idx", minimum: 1, maximum: Charger.maximumConnectors)
    }
    let stay = stay(bytes, row, required(.startTime, &reader), &reader, into: &reading)
    let delivered = number(.deliveredEnergy, bytes, row, &reader, maximum: 1_000_000_000)
    let requested = number(.energyRequested, bytes, row, &reader, maximum: 1_000_000_000)
    let power = number(.vehicleMaxPower, bytes, row, &reader, maximum: Power.maximum.watts)
    guard reading.passes(reader), let charger, let stay else { return }
    guard let departure = stay.departure else {
      return reading.leftOut.count("has no end")
    }
    // Where nothing was measured, what was asked for is all there is.
    if !map.has(.deliveredEnergy), requested != nil {
      reading.remarks.count("without a delivered energy: what was asked for counts as that")
    }
    guard let delivered = map.has(.deliveredEnergy) ? delivered : requested else {
      return reading.leftOut.count("has no energy")
    }
    reading.sessions.append(
      RecordedSession(
        id: id, charger: charger, connector: connector, arrival: stay.arrival,
        departure: departure, done: stay.done, delivered: Energy(wattHours: delivered),
        requested: requested.map(Energy.init(wattHours:)),
        maxPower: power.flatMap { $0 > 0 ? Power(watts: $0) : nil }))
  }

  /// A number in watts, watt-hours or milliseconds; nil where the cell is empty.
  private func number(
    _ field: ColumnMap.Field, _ bytes: Span<UInt8>, _ row: [RawValue], _ reader: inout FieldReader,
    maximum: Int
  ) -> Int? {
    guard let value = value(field, row), let column = map.columns[field], let unit = column.unit
    else { return nil }
    let name = Identifier(column.name).quoted
    if unit.isClock {
      if let span = Self.clockSpan(reader.text(bytes, value)) { return span }
      reader.report(
        value.range, .notANumber,
        "\(name) must be hours, minutes and seconds, not \(reader.shown(bytes, value))",
        hint: "They look like 1:05:30, or 1:05 without seconds.")
      return nil
    }
    switch DecimalNumber.read(
      bytes, in: value.content, maximum: maximum * unit.divisor / unit.factor,
      decimalComma: reader.style == .csv(decimalComma: true), decimals: unit.decimals)
    {
    case .thousandths(let number): return number * unit.factor / unit.divisor
    case .notANumber:
      reader.report(
        value.range, .notANumber, "\(name) must be a number, not \(reader.shown(bytes, value))")
    case .negative:
      reader.report(value.range, .negativeValue, "\(name) must not be negative")
    case .aboveMaximum:
      reader.report(value.range, .outOfRange, "\(name) is too large")
    }
    return nil
  }

  /// The milliseconds of `1:05:30` or `1:05`; nil for another text.
  private static func clockSpan(_ text: [UInt8]) -> Int? {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count else { return nil }
    var seconds = 0
    for (index, part) in parts.enumerated() {
      let isWhole = 1...(index == 0 ? 6 : 2) ~= part.count
      guard isWhole, part.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
      let number = part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      guard index == 0 || number < 60 else { return nil }
      seconds = seconds * 60 + number
    }
    return seconds * (parts.count == 2 ? 60_000 : 1_000)
  }

  // MARK: Times

  private struct Stay {
    var arrival: Instant
    var departure: Instant?
    var done: Instant?
  }

  private func stay(
    _ bytes: Span<UInt8>, _ row: [RawValue], _ start: RawValue?, _ reader: inout FieldReader,
    into reading: inout RecordReading
  ) -> Stay? {
    guard let start else { return nil }
    let arrivals = moments(bytes, row, start, .startTime, &reader)
    let end = value(.endTime, row)
    let departures = end.map { moments(bytes, row, $0, .endTime, &reader) }
    let duration = number(
      .duration, bytes, row, &reader, maximum: TimeSpan.maximum.milliseconds)
    let charging = number(
      .chargingTime, bytes, row, &reader, maximum: TimeSpan.maximum.milliseconds)
    let dones = value(.doneTime, row).map { moments(bytes, row, $0, .doneTime, &reader) }
    guard let first = arrivals.first else { return nil }
    var stay = Stay(arrival: first)
    if let departures {
      guard !departures.isEmpty else { return nil }
      (stay.arrival, stay.departure) = Self.nearest(arrivals, departures, duration)
      if arrivals.count + departures.count > 2 {
        reading.remarks.count(
          duration == nil
            ? "in the hour that clocks show twice, taken to be its first time"
            : "in the hour that clocks show twice, told apart by the duration")
      }
    } else if let duration {
      let departure = first + TimeSpan(milliseconds: duration)
      guard departure.milliseconds < Self.latest else {
        reader.report(start.range, .outOfRange, "the session ends after the year 9999")
        return nil
      }
      stay.departure = departure
      if arrivals.count > 1 {
        reading.remarks.count("in the hour that clocks show twice, taken to be its first time")
      }
    }
    stay.done = dones?.first ?? charging.map { stay.arrival + TimeSpan(milliseconds: $0) }
    return stay
  }

  /// The start and the end whose distance is nearest to the duration; without one, the first ones
  /// that are in order.
  private static func nearest(
    _ starts: [Instant], _ ends: [Instant], _ duration: Int?
  ) -> (Instant, Instant) {
    var best = (starts[0], ends[0])
    var bestDistance = Int.max
    for start in starts {
      for end in ends {
        let length = (end - start).milliseconds
        let distance = duration.map { abs(length - $0) } ?? (length > 0 ? 0 : 1)
        if distance < bestDistance {
          best = (start, end)
          bestDistance = distance
        }
      }
    }
    return best
  }

  /// The moments that a cell names: one, or two where clocks show its time twice.
  ///
  /// None, with a problem, where it is no time or clocks skip it.
  private func moments(
    _ bytes: Span<UInt8>, _ row: [RawValue], _ value: RawValue, _ field: ColumnMap.Field,
    _ reader: inout FieldReader
  ) -> [Instant] {
    var text = reader.text(bytes, value)
    if let place = secondPlaces[field] {
      text += [UInt8(ascii: " ")] + reader.text(bytes, row[place])
    }
    let name = Identifier(map.columns[field]?.name ?? field.rawValue).quoted
    guard let reading = read(text) else {
      reader.report(
        value.range, .invalidTime,
        "\(name) is no time: \(Identifier(String(decoding: text, as: UTF8.self)).quoted)",
        hint: patterns.isEmpty
          ? "Say with --date-format how times are written, such as '%d/%m/%Y %H:%M'." : nil)
      return []
    }
    var moments: [Int]
    if let offset = reading.offset {
      moments = [reading.local - offset * 1_000]
    } else if let clock {
      let second = floorDivide(reading.local, by: 1_000)
      let rest = reading.local - second * 1_000
      switch clock.moments(ofLocal: second) {
      case .one(let moment): moments = [moment * 1_000 + rest]
      case .two(let early, let late): moments = [early * 1_000 + rest, late * 1_000 + rest]
      case .none:
        reader.report(
          value.range, .invalidTime,
          "\(name) is a time that clocks skip: \(reader.shown(bytes, value))",
          hint: "Is --tz the time zone of the records?")
        return []
      }
    } else {
      moments = [reading.local]
    }
    guard moments[0] >= 0, moments[moments.count - 1] < Self.latest else {
      reader.report(
        value.range, .outOfRange,
        "\(name) is outside of the years 1970 to 9999: \(reader.shown(bytes, value))")
      return []
    }
    return moments.map(Instant.init(milliseconds:))
  }

  private func read(_ text: [UInt8]) -> DatePattern.Reading? {
    if !patterns.isEmpty { return patterns.lazy.compactMap { $0.read(text) }.first }
    switch DateTime.read(text.span, in: 0..<text.count) {
    case .moment(let time, _):
      return DatePattern.Reading(local: time.milliseconds, offset: 0)
    case .missingOffset:
      return RecordText.time(text).map {
        DatePattern.Reading(local: $0.milliseconds, offset: nil)
      }
    default: return nil
    }
  }
}
