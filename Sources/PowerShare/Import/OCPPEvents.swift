/// The transactions of OCPP 2.0.1 at one charger, which `TransactionEvent` messages describe.
///
/// Their order in the log does not matter, because a charger may send them late.
///
/// Source: Open Charge Alliance, "OCPP 2.0.1", part 2, use cases E01 to E06 and J02.
struct OCPPEvents {
  /// The transactions, in the order of their first event in the log.
  private var transactions: [Transaction] = []
  /// The latest transaction of each id.
  private var latest: [Identifier: Int] = [:]
  /// The open transaction at each EVSE.
  private var current: [Int: Int] = [:]
  /// True if a transaction began at an EVSE where another one had not ended.
  private(set) var hasOverlap = false

  private struct Transaction {
    var id: Identifier
    /// The time of the first event.
    var arrival: Instant
    /// The time of the event Ended; nil if there is none.
    var departure: Instant?
    var hasStarted = false
    /// The number of the EVSE; nil as long as no event states it.
    var evse: Int?
    var values: [OCPPMeasurement] = []
    /// The place of the last event.
    var place: Range<Int>
  }

  private enum EventType: String, CaseIterable {
    case started = "Started"
    case updated = "Updated"
    case ended = "Ended"
  }

  // MARK: Messages

  /// Reads a TransactionEvent.
  ///
  /// - Parameter place: The place of the message.
  mutating func readEvent(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, at place: Range<Int>,
    into reading: inout RecordReading
  ) {
    let type = Self.type(bytes, &record)
    let time = record.time(bytes, record.required("timestamp"), "timestamp", into: &reading)
    let id = record.required("transactionInfo").flatMap { value in
      var info = JSONRecord(bytes, value, kind: "transactionInfo")
      let id = info.name(bytes, "transactionId")
      record.reader.problems += info.reader.problems
      return id
    }
    let evse = record["evse"].flatMap { value in
      var evse = JSONRecord(bytes, value, kind: "evse")
      let number = evse.connector(bytes, "id", minimum: 0)
      record.reader.problems += evse.reader.problems
      return number
    }
    let values = OCPPMeasurement.read(
      bytes, &record, "meterValue", [.power, .register], into: &reading)
    guard record.reader.problems.isEmpty, let type, let time, let id else {
      return reading.passOver(record.reader.problems)
    }
    let number = number(of: id, type, time, at: place, &reading)
    transactions[number].arrival = min(transactions[number].arrival, time)
    transactions[number].values += values
    transactions[number].place = place
    if type == .started { transactions[number].hasStarted = true }
    if type == .ended {
      transactions[number].departure = max(transactions[number].departure ?? time, time)
    }
    // EVSE 0 is the whole charger, where no vehicle is.
    if transactions[number].evse == nil, let evse, evse > 0 { transactions[number].evse = evse }
    guard let own = transactions[number].evse else { return }
    if transactions[number].departure == nil {
      if let other = current[own], other != number { hasOverlap = true }
      current[own] = number
    } else if current[own] == number {
      current[own] = nil
    }
  }

  private static func type(_ bytes: Span<UInt8>, _ record: inout JSONRecord) -> EventType? {
    guard let value = record.required("eventType") else { return nil }
    let text = record.text(bytes, "eventType")
    if let type = text.flatMap({ EventType(rawValue: $0) }) { return type }
    record.reader.report(
      value.range, .wrongType, "unknown eventType \(record.reader.shown(bytes, value))",
      hint: "It is one of \(EventType.allCases.map(\.rawValue).joined(separator: ", ")).")
    return nil
  }

  /// Returns the number of an event's transaction, which may be a new one.
  private mutating func number(
    of id: Identifier, _ type: EventType, _ time: Instant, at place: Range<Int>,
    _ reading: inout RecordReading
  ) -> Int {
    if let number = latest[id] {
      // A charger may begin its ids again: a start after the end is that of another transaction.
      let isAnother =
        type == .started && transactions[number].departure.map { $0 <= time } ?? false
        && transactions[number].arrival < time
      if !isAnother { return number }
    }
    reading.records += 1
    latest[id] = transactions.count
    transactions.append(Transaction(id: id, arrival: time, place: place))
    return transactions.count - 1
  }

  /// Reads MeterValues that are of no event.
  mutating func readValues(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, into reading: inout RecordReading
  ) {
    let evse = record.connector(bytes, "evseId", minimum: 0)
    let values = OCPPMeasurement.read(
      bytes, &record, "meterValue", [.power, .register], into: &reading)
    guard record.reader.problems.isEmpty, let evse else {
      return reading.passOver(record.reader.problems)
    }
    if evse == 0 {
      return reading.ignored.count("meter values of the charger itself (evseId 0)")
    }
    guard let number = current[evse] else {
      return reading.ignored.count("meter values outside of a transaction")
    }
    transactions[number].values += values
  }

  // MARK: Sessions

  /// Makes the sessions of a charger, and counts the transactions that are incomplete.
  func makeSessions(at charger: Identifier, into reading: inout RecordReading) {
    for transaction in transactions {
      let energy = OCPPMeasurement.energy(of: transaction.values)
      guard let departure = transaction.departure else {
        reading.leftOut.count("a transaction without the event Ended", energy: energy)
        continue
      }
      guard let energy else {
        reading.leftOut.count(
          "a transaction without two values of Energy.Active.Import.Register")
        continue
      }
      if !transaction.hasStarted {
        reading.assumed.count(
          "transactions without the event Started, taken to begin with their first event",
          one: "transaction without the event Started, taken to begin with its first event")
      }
      if transaction.evse == nil {
        reading.assumed.count(
          "transactions without an EVSE, put at a free one of their charger",
          one: "transaction without an EVSE, put at a free one of its charger")
      }
      var session = RecordedSession(
        id: transaction.id, charger: charger, connector: transaction.evse,
        arrival: transaction.arrival, departure: departure, delivered: energy)
      session.add(
        OCPPMeasurement.samples(of: transaction.values), at: transaction.place,
        name: "transaction \(Suggestion.printable(transaction.id.text))", into: &reading)
      reading.append(session)
    }
  }
}
