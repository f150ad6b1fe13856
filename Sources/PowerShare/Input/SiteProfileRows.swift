/// Reads the rows of a site profile, a CSV file of powers or energies over time, and checks each.
///
/// The memory holds one row.
struct SiteProfileRows: Sendable {
  /// The result of ``next(for:)``.
  enum Step: Sendable {
    /// The next row.
    case row(Row)
    /// Errors in a row, after which more rows can be read.
    case problems([Diagnostic])
    /// Errors after which nothing more can be read.
    case stop([Diagnostic])
    /// More bytes are needed.
    case needsInput
    /// There are no more rows.
    case end
  }

  enum Column: Sendable { case time, power, energy }

  /// The content of a row.
  enum Content: Equatable, Sendable { case power(Power?), energy(ProfileEnergy) }

  /// A row that has been read.
  struct Row: Sendable {
    let time: ProfileTime
    let content: Content
    /// The place of the first byte of the power or the energy in the file.
    let offset: Int
    let length: Int
  }

  /// The text, as far as it is in memory.
  var source: SourceText
  /// The warnings that the caller has not taken yet.
  var warnings: [Diagnostic] = []
  /// The load, the generation or the limit that the profile is for.
  var kind: SiteProfileKind
  /// True if warnings are errors.
  let isStrict: Bool
  /// The kind of the file's times; nil before the first row.
  private(set) var times: ProfileTime.Kind?
  /// The time of the last row that could be read.
  private var lastTime: ProfileTime?
  private var header: CSVHeader<Column>?
  private var fields: [RawValue] = []
  private var lastDate = LastDate()
  private var remarks = TimelineRemarks()
  private var hasLookedAtBeginning = false

  init(source: SourceText, kind: SiteProfileKind, isStrict: Bool) {
    self.source = source
    self.kind = kind
    self.isStrict = isStrict
  }

  /// Reads the next row.
  ///
  /// - Parameter scale: The way in which the timeline states times.
  mutating func next(for scale: TimeScale) -> Step {
    if !hasLookedAtBeginning {
      guard source.isComplete || source.end >= ForeignFile.length, !source.isAwaitingFirstBytes
      else { return .needsInput }
      hasLookedAtBeginning = true
      let storage = source.storage
      if let problem = ForeignFile.problem(storage.span, end: source.end, name: source.name) {
        return .stop([source.diagnostic(problem)])
      }
    }
    do throws(CSVStop) {
      if header == nil, let step = try readHeader() { return step }
      while true {
        if let step = try readRow(scale) { return step }
      }
    } catch {
      switch error {
      case .invalid(let problem): return .stop([source.diagnostic(problem)])
      case .needsMore:
        if source.end - source.start > EventRecord.maximumLength {
          return .stop([
            source.diagnostic(.longRecord(at: source.start..<source.start, isCSV: true))
          ])
        }
        return .needsInput
      }
    }
  }

  /// Returns the place of a row in the window; the last byte used if the row has left it.
  func place(of row: Row) -> Range<Int> {
    let start = row.offset - source.forgotten
    return start >= 0 ? start..<(start + row.length) : source.start..<source.start
  }

  /// Returns the warnings about values, which are reported once for each kind, and forgets them.
  mutating func takeRemarks() -> [Diagnostic] { remarks.takeWarnings() }

  // MARK: Header

  private mutating func readHeader() throws(CSVStop) -> Step? {
    let storage = source.storage
    let bytes = storage.span
    guard
      let start = CSVScanner.afterSeparatorLine(
        bytes, from: source.start, end: source.end, isComplete: source.isComplete),
      let delimiter = CSVScanner.delimiter(
        bytes, from: start, end: source.end, isComplete: source.isComplete)
    else { throw .needsMore }
    var scanner = CSVScanner(
      position: start, end: source.end, isComplete: source.isComplete, delimiter: delimiter)
    let known: [(name: String, column: Column)] = [
      ("time", .time), ("power", .power), ("energy", .energy),
    ]
    let header = try CSVHeader(
      bytes, with: &scanner, known: known, main: 2, required: [], swapped: { _, _ in nil })
    let line = start..<max(start + 1, scanner.position - 1)
    source.start = scanner.position
    self.header = header
    var problems = header.problems
    let values = header.columns.count { $0 == .power || $0 == .energy }
    if !header.columns.contains(.time) || values != 1 {
      problems.append(
        RangedProblem(
          range: line, code: .profileColumns,
          message: values > 1
            ? "a profile has a column \"power\" or \"energy\", not both"
            : "a profile needs the columns \"time\" and \"power\", or \"time\" and \"energy\"",
          hint: "power is in kW from that time on, energy in kWh until the time of the next row."))
    }
    return errors(problems).map(Step.stop)
  }

  /// Notes warnings, and returns the errors as diagnostics; nil if there is none.
  private mutating func errors(_ problems: [RangedProblem]) -> [Diagnostic]? {
    if problems.isEmpty { return nil }
    let diagnostics = (isStrict ? problems.asErrors : problems).map { source.diagnostic($0) }
    warnings += diagnostics.filter { $0.severity == .warning }
    let errors = diagnostics.filter { $0.severity == .error }
    return errors.isEmpty ? nil : errors
  }

