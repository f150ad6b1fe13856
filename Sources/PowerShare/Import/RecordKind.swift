/// A kind of file, or of JSON object, that systems for charging write.
enum RecordKind: String {
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
  case otherJSON = "other JSON"
  case log = "a log of OCPP messages"
  case xml = "XML, as OCPP-S (SOAP) sends"
  case steve = "a table of SteVe's transactions"
  case elaad = "a table of ElaadNL"
  case table = "a table"

  /// The advice for such records.
  var hint: String {
    switch self {
    case .acnSession: "Use: sems-plan import acn FILE"
    case .cdr, .session: "Use: sems-plan import ocpi FILE"
    case .oldCDR, .oldSession:
      "CDRs and Sessions of OCPI 2.1.1, 2.2 and 2.2.1 are read. For others use: "
        + "sems-plan import csv FILE --map …"
    case .location, .evse, .connector, .tariff, .token, .versions:
      "Charging sessions are in CDRs and Sessions: fetch those."
    case .answer: "Its status_message says why."
    case .otherJSON: "For records as JSON objects use: sems-plan import csv FILE --map …"
    case .log: "Use: sems-plan import ocpp FILE"
    case .xml: "Only OCPP-J is read: messages in JSON."
    case .steve:
      "Use: sems-plan import csv FILE --map meterStart:Wh=start_value,meterStop:Wh=stop_value,…"
    case .elaad: "Use: sems-plan import elaad FILE"
    case .table: "For a table use: sems-plan import csv FILE --map …"
    }
  }

  // MARK: JSON objects

  /// Finds the kind of a JSON record by its members; nil if they fit no kind.
  init?(_ bytes: Span<UInt8>, _ record: JSONRecord) {
    func has(_ names: String...) -> Bool { names.allSatisfy { record[$0] != nil } }
    func hasAny(_ names: [String]) -> Bool { names.contains { record[$0] != nil } }
    if hasAny(["connectionTime", "kWhDelivered"]) || has("sessionID", "stationID") {
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

  // MARK: Files

  /// The number of bytes at the beginning of a file in which marks of its kind are looked for.
  private static let length = 65_536

  /// Finds the kind of a file by its beginning; nil if it is empty or of no known kind.
  init?(_ source: SourceText) {
    let storage = source.storage
    let bytes = storage.span
    let text = source.start..<source.end
    guard let start = text.first(where: { bytes[$0] > UInt8(ascii: " ") }) else { return nil }
    var beginning: [UInt8] = []
    for place in start..<min(start + Self.length, text.upperBound) {
      beginning.append(bytes[place])
    }
    let header = beginning.prefix { $0 != UInt8(ascii: "\n") }
    func names(_ words: String...) -> Bool { words.allSatisfy { Self.contains(header, $0) } }
    if Self.isLog(bytes, text) {
      self = .log
    } else if beginning[0] == UInt8(ascii: "<") || Self.contains(beginning[...], "urn://Ocpp/") {
      self = .xml
    } else if beginning[0] == UInt8(ascii: "{") || beginning[0] == UInt8(ascii: "[") {
      self = Self.ofFirstObject(source) ?? .otherJSON
    } else if names("charge_box_id") {
      self = .steve
    } else if names("TransactionId", "ChargePoint") {
      self = .elaad
    } else if header.contains(where: { ",;\t".utf8.contains($0) }) {
      self = .table
    } else {
      return nil
    }
  }

  /// True if the beginning of a text has an OCPP message, at its start or behind other text.
  static func isLog(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
    guard let start = text.first(where: { bytes[$0] > UInt8(ascii: " ") }) else { return false }
    let isJSON = bytes[start] == UInt8(ascii: "[") || bytes[start] == UInt8(ascii: "{")
    // A line of a log may begin with a time.
    let places = isJSON ? start..<start + 1 : start..<min(text.upperBound, start + 4_096)
    return places.contains { isMessage(bytes, at: $0, end: text.upperBound) }
  }

  /// True if an OCPP message, `[2,"`, begins at a place.
  private static func isMessage(_ bytes: Span<UInt8>, at place: Int, end: Int) -> Bool {
    var wanted: [ClosedRange<UInt8>] = [
      UInt8(ascii: "[")...UInt8(ascii: "["), UInt8(ascii: "2")...UInt8(ascii: "4"),
      UInt8(ascii: ",")...UInt8(ascii: ","), UInt8(ascii: "\"")...UInt8(ascii: "\""),
    ]
    wanted.reverse()
    for position in place..<min(end, place + 16) where bytes[position] > UInt8(ascii: " ") {
      guard let next = wanted.popLast(), next ~= bytes[position] else { return false }
      if wanted.isEmpty { return true }
    }
    return false
  }

  private static func ofFirstObject(_ source: SourceText) -> RecordKind? {
    var options = ImportOptions()
    options.skipsBadRecords = true  // so that the file may be cut off
    var reading = RecordReading(options)
    var kind: RecordKind?
    var isFirst = true
    RecordText.forEachRecord(source, kind: "", into: &reading) { bytes, value, _ in
      if isFirst { kind = RecordKind(bytes, JSONRecord(bytes, value, kind: "")) }
      isFirst = false
    }
    return kind
  }

  private static func contains(_ text: ArraySlice<UInt8>, _ word: String) -> Bool {
    let word = Array(word.utf8)
    return text.indices.dropLast(word.count - 1).contains { place in
      word.indices.allSatisfy { text[place + $0] == word[$0] }
    }
  }

  // MARK: Problems

  /// Returns the problem that a file is not a table that a format reads but another kind of file;
  /// nil if it may be such a table.
  static func problem(of source: SourceText, for format: RecordFormat) -> RangedProblem? {
    guard let kind = RecordKind(source), kind != .table, kind != .elaad,
      format == .elaad || kind == .log || kind == .xml
    else { return nil }
    return RangedProblem(
      range: source.start..<source.start + 1, code: .wrongType,
      message: "the file holds another kind of record: \(kind.rawValue)", hint: kind.hint)
  }
}

/// The objects in a file that are of other kinds than its reader expects.
struct OtherObjects {
  private var first: RangedProblem?
  private var count = 0

  /// Counts an object as left out.
  mutating func note(
    _ kind: RecordKind, at range: Range<Int>, into reading: inout RecordReading
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
