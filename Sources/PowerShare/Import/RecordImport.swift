/// A format of records that can be imported.
package enum RecordFormat: String, CaseIterable, Sendable {
  /// Sessions of ACN-Data, as JSON.
  case acn
  /// OCPI 2.2.1 CDRs and Sessions, as JSON or one a line.
  case ocpi
  /// Logs of OCPP 1.6 messages, one a line.
  case ocpp16
  /// Transactions of ElaadNL, as CSV.
  case elaad
  /// Any CSV; a ``ColumnMap`` names its columns.
  case csv
}

/// A timeline made from real records, with the station that they imply.
///
/// Every record is either used or counted with the reason why not.
package struct RecordImport: Sendable {
  /// The number of records.
  package let records: Int
  /// The number of sessions in the timeline.
  package let used: Int
  /// The numbers of unused records, by reason.
  package let leftOut: ImportTally
  /// The numbers of times that each rule was applied or something was changed.
  package let rules: ImportTally
  /// The timeline, in order of time.
  package let events: [SessionEvent]
  /// The station; nil if no session was used.
  package let station: StationConfig?
  /// The problems of records, or of the file.
  package let problems: [Diagnostic]
  /// True if there were more problems than ``problems`` keeps.
  package let hidesProblems: Bool
  /// True if the file as a whole cannot be read.
  package let isUnreadable: Bool

  /// Imports a file.
  ///
  /// - Parameters:
  ///   - name: The file's name, for messages and for a charger or station that records do not name.
  ///   - text: The bytes of the file.
  /// - Complexity: O(n log n) for n bytes.
  package init(_ format: RecordFormat, name: String, text: [UInt8], options: ImportOptions) {
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

  /// Returns a file's name without folder and extension; never empty.
  static func stem(of name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else {
      return file.isEmpty || file == "-" ? "imported" : file
    }
    return String(file[..<dot])
  }
}
