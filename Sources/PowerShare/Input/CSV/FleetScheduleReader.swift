/// A reader of the schedule of a fleet, a CSV file with one row a stay.
package enum FleetScheduleReader {
  private enum Column: String, CaseIterable, Sendable {
    case vehicleId, arrival, departure, energyRequested
    case vehicle, vehicleMaxPower, soc, targetSoc, days, arrivalSD, energySD, priority

    /// The columns that a header must have.
    static var required: ArraySlice<Column> { allCases.prefix(4) }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - name: The file's name, for messages.
  ///   - text: The bytes of the file.
  ///   - types: The vehicle types of the station config; nil without one, and then any type is
  ///     accepted.
  ///   - isStrict: True if warnings are errors.
  /// - Returns: The schedule, or nil with at least one error; and all errors and warnings.
  /// - Complexity: O(n log n) for a text of n bytes.
  package static func read(
    name: String, text: [UInt8], types: [VehicleType]?, isStrict: Bool = false
  ) -> (schedule: FleetSchedule?, diagnostics: [Diagnostic]) {
    var source = SourceText(name: name, text: text)
    if let problem = ForeignFile.problem(source.storage.span, end: source.end, name: name) {
      return (nil, [source.diagnostic(problem)])
    }
    var reader = FieldReader(style: .csv(decimalComma: false))
    var rows = Rows(types)
    readRows(source, &rows, &reader)
    if let problem = reader.decimals?.remark?.problem() { reader.problems.append(problem) }
    var problems = reader.problems + reader.remarks.problems
    let schedule = FleetSchedule(rows.stays)
    for overlap in schedule.overlaps {
      let line = source.diagnostic(rows.places[overlap.other], code: .overlappingStays, message: "")
        .place.line
      problems.note(schedule.problem(overlap, line: line, at: rows.places[overlap.stay]))
    }
    problems.sort { $0.range.lowerBound < $1.range.lowerBound }
    let diagnostics = (isStrict ? problems.asErrors : problems).map { source.diagnostic($0) }
    let isRefused = diagnostics.contains { $0.severity == .error }
    return (isRefused ? nil : schedule, diagnostics)
  }

  private static func readRows(
    _ source: SourceText, _ rows: inout Rows, _ reader: inout FieldReader
  ) {
    let bytes = source.storage.span
    var scanner = CSVScanner(complete: bytes, from: 0, end: source.end)
    do throws(CSVStop) {
      try refuseJSON(bytes, from: scanner.position, end: source.end)
      let header = try CSVHeader(
        bytes, with: &scanner, known: Column.allCases.map { ($0.rawValue, $0) },
        main: Column.required.count, required: Column.required.map(\.rawValue), swapped: swapped)
      reader = FieldReader(style: header.style)
      reader.problems = header.problems
      if header.delimiter == UInt8(ascii: ";") { reader.decimals = DecimalSigns() }
      readRows(bytes, header, &scanner, &rows, &reader)
    } catch {
      if case .invalid(let problem) = error { reader.problems.append(problem) }
      return
    }
    // An unreadable row is the better message: it may have been the only stay.
    if rows.stays.isEmpty, !reader.problems.contains(where: { $0.severity == .error }) {
      reader.report(
        max(source.end - 1, 0)..<source.end, .emptySchedule, "the schedule has no stay")
    }
  }

  private static func refuseJSON(
    _ bytes: Span<UInt8>, from start: Int, end: Int
  ) throws(CSVStop) {
    guard start < end, bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
    else { return }
    throw .invalid(
      RangedProblem(
        range: start..<(start + 1), code: .invalidCSV,
        message: "a schedule is CSV, and this looks like JSON",
        hint: hintForColumns))
  }

  private static var hintForColumns: String {
    "The first row names the columns: "
      + Column.required.map(\.rawValue).joined(separator: ",")
  }

  /// Returns the problem of a header of another kind of file, or nil.
  private static func swapped(_ names: [String], _ header: Range<Int>) -> RangedProblem? {
    let isStation = SwappedFiles.isStation(columns: names)
    guard isStation || SwappedFiles.isTimeline(names: names) else { return nil }
    return RangedProblem(
      range: header, code: .swappedFiles,
      message: "this is a \(isStation ? "station config" : "timeline"), not a schedule of a fleet",
      hint: hintForColumns)
  }

  private static func readRows(
    _ bytes: Span<UInt8>, _ header: CSVHeader<Column>, _ scanner: inout CSVScanner,
    _ rows: inout Rows, _ reader: inout FieldReader
  ) {
    var fields: [RawValue] = []
    while scanner.position < scanner.end {
      let start = scanner.position
      do throws(CSVStop) {
        try scanner.row(bytes, into: &fields)
      } catch {
        guard case .invalid(let problem) = error else { return }
        reader.problems.note(problem)
        if problem.code == .unclosedQuote { return }
        try? scanner.skipLine(bytes)
        continue
      }
      if CSVScanner.isBlank(bytes, fields) { continue }
      if let problem = header.fieldCountProblem(fields) {
        reader.problems.note(problem)
        continue
      }
      for field in fields[min(header.named, fields.count)...]
      where !CSVScanner.isBlank(bytes, [field]) {
        reader.remarks.add(.unnamedColumn, at: field.range)
      }
      // Rows without a required column are read only to find what is not CSV.
      if header.lacksColumn { continue }
      var row = Row(start: start)
      for (column, field) in zip(header.columns, fields) {
        if let column { row.cells[column] = field }
      }
      rows.read(bytes, row, &reader)
    }
  }

  /// The cells of a row.
  private struct Row {
    let start: Int
    var cells: [Column: RawValue] = [:]

    subscript(column: Column) -> RawValue { cells[column] ?? RawValue() }

    /// Returns the value of a cell that must be there; nil if it is missing, which is reported.
    func required(
      _ column: Column, _ reader: inout FieldReader, hint: String? = nil
    ) -> RawValue? {
      if reader.isPresent(self[column]) { return self[column] }
      reader.reportMissing(column.rawValue, self[column], in: start..<start, hint: hint)
      return nil
    }
  }

  /// The stays that have been read so far.
  private struct Rows {
    private(set) var stays: [FleetSchedule.Stay] = []
    /// The place of the arrival of each stay.
    private(set) var places: [Range<Int>] = []
    /// The vehicle types of the station config, by id; nil without one.
    private let types: [Identifier: VehicleType]?
    private let allTypes: [VehicleType]

    init(_ types: [VehicleType]?) {
      allTypes = types ?? []
      self.types = types.map { types in
        Dictionary(types.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      }
    }

    /// Reads a row, and keeps its stay unless it has a problem.
    mutating func read(_ bytes: Span<UInt8>, _ row: Row, _ reader: inout FieldReader) {
      let id = vehicleId(bytes, row, &reader)
      let arrival = row.required(.arrival, &reader)
        .flatMap { reader.timeOfDay(bytes, $0, "arrival") }
      let departure = row.required(.departure, &reader)
        .flatMap { reader.timeOfDay(bytes, $0, "departure") }
      var stay = FleetSchedule.Stay(
        vehicleId: id ?? "", arrival: arrival ?? 0, departure: departure ?? 0,
        energyRequested: nil)
      let problems = reader.problems.count
      readVehicle(of: &stay, bytes, row, &reader)
      readEnergy(of: &stay, bytes, row, &reader)
      if reader.isPresent(row[.days]) {
        stay.days = reader.weekdays(bytes, row[.days], "days") ?? .all
      }
      if reader.isPresent(row[.arrivalSD]) {
        let deviation = reader.minutes(
          bytes, row[.arrivalSD], "arrivalSD", maximum: FleetSchedule.maximumArrivalDeviation)
        stay.arrivalDeviation = divideRoundingToEven(deviation?.milliseconds ?? 0, by: 1_000)
      }
      if reader.isPresent(row[.priority]) {
        stay.priority = reader.priority(bytes, row[.priority], "priority") ?? 0
      }
      guard id != nil, arrival != nil, departure != nil, reader.problems.count == problems else {
        return
      }
      stays.append(stay)
      places.append(row[.arrival].range)
    }

    private func vehicleId(
      _ bytes: Span<UInt8>, _ row: Row, _ reader: inout FieldReader
    ) -> Identifier? {
      guard let value = row.required(.vehicleId, &reader),
        let id = reader.name(bytes, value, "vehicleId")
      else { return nil }
      let length = id.utf8.count
      guard length <= FleetSchedule.maximumIdLength else {
        reader.report(
          value.range, .nameTooLong,
          "\"vehicleId\" must have at most \(FleetSchedule.maximumIdLength) bytes, not \(length)",
          hint: "The names of its sessions add a date and a number.")
        return nil
      }
      return id
    }

    /// Reads the power and the type of the vehicle, and its states of charge.
    private func readVehicle(
      of stay: inout FleetSchedule.Stay, _ bytes: Span<UInt8>, _ row: Row,
      _ reader: inout FieldReader
    ) {
      let (name, power) = (row[.vehicle], row[.vehicleMaxPower])
      if reader.isPresent(row[.soc]) {
        stay.stateOfCharge = reader.percent(bytes, row[.soc], "soc")
      }
      if reader.isPresent(row[.targetSoc]) {
        stay.targetStateOfCharge = reader.percent(bytes, row[.targetSoc], "targetSoc")
        reader.remarks.judge(
          soc: stay.stateOfCharge, target: stay.targetStateOfCharge, at: row[.targetSoc].range)
      }
      if reader.isPresent(power) {
        stay.vehicleMaxPower = reader.vehiclePower(bytes, power, "vehicleMaxPower")
      } else if !reader.isPresent(name) {
        stay.vehicleMaxPower = FleetSchedule.assumedPower
        reader.remarks.add(.assumedPower, at: row[.vehicleId].range)
      }
      guard reader.isPresent(name), let id = reader.name(bytes, name, "vehicle") else { return }
      stay.vehicle = id
      guard let types else { return }
      guard let type = types[id] else {
        let problem = EventProblem.unknownVehicle(id, in: allTypes)
        reader.report(name.range, problem.code, problem.message, hint: problem.hint)
        return
      }
      if type.chargingCurve != nil, !reader.isPresent(row[.soc]) {
        reader.remarks.add(.unusedCurve, at: name.range)
      }
      if !reader.isPresent(row[.energyRequested]), reader.isPresent(row[.targetSoc]),
        type.batteryCapacity == nil
      {
        reader.report(
          name.range, .missingField, "vehicle type \(id.quoted) has no \"batteryCapacity\"",
          hint: "\"targetSoc\" needs it where \"energyRequested\" is empty.")
      }
    }

    private func readEnergy(
      of stay: inout FleetSchedule.Stay, _ bytes: Span<UInt8>, _ row: Row,
      _ reader: inout FieldReader
    ) {
      let deviation = row[.energySD]
      var wattHours: Int?
      if reader.isPresent(row[.energyRequested]) {
        stay.energyRequested = reader.energy(bytes, row[.energyRequested], "energyRequested")
        wattHours = stay.energyRequested.map { Int(clamping: $0.roundedWattHours) }
      } else if reader.isPresent(row[.targetSoc]) {
        let hint = "Without \"energyRequested\", \"targetSoc\" needs \"soc\" and \"vehicle\"."
        _ = row.required(.soc, &reader, hint: hint)
        _ = row.required(.vehicle, &reader, hint: hint)
      } else {
        _ = row.required(
          .energyRequested, &reader, hint: "Or state \"soc\", \"targetSoc\" and \"vehicle\".")
      }
      guard reader.isPresent(deviation) else { return }
      guard let energy = reader.capacity(bytes, deviation, "energySD") else { return }
      stay.energyDeviation = Int(clamping: energy.roundedWattHours)
      guard stay.energyDeviation > 0 else { return }
      guard reader.isPresent(row[.energyRequested]) else {
        reader.report(
          deviation.range, .missingField, "\"energySD\" needs \"energyRequested\", the mean")
        return
      }
      guard let wattHours else { return }
      guard FleetSchedule.energyRange ~= wattHours else {
        reader.report(
          row[.energyRequested].range, .outOfRange,
          "\"energyRequested\" must be from 0.2 to 5000 kWh where \"energySD\" is above 0")
        return
      }
      let maximum = min(FleetSchedule.maximumEnergyDeviation, 2 * wattHours)
      if stay.energyDeviation > maximum {
        reader.report(
          deviation.range, .outOfRange,
          "\"energySD\" must be at most \(decimalText(thousandths: Int128(maximum))) kWh",
          hint: "The most is 200 kWh, and twice \"energyRequested\".")
      }
    }
  }
}

extension FieldReader {
  /// Reads a time of day, `HH:MM`, in minutes from 00:00.
  fileprivate mutating func timeOfDay(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String
  ) -> Int? {
    let text = text(bytes, value)
    if text.count == 5, let time = ProfileTime(repeating: text) {
      return time.milliseconds / 60_000
    }
    report(
      value.range, .invalidTime,
      "\"\(field)\" must be a time of day, not \(shown(bytes, value))",
      hint: "Write HH:MM, from 00:00 to 23:59, such as 18:30.")
    return nil
  }
}

extension FleetSchedule {
  /// Returns the problem of two stays that overlap.
  ///
  /// - Parameters:
  ///   - line: The line of the stay that is stated first.
  ///   - place: The place of the other one.
  fileprivate func problem(_ overlap: Overlap, line: Int, at place: Range<Int>) -> RangedProblem {
    let other = stays[overlap.other]
    return RangedProblem(
      range: place, code: .overlappingStays,
      message: "the stay overlaps another one of \(other.vehicleId.quoted), from "
        + "\(Self.text(other.arrival)) to \(Self.text(other.departure)) in line \(line)",
      hint: "A vehicle has one stay at a time; \"days\" may keep them apart.")
  }

  private static func text(_ minutes: Int) -> String {
    let (hours, minutes) = minutes.quotientAndRemainder(dividingBy: 60)
    return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
  }
}
