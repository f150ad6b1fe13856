/// The data of a CDR or a Session of OCPI.
struct OCPIObject {
  var id: Identifier
  var isCDR: Bool
  /// The party that it belongs to, such as `FR-CPO`; nil if it names none, as in OCPI 2.1.1.
  var party: Identifier?
  var lastUpdated: Instant?
  /// The id of the Session that a CDR bills.
  var sessionID: Identifier?
  var isCredit = false
  var creditReference: Identifier?
  var location: Identifier?
  /// The energy; nil for a credit CDR, which takes back that of another.
  var energy: Energy?
  var session: RecordedSession?
  /// The reason why it is not used; nil if it is.
  var reason: String?
  /// True if it began with a reservation, which is cut off.
  var hadReservation = false
  /// True if the vehicle fed energy to the grid in some period.
  var fedGrid = false
  /// True if a connector with three phases has a voltage that phases have to each other.
  var hasLineVoltage = false
  /// The energy of its periods above that of the record; nil if there is none.
  var excess: Energy?
  /// A figure that is about a thousand times the energy, or a thousandth of it.
  var contradiction: (place: Range<Int>, figure: String)?

  /// Reads a CDR or a Session; returns nil if that has problems, which its reader then holds.
  ///
  /// - Parameter energy: Is set to the energy of the record, if it has one.
  static func read(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, isCDR: Bool, _ energy: inout Energy?,
    _ reading: inout RecordReading
  ) -> OCPIObject? {
    guard record.reader.problems.isEmpty, let id = record.name(bytes, "id") else { return nil }
    var object = OCPIObject(id: id, isCDR: isCDR)
    object.party = party(bytes, &record)
    object.lastUpdated = record.time(bytes, record["last_updated"], "last_updated", into: &reading)
    if isCDR {
      object.sessionID = record.optionalName(bytes, "session_id")
      object.isCredit = record["credit"]?.kind == .true
      object.creditReference = record.optionalName(bytes, "credit_reference_id")
      // Its energy has a sign that differs between systems, and is not used.
      if object.isCredit { return object }
    }
    let name = isCDR ? "total_energy" : "kwh"
    if record[name] != nil { energy = record.signedEnergy(bytes, name) }
    object.energy = energy
    if !isCDR, let reason = reason(bytes, &record) {
      object.reason = reason
      return object
    }
    if energy == nil, record.reader.problems.isEmpty { _ = record.required(name) }
    guard let place = OCPIPlace.read(bytes, &record, isCDR: isCDR, &reading) else { return nil }
    object.location = place.location
    object.hasLineVoltage = place.hasLineVoltage
    object.reason = place.reason
    if let evse = place.evse {
      object.readStay(bytes, &record, at: evse, place.leastRating, &reading)
    }
    return object
  }

  /// Returns the party that a record belongs to, in capitals.
  private static func party(_ bytes: Span<UInt8>, _ record: inout JSONRecord) -> Identifier? {
    let country = record.optionalName(bytes, "country_code")
    let party = record.optionalName(bytes, "party_id")
    let names = [country, party].compactMap { $0?.text.uppercased() }
    return names.isEmpty ? nil : Identifier(names.joined(separator: "-"))
  }

  /// Returns the reason why a Session of that status is not used; nil if it is used.
  private static func reason(_ bytes: Span<UInt8>, _ record: inout JSONRecord) -> String? {
    guard let value = record.required("status") else { return nil }
    let known = ["ACTIVE", "COMPLETED", "INVALID", "PENDING", "RESERVATION"]
    let status = String(decoding: record.reader.text(bytes, value), as: UTF8.self).uppercased()
    guard value.kind == .text, known.contains(status) else {
      record.reader.report(
        value.range, .wrongType, "unknown status \(record.reader.shown(bytes, value))",
        hint: "It is one of \(known.joined(separator: ", ")).")
      return nil
    }
    return status == "COMPLETED" ? nil : "a Session that is \(status)"
  }

  // MARK: The stay

  private mutating func readStay(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, at evse: Identifier,
    _ leastRating: Power?, _ reading: inout RecordReading
  ) {
    // OCPI 2.1.1 has a location where 2.2.1 has a part of one, and other names of the times.
    let isOlder = record["location"] != nil
    let starts = ["start_date_time", "start_datetime"]
    let ends = ["end_date_time", "stop_date_time", "end_datetime"]
    let start = record.first(of: starts)
    if start == nil { _ = record.required(isOlder && !isCDR ? starts[1] : starts[0]) }
    let first = record.time(bytes, start?.value, start?.name ?? starts[0], into: &reading)
    guard let end = record.first(of: ends) else {
      if record.reader.problems.isEmpty {
        reason = "has no \(isOlder ? ends[isCDR ? 1 : 2] : ends[0])"
      }
      return
    }
    let last = record.time(bytes, end.value, end.name, into: &reading)
    let periods = OCPIPeriods.read(bytes, &record, until: last, &reading)
    var parking: TimeSpan?
    if let value = record["total_parking_time"] {
      parking = OCPIPeriods.hours(bytes, value, "total_parking_time", &record.reader)
    }
    guard var arrival = first, let departure = last, let energy else { return }
    if periods.areReserved {
      reason = "a reservation without charging"
      return
    }
    if let charging = periods.endOfReservation {
      arrival = max(arrival, charging)
      hadReservation = true
    }
    var session = RecordedSession(
      id: id, charger: evse, connector: 1, arrival: arrival, departure: departure,
      delivered: energy)
    if let parking = parking ?? periods.parking {
      session.done = Instant(milliseconds: departure.milliseconds - parking.milliseconds)
    }
    session.leastRating = leastRating
    fedGrid = periods.fedGrid
    if let figure = periods.contradiction(energy),
      let value = record[isCDR ? "total_energy" : "kwh"]
    {
      contradiction = (value.range, figure)
    } else {
      session.maxPower = periods.maxPower
      session.samples = periods.samples
      session.periodMean = periods.highestMean
      excess = periods.excess(over: energy)
    }
    self.session = session
  }
}

