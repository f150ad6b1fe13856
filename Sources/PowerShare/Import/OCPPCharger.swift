/// The transactions of OCPP 1.6 at one charger.
///
/// Source: Open Charge Alliance, "Open Charge Point Protocol 1.6", edition 2, and "OCPP-J 1.6".
struct OCPPCharger {
  let id: Identifier
  /// The transactions that have not ended, by number.
  private var open: [Int: Transaction] = [:]
  private var nextNumber = 0
  /// The numbers of transactions whose start waits for its reply, by message id.
  private var pending: [Identifier: Int] = [:]
  /// The ids of other calls that equal one of ``pending``: each side numbers its own calls.
  private var otherCalls: Set<Identifier> = []
  /// The latest transaction of each transaction id, open or ended.
  private var numbers: [Identifier: Int] = [:]
  /// The open transaction at each connector.
  private var current: [Int: Int] = [:]
  /// The open transactions of each `idTag`, without those that another one has followed at their
  /// connector.
  private var tagged: [Identifier: Set<Int>] = [:]
  /// Those of ``tagged`` whose transaction id is not known.
  private var taggedWithoutID: [Identifier: Set<Int>] = [:]
  /// The starts, each with its transaction.
  private var starts: [Start: Int] = [:]
  private var stops: Set<Stop> = []

  /// The content that tells one StartTransaction from another.
  private struct Start: Hashable {
    var connector: Int
    var tag: Identifier?
    /// The meter in thousandths of a watt-hour.
    var meter: Int
    var time: Instant
  }

  /// The content that tells one StopTransaction from another.
  private struct Stop: Hashable {
    var transaction: Identifier
    var tag: Identifier?
    /// The meter in thousandths of a watt-hour.
    var meter: Int
    var time: Instant
  }

  private struct Transaction {
    var start: Start
    /// The id of the transaction; nil if it is not known.
    var id: Identifier?
    /// The time at which the next one began at its connector; nil if none has.
    var followedAt: Instant?
    var values: [OCPPMeasurement] = []
  }

  init(_ id: Identifier) { self.id = id }

  /// True if a start of that message id waits for its reply.
  func isPending(_ message: Identifier) -> Bool { pending[message] != nil }

  // MARK: Calls

  /// Notes a call that is not used.
  mutating func noteOtherCall(_ message: Identifier) {
    if pending[message] != nil { otherCalls.insert(message) }
  }

  /// Reads a StartTransaction.
  mutating func readStart(
    _ bytes: Span<UInt8>, _ message: Identifier, _ record: inout JSONRecord,
    into reading: inout RecordReading
  ) {
    let connector = record.connector(bytes, "connectorId", minimum: 1)
    let meter = record.meter(bytes, "meterStart")
    let time = record.time(bytes, record.required("timestamp"), "timestamp", into: &reading)
    guard record.reader.problems.isEmpty, let connector, let meter, let time else {
      reading.records += 1
      _ = reading.passes(record.reader)
      return
    }
    let start = Start(
      connector: connector, tag: record.identifier(bytes, "idTag"), meter: meter, time: time)
    if let number = starts[start] {
      // It may be sent again with another message id, to which a reply refers then.
      if open[number] != nil { pending[message] = number }
      return reading.ignored.count("repeated messages", one: "repeated message")
    }
    reading.records += 1
    let number = nextNumber
    nextNumber += 1
    if let other = current[connector] {
      open[other]?.followedAt = time
      unlist(other)
    }
    starts[start] = number
    open[number] = Transaction(start: start)
    pending[message] = number
    current[connector] = number
    if let tag = start.tag {
      tagged[tag, default: []].insert(number)
      taggedWithoutID[tag, default: []].insert(number)
    }
  }

  /// Reads MeterValues.
  mutating func readValues(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, into reading: inout RecordReading
  ) {
    let connector = record.connector(bytes, "connectorId", minimum: 0)
    let id = record.transactionID(bytes)
    let values = OCPPMeasurement.read(bytes, &record, "meterValue", [.power], into: &reading)
    // Meter values are not records: a bad one is a problem, but no session is left out.
    guard record.reader.problems.isEmpty, let connector else {
      return reading.passOver(record.reader.problems)
    }
    if connector == 0 {
      return reading.ignored.count("meter values of the charger itself (connectorId 0)")
    }
    var number = current[connector]
    if let id, id.isTransaction {
      if let known = numbers[id] {
        number = known
      } else if let other = number, open[other]?.id == nil {
        reading.assumed.count(
          "StartTransactions without a reply, with the next id of their connector",
          one: "StartTransaction without a reply, with the next id of its connector")
        name(other, id)
      } else if number != nil {
        return reading.ignored.count("meter values of a transaction without a start")
      }
    }
    guard let number, open[number] != nil else {
      return reading.ignored.count("meter values outside of a transaction")
    }
    if let id, !id.isTransaction {
      reading.assumed.count(
        "meter values without a valid transactionId, of the transaction at their connector")
    }
    open[number]?.values += values
  }

