/// Reads a timeline event by event from bytes that the caller provides piece by piece.
///
/// It opens no file: call ``next()`` for the next event, and `fill(_:)` when it needs more bytes.
/// The memory holds one record and the room to read the next bytes.
public struct TimelineReader: Sendable {
  /// The result of ``next()``.
  public enum Step: Sendable {
    /// The next event.
    case event(SessionEvent)
    /// Errors, and the part of the timeline that cannot be used because of them.
    case problems([Diagnostic], Extent)
    /// More bytes are needed.
    case needsInput
    /// There are no more events.
    case end
  }

  /// The result of `next(into:)`, which stores the event in a buffer.
  package enum Outcome: Sendable {
    /// An event.
    case event
    /// Errors, and the part of the timeline that cannot be used because of them.
    case problems([Diagnostic], Extent)
    /// More bytes are needed.
    case needsInput
    /// There are no more events.
    case end
  }

  /// The part of a timeline that cannot be used because of a problem.
  public enum Extent: Equatable, Sendable {
    /// One event, which can be left out.
    case event
    /// The whole timeline; it can be read on to find more problems.
    case timeline
    /// The rest of the timeline, which cannot be read.
    case rest
  }

  /// The place where the fields of an event are stored.
  private enum Fields { case inRecord, inFastRow }

  /// The text, as far as it is in memory.
  package private(set) var source: SourceText
  /// The scale of the times; nil before the first event.
  public var scale: TimeScale? { order.scale }
  /// The station config in front of the events; nil where there is none.
  public private(set) var embeddedConfig: StationConfig?
  /// The warnings that the caller has not taken yet.
  package var warnings: [Diagnostic] = []
  /// The place in the window behind all events so far.
  package var unusedStart: Int { source.start }
  /// The number of bytes that have been read but not used.
  package var unusedBytes: Int { source.end - source.start }
  /// The place at which the last event begins in the window.
  package private(set) var recordStart = 0
  /// The place where the fields of the last event are stored.
  private var fields = Fields.inRecord

  private var format: TimelineFormat?
  private var json: JSONTimelineSyntax
  private var ndjson = NDJSONSyntax()
  private var csv: CSVTimelineSyntax
  private let fastKeys = FastJSONKeys.all
  /// The parts of the fast path in use.
  private let fastPath: FastPath
  private var record = EventRecord()
  /// The date of the event read last.
  private var lastDate = LastDate()
  private var builder: EventBuilder
  private var order = TimelineOrder()
  private var remarks = TimelineRemarks()
  /// The warning that the timeline has another offset than at its first event, at the first place;
  /// nil if it has none.
  ///
  /// It matters where profiles follow the offset of the first event.
  package private(set) var otherOffset: Diagnostic?
  /// The events that could not be used.
  package var lost = LostEvents()
  private var hasLookedAtBeginning = false
  private var hasFoundProblem = false
  /// True while events are read that have been read before, of which all has been said.
  private var readsAgain = false
  /// Whether the config in front of the events is read.
  private let readsConfig: Bool
  /// Whether warnings are errors.
  private let isStrict: Bool
  private var isEnded = false

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - source: The text; it may still be empty.
  ///   - format: Its format; nil to detect it from the first bytes.
  ///   - readsConfig: Whether the config in front of the events is read.
  ///   - isStrict: Whether warnings are errors.
  ///   - fastPath: The parts of the fast path to use.
  package init(
    source: SourceText, format: TimelineFormat?, readsConfig: Bool = true, isStrict: Bool = false,
    fastPath: FastPath = .all
  ) {
    self.fastPath = fastPath
    json = JSONTimelineSyntax(fastPath)
    csv = CSVTimelineSyntax(fastPath)
    self.isStrict = isStrict
    builder = EventBuilder(repeatsWarnings: isStrict)
    self.source = source
    self.format = format
    self.readsConfig = readsConfig
  }

