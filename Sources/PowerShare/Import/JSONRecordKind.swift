/// A kind of JSON object that systems for charging exchange.
enum JSONRecordKind: String {
  case acnSession = "a session of ACN-Data"
  case cdr = "an OCPI CDR"
  case session = "an OCPI Session"
  case oldCDR = "an OCPI 2.0 CDR"
  case oldSession = "an OCPI 2.0 Session"
  case location = "an OCPI Location"
  case evse = "an OCPI EVSE"
  case connector = "an OCPI Connector"
  case tariff = "an OCPI Tariff"
  case token = "an OCPI Token"
  case versions = "a list of OCPI versions or endpoints"
  case answer = "an OCPI response without data"

  /// Finds the kind of a record by its members; nil if they fit no kind.
  init?(_ bytes: Span<UInt8>, _ record: JSONRecord) {
    func has(_ names: String...) -> Bool { names.allSatisfy { record[$0] != nil } }
    func hasAny(_ names: [String]) -> Bool { names.contains { record[$0] != nil } }
    if has("connectionTime") || has("sessionID", "stationID") {
      self = .acnSession
    } else if hasAny(Self.marksOfCDR), has("cdr_location") || !has("kwh") {
      self = Self.isOld(bytes, record) ? .oldCDR : .cdr
    } else if hasAny(["kwh", "start_date_time", "start_datetime"]) {
      self = Self.isOld(bytes, record) ? .oldSession : .session
    } else if hasAny(["evses", "coordinates"]) {
      self = .location
    } else if has("uid", "connectors") {
      self = .evse
    } else if has("standard", "power_type") {
      self = .connector
    } else if hasAny(["elements"]) {
      self = .tariff
    } else if hasAny(["whitelist", "visual_number"]) {
      self = .token
    } else if has("version", "url") || has("version", "endpoints") {
      self = .versions
    } else if has("status_code") {
      self = .answer
    } else if hasAny(["status", "location_id", "evse_uid"]) {
      self = .session
    } else {
      return nil
    }
  }

  /// Members that only a CDR has.
  private static let marksOfCDR = [
    "cdr_location", "total_energy", "total_usage", "total_time", "total_parking_time",
    "stop_date_time", "credit",
  ]

  /// True if a CDR or a Session is one of OCPI 2.0, which has one EVSE instead of a list.
  private static func isOld(_ bytes: Span<UInt8>, _ record: JSONRecord) -> Bool {
    if record["total_usage"] != nil, record["total_energy"] == nil { return true }
    guard let location = record["location"] else { return false }
    let members = RecordText.members(bytes, location)
    return members["evse"]?.kind == .object && members["evses"] == nil
  }

  /// The advice for such records.
  fileprivate var hint: String? {
    switch self {
    case .acnSession: "Use: sems-plan import acn FILE"
    case .cdr, .session: "Use: sems-plan import ocpi FILE"
    case .oldCDR, .oldSession:
      "CDRs and Sessions of OCPI 2.1.1, 2.2 and 2.2.1 are read. For others use: "
        + "sems-plan import csv FILE --map …"
    case .location, .evse, .connector, .tariff, .token, .versions:
      "Charging sessions are in CDRs and Sessions: fetch those."
    case .answer: "Its status_message says why."
    }
  }
}

/// The objects in a file that are of other kinds than its reader expects.
struct OtherObjects {
  private var first: RangedProblem?
  private var count = 0

  /// Counts an object as left out.
  mutating func note(
    _ kind: JSONRecordKind, at range: Range<Int>, into reading: inout RecordReading
  ) {
    count += 1
    reading.leftOut.count(kind.rawValue)
    if first == nil {
      first = RangedProblem(
        range: range.lowerBound..<range.lowerBound + 1, code: .wrongType,
        message: "the file holds another kind of record: \(kind.rawValue)", hint: kind.hint)
    }
  }

  /// Refuses the file if it holds nothing else.
  func finish(into reading: inout RecordReading) {
    if let first, count == reading.records { reading.refuse(first) }
  }
}
