/// A format of records that can be imported.
package enum RecordFormat: String, CaseIterable, Sendable {
  /// Sessions of ACN-Data, as JSON.
  case acn
  /// OCPI CDRs and Sessions, as JSON or one a line.
  case ocpi
  /// Logs of OCPP messages, one a line.
  case ocpp
  /// Transactions of ElaadNL, as CSV.
  case elaad
  /// Any CSV; a ``ColumnMap`` names its columns.
  case csv

  /// Creates a format from its name; `ocpp16` is another name of `ocpp`.
  package init?(name: String) {
    guard let format = Self(rawValue: name == "ocpp16" ? "ocpp" : name) else { return nil }
    self = format
  }
}

/// A timeline made from real records, with the station that they imply.
///
/// Every record is either used or counted with the reason why not.
package struct RecordImport: Sendable {
  /// The number of records.
  package let records: Int
  /// The number of sessions in the timeline.
  package let used: Int
  /// The energy that the sessions of the timeline received.
  package let usedEnergy: Energy
  /// The numbers and energies of unused records, by reason.
  package let leftOut: ImportTally
  /// The numbers of parts of the file that are no records and are not read, by kind.
  package let ignored: ImportTally
  /// The numbers of assumptions, by kind.
  package let assumed: ImportTally
  /// The numbers of records that look wrong, by kind.
  package let implausible: ImportTally
  /// Advice for the next import of such a file, each a sentence.
  package let advice: [String]
  /// The timeline, in order of time.
  package let events: ImportedEvents
  /// The station; nil if no session was used.
  package let station: StationConfig?
  /// The problems of records, or of the file, and warnings about values.
  package let problems: [Diagnostic]
  /// The numbers of problems by code, of which not all are in ``problems``.
  package let hiddenProblems: [(code: DiagnosticCode, shown: Int, count: Int)]
  /// True if the file as a whole cannot be read.
  package let isUnreadable: Bool
  /// True if warnings about values are errors, because ``ImportOptions/isStrict`` is set.
  package let hasStrictErrors: Bool

  /// Imports a file.
  ///
  /// - Parameters:
  ///   - name: The file's name, for messages and for a charger or station that records do not name.
  ///   - text: The bytes of the file.
  /// - Complexity: O(n log n) for n bytes.
  package init(_ format: RecordFormat, name: String, text: [UInt8], options: ImportOptions) {
    let foreign = Self.foreignFile(text, name: name, format, options)
    let isDecoded = options.encoding == .latin1 && foreign == nil
    var source = SourceText(name: name, text: isDecoded ? Latin1.utf8(text) : text)
    let stem = Identifier(Self.stem(of: name))
    var reading = RecordReading(options, takesEncoding: format == .csv || format == .elaad)
    if let foreign { reading.refuse(foreign) }
    switch format {
    case _ where foreign != nil: break
    case .acn: ACNReader.read(source, options, into: &reading)
    case .ocpi: OCPIReader.read(source, options, into: &reading)
    case .ocpp: OCPPReader.read(source, options, charger: stem, into: &reading)
    case .elaad: ColumnReader.readElaad(source, options, into: &reading)
    case .csv: ColumnReader.read(source, options, fallback: stem, into: &reading)
    }
    var found = reading.problems
    let remarks = reading.remarks.problems
    found += options.isStrict ? remarks.asErrors : remarks
    hasStrictErrors = options.isStrict && !remarks.isEmpty
    problems = found.sorted { $0.range.lowerBound < $1.range.lowerBound }
      .map { source.diagnostic($0) }
    hiddenProblems = reading.problemCounts.filter { $0.count > RecordReading.shownProblems }
      .map { ($0.code, RecordReading.shownProblems, $0.count) }
    isUnreadable = reading.isUnreadable
    let site = reading.sites.count == 1 ? reading.sites.first : nil
    if reading.sites.count > 1 {
      reading.assumed.count("sites in one file, taken as one station", reading.sites.count)
    }
    if reading.times.withoutOffset > 0 {
      let zone = options.clock.map { $0.name ?? "the local time" } ?? "UTC"
      reading.assumed.count(
        "times without an offset, read as \(zone)", one: "time without an offset, read as \(zone)",
        reading.times.withoutOffset)
    }
    reading.implausible.count(
      "times with an abbreviation that the clock of --tz does not show then, read as it says",
      one: "time with an abbreviation that the clock of --tz does not show then, read as it says",
      reading.times.outOfSeason)
    let timeline = ImportedTimeline(&reading, options, text: source.storage.span)
    records = reading.records
    used = timeline.sessions.count
    usedEnergy = timeline.sessions.reduce(.zero) { $0 + $1.delivered }
    leftOut = timeline.leftOut
    ignored = reading.ignored
    implausible = timeline.implausible
    advice = reading.advice
    var assumed = timeline.assumed
    events = ImportedEvents(timeline, options, assumed: &assumed)
    self.assumed = assumed
    station = timeline.station(id: site ?? stem)
  }

  /// Returns the problem of a file that is no text of the stated encoding, or nil.
  private static func foreignFile(
    _ text: [UInt8], name: String, _ format: RecordFormat, _ options: ImportOptions
  ) -> RangedProblem? {
    if options.encoding == .latin1, let problem = Latin1.problem(text) { return problem }
    // A log of OCPP that is XML has a message that says more.
    if format == .ocpp, text.first == UInt8(ascii: "<") { return nil }
    return ForeignFile.problem(
      text.span, end: text.count, name: name, command: "sems-plan import \(format.rawValue) -")
  }

  /// Returns a file's name without folder and extension; never empty.
  static func stem(of name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else {
      return file.isEmpty || file == "-" ? "imported" : file
    }
    return String(file[..<dot])
  }
}