  /// Creates a reader for a timeline that is completely in memory.
  ///
  /// - Parameters:
  ///   - name: The file's name, for messages; its extension names the format.
  ///   - text: Its bytes.
  public init(name: String, text: [UInt8]) {
    self.init(
      source: SourceText(name: name, text: text), format: TimelineFormat(fileName: name))
  }

  /// Reads more bytes into the window; see ``Step/needsInput``.
  ///
  /// - Parameter read: Stores bytes in the array from the range's lower bound on, at most up to its
  ///   upper bound, and returns their number; 0 at the end of the input.
  /// - Throws: The error of `read`.
  public mutating func fill<Failure>(
    _ read: (inout [UInt8], Range<Int>) throws(Failure) -> Int
  ) throws(Failure) {
    try source.fill(read)
  }

  /// Reads the next event.
  ///
  /// - Complexity: O(length of the event's text).
  public mutating func next() -> Step {
    var event = FastEventBuffer()
    switch next(into: &event) {
    case .event: return .event(event.event)
    case .problems(let problems, let extent): return .problems(problems, extent)
    case .needsInput: return .needsInput
    case .end: return .end
    }
  }

  /// Reads the next event into a buffer.
  ///
  /// - Parameter event: Receives the event; its content has no meaning after any other outcome.
  /// - Complexity: O(length of the event's text).
  @inline(never)
  package mutating func next(into event: inout FastEventBuffer) -> Outcome {
    if !isEnded {
      let start = source.start
      switch format {
      case .csv:
        guard let next = csv.fastRow.find(source, from: start, lastDate) else { break }
        source.pass(to: next, isLine: true)
        return understandFastRow(from: start, into: &event)
          ? .event : understandOrGoOn(into: &event)
      case .ndjson:
        guard fastPath.contains(.jsonObjects),
          let next = record.readFastLine(source, from: start, fastKeys, lastDate)
        else { break }
        source.pass(to: next, isLine: true)
        return understandFast(into: &event) ? .event : understandOrGoOn(into: &event)
      case .json, nil:
        break
      }
    }
    return nextOfAny(into: &event)
  }

  private mutating func nextOfAny(into event: inout FastEventBuffer) -> Outcome {
    while !isEnded {
      if !hasLookedAtBeginning {
        guard source.isComplete || source.end >= ForeignFile.length else { return .needsInput }
        hasLookedAtBeginning = true
        if let outcome = refuseForeignFile() { return outcome }
      }
      guard let format = format ?? TimelineFormat.detect(source) else { return .needsInput }
      self.format = format
      let start = source.start
      let step = advance(format)
      if let outcome = takeSyntaxRemarks() { return outcome }
      switch step {
      case .record:
        if let outcome = understand(into: &event) { return outcome }
      case .config(let value):
        if let outcome = readConfig(value) { return outcome }
      case .problems(let problems, let extent):
        isEnded = extent == .rest
        hasFoundProblem = true
        if extent == .event { noteLostEvent(in: start..<source.start) }
        return .problems(diagnostics(sift(problems)), extent)
      case .warnings(let problems):
        if isStrict, !problems.isEmpty {
          return .problems(diagnostics(problems.asErrors), .timeline)
        }
        warnings += diagnostics(problems)
      case .needsInput:
        if let start = startOfLongRecord { return refuseLongRecord(at: start..<start) }
        return .needsInput
      case .end:
        isEnded = true
        if order.scale == nil, !hasFoundProblem { warnOfMissingEvents() }
        let closing = takeClosingRemarks() + (isStrict ? warnings.map(\.asError) : [])
        if isStrict {
          warnings = []
          if !closing.isEmpty { return .problems(closing, .timeline) }
        }
        warnings += closing
      }
    }
    return .end
  }

