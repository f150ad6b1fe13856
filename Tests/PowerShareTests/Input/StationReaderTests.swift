import Testing

@testable import PowerShare

@Suite struct StationReaderTests {
  private static func read(
    _ text: String, _ format: StationReader.Format
  ) -> (station: StationConfig?, diagnostics: [Diagnostic]) {
    StationReader.read(name: "station", text: Array(text.utf8), format: format)
  }

  private static let expected = Result {
    try StationConfig(
      stationId: "ELECTRA_PARIS_15", gridCapacity: .kW(400),
      chargers: [
        Charger(id: "CP001", maxPower: Power(watts: 200_500), connectors: .alike(count: 2)),
        Charger(id: "CP002", maxPower: .kW(50), connectors: .alike(count: 1_000)),
      ])
  }

  @Test(arguments: [
    "stationId,gridCapacity,chargerId,maxPower,connectors\n"
      + "ELECTRA_PARIS_15,400,CP001,200.5,2\n,,CP002,50,1000\n",
    "\u{FEFF}chargerId;connectors;maxPower;gridCapacity;stationId\r\n"
      + "CP001;2;200,5;400,0;ELECTRA_PARIS_15\r\n\r\nCP002;1000;50;400;\"ELECTRA_PARIS_15\"",
    "stationId\tgridCapacity\tchargerId\tmaxPower\tconnectors\n"
      + "ELECTRA_PARIS_15\t400\tCP001\t200.5\t2.0\n\t\tCP002\t5e1\t1e3\n\n",
  ])
  func `a station is read from CSV`(text: String) throws {
    let (station, diagnostics) = Self.read(text, .csv)
    #expect(try station == Self.expected.get())
    #expect(diagnostics.map(\.code) == [.sharedCharger])
  }

  @Test(arguments: [
    #"{"stationId": "ELECTRA_PARIS_15", "gridCapacity": 400, "chargers": [{"id": "CP001", "#
      + #""maxPower": 200.5, "connectors": 2},{"id":"CP002","maxPower":5e1,"connectors":1000}]}"#,
    "\u{FEFF}\r\n" + #"{"$schema": "x", "chargers": [{"maxPower": 200.5, "connectors": 2.0, "id": "#
      + #""CP\u0030\u00301"},{"connectors":1e3,"id":"CP002","maxPower":50}],"#
      + #""gridCapacity": 400.0001, "stationId": "ELECTRA_PARIS_15"}"# + "\n",
  ])
  func `a station is read from JSON`(text: String) throws {
    let (station, diagnostics) = Self.read(text, .json)
    #expect(try station == Self.expected.get())
    #expect(diagnostics.map(\.code) == [.sharedCharger])
  }

  @Test func `connectors may differ`() {
    let text =
      #"{"stationId":"S","gridCapacity":1,"chargers":[{"id":"A","maxPower":9,"connectors":"#
      + #"[{"maxPower":22},{"maxPower":0.5}]}]}"#
    let connectors = Self.read(text, .json).station?.chargers[0].connectors
    #expect(connectors == .individual([.kW(22), Power(watts: 500)]))
    #expect(connectors?.count == 2)
    #expect(connectors?.maxPower(of: 2) == Power(watts: 500))
    #expect(Connectors.alike(count: 3).maxPower(of: 3) == nil)
  }

