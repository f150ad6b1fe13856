/// Reads a profile of the site, a CSV file of powers or energies over time, change by change.
///
/// It opens no file: call ``next()`` for the next change, and `fill(_:)` when it needs more bytes.
/// A profile of absolute times is read as its changes are needed, and the memory holds one row. The
/// rows of a repeating one are held in memory.
package struct SiteProfileReader: Sendable {
  /// The result of ``next()``.
  package enum Step: Sendable {
    /// The next change.
    case change(ProfileChange)
    /// Errors, after which nothing more can be read.
    case problems([Diagnostic])
    /// More bytes are needed.
    case needsInput
    /// There are no more changes.
    case end
  }

  enum Column: Sendable { case time, power, energy }

  /// The content of a row.
  enum Content: Equatable { case power(Power?), energy(ProfileEnergy) }

  /// The run that the changes are for.
  struct Run: Sendable {
    let start: Instant
    let scale: TimeScale
    let clock: LocalClock
  }

  /// A row that has been read.
  struct Row {
    let time: ProfileTime
    let content: Content
    /// The place of its first byte in the file.
    let offset: Int
    let length: Int
  }

  /// The text, as far as it is in memory.
  package private(set) var source: SourceText
  /// The warnings that the caller has not taken yet.
  package var warnings: [Diagnostic] = []
  /// What the profile states.
  package let kind: SiteProfileKind

  private let isStrict: Bool
  private var run: Run?
  private var header: CSVHeader<Column>?
  private var fields: [RawValue] = []
  private var lastDate = LastDate()
  private var remarks = TimelineRemarks()
  private var hasLookedAtBeginning = false
  /// True if no more rows can be read.
  private var isEnded = false
  /// The kind of the file's times.
  private var times: ProfileTime.Kind?
  /// The last row.
  private var last: Row?
  private var lengths = RowLengths()
  /// The length of the row before the last one.
  private var lastLength: Int?
  /// The first row, and the first row of another length.
  private var firstPlace: Diagnostic?
  private var firstOther: Diagnostic?
  private var firstLength: Int?
  /// The time of the first row.
  private var firstTime: Instant?
  /// The rows of a repeating profile, with the energies whose powers are not known yet.
  private var rows: [Row] = []
  private var repeating: RepeatingProfile?
  /// The changes that are known, at most three: they are given away from the first on.
  private var ready: [ProfileChange] = []
  /// The last change that is not after the start of the run.
  private var atStart: ProfileChange?

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - source: The text; it may still be empty.
  ///   - kind: What the profile states.
  ///   - isStrict: True if warnings are errors.
  package init(source: SourceText, kind: SiteProfileKind, isStrict: Bool = false) {
    self.source = source
    self.kind = kind
    self.isStrict = isStrict
  }

  /// Sets the run for which changes are read; to be called before the first change is read.
  ///
  /// - Parameters:
  ///   - start: The beginning of the run; earlier changes count as one at this moment.
  ///   - scale: The way in which the timeline states times.
  ///   - clock: The clock of `--tz`, or of the timeline's first offset.
  package mutating func begin(at start: Instant, scale: TimeScale, clock: LocalClock) {
    run = Run(start: start, scale: scale, clock: clock)
  }

  /// True if the profile repeats; false before its first row is read.
  package var repeats: Bool { times?.repeats ?? false }

  /// Reads more bytes into the window; see ``Step/needsInput``.
  ///
  /// - Throws: The error of `read`.
  package mutating func fill<Failure>(
    _ read: (inout [UInt8], Range<Int>) throws(Failure) -> Int
  ) throws(Failure) {
    try source.fill(read)
  }

  /// Reads the next change; times rise.
  ///
  /// - Precondition: ``begin(at:scale:clock:)`` has been called.
  package mutating func next() -> Step {
    guard let run else { preconditionFailure("a profile is read before its run begins") }
    while true {
      if let repeating = repeating?.next() { return .change(repeating) }
      if !ready.isEmpty {
        let change = ready.removeFirst()
        if change.time <= run.start {
          atStart = ProfileChange(time: run.start, power: change.power)
          continue
        }
        if let first = atStart.take() {
          ready.insert(change, at: 0)
          return .change(first)
        }
        return .change(change)
      }
      if isEnded {
        if let first = atStart.take() { return .change(first) }
        return .end
      }
      if let step = readOn(run) {
        if case .problems = step { isEnded = true }
        return step
      }
    }
  }

  // MARK: Rows

  /// Reads the header or a row; returns nil if there may be more.
  private mutating func readOn(_ run: Run) -> Step? {
    if !hasLookedAtBeginning {
      guard source.isComplete || source.end >= ForeignFile.length, !source.isAwaitingFirstBytes
      else { return .needsInput }
      hasLookedAtBeginning = true
      let storage = source.storage
      if let problem = ForeignFile.problem(storage.span, end: source.end, name: source.name) {
        return .problems([source.diagnostic(problem)])
      }
    }
    do throws(CSVStop) {
      if header == nil { return try readHeader() }
      return try readRow(run)
    } catch {
      switch error {
      case .invalid(let problem): return .problems([source.diagnostic(problem)])
      case .needsMore:
        if source.end - source.start > EventRecord.maximumLength {
          return .problems([
            source.diagnostic(.longRecord(at: source.start..<source.start, isCSV: true))
          ])
        }
        return .needsInput
      }
    }
  }

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
    return report(problems)
  }

  /// Reports problems; returns a step if there is an error among them.
  private mutating func report(_ problems: [RangedProblem]) -> Step? {
    let all = isStrict ? problems.asErrors : problems
    let diagnostics = all.map { source.diagnostic($0) }
    if diagnostics.contains(where: { $0.severity == .error }) {
      return .problems(diagnostics.filter { $0.severity == .error })
    }
    warnings += diagnostics
    return nil
  }

  private mutating func readRow(_ run: Run) throws(CSVStop) -> Step? {
    guard let header else { preconditionFailure("a row before the header") }
    let storage = source.storage
    let bytes = storage.span
    var scanner = CSVScanner(
      position: source.start, end: source.end, isComplete: source.isComplete,
      delimiter: header.delimiter)
    if source.start == source.end {
      if !source.isComplete { throw .needsMore }
      return end(run)
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
    if reader.problems.isEmpty, let time { check(time, at: timePlace, run, &reader) }
    var problems = reader.problems
    if isStrict { problems += reader.remarks.problems }
    if let step = report(problems) { return step }
    if !reader.remarks.all.isEmpty { _ = remarks.take(reader.remarks, &source) }
    guard let time, let content else { preconditionFailure("a row without a problem or values") }
    let row = Row(
      time: time, content: content, offset: source.forgotten + valuePlace.lowerBound,
      length: valuePlace.count)
    return take(row, run)
  }

  /// Reports a time of another kind than those before or than the timeline's, and one that is not
  /// later than that of the row before.
  private func check(
    _ time: ProfileTime, at place: Range<Int>, _ run: Run, _ reader: inout FieldReader
  ) {
    if let times, times != time.kind {
      reader.report(
        place, .profileMixedTimes, "\(time.kind.name) in a profile that begins with \(times.name)",
        hint: "A profile has one kind of time: date-times, seconds, HH:MM, or Mon HH:MM.")
      return
    }
    if (run.scale == .seconds) != (time.kind == .seconds) {
      reader.report(
        place, .mixedTimes,
        run.scale == .seconds
          ? "\(time.kind.name) in a profile for a timeline that counts seconds"
          : "a number of seconds in a profile for a timeline of date-times",
        hint: time.kind.repeats ? "A profile that repeats needs a timeline of date-times." : nil)
      return
    }
    if let last, time.milliseconds <= last.time.milliseconds {
      reader.report(
        place, .profileOrder,
        time.milliseconds == last.time.milliseconds
          ? "the row has the time of the row before" : "the row is earlier than the row before",
        hint: "Write the rows of a profile in the order of their times, each time once.")
    }
  }

  /// Takes a row that has been checked.
  private mutating func take(_ row: Row, _ run: Run) -> Step? {
    times = row.time.kind
    let before = last
    last = row
    if row.time.kind.repeats {
      rows.append(row)
      if let before { note(row.time.milliseconds - before.time.milliseconds, of: before) }
      return nil
    }
    let time = Instant(milliseconds: row.time.milliseconds)
    if firstTime == nil { firstTime = time }
    if let before, let step = close(before, until: row.time.milliseconds) { return step }
    if case .power(let power) = row.content {
      ready.append(ProfileChange(time: time, power: power))
    }
    return nil
  }

  /// Notes the length of a row, and makes the change of its energy; returns a step for a power out
  /// of range.
  private mutating func close(_ row: Row, until end: Int) -> Step? {
    let length = end - row.time.milliseconds
    note(length, of: row)
    guard case .energy(let energy) = row.content else { return nil }
    switch power(of: energy, over: length, row) {
    case .success(let power):
      ready.append(
        ProfileChange(time: Instant(milliseconds: row.time.milliseconds), power: power))
      return nil
    case .failure(let problem): return .problems([problem])
    }
  }

  private mutating func power(
    of energy: ProfileEnergy, over length: Int, _ row: Row
  ) -> Result<Power, Diagnostic> {
    let power = energy.meanPower(over: length)
    if abs(power.watts) <= Power.maximum.watts { return .success(power) }
    return .failure(
      source.diagnostic(
        place(of: row), code: .outOfRange,
        message: "the energy is a power of more than 1000000 kW until the next row"))
  }

  /// Returns the place of a row in the window; the last byte used if the row has left it.
  private func place(of row: Row) -> Range<Int> {
    let start = row.offset - source.forgotten
    return start >= 0 ? start..<(start + row.length) : source.start..<source.start
  }

  private mutating func note(_ length: Int, of row: Row) {
    lengths.note(length)
    lastLength = length
    guard case .energy = row.content else { return }
    if firstLength == nil {
      firstLength = length
      firstPlace = source.diagnostic(place(of: row), code: .unevenProfile, message: "")
    } else if firstLength != length, firstOther == nil {
      firstOther = source.diagnostic(place(of: row), code: .unevenProfile, message: "")
    }
  }

  // MARK: The end

  private mutating func end(_ run: Run) -> Step? {
    isEnded = true
    guard let last, let times else {
      let place = max(source.end - 1, 0)..<source.end
      return .problems([
        source.diagnostic(place, code: .profileRows, message: "the profile has no row")
      ])
    }
    if case .energy = last.content, lengths.total == 0 {
      return .problems([
        source.diagnostic(
          place(of: last), code: .profileRows, message: "the profile has one row of energy alone",
          hint: "The length of a row is known from the next one. Write a power instead.")
      ])
    }
    if times.repeats { return endRepeating(times == .daily ? .day : .week, run) }
    guard case .energy(let energy) = last.content, let before = lastLength else { return nil }
    switch power(of: energy, over: before, last) {
    case .success(let power):
      let time = last.time.milliseconds
      ready.append(ProfileChange(time: Instant(milliseconds: time), power: power))
      ready.append(
        ProfileChange(
          time: Instant(milliseconds: time + before), power: kind.isLimit ? nil : .zero))
      return nil
    case .failure(let problem): return .problems([problem])
    }
  }

  private mutating func endRepeating(_ period: RepeatingProfile.Period, _ run: Run) -> Step? {
    let first = rows[0].time.milliseconds
    var powers: [RepeatingProfile.Row] = []
    powers.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      let isLast = index == rows.count - 1
      let next = isLast ? first + period.length : rows[index + 1].time.milliseconds
      let length = next - row.time.milliseconds
      if isLast { note(length, of: row) }
      var power: Power?
      switch row.content {
      case .power(let stated): power = stated
      case .energy(let energy):
        switch self.power(of: energy, over: length, row) {
        case .success(let mean): power = mean
        case .failure(let problem): return .problems([problem])
        }
      }
      powers.append(RepeatingProfile.Row(place: row.time.milliseconds, power: power))
    }
    rows = []
    repeating = RepeatingProfile(powers, every: period, on: run.clock, from: run.start)
    return nil
  }

  /// Returns the warnings that only the end of a run shows, and forgets them.
  ///
  /// - Parameters:
  ///   - first: The time of the timeline's first event.
  ///   - last: The end of the vehicles' part.
  package mutating func takeClosingWarnings(first: Instant, last end: Instant) -> [Diagnostic] {
    var closing = remarks.takeWarnings()
    if lengths.others > 0, let mode = lengths.mostFrequent,
      var place = mode == firstLength ? firstOther : firstPlace
    {
      let count = lengths.others
      place.severity = .warning
      place.message =
        "\(count) row\(count == 1 ? "" : "s") of energy "
        + "\(count == 1 ? "is" : "are") not \(Self.text(mode)) long, as most are"
      place.hint = "The energy of a longer row is spread: a missing row halves the power."
      closing.append(place)
    }
    if let short = shortWarning(first: first, last: end) { closing.append(short) }
    (firstPlace, firstOther) = (nil, nil)
    return isStrict ? closing.map(\.asError) : closing
  }

  private mutating func shortWarning(first: Instant, last end: Instant) -> Diagnostic? {
    guard !kind.isLimit, !repeats, let firstTime, let last else { return nil }
    var message: String?
    if firstTime > first {
      message = "the profile begins after the first event of the timeline: it is 0 until then"
    } else if isEnded, let mode = lengths.mostFrequent,
      end.milliseconds - last.time.milliseconds > mode
    {
      message = "the profile ends before the last vehicle has left"
    }
    guard let message else { return nil }
    return source.diagnostic(
      place(of: last), code: .profileShort, message: message,
      hint: "Its rows should cover the whole timeline.", severity: .warning)
  }

  private static func text(_ length: Int) -> String {
    length % 60_000 == 0
      ? "\(length / 60_000) min" : decimalText(thousandths: Int128(length)) + " s"
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