  /// Leaves out the last event, and returns the diagnostic for its problem.
  ///
  /// - Parameters:
  ///   - problem: The reason why it cannot be applied.
  ///   - earliest: The earliest time that the replay still takes, ``Replay/earliestTime``.
  public mutating func refuse(_ problem: EventProblem, earliest: Instant?) -> Diagnostic {
    order.takeBack(earliest: earliest)
    if fields != .inRecord { noteRow() }
    csv.remarks = Remarks()
    return source.diagnostic(
      record.place(of: problem.field), code: problem.code, message: problem.message,
      hint: problem.hint)
  }

  private mutating func advance(_ format: TimelineFormat) -> RecordStep {
    guard !source.isAwaitingFirstBytes else { return .needsInput }
    var position = source.start
    defer { source.start = position }
    switch format {
    case .json: return json.next(source, at: &position, into: &record)
    case .ndjson: return ndjson.next(source, at: &position, into: &record)
    case .csv: return csv.next(source, at: &position, into: &record)
    }
  }

  private mutating func diagnostics(_ problems: [RangedProblem]) -> [Diagnostic] {
    problems.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { source.diagnostic($0) }
  }

  // MARK: Records

  /// Reads the event of the record on the fast path; returns false if the event is left to the
  /// general path, or breaks the order of times.
  private mutating func understandFast(into event: inout FastEventBuffer) -> Bool {
    recordStart = record.range.lowerBound
    fields = .inRecord
    guard fastPath.contains(.events) else { return false }
    record.begin(source, lastDate)
    guard let scale = event.read(&record, source, lastDate) else { return false }
    return order.take(event.time, scale: scale)
  }

  /// Reads the event of the fast row in the same way.
  @inline(__always)
  private mutating func understandFastRow(from start: Int, into event: inout FastEventBuffer)
    -> Bool
  {
    recordStart = start
    fields = .inFastRow
    guard fastPath.contains(.events) else { return false }
    if csv.fastRow.moment == nil { csv.fastRow.takeMoment(source, lastDate) }
    guard let scale = event.read(&csv.fastRow, source, lastDate) else { return false }
    return order.take(event.time, scale: scale)
  }

  /// Copies the fields of the fast row into the record, for the general path.
  @inline(never)
  private mutating func noteRow() {
    if csv.hasUnnamedColumns {
      csv.again(source, at: recordStart, into: &record)
    } else {
      csv.fastRow.note(in: &record, style: csv.style)
    }
    record.readsDecimals = csv.readsDecimals
    fields = .inRecord
  }

  private mutating func understand(into event: inout FastEventBuffer) -> Outcome? {
    understandFast(into: &event) ? .event : understandAll(into: &event)
  }

  @inline(never)
  private mutating func understandOrGoOn(into event: inout FastEventBuffer) -> Outcome {
    understandAll(into: &event) ?? nextOfAny(into: &event)
  }

  private mutating func understandAll(into event: inout FastEventBuffer) -> Outcome? {
    if fields != .inRecord {
      if isBlankRow { return nil }
      noteRow()
    }
    var reader = FieldReader(style: record.style, lastDate: lastDate)
    if record.style == .csv(decimalComma: true) { reader.decimals = remarks.decimals }
    let storage = source.storage
    let bytes = storage.span
    var warnings: [RangedProblem] = []
    if !record.unknownKeys.isEmpty {
      builder.readUnknownKeys(&record, bytes, &reader, &warnings)
    }
    let time = Self.time(record, bytes, &reader)
    // Not the date of a departure, so that the offsets of all events are seen here: the fast path
    // reads times with the offset of the last date only.
    lastDate = reader.lastDate
    if let time, otherOffset == nil { noteOffset(time.1) }
    var kind = builder.kind(of: record, bytes, &reader, warnings: &warnings)
    if let time, record.has(.departureTime), case .start(var start) = kind {
      builder.checkDeparture(&start, record, bytes, &reader, after: time.0, scale: time.1)
      kind = .start(start)
    }
    if let time, let violation = order.violation(by: time.0, scale: time.1) {
      reader.problems.append(violation.problem(at: record[.time].range))
    }
    if record.range.count > EventRecord.maximumLength {
      return refuseLongRecord(at: record.beginning)
    }
    if let decimals = reader.decimals { take(decimals) }
    if let outcome = take(reader.remarks) { return outcome }
    var errors: [RangedProblem] = []
    if !reader.problems.isEmpty || !warnings.isEmpty { errors = sift(reader.problems + warnings) }
    guard let time, var kind, errors.isEmpty else {
      hasFoundProblem = true
      noteLostEvent(in: record.range, time: time?.0)
      return .problems(diagnostics(errors), .event)
    }
    if lost.starts > 0, case .start(var start) = kind, start.sessionId == nil {
      start.unreadableStarts = lost.starts
      kind = .start(start)
    }
    order.advance(to: time.0, scale: time.1)
    event.store(SessionEvent(time: time.0, kind: kind), fastPath)
    return .event
  }

