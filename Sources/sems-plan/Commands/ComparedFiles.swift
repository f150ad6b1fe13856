import PowerShare

/// Reads the two files that `compare` is given.
struct ComparedFiles {
  private let streams: Streams
  private let reporter: Reporter

  init(_ streams: Streams, _ reporter: Reporter) {
    self.streams = streams
    self.reporter = reporter
  }

  /// The names in files: those of figures, of lists and of outcomes.
  private static let names = ComparedFile.Names(
    lists: Dictionary(
      uniqueKeysWithValues: FigureTable.lists.map { ($0.key, $0.nameKey) }),
    // They say how to read the figures of the bound, and are no figures.
    ignored: ["bound.exact", "bound.reasons", "bound.bottlenecks"],
    outcomes: Departure.Outcome.allCases.map(\.rawValue),
    isNumeric: { FigureTable.figure($0, isOnUpdate: true)?.unit.isNumeric == true },
    isNumericOfDay: { DayFigures.definition($0) != nil })

  /// Returns the contents of two files.
  func sides(_ before: String, _ after: String) throws(Failure) -> ComparedSides {
    // Both are opened before either is read.
    let (first, second) = (try streams.open(before), try streams.open(after))
    let old = try read(before, first)
    let new = try read(after, second)
    guard var old, var new else { throw .badInput }
    switch (old.content, new.content) {
    case (.summary(let old), .summary(let new)): return .summaries(old, new)
    case (.sessions(let left), .sessions(let right)):
      try checkTimes(left, right, &new)
      return .sessions(Self.sessions(left), Self.sessions(right))
    case (.sessions(let left), .noRows): return .sessions(Self.sessions(left), [])
    case (.noRows, .sessions(let right)): return .sessions([], Self.sessions(right))
    case (.days(let left), .days(let right)): return .days(Self.days(left), Self.days(right))
    case (.days(let left), .noRows): return .days(Self.days(left), [])
    case (.noRows, .days(let right)): return .days([], Self.days(right))
    case (.noRows, .noRows):
      reporter.report(
        old.diagnostic(
          .notComparable, "neither file has a row, so that nothing says what they are",
          hint: "Write them as CSV, whose header says it."))
    default:
      reporter.report(
        new.diagnostic(
          .notComparable,
          "\(Self.name(of: new)) cannot be compared with \(Self.name(of: old))",
          hint: "Give two files of simulate --summary, two of --sessions or two of --daily."))
    }
    throw .badInput
  }

  private static func name(of file: ComparedFile) -> String {
    file.kind?.name ?? "an empty list"
  }

  private func read(
    _ path: String, _ source: any ByteSource
  ) throws(Failure) -> ComparedFile? {
    let text = try streams.readAll(path, source)
    let (file, diagnostics) = ComparedFile.read(name: path, text: text, Self.names)
    diagnostics.forEach(reporter.report)
    return file
  }

  /// Refuses two files whose moments cannot be compared.
  private func checkTimes(
    _ before: [ComparedFile.Session], _ after: [ComparedFile.Session], _ file: inout ComparedFile
  ) throws(Failure) {
    guard let old = before.first?.arrival.style, let new = after.first?.arrival.style,
      !old.isSameKind(as: new)
    else { return }
    reporter.report(
      file.diagnostic(
        .mixedTimes, "the times are \(new.plural), but those of the other file are \(old.plural)",
        hint: old.isLocalOrDate(new)
          ? "Write both files with the same --time-format." : nil))
    throw .badInput
  }

  private static func sessions(_ sessions: [ComparedFile.Session]) -> [ComparedSession] {
    sessions.map { session in
      guard let outcome = Departure.Outcome(rawValue: session.outcome) else {
        preconditionFailure("the reader accepts an unknown outcome")
      }
      return ComparedSession(
        id: session.id, arrival: session.arrival, outcome: outcome,
        delivered: session.delivered, wait: session.wait, done: session.done)
    }
  }

  private static func days(_ days: [ComparedFile.Day]) -> DayChanges.Side {
    days.map { (date: $0.date, figures: $0.figures) }
  }
}

extension StatedTime.Style {
  /// Whether one is a date-time and the other a local time.
  fileprivate func isLocalOrDate(_ other: StatedTime.Style) -> Bool {
    self != .seconds && other != .seconds
  }
}
