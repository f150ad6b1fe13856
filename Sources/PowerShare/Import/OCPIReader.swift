/// A reader of OCPI 2.2.1 CDRs and Sessions: arrays, answers with a `data` array, or one object a
/// line.
///
/// Source: EVRoaming Foundation, "Open Charge Point Interface 2.2.1", modules CDRs and Sessions.
enum OCPIReader {
  static func read(
    _ source: SourceText, _ options: ImportOptions, into reading: inout RecordReading
  ) {
    var objects: [Object] = []
    RecordText.forEachRecord(
      source, kind: "CDRs and Sessions of OCPI", wrappers: ["data"], into: &reading
    ) { bytes, value, reading in
      reading.records += 1
      var record = JSONRecord(bytes, value, kind: "a CDR or a Session")
      let object = object(bytes, &record, &reading)
      if reading.passes(record.reader), let object { objects.append(object) }
    }
    keep(objects, into: &reading)
  }

  /// The data of a CDR or a Session.
  private struct Object {
    var id: Identifier
    var isCDR: Bool
    var lastUpdated: Instant?
    /// The id of the Session that a CDR bills.
    var sessionID: Identifier?
    var isCredit = false
    var creditReference: Identifier?
    var location: Identifier?
    var session: RecordedSession?
    /// The reason why it is not used; nil if it is.
    var reason: String?
    /// True if it began with a reservation, which is cut off.
    var hadReservation = false
    /// True if the vehicle fed energy to the grid in some period.
    var fedGrid = false
  }

  // MARK: Objects

  private static func object(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ reading: inout RecordReading
  ) -> Object? {
    guard record.reader.problems.isEmpty, let id = record.name(bytes, "id") else { return nil }
    let isCDR = record["cdr_location"] != nil
    var object = Object(id: id, isCDR: isCDR)
    object.lastUpdated = record.time(bytes, record["last_updated"], "last_updated", into: &reading)
    if isCDR {
      object.sessionID = optionalName(bytes, &record, "session_id")
      object.isCredit = record["credit"]?.kind == .true
      object.creditReference = optionalName(bytes, &record, "credit_reference_id")
      // It cancels energy, with signs that differ between systems, and is not used itself.
      if object.isCredit { return object }
    } else if let status = status(bytes, &record) {
      object.reason = status
      return object
    }
    var place = record
    if isCDR {
      place = JSONRecord(bytes, record.members["cdr_location"] ?? RawValue(), kind: "cdr_location")
    }
    let evse = place.name(bytes, "evse_uid")
    object.location = optionalName(bytes, &place, isCDR ? "id" : "location_id")
    if isCDR {
      record.reader.problems += place.reader.problems
    } else {
      record.reader = place.reader
    }
    if evse == "#NA" {
      object.reason = "a reservation without charging (evse_uid #NA)"
      return object
    }
    guard let evse else { return nil }
    readStay(bytes, &record, charger: evse, into: &object, &reading)
    return object
  }

  private static func optionalName(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ name: String
  ) -> Identifier? {
    record[name].flatMap { record.reader.name(bytes, $0, name) }
  }

  /// Returns the reason why a Session of that status is not used; nil if it is used.
  private static func status(_ bytes: Span<UInt8>, _ record: inout JSONRecord) -> String? {
    guard let value = record.required("status") else { return nil }
    let known = ["ACTIVE", "COMPLETED", "INVALID", "PENDING", "RESERVATION"]
    let status = String(decoding: record.reader.text(bytes, value), as: UTF8.self)
    guard value.kind == .text, known.contains(status) else {
      record.reader.report(
        value.range, .wrongType, "unknown status \(record.reader.shown(bytes, value))",
        hint: "It is one of \(known.joined(separator: ", ")).")
      return nil
    }
    return status == "COMPLETED" ? nil : "a Session that is \(status)"
  }

  private static func readStay(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, charger: Identifier,
    into object: inout Object,
    _ reading: inout RecordReading
  ) {
    let start = record.time(
      bytes, record.required("start_date_time"), "start_date_time", into: &reading)
    guard let end = record["end_date_time"] else {
      if record.reader.problems.isEmpty { object.reason = "has no end_date_time" }
      return
    }
    let departure = record.time(bytes, end, "end_date_time", into: &reading)
    let periods = periods(bytes, &record, &reading)
    let name = object.isCDR ? "total_energy" : "kwh"
    if let value = record[name], JSONRecord.isNegative(bytes, value) {
      object.reason = "fed back more energy than it received"
      return
    }
    object.fedGrid = periods.contains(where: \.fedGrid)
    let delivered = record.energy(bytes, name)
    let parking = record["total_parking_time"].flatMap { hours(bytes, $0, &record) }
    guard var arrival = start, let departure, let delivered else { return }
    let reserved = periods.prefix { $0.isReservation }
    if !reserved.isEmpty {
      guard reserved.count < periods.count else {
        object.reason = "a reservation without charging"
        return
      }
      arrival = max(arrival, periods[reserved.count].start)
      object.hadReservation = true
    }
    var session = RecordedSession(
      id: object.id, charger: charger, connector: 1, arrival: arrival, departure: departure,
      delivered: delivered)
    if let parking {
      session.done = Instant(milliseconds: departure.milliseconds - parking.milliseconds)
    }
    session.maxPower = periods.compactMap { max($0.maxPower ?? .zero, $0.power ?? .zero) }.max()
    if session.maxPower == .zero { session.maxPower = nil }
    session.samples = samples(periods, until: departure)
    object.session = session
  }