  /// True if the fast row has nothing but delimiters and blanks.
  private var isBlankRow: Bool {
    mutating get {
      let range = csv.fastRow.range
      let delimiter = csv.delimiter
      let storage = source.storage
      let bytes = storage.span
      for place in range
      where bytes[place] != delimiter && bytes[place] != UInt8(ascii: " ")
        && bytes[place] != UInt8(ascii: "\t")
      {
        return false
      }
      return true
    }
  }

  /// Stores the warnings among problems, unless warnings are errors, and returns the errors.
  private mutating func sift(_ problems: [RangedProblem]) -> [RangedProblem] {
    if problems.isEmpty { return problems }
    if isStrict { return problems.asErrors }
    warnings += diagnostics(problems.filter { $0.severity == .warning })
    return problems.filter { $0.severity == .error }
  }

  private static func time(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> (Instant, TimeScale)? {
    guard record.has(.time) else {
      reader.reportMissing("time", record[.time], in: record.beginning)
      return nil
    }
    return reader.time(bytes, record[.time], "time")
  }

  /// Notes the offset of the last event, if it differs from that of the first one.
  private mutating func noteOffset(_ scale: TimeScale) {
    guard case .dateTime(let offset) = scale, case .dateTime(let first)? = order.scale,
      offset.minutes != first.minutes
    else { return }
    otherOffset = source.diagnostic(
      record[.time].range, code: .fixedOffset,
      message:
        "the offset is \(Self.text(offset)) from here on, but profiles keep that of the first "
        + "event, \(Self.text(first))",
      hint: "Give --tz, such as --tz Europe/Paris, so that they follow the clock of the site.",
      severity: .warning)
  }

  private static func text(_ offset: UTCOffset) -> String {
    var bytes: [UInt8] = []
    bytes.append(offset)
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func readConfig(_ value: RawValue) -> Outcome? {
    guard readsConfig else { return nil }
    var reader = FieldReader(style: .json)
    embeddedConfig = StationReader.station(source.storage.span, value, &reader)
    if let outcome = take(reader.remarks) { return outcome }
    let errors = sift(reader.problems)
    guard !errors.isEmpty else { return nil }
    embeddedConfig = nil
    return .problems(diagnostics(errors), .timeline)
  }

  /// Notes an event that cannot be used.
  ///
  /// - Parameters:
  ///   - range: Its bytes.
  ///   - time: Its time, if it could be read.
  private mutating func noteLostEvent(in range: Range<Int>, time: Instant? = nil) {
    let storage = source.storage
    lost.note(record, storage.span, in: range, time: time, columns: format == .csv ? csv : nil)
  }

  // MARK: Remarks

  /// Takes remarks about the last event.
  ///
  /// - Returns: The first of each kind as errors where warnings are errors, or nil.
  private mutating func take(_ new: Remarks) -> Outcome? {
    guard !new.all.isEmpty, !readsAgain else { return nil }
    let first = remarks.take(new, &source)
    guard isStrict, !first.isEmpty else { return nil }
    hasFoundProblem = true
    return .problems(first.map(\.asError), .timeline)
  }

  private mutating func takeSyntaxRemarks() -> Outcome? {
    if csv.remarks.all.isEmpty, json.remarks.all.isEmpty { return nil }
    let new = csv.remarks.all.isEmpty ? json.remarks : csv.remarks
    (csv.remarks, json.remarks) = (Remarks(), Remarks())
    return take(new)
  }

  private mutating func take(_ decimals: DecimalSigns) {
    if !readsAgain { remarks.take(decimals, &source) }
    if decimals.isSettledPoint, !csv.readsDecimals { csv.readsDecimals = true }
  }

  /// Returns the remarks about the events so far as warnings, or as errors where warnings are
  /// errors, and forgets them.
  ///
  /// At the end of the timeline they are among ``warnings``.
  package mutating func takeClosingRemarks() -> [Diagnostic] {
    let closing = remarks.takeWarnings()
    guard isStrict else { return closing }
    // The first of each kind is an error already, but for what only the end of the text shows.
    return closing.filter { $0.code == .ambiguousNumber }.map(\.asError)
  }

  private mutating func warnOfMissingEvents() {
    let end = source.end
    warnings.append(
      source.diagnostic(
        max(end - 1, 0)..<end, code: .noEvents, message: "the timeline has no event",
        severity: .warning))
  }

  // MARK: Files and records that are refused

  private mutating func refuseForeignFile() -> Outcome? {
    let problem = ForeignFile.problem(
      source.storage.span, end: source.end, name: source.name)
    guard let problem else { return nil }
    isEnded = true
    return .problems([source.diagnostic(problem)], .rest)
  }

  private mutating func refuseLongRecord(at place: Range<Int>) -> Outcome {
    isEnded = true
    return .problems(diagnostics([.longRecord(at: place, isCSV: format == .csv)]), .rest)
  }

  /// The start of an event that is incomplete, but too long already; nil for any other.
  private var startOfLongRecord: Int? {
    guard source.end - source.start > EventRecord.maximumLength, format != .json || json.isInEvents
    else { return nil }
    let bytes = source.storage.span
    var start = source.start
    while start < source.end, " ,\t\r\n".utf8.contains(bytes[start]) { start += 1 }
    return source.end - start > EventRecord.maximumLength ? start : nil
  }
}

// MARK: - Sorting

extension TimelineReader {
  /// Accepts times that go backwards; the events will be sorted.
  package mutating func allowAnyOrder() { order.allowsAnyOrder = true }

  /// Reads the event that begins at `start` in the window again.
  ///
  /// - Precondition: It has been read there before, and the source has forgotten nothing.
  /// - Parameter event: Receives the event.
  /// - Returns: True if it could be read again.
  package mutating func readAgain(at start: Int, into event: inout FastEventBuffer) -> Bool {
    readsAgain = true
    defer { readsAgain = false }
    switch format {
    case .json: json.again(source, at: start, into: &record)
    case .ndjson:
      if !fastPath.contains(.jsonObjects)
        || record.readFastLine(source, from: start, fastKeys, lastDate) == nil
      {
        ndjson.again(source, at: start, into: &record)
      }
    case .csv:
      if csv.fastRow.find(source, from: start, lastDate) != nil {
        defer { csv.remarks = Remarks() }
        if understandFastRow(from: start, into: &event) { return true }
        return understandAll(into: &event).isEvent
      }
      csv.again(source, at: start, into: &record)
    case nil: return false
    }
    return understand(into: &event).isEvent
  }
}

extension TimelineReader.Outcome? {
  fileprivate var isEvent: Bool {
    if case .event? = self { return true }
    return false
  }
}

extension TimelineOrder.Violation {
  fileprivate func problem(at range: Range<Int>) -> RangedProblem {
    RangedProblem(range: range, code: problem.code, message: problem.message, hint: problem.hint)
  }
}