  /// Reads a StopTransaction.
  ///
  /// - Parameter place: The place of the message.
  mutating func readStop(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, at place: Range<Int>,
    into reading: inout RecordReading
  ) {
    _ = record.required("transactionId")
    let id = record.transactionID(bytes)
    let meter = record.meter(bytes, "meterStop")
    let time = record.time(bytes, record.required("timestamp"), "timestamp", into: &reading)
    let values = OCPPMeasurement.read(bytes, &record, "transactionData", [.power], into: &reading)
    guard record.reader.problems.isEmpty, let id, let meter, let time else {
      guard let id, let number = numbers[id], close(number) != nil else {
        return reading.passOver(record.reader.problems)
      }
      _ = reading.passes(record.reader)
      return
    }
    let stop = Stop(
      transaction: id, tag: record.identifier(bytes, "idTag"), meter: meter, time: time)
    guard stops.insert(stop).inserted else {
      return reading.ignored.count("repeated messages", one: "repeated message")
    }
    guard let number = number(of: stop, &reading), let transaction = close(number) else {
      reading.records += 1
      return reading.leftOut.count(
        !id.isTransaction
          ? "a StopTransaction without a valid transactionId, which fits none or several"
          : numbers[id] == nil
            ? "a StopTransaction without its start"
            : "a StopTransaction of a transaction that has ended")
    }
    let energy = Energy(milliwattHours: meter - transaction.start.meter)
    if let next = transaction.followedAt, time > next {
      return reading.leftOut.count(Self.followed, energy: energy)
    }
    var session = RecordedSession(
      id: transaction.id ?? (id.isTransaction ? id : nil), charger: self.id,
      connector: transaction.start.connector, arrival: transaction.start.time, departure: time,
      delivered: energy)
    let samples = OCPPMeasurement.samples(of: transaction.values + values)
    let name = session.id.map { "transaction \($0.text)" } ?? "a transaction"
    session.add(samples, at: place, name: Suggestion.printable(name), into: &reading)
    reading.append(session)
  }

  /// Returns the open transaction that a stop ends, or nil.
  private func number(of stop: Stop, _ reading: inout RecordReading) -> Int? {
    func only(_ numbers: [Identifier: Set<Int>]) -> Int? {
      guard let own = stop.tag.flatMap({ numbers[$0] }), own.count == 1 else { return nil }
      return own.first
    }
    guard stop.transaction.isTransaction else {
      guard let number = only(tagged) else { return numbers[stop.transaction] }
      reading.assumed.count(
        "StopTransactions without a valid transactionId, of the only transaction of their idTag",
        one: "StopTransaction without a valid transactionId, of the only transaction of its idTag")
      return number
    }
    if let number = numbers[stop.transaction] { return number }
    guard let number = only(taggedWithoutID) else { return nil }
    reading.assumed.count(
      "StartTransactions without a reply, with the id of their StopTransaction",
      one: "StartTransaction without a reply, with the id of its StopTransaction")
    return number
  }

  // MARK: Replies

  /// Reads the reply to a call.
  mutating func readReply(
    _ bytes: Span<UInt8>, _ message: Identifier, _ payload: RawValue,
    into reading: inout RecordReading
  ) {
    guard let number = pending[message] else { return }
    var record = JSONRecord(bytes, payload, kind: "the payload")
    guard record["transactionId"] != nil else {
      // It answers another call, so that the start goes on waiting.
      otherCalls.remove(message)
      return
    }
    pending.removeValue(forKey: message)
    guard let id = record.transactionID(bytes) else {
      if close(number) != nil { _ = reading.passes(record.reader) }
      return
    }
    // Some systems reply 0 to each start.
    let isTaken = !id.isTransaction && numbers[id].map { open[$0] != nil } ?? false
    if open[number] != nil, !isTaken { name(number, id) }
  }

  /// Reads the refusal of a call.
  mutating func readRefusal(_ message: Identifier, into reading: inout RecordReading) {
    guard let number = pending[message], otherCalls.remove(message) == nil else { return }
    pending.removeValue(forKey: message)
    guard let transaction = open[number], transaction.id == nil, close(number) != nil else {
      return
    }
    reading.leftOut.count("a StartTransaction that was refused")
  }