  // MARK: Rows

  /// Reads a row; returns nil for one that is blank.
  private mutating func readRow(_ scale: TimeScale) throws(CSVStop) -> Step? {
    guard let header else { preconditionFailure("a row before the header") }
    let storage = source.storage
    let bytes = storage.span
    var scanner = CSVScanner(
      position: source.start, end: source.end, isComplete: source.isComplete,
      delimiter: header.delimiter)
    if source.start == source.end {
      if !source.isComplete { throw .needsMore }
      return .end
    }
    let start = source.start
    try scanner.row(bytes, into: &fields)
    defer { source.start = scanner.position }
    if CSVScanner.isBlank(bytes, fields) { return nil }
    if let problem = header.fieldCountProblem(fields) {
      return .problems([source.diagnostic(problem)])
    }
    var reader = FieldReader(style: header.style, lastDate: lastDate)
    if header.style == .csv(decimalComma: true) { reader.decimals = remarks.decimals }
    for field in fields[min(header.named, fields.count)...]
    where !CSVScanner.isBlank(bytes, [field]) {
      reader.remarks.add(.unnamedColumn, at: field.range)
    }
    var time: ProfileTime?
    var timePlace = start..<start
    var content: Content?
    var valuePlace = start..<start
    for (place, column) in header.columns.enumerated() where place < fields.count {
      let value = fields[place]
      switch column {
      case .time:
        timePlace = value.range
        time = reader.profileTime(bytes, value)
      case .power:
        valuePlace = value.range
        content = reader.profilePower(bytes, value, kind).map(Content.power)
      case .energy:
        valuePlace = value.range
        content = reader.profileEnergy(bytes, value, kind).map(Content.energy)
      case nil: break
      }
    }
    lastDate = reader.lastDate
    if let decimals = reader.decimals { remarks.take(decimals, &source) }
    if reader.problems.isEmpty, let time { check(time, at: timePlace, scale, &reader) }
    if isStrict { reader.problems += reader.remarks.problems }
    if let errors = errors(reader.problems) { return .problems(errors) }
    if !reader.remarks.all.isEmpty { _ = remarks.take(reader.remarks, &source) }
    guard let time, let content else { preconditionFailure("a row without a problem or values") }
    times = time.kind
    lastTime = time
    return .row(
      Row(
        time: time, content: content, offset: source.forgotten + valuePlace.lowerBound,
        length: valuePlace.count))
  }

  /// Reports a time of another kind than those before or than the timeline's, and one that is not
  /// later than that of the row before.
  private func check(
    _ time: ProfileTime, at place: Range<Int>, _ scale: TimeScale, _ reader: inout FieldReader
  ) {
    if let times, times != time.kind {
      reader.report(
        place, .profileMixedTimes, "\(time.kind.name) in a profile that begins with \(times.name)",
        hint: "A profile has one kind of time: date-times, seconds, HH:MM, or Mon HH:MM.")
      return
    }
    if (scale == .seconds) != (time.kind == .seconds) {
      reader.report(
        place, .mixedTimes,
        scale == .seconds
          ? "\(time.kind.name) in a profile for a timeline that counts seconds"
          : "a number of seconds in a profile for a timeline of date-times",
        hint: time.kind.repeats ? "A profile that repeats needs a timeline of date-times." : nil)
      return
    }
    if let lastTime, time.milliseconds <= lastTime.milliseconds {
      reader.report(
        place, .profileOrder,
        time.milliseconds == lastTime.milliseconds
          ? "the row has the time of the row before" : "the row is earlier than the row before",
        hint: "Write the rows of a profile in the order of their times, each time once.")
    }
  }
}

extension FieldReader {
  /// Reads the power of a row of a profile; none in a limit is nil within the optional.
  fileprivate mutating func profilePower(
    _ bytes: Span<UInt8>, _ value: RawValue, _ kind: SiteProfileKind
  ) -> Power?? {
    switch kind {
    case .limit:
      return limitPower(bytes, value, "power", value.range).map(\.maxPower)
    case .load, .generation:
      guard isPresent(value) else {
        reportMissing("power", value, in: value.range)
        return nil
      }
      guard let power = loadPower(bytes, value, "power") else { return nil }
      if case .generation = kind { return Power(watts: -power.watts) }
      return power
    }
  }

  fileprivate mutating func profileEnergy(
    _ bytes: Span<UInt8>, _ value: RawValue, _ kind: SiteProfileKind
  ) -> ProfileEnergy? {
    guard isPresent(value) else {
      reportMissing("energy", value, in: value.range)
      return nil
    }
    guard let units = signedEnergy(bytes, value, "energy") else { return nil }
    switch kind {
    case .load: return ProfileEnergy(units: units)
    case .generation: return ProfileEnergy(units: -units)
    case .limit:
      if units < 0 {
        report(value.range, .negativeValue, "\"energy\" of a limit must not be negative")
        return nil
      }
      return ProfileEnergy(units: units)
    }
  }
}
