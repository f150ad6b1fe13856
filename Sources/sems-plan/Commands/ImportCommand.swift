import PowerShare

/// `sems-plan import`.
struct ImportCommand {
  static let definition = CommandDefinition(
    name: "import", summary: "convert charging records to a timeline and a station",
    usage: "acn|ocpi|ocpp|elaad|csv FILE [OPTION ...]",
    examples: [
      (
        "sems-plan import acn acn.json --write-config station.json -o year.csv",
        "sessions of ACN-Data, and the station they imply"
      ),
      (
        "sems-plan import csv a.csv --map startTime=A,endTime=B,deliveredEnergy:Wh=C",
        "records in any other CSV format"
      ),
    ],
    operands: [
      ("acn|ocpi|ocpp|elaad|csv", "The kind of records."),
      ("FILE", "The records; - is standard input."),
    ],
    operandChoices: RecordFormat.allCases.map(\.rawValue),
    options: ImportSettings.definitions + [.timelineFormat, .output],
    frequent: [
      .writeConfig, .writeProfile, .map, .dateFormat, .importTimeZone, .importOnError, .output,
    ],
    notes: """
      Fields of --map: sessionId, chargerId, idx, startTime, endTime, doneTime,
      duration and chargingTime (h, min, s, h:m:s), deliveredEnergy, meterStart and
      meterStop, energyRequested, batteryCapacity (kWh, Wh, MWh), vehicleMaxPower and
      rating (kW, W, MW), soc and targetSoc (percent), vehicle, priority, weight. The
      first unit is the default; another follows a colon, a factor a star:
      deliveredEnergy:Wh=Energy, deliveredEnergy:kWh*0.25=Energy. A column is named by
      its header or its number, #3 for the third; a member of JSON records by its
      path, station.name. startTime=Day+Hour joins two columns. time and departureTime
      are other names of startTime and endTime. If times have several formats, give
      --date-format for each; excel is that of dates in spreadsheets.
      """)

  private let settings: ImportSettings
  private let output: String?
  private let format: RowFormat
  private let streams: Streams
  private let reporter: Reporter

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    output = arguments.output
    format = try arguments.rowFormat(.timelineFormat, usual: .csv)
    settings = try ImportSettings(arguments, streams)
    self.streams = streams
    self.reporter = reporter
  }

  func run() throws(Failure) {
    let text = try streams.readAll(settings.path)
    let records = RecordImport(
      settings.format, name: FileName.shown(settings.path), text: text, options: settings.options)
    records.problems.forEach(reporter.report)
    let hasErrors = records.problems.contains { $0.severity == .error }
    if records.isUnreadable { throw .badInput }
    if records.hasStrictErrors {
      reporter.note(
        "nothing is written, because of the errors above; without --strict those about values are"
          + " warnings")
      throw .badInput
    }
    if hasErrors, !settings.skipsBadRecords {
      reporter.note(
        "nothing is written, because of the errors above; --on-error skip leaves out and counts"
          + " such records")
      throw .badInput
    }
    if records.used == 0 {
      tell(records)
      let result =
        settings.config != nil ? "station" : settings.profile != nil ? "profile" : "timeline"
      reporter.report(
        code: "no-sessions", message: "no record can be used, so there is no \(result) to write",
        hint: nil, file: settings.path)
      throw .badInput
    }
    let measurement = try measurement(of: records)
    try write(records, measurement?.profile)
    tell(records, measurement)
  }

  /// Returns the profile of the records, if one is to be written.
  private func measurement(of records: RecordImport) throws(Failure) -> ProfileMeasurement? {
    guard settings.profile != nil else { return nil }
    return try ProfileMeasurement(
      imported: records.events, on: settings.outputClock, from: settings.path, reporter)
  }

  private func tell(_ records: RecordImport, _ measurement: ProfileMeasurement? = nil) {
    for line in ImportReport.lines(records, measurement, settings) {
      reporter.note(line.text, code: line.code, file: settings.path)
    }
  }

  private func write(
    _ records: RecordImport, _ profile: MeasuredProfile?
  ) throws(Failure) {
    let writer = TimelineWriter(
      format, columns: Self.columns(settings.options), clock: .zone(settings.outputClock))
    let outlivesReader = settings.config != nil || profile != nil
    try streams.withTargets { (targets) throws(Failure) in
      var target = TimelineTarget(
        try targets.open(output, outlivesReader: outlivesReader), writer)
      if let path = settings.config, let station = records.station {
        let file = try targets.open(path, outlivesReader: outlivesReader)
        try file.write(StationWriter.json(station))
        try file.drain()
      }
      if let path = settings.profile, let profile {
        let file = try targets.open(path, outlivesReader: outlivesReader)
        try file.write(ProfileWriter.json(profile))
        try file.drain()
      }
      for event in records.events { try target.write(event) }
      try target.end()
    }
  }

  /// The columns of what few records state about vehicles.
  private static let vehicleFields: [(ColumnMap.Field, EventField)] = [
    (.vehicle, .vehicle), (.batteryCapacity, .batteryCapacity), (.soc, .soc),
    (.targetSoc, .targetSoc), (.priority, .priority), (.weight, .weight),
  ]

  private static func columns(_ options: ImportOptions) -> [EventField] {
    let place: [EventField] = options.anyConnector ? [] : [.chargerId, .idx]
    return [.time, .event, .sessionId] + place + [.vehicleMaxPower]
      + (options.isOpenLoop ? [.consumedPower] : []) + [.energyRequested, .departureTime]
      + vehicleFields.filter { options.columns.has($0.0) }.map(\.1)
  }
}
