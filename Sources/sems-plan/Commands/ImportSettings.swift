import PowerShare

/// The checked options and operands of `import`.
struct ImportSettings {
  let format: RecordFormat
  let path: String
  let options: ImportOptions
  let skipsBadRecords: Bool
  let config: String?
  let profile: String?

  /// The options of `import`, except those of the output.
  static let definitions: [Option] = [
    .writeConfig, .writeProfile, .demand, .maxPower, .anyConnector, .openLoop, .importTimeZone,
    .outputTimeZone, .map, .dateFormat, .decimalComma, .thousands, .headerLine, .encoding, .charger,
    .chargerAfter, .importOnError, .strict,
  ]

  private enum OnError: String {
    case stop, skip
  }

  init(_ arguments: ParsedArguments, _ streams: Streams) throws(Failure) {
    let formats = RecordFormat.allCases.map(\.rawValue)
    guard let name = arguments.operands.first else {
      throw .usage(
        message: "import needs a kind of records and a file",
        hint: "Type sems-plan import \(formats.joined(separator: "|")) FILE.")
    }
    guard let format = RecordFormat(name: name) else {
      let guess = Suggestion.nearest(to: name, among: formats)
      throw .usage(
        message: "unknown kind of records \"\(Suggestion.printable(name))\"",
        hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
          + "The kind is one of \(formats.joined(separator: ", ")).")
    }
    guard arguments.operands.count > 1 else {
      throw .usage(
        message: "import \(name) needs a file", hint: "Name a file, or - for standard input.")
    }
    self.format = format
    path = arguments.operands[1]
    skipsBadRecords = try arguments.choice(.importOnError, default: OnError.stop) == .skip
    config = arguments[.writeConfig]
    profile = arguments[.writeProfile]
    var options = try Self.options(arguments, format, streams)
    options.skipsBadRecords = skipsBadRecords
    self.options = options
    for option in [Option.writeConfig, .writeProfile] { try Self.checkName(option, arguments) }
  }

  private static func checkName(
    _ option: Option, _ arguments: ParsedArguments
  ) throws(Failure) {
    if let name = arguments[option]?.lowercased(),
      name.hasSuffix(".csv") || name.hasSuffix(".tsv")
    {
      throw .usage(
        message: "--\(option.name) writes JSON, but a file of that name "
          + (option == .writeConfig ? "is read as CSV" : "would be taken for CSV"),
        hint: "End the name with .json.")
    }
  }

  private static func options(
    _ arguments: ParsedArguments, _ format: RecordFormat, _ streams: Streams
  ) throws(Failure) -> ImportOptions {
    var options = ImportOptions()
    options.demand = try arguments.choice(.demand, default: .delivered)
    options.anyConnector = arguments.has(.anyConnector)
    options.isOpenLoop = arguments.has(.openLoop)
    if options.anyConnector, options.isOpenLoop {
      throw .usage(
        message: "--any-connector and --open-loop exclude each other",
        hint: "A vehicle that waits for a connector has no measured power to replay.")
    }
    if let text = arguments[.maxPower] {
      guard let power = Power(kilowatts: text), power > .zero else {
        throw .badNumber(text, for: .maxPower, needs: "a power in kW, from 0.001 to 1000000")
      }
      options.maxPower = power
    }
    if let charger = arguments[.charger] {
      guard !charger.isEmpty else { throw .badValue("", for: .charger, needs: "a name") }
      options.charger = Identifier(charger)
    }
    if let zone = arguments[.importTimeZone] { options.clock = try SiteClock.read(zone, streams) }
    if let zone = arguments[.outputTimeZone] {
      options.outputClock = try SiteClock.read(zone, streams)
    }
    options.isStrict = arguments.has(.strict)
    for text in arguments.all(.dateFormat) {
      guard let pattern = DatePattern(text) else {
        throw .badValue(
          text, for: .dateFormat,
          needs: "a date and a time in the format of strptime, such as '%d/%m/%Y %H:%M'")
      }
      options.datePatterns.append(pattern)
    }
    options.decimalComma = arguments.has(.decimalComma)
    try readLayout(arguments, into: &options)
    if options.decimalComma, options.thousands == "," {
      throw .usage(
        message: "--decimal-comma and --thousands , exclude each other",
        hint: "A comma is either the decimal sign or between thousands.")
    }
    options.columns = try columns(arguments, format)
    try refuseUnused(arguments, format)
    return options
  }

