/// A reader of CSV with one session a row; a ``ColumnMap`` names the columns.
struct ColumnReader {
  private let map: ColumnMap
  private let charger: Identifier?
  private let decimalComma: Bool
  /// The hint for a time that no pattern fits.
  private let timeHint: String

  static func readElaad(
    _ source: SourceText, _ options: ImportOptions, into reading: inout RecordReading
  ) {
    let usual = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"].compactMap(DatePattern.init)
    reading.times = RecordTimes(options, usual: usual)
    let reader = ColumnReader(
      .elaad, options, charger: options.charger,
      timeHint: "Use --date-format if times do not look like 31/12/2019 23:59.")
    reader.read(source, into: &reading)
  }

  static func read(
    _ source: SourceText, _ options: ImportOptions, fallback: Identifier,
    into reading: inout RecordReading
  ) {
    let reader = ColumnReader(
      options.columns, options,
      charger: options.charger ?? (options.columns.has(.chargerId) ? nil : fallback),
      timeHint: "Say with --date-format how times are written, such as '%d/%m/%Y %H:%M'.")
    reader.read(source, into: &reading)
  }

  private init(
    _ map: ColumnMap, _ options: ImportOptions, charger: Identifier?,
    timeHint: String
  ) {
    self.map = map
    self.charger = charger
    decimalComma = options.decimalComma
    self.timeHint =
      options.datePatterns.isEmpty
      ? timeHint : "It does not match --date-format, which can be given once for each form of time."
  }

  // MARK: Rows