/// The place of a CDR or a Session.
struct OCPIPlace {
  /// The EVSE; nil if there is a ``reason`` why the record is not used.
  var evse: Identifier?
  var location: Identifier?
  var reason: String?
  /// The highest power that a connector of the EVSE has by its voltage and current; nil if the
  /// record does not state them.
  var leastRating: Power?
  /// True if a connector with three phases has a voltage that phases have to each other.
  var hasLineVoltage = false

  /// Reads the place of a record; reports a missing one and returns nil.
  static func read(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, isCDR: Bool, _ reading: inout RecordReading
  ) -> OCPIPlace? {
    if let location = record["location"], record["cdr_location"] == nil {
      return older(bytes, &record, location, &reading)
    }
    var place = record
    if isCDR {
      guard let location = record.required("cdr_location") else { return nil }
      place = JSONRecord(bytes, location, kind: "cdr_location")
    }
    var result = OCPIPlace()
    if place.reader.problems.count <= (isCDR ? 0 : record.reader.problems.count) {
      result.evse = place.name(bytes, "evse_uid")
      result.location = place.optionalName(bytes, isCDR ? "id" : "location_id")
    }
    if isCDR {
      record.reader.problems += place.reader.problems
    } else {
      record.reader = place.reader
    }
    if result.evse == "#NA" {
      result.evse = nil
      result.reason = "a reservation without charging (evse_uid #NA)"
      return result
    }
    return result.evse == nil ? nil : result
  }

  /// Reads the location of a record of OCPI 2.1.1, which has the EVSE and its connectors.
  private static func older(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ location: RawValue,
    _ reading: inout RecordReading
  ) -> OCPIPlace? {
    var fields = JSONRecord(bytes, location, kind: "location")
    defer { record.reader.problems += fields.reader.problems }
    guard fields.reader.problems.isEmpty else { return nil }
    var place = OCPIPlace()
    place.location = fields.optionalName(bytes, "id")
    guard let list = fields.required("evses") else { return nil }
    let evses = RecordText.elements(bytes, list)
    guard evses.count == 1, let only = evses.first else {
      if list.kind != .array {
        fields.reader.report(
          list.range, .wrongType, "\"evses\" must be an array, not \(list.typeName)")
        return nil
      }
      place.reason =
        evses.isEmpty
        ? "at a location without an EVSE"
        : "at a location with several EVSEs, without saying at which"
      return place
    }
    var evse = JSONRecord(bytes, only, kind: "an EVSE")
    defer { fields.reader.problems += evse.reader.problems }
    guard evse.reader.problems.isEmpty, let uid = evse.name(bytes, "uid") else { return nil }
    place.evse = uid
    place.readConnectors(bytes, evse["connectors"], of: record["connector_id"], &reading)
    return place
  }

  /// Finds the highest power of connectors by voltage × current × phases.
  ///
  /// - Parameter used: The id of the connector that was used, to which alone a record that states
  ///   it is held; an EVSE counts as one connector, so otherwise the highest power counts.
  private mutating func readConnectors(
    _ bytes: Span<UInt8>, _ list: RawValue?, of used: RawValue?, _ reading: inout RecordReading
  ) {
    var connectors = RecordText.elements(bytes, list).map {
      JSONRecord(bytes, $0, kind: "a connector")
    }
    func text(_ value: RawValue?) -> [UInt8]? {
      value.flatMap { $0.kind == .text ? FieldReader(style: .json).text(bytes, $0) : nil }
    }
    if let id = text(used), connectors.contains(where: { text($0["id"]) == id }) {
      connectors.removeAll { text($0["id"]) != id }
    }
    for connector in connectors {
      guard let voltage = connector["voltage"], let amperage = connector["amperage"] else {
        continue
      }
      guard let volts = Self.thousandths(bytes, voltage),
        let amperes = Self.thousandths(bytes, amperage)
      else {
        reading.ignored.count(
          "voltages and amperages of connectors that are no number up to 10000",
          one: "voltage or amperage of a connector that is no number up to 10000")
        continue
      }
      let type = text(connector["power_type"]).map { String(decoding: $0, as: UTF8.self) }
      let phases = type?.uppercased() == "AC_3_PHASE" ? 3 : 1
      let power = Power(watts: volts * amperes * phases / 1_000_000)
      if phases == 3, volts > Self.highestPhaseVoltage { hasLineVoltage = true }
      if power > .zero { leastRating = max(leastRating ?? .zero, power) }
    }
  }

  /// The highest voltage that a phase has to neutral anywhere, in thousandths of a volt.
  private static let highestPhaseVoltage = 300_000

  /// Returns a number up to 10,000 in thousandths; nil for any other value.
  private static func thousandths(_ bytes: Span<UInt8>, _ value: RawValue) -> Int? {
    guard value.kind == .number,
      case .thousandths(let number) = DecimalNumber.read(
        bytes, in: value.content, maximum: 10_000_000)
    else { return nil }
    return number
  }
}
