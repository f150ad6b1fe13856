/// A charging session as a record tells it.
struct RecordedSession: Equatable, Sendable {
  /// Its id; nil where records have none.
  var id: Identifier?
  var charger: Identifier
  /// The connector's number at its charger; nil where the record does not name it.
  var connector: Int?
  /// What the record calls the connector, where that is no number.
  var connectorName: Identifier?
  var arrival: Instant
  var departure: Instant
  /// When it had its energy, where that is recorded.
  var done: Instant?
  /// What it got.
  var delivered: Energy
  /// What the driver asked for.
  var requested: Energy?
  /// The highest power that was recorded.
  var maxPower: Power?
  /// Powers as they were measured, in order of time.
  var samples: [Sample] = []

  /// A measured power.
  struct Sample: Equatable, Sendable {
    var time: Instant
    var power: Power
  }

  /// The connector, once it is known.
  var connectorID: ConnectorID { ConnectorID(chargerId: charger, idx: connector ?? 1) }

  /// How long it charged, as far as is known: until it was done, or unplugged.
  var chargingTime: TimeSpan {
    guard let done, arrival < done, done < departure else { return departure - arrival }
    return done - arrival
  }
}

/// What reading records has come to.
struct RecordReading: Sendable {
  /// How many records there were.
  var records = 0
  var sessions: [RecordedSession] = []
  /// What cannot be used, by reason.
  var leftOut = ImportTally()
  /// What was noticed on the way, by kind.
  var remarks = ImportTally()
  /// The sites that records name.
  var sites: Set<Identifier> = []
  /// What is wrong with records, or with the file.
  var problems: [RangedProblem] = []
  /// Whether there were more problems than are kept.
  var hidesProblems = false
  /// Whether the file as a whole cannot be read.
  var isUnreadable = false

  /// Takes what a reader of fields found wrong with a record; true where that was nothing.
  mutating func passes(_ reader: FieldReader) -> Bool {
    let errors = reader.problems.filter { $0.severity == .error }
    leaveOut(errors)
    return errors.isEmpty
  }

  /// Notes what is wrong with a record, and counts it by the first of that.
  mutating func leaveOut(_ errors: [RangedProblem]) {
    guard let first = errors.first else { return }
    let count = problems.count + errors.count
    errors.forEach { problems.note($0) }
    if problems.count < count { hidesProblems = true }
    leftOut.count("not readable (\(first.code.rawValue)), reported above")
  }
}