  private func read(_ source: SourceText, into reading: inout RecordReading) {
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
      if case .invalid(let problem) = error { reading.refuse(problem) }
      return
    }
    var problems: [RangedProblem] = []
    let places = ColumnPlaces(map, bytes, fields, problems: &problems)
    guard problems.isEmpty else { return problems.forEach { reading.refuse($0) } }
    let width = fields.count
    let style = FieldReader.Style.csv(
      decimalComma: decimalComma || delimiter == UInt8(ascii: ";"))
    while scanner.position < scanner.end {
      do throws(CSVStop) {
        try scanner.row(bytes, into: &fields)
      } catch {
        guard case .invalid(let problem) = error else { return }
        reading.records += 1
        reading.leaveOut([problem])
        if problem.code == .unclosedQuote { return }
        try? scanner.skipLine(bytes)
        continue
      }
      if fields.count == 1, fields[0].kind == .absent, !fields[0].isQuoted { continue }
      reading.records += 1
      // Some exports end their rows with a delimiter, but not the header.
      while fields.count > width, fields[fields.count - 1].kind == .absent { fields.removeLast() }
      guard fields.count == width else {
        reading.leaveOut([Self.wrongWidth(fields, width)])
        continue
      }
      var row = ColumnRow(fields, places, map, style)
      readRow(bytes, &row, into: &reading)
    }
  }

  private static func wrongWidth(_ fields: [RawValue], _ width: Int) -> RangedProblem {
    RangedProblem(
      range: fields[fields.count - 1].range,
      code: fields.count < width ? .tooFewFields : .tooManyFields,
      message: "the row has \(fields.count) fields, the header has \(width)")
  }

  private func readRow(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, into reading: inout RecordReading
  ) {
    let id = row.cell(bytes, .sessionId, isName: true).map { Identifier(validUTF8: $0.text) }
    let charger =
      row.cell(bytes, .chargerId, isName: true).map { Identifier(validUTF8: $0.text) }
      ?? self.charger
    let connector = connector(bytes, &row)
    let stay = stay(bytes, &row, into: &reading)
    let delivered = row.number(bytes, .deliveredEnergy, maximum: 1_000_000_000)
    let requested = row.number(bytes, .energyRequested, maximum: 1_000_000_000)
    let power = row.number(bytes, .vehicleMaxPower, maximum: Power.maximum.watts)
    guard reading.passes(row.reader) else { return }
    guard let charger else { return reading.leftOut.count("has no charger") }
    guard let stay else { return reading.leftOut.count("has no start") }
    guard let departure = stay.departure else { return reading.leftOut.count("has no end") }
    // Without a measurement, the requested energy is the best guess.
    if !map.has(.deliveredEnergy), requested != nil {
      reading.assumed.count("without a delivered energy: the requested energy is used")
    }
    guard let delivered = map.has(.deliveredEnergy) ? delivered : requested else {
      return reading.leftOut.count("has no energy")
    }
    if let twice = stay.twice { reading.assumed.count(twice) }
    var session = RecordedSession(
      id: id, charger: charger, connector: connector.number, connectorName: connector.name,
      arrival: stay.arrival, departure: departure, done: stay.done,
      delivered: Energy(wattHours: delivered),
      maxPower: power.flatMap { $0 > 0 ? Power(watts: $0) : nil })
    session.requested = requested.map(Energy.init(wattHours:))
    if id == nil { session.record = RecordRange(row.range) }
    reading.sessions.append(session)
  }

  /// Returns the connector's number, or its name if it is not a number.
  private func connector(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow
  ) -> (number: Int?, name: Identifier?) {
    guard let cell = row.cell(bytes, .idx) else { return (nil, nil) }
    let text = cell.text
    switch DecimalNumber.read(text.span, in: text.indices, maximum: 1_000_000) {
    case .notANumber: return (nil, Identifier(validUTF8: text))
    case .thousandths(let number) where number % 1_000 == 0:
      let number = number / 1_000
      if 1...Charger.maximumConnectors ~= number { return (number, nil) }
    default: break
    }
    row.reader.report(
      cell.range, .outOfRange,
      "\(row.name(.idx)) must be a whole number from 1 to \(Charger.maximumConnectors), or a name, "
        + "not \(cell.shown)")
    return (nil, nil)
  }

  // MARK: Times

  private struct Stay {
    var arrival: Instant
    var departure: Instant?
    var done: Instant?
    /// The remark for times in the hour that clocks show twice.
    var twice: String?
  }

  private func stay(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, into reading: inout RecordReading
  ) -> Stay? {
    let arrivals = moments(bytes, &row, .startTime, &reading)
    let departures = moments(bytes, &row, .endTime, &reading)
    let duration = row.number(bytes, .duration, maximum: TimeSpan.maximum.milliseconds)
    let charging = row.number(bytes, .chargingTime, maximum: TimeSpan.maximum.milliseconds)
    let dones = moments(bytes, &row, .doneTime, &reading)
    guard let arrivals, let first = arrivals.first else { return nil }
    var stay = Stay(arrival: first)
    if let departures {
      guard !departures.isEmpty else { return nil }
      (stay.arrival, stay.departure) = Self.nearest(arrivals, departures, duration)
      if arrivals.count + departures.count > 2 {
        stay.twice =
          duration == nil
          ? "in the hour that clocks show twice, taken as the first"
          : "in the hour that clocks show twice, told apart by the duration"
      }
    } else if let duration {
      let departure = first + TimeSpan(milliseconds: duration)
      guard departure.milliseconds < RecordTimes.latest else {
        let place = row.cell(bytes, .startTime)?.range ?? 0..<0
        row.reader.report(place, .outOfRange, "the session ends after the year 9999")
        return nil
      }
      stay.departure = departure
      if arrivals.count > 1 {
        stay.twice = "in the hour that clocks show twice, taken as the first"
      }
    }
    stay.done = dones?.first ?? charging.map { stay.arrival + TimeSpan(milliseconds: $0) }
    return stay
  }

  /// Returns the start and the end whose distance is nearest to the duration; without a duration,
  /// the first pair in order.
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

  /// Returns the moments of a row's time: one, or two if clocks show it twice.
  ///
  /// Empty, with a problem reported, if the text is not a time or clocks skip it; nil if the cell
  /// is empty.
  private func moments(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, _ field: ColumnMap.Field,
    _ reading: inout RecordReading
  ) -> [Instant]? {
    guard let cell = row.cell(bytes, field) else { return nil }
    let name = row.name(field)
    switch reading.times.read(cell.text) {
    case .moments(let moments): return moments
    case .skipped:
      row.reader.report(
        cell.range, .invalidTime, "\(name) is a time that clocks skip: \(cell.shown)",
        hint: "Is --tz the time zone of the records?")
    case .outOfRange:
      row.reader.report(
        cell.range, .outOfRange,
        "\(name) is outside of the years 1970 to 9999: \(cell.shown)")
    case .notATime:
      row.reader.report(
        cell.range, .invalidTime, "\(name) is not a time: \(cell.shown)", hint: timeHint)
    }
    return []
  }
}