  // MARK: Periods

  /// A charging period, from its start to the next one's start, or to the session's end.
  private struct Period {
    var start: Instant
    var energy: Energy?
    var maxPower: Power?
    var power: Power?
    var isReservation = false
    /// True if a measured value is negative: energy went back to the grid.
    var fedGrid = false
  }

  private static func periods(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ reading: inout RecordReading
  ) -> [Period] {
    var periods: [Period] = []
    for value in RecordText.elements(bytes, record["charging_periods"]) {
      var fields = JSONRecord(bytes, value, kind: "a charging period")
      let start = fields.time(
        bytes, fields.required("start_date_time"), "start_date_time", into: &reading)
      var period = Period(start: start ?? Instant(milliseconds: 0))
      for value in RecordText.elements(bytes, fields["dimensions"]) {
        readDimension(bytes, value, &fields, into: &period)
      }
      record.reader.problems += fields.reader.problems
      periods.append(period)
    }
    return periods.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }.map(\.element)
  }

  private static func readDimension(
    _ bytes: Span<UInt8>, _ value: RawValue, _ record: inout JSONRecord, into period: inout Period
  ) {
    var dimension = JSONRecord(bytes, value, kind: "a dimension")
    if let type = dimension.name(bytes, "type") {
      let isMeasured = ["ENERGY", "MAX_POWER", "POWER"].contains(type.text)
      if isMeasured, let volume = dimension["volume"], JSONRecord.isNegative(bytes, volume) {
        period.fedGrid = true
        return
      }
      switch type.text {
      case "ENERGY": period.energy = dimension.energy(bytes, "volume")
      case "MAX_POWER": period.maxPower = power(bytes, &dimension)
      case "POWER": period.power = power(bytes, &dimension)
      case "RESERVATION_TIME": period.isReservation = true
      default: break  // currents, times, states of charge
      }
    }
    record.reader.problems += dimension.reader.problems
  }

  private static func power(_ bytes: Span<UInt8>, _ record: inout JSONRecord) -> Power? {
    record.required("volume").flatMap { record.reader.power(bytes, $0, "volume") }
  }

  private static func hours(
    _ bytes: Span<UInt8>, _ value: RawValue, _ record: inout JSONRecord
  ) -> TimeSpan? {
    // Reads millionths of an hour; each is 3.6 ms.
    guard value.kind == .number,
      case .thousandths(let millionths) = DecimalNumber.read(
        bytes, in: value.content, maximum: 1_000_000_000_000, decimals: 6)
    else {
      record.reader.report(
        value.range, .notANumber, "\"total_parking_time\" must be a number of hours")
      return nil
    }
    return TimeSpan(milliseconds: millionths * 36 / 10)
  }

  /// Returns the power of each period: as stated, else the mean of its energy.
  private static func samples(_ periods: [Period], until end: Instant) -> [RecordedSession.Sample] {
    var samples: [RecordedSession.Sample] = []
    for (index, period) in periods.enumerated() where !period.isReservation {
      let next = index + 1 < periods.count ? periods[index + 1].start : end
      var power = period.power
      if period.fedGrid { power = .zero }
      if power == nil, let energy = period.energy, period.start < next {
        power = min(energy.meanPower(over: next - period.start), .maximum)
      }
      if let power { samples.append(.init(time: period.start, power: power)) }
    }
    return samples
  }

  // MARK: Which ones count

  private static func keep(_ objects: [Object], into reading: inout RecordReading) {
    let latest = latestVersions(objects, into: &reading)
    let cdrs = latest.filter(\.isCDR)
    let credits = cdrs.filter(\.isCredit)
    let corrected = Set(credits.compactMap(\.creditReference))
    let present = Set(cdrs.map(\.id))
    let billed = Set(cdrs.compactMap(\.sessionID))
    for object in latest {
      if object.isCredit {
        let isHere = object.creditReference.map(present.contains) ?? false
        reading.leftOut.count(
          isHere ? "a credit CDR" : "a credit CDR for a CDR that is not in the file")
      } else if object.isCDR, corrected.contains(object.id) {
        reading.leftOut.count("cancelled by a credit CDR")
      } else if !object.isCDR, billed.contains(object.id) {
        reading.leftOut.count("a Session whose CDR is in the file")
      } else if let reason = object.reason {
        reading.leftOut.count(reason)
      } else if let session = object.session {
        reading.sessions.append(session)
        if let location = object.location { reading.sites.insert(location) }
        if object.hadReservation { reading.assumed.count("begins after a reservation") }
        if object.fedGrid {
          reading.assumed.count("fed the grid at times, counted as drawing nothing")
        }
      }
    }
  }

  /// Returns the latest version of each object by `last_updated`, else the last one in the file.
  private static func latestVersions(
    _ objects: [Object], into reading: inout RecordReading
  ) -> [Object] {
    var latest: [Key: Int] = [:]
    for (index, object) in objects.enumerated() {
      let key = Key(id: object.id, isCDR: object.isCDR)
      if let other = latest[key], let old = objects[other].lastUpdated,
        let new = object.lastUpdated, new < old
      {
        continue
      }
      latest[key] = index
    }
    let kept = Set(latest.values)
    reading.leftOut.count("replaced by a later version", objects.count - kept.count)
    return objects.indices.filter(kept.contains).map { objects[$0] }
  }

  private struct Key: Hashable {
    let id: Identifier
    let isCDR: Bool
  }
}
