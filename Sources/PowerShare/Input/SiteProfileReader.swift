/// Reads a profile of the site, a CSV file of powers or energies over time, change by change.
///
/// It opens no file: call ``next()`` for the next change, and `fill(_:)` when it needs more bytes.
/// A profile of absolute times is read as its changes are needed, and the memory holds one row. The
/// rows of a repeating one are held in memory. A copy of a reader whose text is complete shares the
/// text.
package struct SiteProfileReader: Sendable {
  /// The result of ``next()``.
  package enum Step: Sendable {
    /// The next change.
    case change(ProfileChange)
    /// Errors, which end a run; a check of the file can read on to find more.
    case problems([Diagnostic])
    /// More bytes are needed.
    case needsInput
    /// There are no more changes.
    case end
  }

  /// The run that the changes are for.
  private struct Run: Sendable {
    let start: Instant
    let scale: TimeScale
    let clock: LocalClock
  }

  private var text: SiteProfileRows
  private var run: Run?
  /// True if no more rows can be read.
  private var isEnded = false
  /// True if a row or the whole file has an error, so that nothing is said of its rows together.
  private var hasProblem = false
  /// The last row.
  private var last: SiteProfileRows.Row?
  private var lengths = RowLengths()
  /// The length of the row before the last one.
  private var lastLength: Int?
  /// The first row of energy, and the first one of another length.
  private var firstPlace: Diagnostic?
  private var firstOther: Diagnostic?
  private var firstLength: Int?
  /// The time of the first row, and its place.
  private var firstRow: (time: Instant, place: Diagnostic)?
  /// The rows of a repeating profile, until its end has been read.
  private var rows: [SiteProfileRows.Row] = []
  private var repeating: RepeatingProfile?
  /// The changes that are known, at most three: they are given away from the first on.
  private var ready: [ProfileChange] = []
  /// The last change that is not after the start of the run.
  private var atStart: ProfileChange?

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - source: The text; it may still be empty.
  ///   - kind: The load, the generation or the limit that the profile is for.
  ///   - isStrict: True if warnings are errors.
  package init(source: SourceText, kind: SiteProfileKind, isStrict: Bool = false) {
    text = SiteProfileRows(source: source, kind: kind, isStrict: isStrict)
  }

  /// The load, the generation or the limit that the profile is for.
  package var kind: SiteProfileKind { text.kind }

  /// Sets what a limit is for, if only the station says so.
  ///
  /// - Precondition: The profile states a limit.
  package mutating func limit(_ target: LimitTarget) {
    precondition(kind.isLimit, "a target of a profile that is no limit")
    text.kind = .limit(target)
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
  package var repeats: Bool { text.times?.repeats ?? false }

  /// True if the window may hold a complete row since it was filled.
  package var mayHoldRow: Bool { text.source.mayHoldRecord }

  /// The number of bytes that have been read but not used.
  package var unusedBytes: Int { text.source.end - text.source.start }

  /// True if all bytes of the file have been read.
  package var isComplete: Bool { text.source.isComplete }

  /// True if there are warnings that have not been taken.
  package var hasWarnings: Bool { !text.warnings.isEmpty }

  /// Returns the warnings since the last call.
  package mutating func takeWarnings() -> [Diagnostic] {
    defer { text.warnings.removeAll() }
    return text.warnings
  }

  /// Reads more bytes into the window; see ``Step/needsInput``.
  ///
  /// - Throws: The error of `read`.
  package mutating func fill<Failure>(
    _ read: (inout [UInt8], Range<Int>) throws(Failure) -> Int
  ) throws(Failure) {
    try text.source.fill(read)
  }

  /// Reads the next change; times rise.
  ///
  /// - Precondition: ``begin(at:scale:clock:)`` has been called.
  package mutating func next() -> Step {
    // First, because a repeating profile is only read once.
    if let change = repeating?.next() { return .change(change) }
    guard let run else { preconditionFailure("a profile is read before its run begins") }
    while true {
      if let change = repeating?.next() { return .change(change) }
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
      if let step = readOn(run) { return step }
    }
  }

  /// Reads the rows that no change has needed, to find their problems.
  ///
  /// - Returns: Problems, after which it can be called again; ``Step/needsInput``; or ``Step/end``.
  package mutating func passRest() -> Step {
    guard let run else { preconditionFailure("a profile is read before its run begins") }
    while !isEnded {
      if let step = readOn(run) { return step }
      ready.removeAll()
    }
    return .end
  }

  // MARK: Rows

  /// Reads a row, or the end; returns nil if there may be more to give or to read.
  private mutating func readOn(_ run: Run) -> Step? {
    let problem: Diagnostic?
    switch text.next(for: run.scale) {
    case .needsInput: return .needsInput
    case .problems(let problems):
      hasProblem = true
      return .problems(problems)
    case .stop(let problems):
      (isEnded, hasProblem) = (true, true)
      return .problems(problems)
    case .row(let row): problem = take(row)
    case .end:
      isEnded = true
      problem = end(run)
    }
    guard let problem else { return nil }
    hasProblem = true
    return .problems([problem])
  }

  /// Takes a row that has been checked; returns the problem of the row before.
  private mutating func take(_ row: SiteProfileRows.Row) -> Diagnostic? {
    let before = last
    last = row
    if row.time.kind.repeats {
      rows.append(row)
      if let before { note(row.time.milliseconds - before.time.milliseconds, of: before) }
      return nil
    }
    let time = Instant(milliseconds: row.time.milliseconds)
    if firstRow == nil {
      let place = text.source.diagnostic(
        text.place(of: row), code: .profileShort, message: "", severity: .warning)
      firstRow = (time, place)
    }
    var problem: Diagnostic?
    if let before { problem = close(before, until: row.time.milliseconds) }
    if case .power(let power) = row.content {
      ready.append(ProfileChange(time: time, power: power))
    }
    return problem
  }

  /// Notes the length of a row, and makes the change of its energy; returns the problem of a power
  /// out of range.
  private mutating func close(_ row: SiteProfileRows.Row, until end: Int) -> Diagnostic? {
    let length = end - row.time.milliseconds
    note(length, of: row)
    guard case .energy(let energy) = row.content else { return nil }
    return add(energy, of: row, over: length)
  }

  /// Adds the change of an energy; returns the problem of a power out of range.
  private mutating func add(
    _ energy: ProfileEnergy, of row: SiteProfileRows.Row, over length: Int
  ) -> Diagnostic? {
    switch power(of: energy, over: length, row) {
    case .success(let power):
      ready.append(
        ProfileChange(time: Instant(milliseconds: row.time.milliseconds), power: power))
      return nil
    case .failure(let problem): return problem
    }
  }

  private mutating func power(
    of energy: ProfileEnergy, over length: Int, _ row: SiteProfileRows.Row
  ) -> Result<Power, Diagnostic> {
    let power = energy.meanPower(over: length)
    if abs(power.watts) <= Power.maximum.watts { return .success(power) }
    return .failure(
      text.source.diagnostic(
        text.place(of: row), code: .outOfRange,
        message: "the energy is a power of more than 1000000 kW until the next row"))
  }

  private mutating func note(_ length: Int, of row: SiteProfileRows.Row) {
    lengths.note(length)
    lastLength = length
    guard case .energy = row.content else { return }
    if firstLength == nil {
      firstLength = length
      firstPlace = text.source.diagnostic(text.place(of: row), code: .unevenProfile, message: "")
    } else if firstLength != length, firstOther == nil {
      firstOther = text.source.diagnostic(text.place(of: row), code: .unevenProfile, message: "")
    }
  }

  // MARK: The end

  /// Makes the changes that only the end of the file shows; returns the problem of its rows.
  private mutating func end(_ run: Run) -> Diagnostic? {
    guard let last, let times = text.times else {
      // All rows may have been refused.
      if hasProblem { return nil }
      let end = text.source.end
      return text.source.diagnostic(
        max(end - 1, 0)..<end, code: .profileRows, message: "the profile has no row")
    }
    if case .energy = last.content, lengths.total == 0 {
      if hasProblem { return nil }
      return text.source.diagnostic(
        text.place(of: last), code: .profileRows,
        message: "the profile has one row of energy alone",
        hint: "The length of a row is known from the next one. Write a power instead.")
    }
    if times.repeats { return endRepeating(times == .daily ? .day : .week, run) }
    guard case .energy(let energy) = last.content, let before = lastLength else { return nil }
    if let problem = add(energy, of: last, over: before) { return problem }
    ready.append(
      ProfileChange(
        time: Instant(milliseconds: last.time.milliseconds + before),
        power: kind.isLimit ? nil : .zero))
    return nil
  }

  private mutating func endRepeating(
    _ period: RepeatingProfile.Period, _ run: Run
  ) -> Diagnostic? {
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
        case .failure(let problem): return problem
        }
      }
      powers.append(RepeatingProfile.Row(place: row.time.milliseconds, value: power))
    }
    rows = []
    repeating = RepeatingProfile(powers, every: period, on: run.clock, from: run.start)
    return nil
  }

  // MARK: Warnings at the end

  /// Returns the warnings that only the end of a run shows, and forgets them.
  ///
  /// - Parameters:
  ///   - first: The time of the timeline's first event.
  ///   - last: The end of the vehicles' part.
  package mutating func takeClosingWarnings(first: Instant, last end: Instant) -> [Diagnostic] {
    var closing = text.takeRemarks()
    if !hasProblem {
      if let uneven = unevenWarning() { closing.append(uneven) }
      if let short = shortWarning(first: first, last: end) { closing.append(short) }
    }
    (firstPlace, firstOther) = (nil, nil)
    return text.isStrict ? closing.map(\.asError) : closing
  }

  /// Returns the warning that rows of energy differ in length; nil if they do not.
  private func unevenWarning() -> Diagnostic? {
    let count = lengths.others
    guard count > 0, let mode = lengths.mostFrequent,
      var warning = mode == firstLength ? firstOther : firstPlace
    else { return nil }
    warning.severity = .warning
    warning.message =
      "\(count) row\(count == 1 ? "" : "s") of energy "
      + "\(count == 1 ? "is" : "are") not \(Self.text(mode)) long, as most are"
    warning.hint = "The energy of a longer row is spread: a missing row halves the power."
    return warning
  }

  private mutating func shortWarning(first: Instant, last end: Instant) -> Diagnostic? {
    guard !kind.isLimit, !repeats, let firstRow, let last else { return nil }
    if firstRow.time > first {
      var warning = firstRow.place
      warning.message = "the profile begins after the first event of the timeline"
      warning.hint = "It is 0 until then. Its rows should cover the whole timeline."
      return warning
    }
    guard isEnded, let mode = lengths.mostFrequent,
      end.milliseconds - last.time.milliseconds > mode
    else { return nil }
    var effect = "Its last power holds to the end."
    if case .energy = last.content { effect = "It is 0 from then on." }
    return text.source.diagnostic(
      text.place(of: last), code: .profileShort,
      message: "the profile ends before the last vehicle has left",
      hint: effect + " Its rows should cover the whole timeline.", severity: .warning)
  }

  private static func text(_ length: Int) -> String {
    length % 60_000 == 0
      ? "\(length / 60_000) min" : decimalText(thousandths: Int128(length)) + " s"
  }
}