  // MARK: Transactions

  /// Gives an open transaction its id.
  private mutating func name(_ number: Int, _ id: Identifier) {
    open[number]?.id = id
    numbers[id] = number
    if let tag = open[number]?.start.tag { Self.remove(number, tag, from: &taggedWithoutID) }
  }

  /// Removes a transaction from the open ones, and returns it; nil if it has ended.
  private mutating func close(_ number: Int) -> Transaction? {
    unlist(number)
    guard let transaction = open.removeValue(forKey: number) else { return nil }
    let connector = transaction.start.connector
    if current[connector] == number { current[connector] = nil }
    return transaction
  }

  private mutating func unlist(_ number: Int) {
    guard let tag = open[number]?.start.tag else { return }
    Self.remove(number, tag, from: &tagged)
    Self.remove(number, tag, from: &taggedWithoutID)
  }

  private static func remove(
    _ number: Int, _ tag: Identifier, from numbers: inout [Identifier: Set<Int>]
  ) {
    numbers[tag]?.remove(number)
    if numbers[tag]?.isEmpty ?? false { numbers[tag] = nil }
  }

  /// The reason for which a transaction is left out that overlaps the next one at its connector.
  static let followed =
    "a transaction that had not ended when the next one began at its connector"

  /// Counts the transactions that have not ended.
  func countOpen(into reading: inout RecordReading) {
    let all = open.values
    let followed = all.count { $0.followedAt != nil }
    let unanswered = all.count { $0.followedAt == nil && $0.id == nil }
    reading.leftOut.count(Self.followed, followed)
    reading.leftOut.count("a StartTransaction without a reply", unanswered)
    reading.leftOut.count(
      "a transaction without a StopTransaction", all.count - followed - unanswered)
  }
}

extension Identifier {
  /// True for the id of a transaction; false for 0 and negative numbers, with which chargers say
  /// that they have none.
  fileprivate var isTransaction: Bool {
    let bytes = utf8
    return bytes.first != UInt8(ascii: "-") && bytes.contains { $0 != UInt8(ascii: "0") }
  }
}

extension JSONRecord {
  /// Reads the number of a connector or an EVSE; reports any other value.
  mutating func connector(_ bytes: Span<UInt8>, _ name: String, minimum: Int) -> Int? {
    required(name).flatMap {
      reader.integer(bytes, $0, name, minimum: minimum, maximum: Charger.maximumConnectors)
    }
  }

  /// Reads a meter in watt-hours, as thousandths of them; it may have decimals and be a text.
  fileprivate mutating func meter(_ bytes: Span<UInt8>, _ name: String) -> Int? {
    guard let value = required(name) else { return nil }
    guard value.kind == .number || value.kind == .text else {
      reader.report(
        value.range, .wrongType, "\"\(name)\" must be a number, not \(value.typeName)")
      return nil
    }
    switch DecimalNumber.read(bytes, in: value.content, maximum: OCPPMeasurement.maximumRegister) {
    case .thousandths(let number): return number
    case .negative:
      reader.report(
        value.range, .negativeValue,
        "\"\(name)\" must not be negative: \(text(bytes, name) ?? "")"
      )
    case .aboveMaximum:
      reader.report(value.range, .outOfRange, "\"\(name)\" must be at most 1000000000 kWh")
    case .notANumber:
      reader.report(
        value.range, .notANumber,
        "\"\(name)\" must be a number, not \(reader.shown(bytes, value))")
    }
    return nil
  }

  /// Reads `transactionId`, a number or a text; nil if it is absent.
  fileprivate mutating func transactionID(_ bytes: Span<UInt8>) -> Identifier? {
    guard let value = self["transactionId"] else { return nil }
    if value.kind == .number, value.range.count <= FieldReader.maximumNameLength {
      return Identifier(validUTF8: bytes, in: value.range)
    }
    return reader.name(bytes, value, "transactionId")
  }

  /// Returns a member that is a text, and is not too long for a name; nil for any other value.
  fileprivate func identifier(_ bytes: Span<UInt8>, _ name: String) -> Identifier? {
    var reader = FieldReader(style: .json)
    return self[name].flatMap { reader.name(bytes, $0, name) }
  }
}

extension RecordReading {
  /// Notes the problems of a message, which leave no session out.
  mutating func passOver(_ problems: [RangedProblem]) {
    problems.forEach { note($0) }
    ignored.count(
      "messages that cannot be read, reported above",
      one: "message that cannot be read, reported above")
  }
}
