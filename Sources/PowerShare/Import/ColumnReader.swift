/// A reader of CSV with one session a row, or of JSON with one session an object; a ``ColumnMap``
/// names the columns.
struct ColumnReader {
  private let map: ColumnMap
  private let charger: Identifier?
  private let timeHint: String
  private let headerLine: Int
  private let thousands: ThousandsSeparator?
  private let statesDecimalComma: Bool

  static func readElaad(
    _ source: SourceText, _ options: ImportOptions, into reading: inout RecordReading
  ) {
    let usual = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"].compactMap(DatePattern.init)
    reading.times = RecordTimes(options, usual: usual)
    var map = ColumnMap.elaad
    if options.charger != nil { map.optional.insert(.chargerId) }
    let reader = ColumnReader(
      map, options, charger: options.charger,
      timeHint: "Use --date-format if times do not look like 31/12/2019 23:59.")
    reader.readCSV(source, for: .elaad, into: &reading)
  }

  static func read(
    _ source: SourceText, _ options: ImportOptions, fallback: Identifier,
    into reading: inout RecordReading
  ) {
    let reader = ColumnReader(
      options.columns, options,
      charger: options.charger ?? (options.columns.has(.chargerId) ? nil : fallback),
      timeHint: "Say with --date-format how times are written, such as '%d/%m/%Y %H:%M'.")
    if ColumnObjects.isJSON(source) {
      reader.readJSON(source, into: &reading)
    } else {
      reader.readCSV(source, for: .csv, into: &reading)
    }
  }

  private init(
    _ map: ColumnMap, _ options: ImportOptions, charger: Identifier?,
    timeHint: String
  ) {
    self.map = map
    self.charger = charger
    headerLine = options.headerLine
    thousands = options.thousands.map(ThousandsSeparator.init)
    statesDecimalComma = options.decimalComma
    self.timeHint =
      options.datePatterns.isEmpty
      ? timeHint : "It does not match --date-format, which can be given once for each form of time."
  }

  /// True if a comma may be the decimal sign.
  private func decimalComma(_ delimiter: UInt8) -> Bool {
    if thousands?.isComma == true { return false }
    return statesDecimalComma || thousands?.isPoint == true || delimiter == UInt8(ascii: ";")
  }

  // MARK: CSV

  private func readCSV(
    _ source: SourceText, for format: RecordFormat, into reading: inout RecordReading
  ) {
    let storage = source.storage
    let bytes = storage.span
    let header: CSVRecordHeader
    do throws(RangedProblem) {
      header = try CSVRecordHeader(bytes, end: source.end, line: headerLine)
    } catch { return reading.refuse(error) }
    var scanner = header.scanner
    var fields: [RawValue] = []
    do throws(CSVStop) {
      try scanner.row(bytes, into: &fields)
    } catch {
      if case .invalid(let problem) = error {
        reading.refuse(RecordKind.problem(of: source, for: format) ?? problem)
      }
      return
    }
    var problems: [RangedProblem] = []
    let places = ColumnPlaces(map, bytes, fields, problems: &problems)
    guard problems.isEmpty else {
      if let problem = header.lineEndProblem(bytes)
        ?? RecordKind.problem(of: source, for: format)
      {
        return reading.refuse(problem)
      }
      if let line = header.line(of: map, bytes) {
        problems[0].hint = "The columns are in line \(line): use --header-line \(line)."
      }
      return problems.forEach { reading.refuse($0) }
    }
    let list = places.lacking.joined(separator: ", ")
    reading.assumed.count(
      "columns that the file lacks, read as empty: \(list)",
      one: "column that the file lacks, read as empty: \(list)", places.lacking.count)
    let decimalComma = decimalComma(scanner.delimiter)
    var row = ColumnRow(
      places, .csv(decimalComma: decimalComma), decimalComma: decimalComma, thousands: thousands)
    var sessions = ColumnSessions(places, charger: charger, timeHint: timeHint)
    readRows(bytes, &scanner, width: fields.count, &row, &sessions, into: &reading)
    sessions.finish(bytes, row, isCommaStated: statesDecimalComma, into: &reading)
  }

  private func readRows(
    _ bytes: Span<UInt8>, _ scanner: inout CSVScanner, width: Int, _ row: inout ColumnRow,
    _ sessions: inout ColumnSessions, into reading: inout RecordReading
  ) {
    while scanner.position < scanner.end {
      do throws(CSVStop) {
        try scanner.row(bytes, into: &row.cells)
      } catch {
        guard case .invalid(let problem) = error else { return }
        reading.records += 1
        reading.leaveOut([problem])
        if problem.code == .unclosedQuote { return }
        try? scanner.skipLine(bytes)
        continue
      }
      let count = row.cells.count
      if count == 1, row.cells[0].kind == .absent, !row.cells[0].isQuoted { continue }
      reading.records += 1
      row.range = row.cells[0].range.lowerBound..<row.cells[count - 1].range.upperBound
      guard !CSVScanner.isBlank(bytes, row.cells) else {
        reading.leftOut.count(ColumnSessions.emptyRows)
        continue
      }
      // Some exports end their rows with a delimiter, but not the header.
      while row.cells.count > width, row.cells[row.cells.count - 1].kind == .absent {
        row.cells.removeLast()
      }
      guard row.cells.count == width else {
        reading.leaveOut([Self.wrongWidth(row.cells, width)])
        continue
      }
      sessions.read(bytes, &row, into: &reading)
    }
  }

  private static func wrongWidth(_ fields: [RawValue], _ width: Int) -> RangedProblem {
    RangedProblem(
      range: fields[fields.count - 1].range,
      code: fields.count < width ? .tooFewFields : .tooManyFields,
      message: "the row has \(fields.count) fields, the header has \(width)")
  }

  // MARK: JSON

  private func readJSON(_ source: SourceText, into reading: inout RecordReading) {
    let storage = source.storage
    let bytes = storage.span
    guard headerLine == 1 else {
      return reading.refuse(
        RangedProblem(
          range: source.start..<source.start + 1, code: .invalidCSV,
          message: "--header-line is \(headerLine), but the file is JSON, which has no header",
          hint: "Leave out --header-line."))
    }
    let objects = ColumnObjects(source, map, into: &reading)
    guard !reading.isUnreadable else { return }
    let comma = statesDecimalComma || thousands?.isPoint == true
    var row = ColumnRow(objects.places, .json, decimalComma: comma, thousands: thousands)
    var sessions = ColumnSessions(objects.places, charger: charger, timeHint: timeHint)
    for record in objects.records {
      reading.records += 1
      guard record.kind == .object else {
        reading.leaveOut([
          RangedProblem(
            range: record.range, code: .wrongType,
            message: "a record must be an object, not \(record.typeName)")
        ])
        continue
      }
      row.range = record.range
      objects.find(bytes, record, into: &row.cells)
      sessions.read(bytes, &row, into: &reading)
    }
    sessions.finish(bytes, row, isCommaStated: statesDecimalComma, into: &reading)
  }
}
