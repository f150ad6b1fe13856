/// A kind of records that can be imported.
public enum RecordFormat: String, CaseIterable, Sendable {
  /// Sessions of ACN-Data, as JSON.
  case acn
  /// OCPI 2.2.1 CDRs and Sessions, as JSON or one a line.
  case ocpi
  /// Logs of OCPP 1.6 messages, one a line.
  case ocpp16
  /// Transactions of ElaadNL, as CSV.
  case elaad
  /// Any CSV, its columns named by a ``ColumnMap``.
  case csv
}

/// Real records made into a timeline, with the station that they imply.
///
/// Every record is used or counted by the reason why not.
public struct RecordImport: Sendable {
  /// How many records there were.
  public let records: Int
  /// How many of them are sessions of the timeline.
  public let used: Int
  /// What cannot be used, by reason.
  public let leftOut: ImportTally
  /// Which rule gave what, and what was changed.
  public let rules: ImportTally
  /// The timeline, in order of time.
  public let events: [SessionEvent]
  /// The station; nil where no session was used.
  public let station: StationConfig?
  /// What is wrong with records, or with the file.
  public let problems: [Diagnostic]
  /// Whether there were more problems than are kept.
  public let hidesProblems: Bool
  /// Whether the file as a whole cannot be read.
  public let isUnreadable: Bool

  /// Imports a whole file.
  ///
  /// - Parameters:
  ///   - name: The file's name, for messages, and for what records do not name.
  ///   - text: Its bytes.
  /// - Complexity: O(n log n) for n bytes.
  public init(_ format: RecordFormat, name: String, text: [UInt8], options: ImportOptions) {
    var source = SourceText(name: name, text: text)
    let stem = Identifier(Self.stem(of: name))
    var reading = RecordReading()
    switch format {
    case .acn: ACNReader.read(source, options, into: &reading)
    case .ocpi: OCPIReader.read(source, options, into: &reading)
    case .ocpp16: OCPPReader.read(source, charger: options.charger ?? stem, into: &reading)
    case .elaad: ColumnReader.readElaad(source, options, into: &reading)
    case .csv: ColumnReader.read(source, options, fallback: stem, into: &reading)
    }
    problems = reading.problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
      .map { source.diagnostic($0) }
    hidesProblems = reading.hidesProblems
    isUnreadable = reading.isUnreadable
    let site = reading.sites.count == 1 ? reading.sites.first : nil
    if reading.sites.count > 1 {
      reading.remarks.count("sites in one file, taken as one station", reading.sites.count)
    }
    var builder = ImportedTimeline(reading, options)
    builder.build()
    records = reading.records
    used = builder.sessions.count
    leftOut = builder.leftOut
    rules = builder.rules
    events = builder.events
    station = builder.station(id: site ?? stem)
  }

  /// A file's name without its folder and its extension; never empty.
  static func stem(of name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else {
      return file.isEmpty || file == "-" ? "imported" : file
    }
    return String(file[..<dot])
  }
}