  @Test(.tags(.property)) func `a station that is written is read again`() throws {
    for seed in PropertyCases.seeds(100) {
      var random = SplitMix64(seed: seed)
      let station = try RandomTimeline(using: &random, count: 0).station
      let json = Self.read(StationText.json(station), .json)
      #expect(
        json.station == station && json.diagnostics.allSatisfy { $0.isAboutValues }, "seed \(seed)")
      let alike = try StationConfig(
        stationId: station.stationId, gridCapacity: station.gridCapacity,
        chargers: station.chargers.map {
          Charger(
            id: $0.id, maxPower: $0.maxPower, connectors: .alike(count: $0.connectors.count))
        })
      #expect(Self.read(StationText.csv(alike), .csv).station == alike, "seed \(seed)")
    }
  }

  // MARK: Problems

  struct Case: CustomTestStringConvertible {
    let codes: [DiagnosticCode]
    let format: StationReader.Format
    /// The text, with marks around the first problem.
    let text: String

    var testDescription: String { "\(format.rawValue) \(codes) \(text)" }

    init(_ codes: DiagnosticCode..., json text: String) {
      (self.codes, format, self.text) = (codes, .json, text)
    }

    init(_ codes: DiagnosticCode..., chargers text: String) {
      self.codes = codes
      format = .json
      self.text = "{\"stationId\":\"S\",\"gridCapacity\":1,\"chargers\":\n\(text)}"
    }

    init(_ codes: DiagnosticCode..., csv text: String) {
      (self.codes, format, self.text) = (codes, .csv, text)
    }

    init(_ codes: DiagnosticCode..., rows text: String) {
      self.codes = codes
      format = .csv
      self.text = "stationId,gridCapacity,chargerId,maxPower,connectors\n" + text
    }
  }

  private static let good = #"[{"id":"A","maxPower":1,"connectors":1}]"#

  private static let json: [Case] = [
    Case(.invalidJSON, json: "⟦⟧"), Case(.invalidJSON, json: "{\"stationId\":⟦x⟧}"),
    Case(.invalidJSON, json: "{} ⟦{⟧}"), Case(.invalidJSON, json: "{\"stationId\": \"S⟦\n⟧\"}"),
    Case(.wrongType, json: "⟦[]⟧"),
    Case(.missingField, .missingField, .missingField, json: "⟦{⟧}"),
    Case(
      .duplicateKey,
      json: "{\"stationId\":\"S\",⟦\"stationId\"⟧:\"S\",\"gridCapacity\":1,\"chargers\":\(good)}"),
    Case(.wrongType, json: "{\"stationId\":⟦5⟧,\"gridCapacity\":1,\"chargers\":\(good)}"),
    Case(.emptyName, json: "{\"stationId\":⟦\"\"⟧,\"gridCapacity\":1,\"chargers\":\(good)}"),
    Case(.missingField, json: "{\"stationId\":⟦null⟧,\"gridCapacity\":1,\"chargers\":\(good)}"),
    Case(.wrongType, json: "{\"stationId\":\"S\",\"gridCapacity\":⟦\"1\"⟧,\"chargers\":\(good)}"),
    Case(.negativeValue, json: "{\"stationId\":\"S\",\"gridCapacity\":⟦-1⟧,\"chargers\":\(good)}"),
    Case(.outOfRange, json: "{\"stationId\":\"S\",\"gridCapacity\":⟦1e7⟧,\"chargers\":\(good)}"),
    Case(
      .unknownKey,
      json: "{\"stationId\":\"S\",\"gridCapacity\":1,⟦\"gridCapcity\"⟧:1,\"chargers\":\(good)}"),
    Case(.wrongType, chargers: "⟦{}⟧"), Case(.noChargers, chargers: "⟦[]⟧"),
    Case(.wrongType, chargers: "[⟦\"A\"⟧]"),
    Case(.missingField, .missingField, .missingField, chargers: "[⟦{⟧}]"),
    Case(.wrongType, chargers: #"[{"id":⟦1⟧,"maxPower":1,"connectors":1}]"#),
    Case(
      .duplicateCharger,
      chargers:
        #"[{"id":"A","maxPower":1,"connectors":1},{"id":⟦"\u0041"⟧,"maxPower":1,"connectors":1}]"#),
    Case(.wrongType, chargers: #"[{"id":"A","maxPower":⟦true⟧,"connectors":1}]"#),
    Case(.wrongType, chargers: #"[{"id":"A","maxPower":1,"connectors":⟦"2"⟧}]"#),
    Case(.outOfRange, chargers: #"[{"id":"A","maxPower":1,"connectors":⟦0⟧}]"#),
    Case(.outOfRange, chargers: #"[{"id":"A","maxPower":1,"connectors":⟦1001⟧}]"#),
    Case(.notAnInteger, chargers: #"[{"id":"A","maxPower":1,"connectors":⟦1.5⟧}]"#),
    Case(.outOfRange, chargers: #"[{"id":"A","maxPower":1,"connectors":⟦[]⟧}]"#),
    Case(.wrongType, chargers: #"[{"id":"A","maxPower":1,"connectors":[⟦22⟧]}]"#),
    Case(.missingField, chargers: #"[{"id":"A","maxPower":1,"connectors":[⟦{⟧}]}]"#),
    Case(.unknownKey, chargers: #"[{"id":"A","maxPower":1,⟦"power"⟧:2,"connectors":1}]"#),
    Case(
      .unknownKey, chargers: #"[{"id":"A","maxPower":1,"connectors":[{"maxPower":1,⟦"id"⟧:2}]}]"#),
  ]

  private static let csv: [Case] = [
    Case(.invalidCSV, csv: "⟦⟧"), Case(.invalidCSV, csv: "⟦S,400,A,1,1⟧\n"),
    Case(.missingField, csv: "⟦stationId,gridCapacity,chargerId,maxPower⟧\nS,1,A,1\n"),
    Case(
      .duplicateColumn, csv: "stationId,gridCapacity,chargerId,maxPower,connectors,⟦maxPower⟧\n"),
    Case(.noChargers, csv: "stationId,gridCapacity,chargerId,maxPower,connectors⟦\n⟧"),
    Case(.unclosedQuote, csv: "stationId,\"gri⟦d⟧"),
    Case(
      .unknownColumn,
      csv: "stationId,gridCapacity,chargerId,maxPower,connectors,⟦note⟧\nS,1,A,1,1,\n"),
    Case(.missingField, rows: "⟦⟧,1,A,1,1\n"), Case(.missingField, rows: "S,⟦⟧,A,1,1\n"),
    Case(.missingField, rows: "S,1,⟦⟧,1,1\n"), Case(.missingField, rows: "S,1,A,⟦⟧,1\n"),
    Case(.missingField, rows: "S,1,A,1,⟦⟧\n"), Case(.notANumber, rows: "S,1,A,⟦x⟧,1\n"),
    Case(.outOfRange, rows: "S,1,A,1,⟦0⟧\n"), Case(.negativeValue, rows: "S,⟦-1⟧,A,1,1\n"),
    Case(.duplicateCharger, rows: "S,1,A,1,1\n,,⟦\"A\"⟧,1,1\n"),
    Case(.conflictingValue, rows: "S,1,A,1,1\n⟦T⟧,1,B,1,1\n"),
    Case(.conflictingValue, rows: "S,1,A,1,1\nS,⟦2⟧,B,1,1\n"),
    Case(.tooFewFields, rows: "S,1,A,⟦1⟧\n"), Case(.tooManyFields, rows: "S,1,A,1,1,⟦⟧\n"),
    Case(.invalidCSV, rows: "S,1,A,1,1\n,,B⟦\"⟧,1,1\n,,C,1,1\n"),
    Case(.unclosedQuote, rows: "S,1,A,1,1\n,,\"B,1,1⟦\n⟧"),
  ]

  @Test(arguments: json + csv) func `a problem has its code and its place`(example: Case) throws {
    let marked = MarkedText(example.text)
    let (station, diagnostics) = Self.read(marked.text, example.format)
    #expect(diagnostics.map(\.code) == example.codes)
    let place = try #require(diagnostics.first?.place)
    #expect([place.line, place.column] == [marked.line, marked.column])
    if marked.lineText.unicodeScalars.count < 40 { #expect(place.caretLength == marked.length) }
    let isRefused = diagnostics.contains { $0.severity == .error }
    #expect((station == nil) == isRefused)
  }

  @Test func `too many connectors are refused without keeping them`() {
    let connectors = Array(repeating: "{\"maxPower\":1}", count: 1_001).joined(separator: ",")
    let text =
      #"{"stationId":"S","gridCapacity":1,"chargers":[{"id":"A","maxPower":1,"connectors":["#
      + connectors + "]}]}"
    #expect(Self.read(text, .json).diagnostics.map(\.code) == [.outOfRange])
  }

  @Test(arguments: [
    ("a.json", "", StationReader.Format.json), ("a.JSON", "x", .json), ("a.csv", "{", .csv),
    ("a.tsv", "{", .csv), ("-", " \n{", .json), ("-", "[", .json), ("-", "\u{FEFF}{", .json),
    ("-", "stationId", .csv), ("-", "", .csv),
  ])
  func `the format follows the extension or the first character`(
    name: String, text: String, format: StationReader.Format
  ) {
    #expect(StationReader.Format(fileName: name, text: Array(text.utf8)) == format)
  }
}
