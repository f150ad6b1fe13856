/// A reader of logs of OCPP 1.6 messages: one JSON frame a line, with or without a timestamp before
/// it.
///
/// Frames do not name the charger, so a log belongs to one charger.
///
/// Source: Open Charge Alliance, "Open Charge Point Protocol 1.6", edition 2, and "OCPP-J 1.6".
struct OCPPReader {
  private let charger: Identifier
  /// Starts without the reply that brings their transaction id, by message id.
  private var pending: [Identifier: Transaction] = [:]
  /// Message ids of starts that have been accepted or refused.
  private var answered: Set<Identifier> = []
  private var open: [String: Transaction] = [:]
  private var ended: Set<String> = []
  /// The latest transaction at each connector.
  private var latest: [Int: String] = [:]
  /// The range of the first line without a message.
  private var otherLine: Range<Int>?
  private var hasFrames = false

  private struct Transaction {
    var connector: Int
    var arrival: Instant
    var meterStart: Int
    var samples: [RecordedSession.Sample] = []
  }

  static func read(
    _ source: SourceText, _ options: ImportOptions, charger: Identifier,
    into reading: inout RecordReading
  ) {
    var reader = OCPPReader(charger: options.charger ?? charger)
    let storage = source.storage
    let bytes = storage.span
    var start = 0
    while start < source.end {
      var end = start
      while end < source.end, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      reader.takeLine(bytes, start..<end, into: &reading)
      start = end + 1
    }
    if !reader.hasFrames, let line = reader.otherLine {
      reading.note(
        RangedProblem(
          range: line, code: .invalidJSON, message: "no line of the file holds a message",
          hint: "A message has a line of its own: [2, \"1\", \"StartTransaction\", {…}]."))
      reading.isUnreadable = true
      return
    }
    reading.leftOut.count("a StartTransaction without a reply", reader.pending.count)
    reading.leftOut.count("a transaction without a StopTransaction", reader.open.count)
  }

  private init(charger: Identifier) { self.charger = charger }

  // MARK: Frames

  private mutating func takeLine(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into reading: inout RecordReading
  ) {
    guard let start = Self.frameStart(bytes, line) else {
      if line.contains(where: { bytes[$0] > UInt8(ascii: " ") }) {
        otherLine = otherLine ?? line
        reading.ignored.count("lines without a message")
      }
      return
    }
    hasFrames = true
    var scanner = JSONScanner(position: start, end: line.upperBound, isComplete: true)
    do throws(JSONStop) {
      let frame = try scanner.value(bytes)
      guard try scanner.isAtEnd(bytes) else {
        throw scanner.unexpected(bytes, expected: "the end of the line")
      }
      if scanner.problems.isEmpty {
        readFrame(bytes, frame, into: &reading)
      } else {
        Self.passOver(scanner.problems, into: &reading)
      }
    } catch {
      if case .invalid(let problem) = error {
        Self.passOver(scanner.problems + [problem], into: &reading)
      }
    }
  }

  /// Reports the problems of a message, which leave no session out.
  private static func passOver(_ problems: [RangedProblem], into reading: inout RecordReading) {
    problems.forEach { reading.note($0) }
    reading.ignored.count("messages that cannot be read: reported above")
  }

