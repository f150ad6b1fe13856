/// A charging session as recorded.
struct RecordedSession: Equatable, Sendable {
  /// The id; nil if records have none.
  var id: Identifier?
  var charger: Identifier
  /// The connector's number at its charger; nil if the record does not state it.
  var connector: Int?
  /// The record's name for the connector, if it is not a number.
  var connectorName: Identifier?
  var arrival: Instant
  var departure: Instant
  /// The time at which it had its energy; nil if not recorded.
  var done: Instant?
  /// The energy it received.
  var delivered: Energy
  /// The energy the driver asked for; nil if not recorded.
  var requested: Energy?
  /// The highest recorded power; nil if not recorded.
  var maxPower: Power?
  /// Measured powers, in order of time.
  var samples: [Sample] = []

  /// A measured power.
  struct Sample: Equatable, Sendable {
    var time: Instant
    var power: Power
  }

  /// The connector's name; number 1 as long as the number is unknown.
  var connectorID: ConnectorID { ConnectorID(chargerId: charger, idx: connector ?? 1) }

  /// The time from arrival until its energy was delivered, or until it unplugged if that is
  /// unknown.
  var chargingTime: TimeSpan {
    guard let done, arrival < done, done < departure else { return departure - arrival }
    return done - arrival
  }
}

/// The result of reading records.
struct RecordReading: Sendable {
  /// The number of records.
  var records = 0
  var sessions: [RecordedSession] = []
  /// The numbers of unused records, by reason.
  var leftOut = ImportTally()
  /// The numbers of remarks, by kind.
  var remarks = ImportTally()
  /// The sites named by records.
  var sites: Set<Identifier> = []
  /// The problems of records, or of the file.
  var problems: [RangedProblem] = []
  /// True if there were more problems than ``problems`` keeps.
  var hidesProblems = false
  /// True if the file as a whole cannot be read.
  var isUnreadable = false

  /// Takes over the errors of a record; returns true if there are none.
  mutating func passes(_ reader: FieldReader) -> Bool {
    let errors = reader.problems.filter { $0.severity == .error }
    leaveOut(errors)
    return errors.isEmpty
  }

  /// Notes the errors of a record, and counts it once, under the first of them.
  mutating func leaveOut(_ errors: [RangedProblem]) {
    guard let first = errors.first else { return }
    let count = problems.count + errors.count
    errors.forEach { problems.note($0) }
    if problems.count < count { hidesProblems = true }
    leftOut.count("not readable (\(first.code.rawValue)), reported above")
  }
}