  /// Reads the options about the layout of a file.
  private static func readLayout(
    _ arguments: ParsedArguments, into options: inout ImportOptions
  ) throws(Failure) {
    options.encoding = try arguments.choice(.encoding, default: .utf8)
    if let text = arguments[.thousands] {
      let scalars = Array(text.unicodeScalars)
      guard scalars.count == 1, let character = scalars.first,
        !("0"..."9" ~= character), !"+-\"".unicodeScalars.contains(character)
      else {
        throw .badValue(
          text, for: .thousands, needs: "one character, such as a point, a comma or a space")
      }
      options.thousands = character
    }
    if let text = arguments[.headerLine] {
      guard text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let line = Int(text),
        1...1_000_000 ~= line
      else { throw .badNumber(text, for: .headerLine, needs: "a line from 1 to 1000000") }
      options.headerLine = line
    }
    if let text = arguments[.chargerAfter] {
      guard !text.isEmpty else { throw .badValue("", for: .chargerAfter, needs: "a text") }
      options.chargerAfter = text
    }
  }

  /// The clock on which the timeline states its times, and on which a profile has its hours.
  var outputClock: LocalClock { options.outputClock ?? options.clock ?? LocalClock(.zulu) }

  /// Refuses options that do not apply to the kind of records.
  private static func refuseUnused(
    _ arguments: ParsedArguments, _ format: RecordFormat
  ) throws(Failure) {
    let uses: [(Option, [RecordFormat])] = [
      (.map, [.csv]), (.dateFormat, [.csv, .elaad]),
      (.decimalComma, [.csv, .elaad]), (.thousands, [.csv, .elaad]),
      (.headerLine, [.csv, .elaad]), (.encoding, [.csv, .elaad]),
      (.charger, [.csv, .elaad, .ocpp]), (.chargerAfter, [.ocpp]),
      (.openLoop, [.ocpi, .ocpp]), (.demand, [.acn, .csv]),
    ]
    for (option, formats) in uses where arguments.has(option) && !formats.contains(format) {
      throw .usage(
        message: "--\(option.name) does not apply to \(format.rawValue) records",
        hint: "It applies to \(formats.map(\.rawValue).joined(separator: ", ")).")
    }
  }

  private static func columns(
    _ arguments: ParsedArguments, _ format: RecordFormat
  ) throws(Failure) -> ColumnMap {
    var map = ColumnMap()
    let fields = ColumnMap.Field.allCases.map(\.name)
    for text in arguments.all(.map) {
      do throws(ColumnMap.Problem) {
        try map.add(text)
      } catch {
        switch error {
        case .noColumn(let part):
          throw .badValue(
            part, for: .map, needs: "fields and columns, such as sessionId=Id,startTime=Begin")
        case .unknownField(let name):
          let guess = Suggestion.nearest(to: name, among: fields)
          throw .usage(
            message: "--map names an unknown field \"\(Suggestion.printable(name))\"",
            hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
              + "The fields are \(fields.joined(separator: ", ")).")
        case .unknownUnit(let unit, let known):
          throw .usage(
            message: "--map names an unknown unit \"\(Suggestion.printable(unit))\"",
            hint: known.isEmpty
              ? "That field has no unit." : "It is one of \(known.joined(separator: ", ")).")
        case .badFactor(let text):
          throw .usage(
            message: "--map has a unit with an unusable factor \"\(Suggestion.printable(text))\"",
            hint: "A factor is above 0 and has at most nine digits: "
              + "deliveredEnergy:kWh*0.25=Energy.")
        case .twice(let name):
          throw .usage(message: "--map names the field \(name) twice")
        }
      }
    }
    guard format == .csv else { return map }
    guard map.has(.startTime), map.hasEnergy,
      map.has(.endTime) || map.has(.duration)
    else {
      throw .usage(
        message: "import csv needs columns for startTime, deliveredEnergy, and endTime or duration",
        hint: "Add --map startTime=Begin,endTime=End,deliveredEnergy:Wh=Energy,chargerId=Station.")
    }
    return map
  }
}
