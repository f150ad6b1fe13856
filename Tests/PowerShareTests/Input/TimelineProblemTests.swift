import Testing

@testable import PowerShare

/// Every problem that a timeline may have, with its code and its place.
@Suite struct TimelineProblemTests {
  struct Case: CustomTestStringConvertible {
    let format: TimelineFormat
    let code: DiagnosticCode
    /// The text, with marks around the place.
    let text: String

    var testDescription: String { "\(format.rawValue) \(code.rawValue) \(text)" }

    init(_ code: DiagnosticCode, csv text: String) {
      (format, self.code, self.text) = (.csv, code, text)
    }

    init(_ code: DiagnosticCode, line text: String) {
      (format, self.code, self.text) = (.ndjson, code, text)
    }

    init(_ code: DiagnosticCode, json text: String) {
      (format, self.code, self.text) = (.json, code, text)
    }
  }

  private static let header = "time,event,sessionId,chargerId,idx,vehicleMaxPower,consumedPower\n"

  private static let ranks = "time,event,sessionId,vehicleMaxPower,priority,weight\n"

  private static let site = "time,event,loadId,power,maxPower,chargerId,groupId\n"

  static let csv: [Case] = [
    Case(.missingField, csv: header + "⟦⟧,stop,a,,,,\n"),
    Case(.missingField, csv: header + "0,⟦⟧,a,,,,\n"),
    Case(.missingField, csv: header + "0,stop,⟦⟧,,,,\n"),
    Case(.missingField, csv: header + "0,start,a,⟦⟧,1,5,\n"),
    Case(.missingField, csv: header + "0,start,a,A,1,⟦⟧,\n"),
    Case(.missingField, csv: header + "0,power-update,a,,,,⟦⟧\n"),
    Case(.missingField, csv: header + "0,stop,,A,⟦⟧,,\n"),
    Case(.missingField, csv: header + "⟦0⟧,grid-capacity,,,,,\n"),
    Case(.invalidTime, csv: header + "⟦noon⟧,stop,a,,,,\n"),
    Case(.invalidTime, csv: header + "⟦2026-02-30T00:00:00Z⟧,stop,a,,,,\n"),
    Case(.invalidTime, csv: header + "⟦2026-02-03T00:00:00⟧,stop,a,,,,\n"),
    Case(.invalidTime, csv: header + "⟦\"2026-02-03T\"\"00:00:00Z\"⟧,stop,a,,,,\n"),
    Case(.outOfRange, csv: header + "⟦1969-12-31T00:00:00Z⟧,stop,a,,,,\n"),
    Case(.outOfRange, csv: header + "⟦10000000000.001⟧,stop,a,,,,\n"),
    Case(.negativeValue, csv: header + "⟦-1⟧,stop,a,,,,\n"),
    Case(.unknownEvent, csv: header + "0,⟦stopp⟧,a,,,,\n"),
    Case(.unknownEvent, csv: header + "0,⟦config⟧,a,,,,\n"),
    Case(.unknownEvent, csv: header + "0,⟦Stop⟧,a,,,,\n"),
    Case(.notANumber, csv: header + "0,start,é,A,1,⟦fast⟧,\n"),
    Case(.notANumber, csv: header + "0,start,é,A,1,⟦\"1,5\"⟧,\n"),
    Case(.notANumber, csv: header + "0,start,é,A,1,⟦ 5⟧,\n"),
    Case(.notANumber, csv: header + "0,start,é,A,1,⟦\"5\"\"\"⟧,\n"),
    Case(.negativeValue, csv: header + "0,start,é,A,1,⟦-0.5⟧,\n"),
    Case(.outOfRange, csv: header + "0,start,é,A,1,⟦1000000.01⟧,\n"),
    Case(.notANumber, csv: header + "0,start,é,A,⟦one⟧,5,\n"),
    Case(.notAnInteger, csv: header + "0,start,é,A,⟦1.5⟧,5,\n"),
    Case(.negativeValue, csv: header + "0,start,é,A,⟦-1⟧,5,\n"),
    Case(.outOfRange, csv: header + "0,start,é,A,⟦1e10⟧,5,\n"),
    Case(.tooFewFields, csv: header + "0,stop,a,,,⟦⟧\n"),
    Case(.tooManyFields, csv: header + "0,stop,a,,,,,⟦x,y⟧\n"),
    Case(.invalidCSV, csv: header + "0,stop,a⟦\"⟧b,,,,\n"),
    Case(.invalidCSV, csv: header + "0,stop,\"a\"⟦b⟧,,,,\n"),
    Case(.unclosedQuote, csv: header + "0,stop,\"a\nb,c⟦d⟧"),
    Case(.unclosedQuote, csv: header + "0,stop,\"a\nb,c⟦é⟧"),
    Case(.unclosedQuote, csv: header + "0,stop,\"a\nb,c⟦\n⟧"),
    Case(.timeBackwards, csv: header + "5,stop,a,,,,\r\n⟦4.999⟧,stop,a,,,,\r\n"),
    Case(.mixedTimes, csv: header + "5,stop,a,,,,\n⟦2026-01-01T00:00:00Z⟧,stop,a,,,,\n"),
    Case(.mixedTimes, csv: header + "2026-01-01T00:00:00Z,stop,a,,,,\n\n⟦7⟧,stop,a,,,,\n"),
    Case(.invalidCSV, csv: "⟦⟧"), Case(.invalidCSV, csv: "\u{FEFF}⟦⟧"),
    Case(.invalidCSV, csv: "⟦0,stop,a⟧\n"), Case(.missingField, csv: "⟦time,sessionId⟧\n"),
    Case(.missingField, csv: "\u{FEFF}⟦sessionId,event⟧\na,stop\n"),
    Case(.unknownColumn, csv: "\u{FEFF}⟦Time⟧,event,sessionId\n0,stop,a\n"),
    Case(.duplicateColumn, csv: "time,event,⟦time⟧,sessionId\n0,stop,0,a\n"),
    Case(.unclosedQuote, csv: "time,\"eve⟦n⟧"), Case(.invalidCSV, csv: "time,a⟦\"⟧event\n"),
    Case(.invalidTime, csv: "\u{FEFF}time;event;sessionId\n⟦1,5,5⟧;stop;a\n"),
    Case(.notANumber, csv: "event\ttime\tgridCapacity\ngrid-capacity\t0\t⟦1,5⟧\n"),
    Case(.negativeValue, csv: "event;time;gridCapacity\ngrid-capacity;0,5;⟦-1,5⟧\n"),
    Case(.missingField, csv: header + "\"0\",⟦⟧,a,,,,\n"),
    Case(.outOfRange, csv: ranks + "0,start,a,5,⟦101⟧,\n"),
    Case(.outOfRange, csv: ranks + "0,start,a,5,⟦-101⟧,\n"),
    Case(.outOfRange, csv: ranks + "0,start,a,5,⟦\"-101\"⟧,\n"),
    Case(.outOfRange, csv: ranks + "0,start,a,5,⟦-1e99⟧,\n"),
    Case(.notAnInteger, csv: ranks + "0,start,a,5,⟦-0.0001⟧,\n"),
    Case(.notAnInteger, csv: ranks + "0,start,a,5,⟦1.5⟧,\n"),
    Case(.notANumber, csv: ranks + "0,start,a,5,⟦--5⟧,\n"),
    Case(.notANumber, csv: ranks + "0,start,a,5,⟦high⟧,\n"),
    Case(.missingField, csv: site + "0,load,,⟦⟧,,,\n"),
    Case(.outOfRange, csv: site + "0,load,,⟦1000000.001⟧,,,\n"),
    Case(.outOfRange, csv: site + "0,load,,⟦-1000000.001⟧,,,\n"),
    Case(.outOfRange, csv: site + "0,load,,⟦-1e99⟧,,,\n"),
    Case(.notANumber, csv: site + "0,load,,⟦none⟧,,,\n"),
    Case(.missingField, csv: site + "0,limit,,,⟦⟧,,\n"),
    Case(.notANumber, csv: site + "0,limit,,,⟦null⟧,,\n"),
    Case(.negativeValue, csv: site + "0,limit,,,⟦-1⟧,,\n"),
    Case(.outOfRange, csv: site + "0,limit,,,⟦1000001⟧,,\n"),
    Case(.conflictingTarget, csv: site + "0,limit,,,5,A,⟦G⟧\n"),
    Case(.outOfRange, csv: ranks + "0,start,a,5,,⟦0⟧\n"),
    Case(.outOfRange, csv: ranks + "0,start,a,5,,⟦101⟧\n"),
    Case(.negativeValue, csv: ranks + "0,start,a,5,,⟦-1⟧\n"),
    Case(.notAnInteger, csv: ranks + "0,start,a,5,,⟦2.5⟧\n"),
  ]

