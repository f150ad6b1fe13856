/// The result of reading records.
struct RecordReading: Sendable {
  /// The number of records.
  var records = 0
  var sessions: [RecordedSession] = []
  /// The numbers and energies of unused records, by reason.
  var leftOut = ImportTally()
  /// The numbers of parts of the file that are no records and are not read, by kind.
  var ignored = ImportTally()
  /// The numbers of assumptions, by kind.
  var assumed = ImportTally()
  /// The numbers of records that look wrong, by kind.
  var implausible = ImportTally()
  /// Advice for the next import of such a file, each a sentence.
  var advice: [String] = []
  /// Remarks about values, each a warning at its first place.
  var remarks = Remarks()
  /// The reader of times, which counts those without an offset.
  var times: RecordTimes
  /// True if records that cannot be read are left out, so that others are used all the same.
  let skipsBadRecords: Bool
  /// The sites named by records.
  var sites: Set<Identifier> = []
  /// The problems of records, or of the file.
  private(set) var problems: [RangedProblem] = []
  /// The numbers of problems by code, those that ``problems`` does not keep included.
  private(set) var problemCounts: [(code: DiagnosticCode, count: Int)] = []
  /// True if --encoding applies to the format.
  let takesEncoding: Bool
  /// The place in the file of a copied text that is being read; nil if places are in the file.
  var placeOfCopy: Range<Int>?
  /// True if the file as a whole cannot be read.
  var isUnreadable = false

  /// The number of problems of one code that are shown.
  static let shownProblems = 10

  init(_ options: ImportOptions, takesEncoding: Bool = false) {
    times = RecordTimes(options)
    self.takesEncoding = takesEncoding
    skipsBadRecords = options.skipsBadRecords
  }

  /// Takes over the errors of a record; returns true if there are none.
  ///
  /// - Parameter energy: The energy of the record, if it is known.
  mutating func passes(_ reader: FieldReader, energy: Energy? = nil) -> Bool {
    remarks.add(reader.remarks)
    let errors = reader.problems.filter { $0.severity == .error }
    leaveOut(errors, energy: energy)
    return errors.isEmpty
  }

  /// Notes the errors of a record, and counts it once, under the first of them.
  mutating func leaveOut(_ errors: [RangedProblem], energy: Energy? = nil) {
    guard let first = errors.first else { return }
    errors.forEach { note($0) }
    leftOut.count("not readable (\(first.code.rawValue)), reported above", energy: energy)
  }

  /// Notes a problem; of each code only the first ones are kept.
  mutating func note(_ problem: RangedProblem) {
    let place = problemCounts.firstIndex { $0.code == problem.code } ?? problemCounts.count
    if place == problemCounts.count { problemCounts.append((problem.code, 0)) }
    problemCounts[place].count += 1
    guard problemCounts[place].count <= Self.shownProblems else { return }
    problems.append(problem)
    if let placeOfCopy { problems[problems.count - 1].range = placeOfCopy }
    if takesEncoding, problem.code == .invalidUTF8 {
      problems[problems.count - 1].hint =
        "Use --encoding latin1 for Latin-1 and Windows-1252, or save the file as UTF-8."
    }
  }

  /// Notes a problem because of which the file as a whole cannot be read.
  mutating func refuse(_ problem: RangedProblem) {
    note(problem)
    isUnreadable = true
  }
}

extension Energy {
  /// True if one of two figures for the energy of a record is 500 to 2,000 times the other, so that
  /// one of them is probably in another unit.
  func contradicts(_ other: Energy) -> Bool {
    let low = min(self, other).wattMilliseconds
    let high = max(self, other).wattMilliseconds
    return low > 0 && 500 * low <= high && high <= 2_000 * low
  }
}
