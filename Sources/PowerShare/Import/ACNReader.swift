/// A reader of ACN-Data sessions: `{"_items": [{"sessionID", "stationID", "connectionTime", …}]}`,
/// or a bare array of them.
///
/// Source: Z. Lee, T. Li and S. Low, "ACN-Data: Analysis and Applications of an Open EV Charging
/// Dataset", e-Energy 2019, doi:10.1145/3307772.3328313.
enum ACNReader {
  static func read(
    _ source: SourceText, _ options: ImportOptions, into reading: inout RecordReading
  ) {
    var others = OtherObjects()
    RecordText.forEachRecord(source, kind: "Sessions of ACN-Data", into: &reading) {
      bytes, value, reading in
      reading.records += 1
      var record = JSONRecord(bytes, value, kind: "a session")
      if let kind = RecordKind(bytes, record), kind != .acnSession {
        return others.note(kind, at: value.range, into: &reading)
      }
      var energy: Energy?
      let session = session(bytes, &record, options, &energy, &reading)
      if reading.passes(record.reader, energy: energy), let session {
        reading.sessions.append(session)
      }
    }
    others.finish(into: &reading)
  }

  private static func session(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ options: ImportOptions,
    _ energy: inout Energy?, _ reading: inout RecordReading
  ) -> RecordedSession? {
    guard record.reader.problems.isEmpty else { return nil }
    let id = record.name(bytes, "sessionID")
    let charger = record.name(bytes, "stationID")
    let arrival = record.time(
      bytes, record.required("connectionTime"), "connectionTime", into: &reading)
    let done = record.time(bytes, record["doneChargingTime"], "doneChargingTime", into: &reading)
    if !record.isNull("kWhDelivered") { energy = record.signedEnergy(bytes, "kWhDelivered") }
    if let site = record["siteID"], let name = record.reader.name(bytes, site, "siteID") {
      reading.sites.insert(name)
    }
    for (name, values) in [
      ("chargingCurrent", "measured currents"), ("pilotSignal", "pilot signals"),
    ] where record[name] != nil {
      reading.ignored.count(
        "sessions with \(values) (\(name)), which are not read",
        one: "session with \(values) (\(name)), which are not read")
    }
    var requested: Energy?
    if options.demand == .requested { requested = requestedEnergy(bytes, &record, &reading) }
    guard let end = record["disconnectTime"] else {
      if record.reader.problems.isEmpty {
        reading.leftOut.count("has no disconnectTime", energy: energy)
      }
      return nil
    }
    if record.isNull("kWhDelivered"), record.reader.problems.isEmpty {
      reading.leftOut.count("has no kWhDelivered")
      return nil
    }
    guard let departure = record.time(bytes, end, "disconnectTime", into: &reading), let id,
      let charger, let arrival, let delivered = energy
    else { return nil }
    var session = RecordedSession(
      id: id, charger: charger, connector: 1, arrival: arrival, departure: departure, done: done,
      delivered: delivered)
    session.requested = requested
    return session
  }

  /// Returns the energy that the driver asked for in the latest user input; nil if there is none.
  private static func requestedEnergy(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ reading: inout RecordReading
  ) -> Energy? {
    guard let inputs = record["userInputs"] else { return nil }
    var latest: (time: Instant, energy: Energy)?
    for value in RecordText.elements(bytes, inputs) {
      var input = JSONRecord(bytes, value, kind: "a user input")
      let energy = input["kWhRequested"].flatMap { input.reader.energy(bytes, $0, "kWhRequested") }
      let time = input.time(bytes, input["modifiedAt"], "modifiedAt", into: &reading)
      record.reader.problems += input.reader.problems
      let modified = time ?? Instant(milliseconds: 0)
      if let energy, latest.map({ $0.time <= modified }) ?? true { latest = (modified, energy) }
    }
    return latest?.energy
  }
}