  static let lines: [Case] = [
    Case(.invalidJSON, line: "⟦}⟧\n"),
    Case(.invalidJSON, line: #"{"time":0,"event":"stop","sessionId":"a"} ⟦{⟧"#),
    Case(.invalidJSON, line: "{\"time\":0⟦,⟧\n"),
    Case(.invalidJSON, line: #"{"time":0,"event":⟦s⟧top}"#),
    Case(.invalidJSON, line: "{\"time\":0,\"event\":\"sto⟦p⟧\n"),
    Case(.invalidJSON, line: "{\"time\":0,\"event\":\"st⟦é⟧\n"),
    Case(.invalidJSON, line: "{\"time\":⟦-⟧\n"),
    Case(.invalidJSON, line: "{\"time\":0,\"é€𝄞\":⟦é⟧}"),
    Case(.wrongType, line: "⟦[1, 2]⟧"), Case(.wrongType, line: "⟦\"stop\"⟧"),
    Case(.wrongType, line: "⟦null⟧"), Case(.wrongType, line: " ⟦12⟧ "),
    Case(.duplicateKey, line: #"{"time":0,⟦"time"⟧:0,"event":"stop","sessionId":"a"}"#),
    Case(.duplicateKey, line: #"{"time":0,"event":"stop","sessionId":"a",⟦"\u0074ime"⟧:0}"#),
    Case(.missingField, line: #"⟦{⟧"event":"stop","sessionId":"a"}"#),
    Case(.missingField, line: #"{"time":⟦null⟧,"event":"stop","sessionId":"a"}"#),
    Case(.missingField, line: #"⟦{⟧"time":0,"sessionId":"a"}"#),
    Case(.missingField, line: #"⟦{⟧"time":0,"event":"stop"}"#),
    Case(.missingField, line: #"⟦{⟧"time":0,"event":"grid-capacity"}"#),
    Case(.missingField, line: #"⟦{⟧"time":0,"event":"config"}"#),
    Case(.missingField, line: #"{"time":0,"event":"stop","connectorId":⟦{"idx":1}⟧}"#),
    Case(.missingField, line: #"{"time":0,"event":"stop","connectorId":⟦{"chargerId":"A"}⟧}"#),
    Case(.wrongType, line: #"{"time":⟦true⟧,"event":"stop","sessionId":"a"}"#),
    Case(.invalidTime, line: #"{"time":⟦"0"⟧,"event":"stop","sessionId":"a"}"#),
    Case(
      .invalidTime, line: #"{"time":⟦"1970-01-01T00:00:0\u0030Z"⟧,"event":"stop","sessionId":"a"}"#),
    Case(.wrongType, line: #"{"time":0,"event":⟦5⟧}"#),
    Case(.unknownEvent, line: #"{"time":0,"event":⟦"begin"⟧}"#),
    Case(.wrongType, line: #"{"time":0,"event":"stop","sessionId":⟦17⟧}"#),
    Case(.emptyName, line: #"{"time":0,"event":"stop","sessionId":⟦""⟧}"#),
    Case(.wrongType, line: #"{"time":0,"event":"stop","connectorId":⟦"A:1"⟧}"#),
    Case(.wrongType, line: #"{"time":0,"event":"stop","connectorId":{"chargerId":⟦[]⟧,"idx":1}}"#),
    Case(
      .wrongType, line: #"{"time":0,"event":"stop","connectorId":{"chargerId":"A","idx":⟦"1"⟧}}"#),
    Case(
      .notAnInteger, line: #"{"time":0,"event":"stop","connectorId":{"chargerId":"A","idx":⟦0.5⟧}}"#
    ),
    Case(.wrongType, line: #"{"time":0,"event":"grid-capacity","gridCapacity":⟦"40"⟧}"#),
    Case(.wrongType, line: #"{"time":0,"event":"grid-capacity","gridCapacity":⟦{}⟧}"#),
    Case(.negativeValue, line: #"{"time":0,"event":"grid-capacity","gridCapacity":⟦-1e-9⟧}"#),
    Case(.outOfRange, line: #"{"time":⟦1e11⟧,"event":"grid-capacity","gridCapacity":1}"#),
    Case(.wrongType, line: #"{"time":0,"event":"config","config":⟦7⟧}"#),
    Case(.missingField, line: #"⟦{⟧"time":0,"event":"load"}"#),
    Case(.missingField, line: #"{"time":0,"event":"load","power":⟦null⟧}"#),
    Case(.emptyName, line: #"{"time":0,"event":"load","power":1,"loadId":⟦""⟧}"#),
    Case(.outOfRange, line: #"{"time":0,"event":"load","power":⟦-1000001⟧}"#),
    Case(.missingField, line: #"⟦{⟧"time":0,"event":"limit"}"#),
    Case(.wrongType, line: #"{"time":0,"event":"limit","maxPower":⟦"none"⟧}"#),
    Case(.wrongType, line: #"{"time":0,"event":"limit","maxPower":⟦"5"⟧}"#),
    Case(
      .conflictingTarget,
      line: #"{"time":0,"event":"limit","maxPower":5,"chargerId":"A","groupId":⟦"G"⟧}"#),
    Case(.unknownKey, line: #"{"time":0,"event":"limit","maxPower":5,⟦"chargerID"⟧:"A"}"#),
    Case(.unknownKey, line: #"{"time":0,"event":"limit","maxPower":5,⟦"groupID"⟧:"A"}"#),
    Case(
      .unusedField,
      line: #"{"time":0,"event":"limit","maxPower":5,"connectorId":⟦{"chargerId":"A","idx":1}⟧}"#),
    Case(.wrongType, line: #"{"time":0,"event":"start","vehicleMaxPower":5,"priority":⟦"-5"⟧}"#),
    Case(.outOfRange, line: #"{"time":0,"event":"start","vehicleMaxPower":5,"priority":⟦-101⟧}"#),
    Case(.wrongType, line: #"{"time":0,"event":"start","vehicleMaxPower":5,"weight":⟦true⟧}"#),
    Case(
      .noChargers,
      line:
        #"{"time":0,"event":"config","config":{"stationId":"S","gridCapacity":1,"chargers":⟦[]⟧}}"#),
    Case(
      .timeBackwards,
      line: #"{"time":2,"event":"stop","sessionId":"a"}"#
        + "\n\n  {\"time\":⟦1⟧,\"event\":\"stop\",\"sessionId\":\"a\"}"),
    Case(.invalidJSON, line: "{\"time\":0,\"event\":\"stop\",\"sessionId\":\"a\"}\n\t⟦x⟧"),
  ]

  static let texts: [Case] = [
    Case(.invalidJSON, json: "⟦⟧"), Case(.invalidJSON, json: " ⟦\n⟧"),
    Case(.invalidJSON, json: "⟦[⟧"),
    Case(.invalidJSON, json: #"[{"time":0,"event":"stop","sessionId":"a"⟦}⟧"#),
    Case(.invalidJSON, json: "[]⟦,⟧"), Case(.invalidJSON, json: "[⟦,⟧]"),
    Case(.invalidJSON, json: "[{\"time\":0,\"event\":\"stop\",\"sessionId\":\"a\"}\n⟦{⟧}]"),
    Case(.invalidJSON, json: "[{\"time\":0,\"event\":\"stop\",\"sessionId\":\"a\"},⟦]⟧"),
    Case(.invalidJSON, json: #"{"events":[]⟦]⟧"#), Case(.invalidJSON, json: #"{"events"⟦[⟧]}"#),
    Case(.invalidJSON, json: #"{"events":[]} ⟦{⟧"#), Case(.invalidJSON, json: #"{"events":[],⟦}⟧"#),
    Case(.wrongType, json: "⟦7⟧"), Case(.wrongType, json: "⟦\"é\"⟧\n"),
    Case(.wrongType, json: #"{"events":⟦{}⟧}"#), Case(.missingField, json: "⟦{⟧}"),
    Case(.missingField, json: "\u{FEFF}⟦{⟧\"time\":0}"),
    Case(.wrongType, json: "\u{FEFF}⟦{⟧\"time\":0,\"event\":\"stop\"}"),
    Case(.misplacedKey, json: #"{"events":[],⟦"config"⟧:{}}"#),
    Case(.duplicateKey, json: #"{"events":[],⟦"events"⟧:[]}"#),
    Case(.duplicateKey, json: #"{"$schema":"a",⟦"$sch\u0065ma"⟧:"a","events":[]}"#),
    Case(.wrongType, json: #"{"config":⟦[]⟧,"events":[]}"#),
    Case(
      .missingField,
      json:
        #"{"config":⟦{⟧"gridCapacity":1,"chargers":[{"id":"A","maxPower":1,"connectors":1}]},"events":[]}"#
    ),
    Case(.wrongType, json: "[\n⟦[]⟧]"), Case(.wrongType, json: #"[⟦"a"⟧]"#),
    Case(.missingField, json: "[\r\n ⟦{⟧\"time\": 0}\r\n]"),
    Case(.invalidJSON, json: "[\"a⟦\n⟧b\"]"),
  ]

  @Test(arguments: csv + lines + texts)
  func `a problem has its code and its place`(example: Case) {
    let marked = MarkedText(example.text)
    let outcome = TimelineOutcome(marked.text, example.format)
    #expect(outcome.hasEnded)
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.code) == [example.code])
    guard let place = errors.first?.place else { return }
    #expect([place.line, place.column] == [marked.line, marked.column])
    // A long line is shortened, and the place with it.
    let isWhole = marked.lineText.unicodeScalars.count < 40
    if isWhole || place.caretLength < 30 { #expect(place.caretLength == marked.length) }
    if isWhole {
      let line = marked.lineText.unicodeScalars.filter { $0 != "\r" }.map { $0 == "\t" ? " " : $0 }
      #expect(Array(place.excerpt.unicodeScalars) == line)
      #expect(place.caretOffset == marked.column - 1)
    }
  }

  static let applied: [Case] = [
    Case(.unknownCharger, csv: header + "0,start,a,⟦CP9⟧,1,5,\n"),
    Case(.unknownConnector, csv: header + "0,start,a,A,⟦3⟧,5,\n"),
    Case(.connectorInUse, csv: header + "0,start,a,A,1,5,\n1,start,b,A,⟦1⟧,5,\n"),
    Case(.sessionInUse, csv: header + "0,start,a,A,1,5,\n1,start,⟦\"a\"⟧,A,2,5,\n"),
    Case(.unknownSession, csv: header + "0,stop,⟦x⟧,,,,\n"),
    Case(.unknownSession, csv: header + "0,stop,,A,⟦1⟧,,\n"),
    Case(
      .connectorInUse,
      line:
        #"{"time":0,"event":"start","connectorId":{"chargerId":"A","idx":1},"vehicleMaxPower":1}"#
        + "\n"
        + #"{"time":0,"event":"start","connectorId":{"idx":⟦1⟧,"chargerId":"A"},"vehicleMaxPower":1}"#
    ),
    Case(.unknownSession, json: #"[{"time":0,"sessionId":⟦"x"⟧,"event":"stop"}]"#),
    Case(.unknownGroup, csv: site + "0,limit,,,5,,⟦G⟧\n"),
    Case(.unknownCharger, csv: site + "0,limit,,,5,⟦B⟧,\n"),
    Case(
      .unknownCharger, json: #"[{"time":0,"chargerId":⟦"x"⟧,"event":"limit","maxPower":null}]"#),
  ]

  @Test(arguments: applied)
  func `a problem of an event that cannot be applied has its place, too`(example: Case) throws {
    let marked = MarkedText(example.text)
    let station = try StationConfig(gridKilowatts: 50, [("A", 40, 2)])
    let outcome = TimelineOutcome(marked.text, example.format, at: station)
    #expect(outcome.codes == [example.code])
    let place = try #require(outcome.diagnostics.first?.place)
    #expect([place.line, place.column] == [marked.line, marked.column])
    #expect(place.caretLength == marked.length)
  }
}