  /// Returns the position of the bracket that begins a frame: `[2,`, `[3,` or `[4,`.
  private static func frameStart(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int? {
    func next(after place: Int) -> Int? {
      ((place + 1)..<line.upperBound).first { bytes[$0] > UInt8(ascii: " ") }
    }
    for place in line where bytes[place] == UInt8(ascii: "[") {
      if place + 1 < line.upperBound, let kind = next(after: place),
        (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(bytes[kind]), kind + 1 < line.upperBound,
        let comma = next(after: kind), bytes[comma] == UInt8(ascii: ",")
      {
        return place
      }
    }
    return nil
  }

  private mutating func readFrame(
    _ bytes: Span<UInt8>, _ frame: RawValue, into reading: inout RecordReading
  ) {
    let parts = RecordText.elements(bytes, frame)
    var reader = FieldReader(style: .json)
    let isCall = bytes[parts[0].range.lowerBound] == UInt8(ascii: "2")
    guard parts.count >= (isCall ? 4 : 3) else {
      reader.report(
        frame.range, .wrongType,
        isCall ? "a call has an id, an action and a payload" : "a reply has an id and a payload")
      return Self.passOver(reader.problems, into: &reading)
    }
    guard let id = reader.name(bytes, parts[1], "id") else {
      return Self.passOver(reader.problems, into: &reading)
    }
    switch bytes[parts[0].range.lowerBound] {
    case UInt8(ascii: "2"):
      guard let action = reader.name(bytes, parts[2], "action") else {
        return Self.passOver(reader.problems, into: &reading)
      }
      readCall(bytes, action.text, id, parts[3], into: &reading)
    case UInt8(ascii: "3"): readReply(bytes, id, parts[2], into: &reading)
    default:
      if pending.removeValue(forKey: id) != nil {
        answered.insert(id)
        reading.leftOut.count("a StartTransaction that was refused")
      }
    }
  }

  private mutating func readCall(
    _ bytes: Span<UInt8>, _ action: String, _ id: Identifier, _ payload: RawValue,
    into reading: inout RecordReading
  ) {
    switch action {
    case "StartTransaction": readStart(bytes, id, payload, into: &reading)
    case "StopTransaction": readStop(bytes, payload, into: &reading)
    case "MeterValues": readMeterValues(bytes, payload, into: &reading)
    default: reading.ignored.count("messages of other kinds")
    }
  }

  // MARK: Messages

  private mutating func readStart(
    _ bytes: Span<UInt8>, _ id: Identifier, _ payload: RawValue, into reading: inout RecordReading
  ) {
    guard pending[id] == nil, !answered.contains(id) else {
      return reading.ignored.count("repeated messages")
    }
    reading.records += 1
    var record = JSONRecord(bytes, payload, kind: "the payload")
    let connector = Self.integer(bytes, &record, "connectorId", minimum: 1, maximum: 1_000)
    let meter = Self.integer(bytes, &record, "meterStart", minimum: 0, maximum: 1_000_000_000)
    let time = record.time(bytes, record.required("timestamp"), "timestamp", into: &reading)
    guard reading.passes(record.reader), let connector, let meter, let time else { return }
    pending[id] = Transaction(connector: connector, arrival: time, meterStart: meter)
  }

  private mutating func readReply(
    _ bytes: Span<UInt8>, _ id: Identifier, _ payload: RawValue, into reading: inout RecordReading
  ) {
    guard let transaction = pending.removeValue(forKey: id) else { return }
    answered.insert(id)
    var record = JSONRecord(bytes, payload, kind: "the payload")
    let key = Self.transactionID(bytes, &record)
    guard reading.passes(record.reader), let key else { return }
    guard open[key] == nil, !ended.contains(key) else {
      return reading.leftOut.count("a transaction with the id of an earlier one")
    }
    open[key] = transaction
    latest[transaction.connector] = key
  }

  private mutating func readMeterValues(
    _ bytes: Span<UInt8>, _ payload: RawValue, into reading: inout RecordReading
  ) {
    var record = JSONRecord(bytes, payload, kind: "the payload")
    let connector = Self.integer(bytes, &record, "connectorId", minimum: 0, maximum: 1_000)
    let key = record["transactionId"] == nil ? nil : Self.transactionID(bytes, &record)
    let samples = samples(bytes, &record, "meterValue", &reading)
    // Meter values are not records: a bad one is a problem, but no session is left out.
    guard record.reader.problems.isEmpty, let connector else {
      return Self.passOver(record.reader.problems, into: &reading)
    }
    if connector == 0 {
      return reading.ignored.count("meter values of the charger itself (connectorId 0)")
    }
    guard let key = key ?? latest[connector], open[key] != nil else {
      return reading.ignored.count("meter values outside of a transaction")
    }
    open[key]?.samples += samples
  }

  private mutating func readStop(
    _ bytes: Span<UInt8>, _ payload: RawValue, into reading: inout RecordReading
  ) {
    var record = JSONRecord(bytes, payload, kind: "the payload")
    let key = Self.transactionID(bytes, &record)
    let meter = Self.integer(bytes, &record, "meterStop", minimum: 0, maximum: 1_000_000_000)
    let time = record.time(bytes, record.required("timestamp"), "timestamp", into: &reading)
    let samples = samples(bytes, &record, "transactionData", &reading)
    guard record.reader.problems.isEmpty, let key, let meter, let time else {
      guard let key, open.removeValue(forKey: key) != nil else {
        return Self.passOver(record.reader.problems, into: &reading)
      }
      ended.insert(key)
      _ = reading.passes(record.reader)
      return
    }
    guard !ended.contains(key) else {
      return reading.ignored.count("repeated messages")
    }
    guard let transaction = open.removeValue(forKey: key) else {
      reading.records += 1
      return reading.leftOut.count("a StopTransaction without its start")
    }
    ended.insert(key)
    guard meter >= transaction.meterStart else {
      return reading.leftOut.count("a meter that ran backwards")
    }
    var session = RecordedSession(
      id: Identifier(key), charger: charger, connector: transaction.connector,
      arrival: transaction.arrival, departure: time,
      delivered: Energy(wattHours: meter - transaction.meterStart))
    session.samples = Self.inOrder(transaction.samples + samples)
    session.maxPower = session.samples.map(\.power).max()
    reading.sessions.append(session)
  }

  // MARK: Fields

  private static func integer(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ name: String, minimum: Int, maximum: Int
  ) -> Int? {
    record.required(name).flatMap {
      record.reader.integer(bytes, $0, name, minimum: minimum, maximum: maximum)
    }
  }

  /// Returns the digits of a transaction's id.
  private static func transactionID(_ bytes: Span<UInt8>, _ record: inout JSONRecord) -> String? {
    guard let value = record.required("transactionId") else { return nil }
    guard value.kind == .number else {
      record.reader.report(
        value.range, .wrongType, "\"transactionId\" must be a number, not \(value.typeName)")
      return nil
    }
    return String(decoding: record.reader.text(bytes, value), as: UTF8.self)
  }

  private static func inOrder(
    _ samples: [RecordedSession.Sample]
  ) -> [RecordedSession.Sample] {
    // If several samples have one time, the last is used.
    var last: [Instant: Power] = [:]
    for sample in samples { last[sample.time] = sample.power }
    return last.sorted { $0.key < $1.key }.map { .init(time: $0.key, power: $0.value) }
  }

  /// Returns the powers among meter values.
  private func samples(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ name: String,
    _ reading: inout RecordReading
  ) -> [RecordedSession.Sample] {
    var samples: [RecordedSession.Sample] = []
    for value in RecordText.elements(bytes, record[name]) {
      var meterValue = JSONRecord(bytes, value, kind: "a meter value")
      let time = meterValue.time(
        bytes, meterValue.required("timestamp"), "timestamp", into: &reading)
      var total: Power?
      var phases: [String: Power] = [:]
      for value in RecordText.elements(bytes, meterValue["sampledValue"]) {
        var sample = JSONRecord(bytes, value, kind: "a sampled value")
        if let power = Self.power(bytes, &sample, &reading) {
          if let phase = Self.text(bytes, sample, "phase") {
            phases[phase] = power
          } else {
            total = max(total ?? .zero, power)
          }
        }
        meterValue.reader.problems += sample.reader.problems
      }
      record.reader.problems += meterValue.reader.problems
      // The sum of the phases, unless there is a value for all of them.
      if total == nil, !phases.isEmpty { total = phases.values.reduce(.zero) { $0 + $1 } }
      if let time, let total { samples.append(.init(time: time, power: min(total, .maximum))) }
    }
    return samples
  }

  private static func text(
    _ bytes: Span<UInt8>, _ record: JSONRecord, _ name: String
  ) -> String? {
    record[name].map { String(decoding: record.reader.text(bytes, $0), as: UTF8.self) }
  }

  /// Returns the power that a sampled value states; nil for other measurands.
  private static func power(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ reading: inout RecordReading
  ) -> Power? {
    guard text(bytes, record, "measurand") == "Power.Active.Import",
      let value = record.required("value")
    else { return nil }
    let unit = text(bytes, record, "unit") ?? "W"
    guard unit == "W" || unit == "kW" else {
      reading.ignored.count("power samples in unknown units")
      return nil
    }
    switch DecimalNumber.read(
      bytes, in: value.content, maximum: Power.maximum.watts, decimals: unit == "W" ? 0 : 3)
    {
    case .thousandths(let watts): return Power(watts: watts)
    case .negative:
      reading.ignored.count("power samples below zero")
      return nil
    case .notANumber, .aboveMaximum:
      record.reader.report(
        value.range, .notANumber,
        "the power must be a number of at most 1000000 kW, not \(record.reader.shown(bytes, value))"
      )
      return nil
    }
  }
}
