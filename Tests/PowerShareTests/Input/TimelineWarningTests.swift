import Testing

@testable import PowerShare

@Suite struct TimelineWarningTests {
  @Test func `an unknown key, an unknown column and an unused field give one warning each`() {
    let rows = "time,event,sesionId,sessionId,idx,,note,\n0,stop,,a,,,,\n1,stop,,a,,,,\n"
    let outcome = TimelineOutcome(rows, .csv)
    #expect(outcome.events.count == 2)
    #expect(outcome.warnings.map(\.code) == [.unknownColumn, .unknownColumn, .unknownColumn])
    #expect(outcome.warnings[0].message.hasSuffix("did you mean \"sessionId\"?"))
    #expect(outcome.warnings.allSatisfy { $0.severity == .warning })

    let line = #"{"time":0,"event":"stop","sessionId":"a","tim":0,"consumedPower":1}"#
    let second = TimelineOutcome(line + "\n" + line, .ndjson)
    #expect(second.warnings.map(\.code) == [.unknownKey, .unusedField])
    #expect(second.warnings[0].message == "unknown key \"tim\"; did you mean \"time\"?")
  }

  @Test func `a key in the wrong object says where it belongs`() {
    let line = #"{"time":0,"event":"stop","sessionId":"a","chargerId":"A"}"#
    let warning = TimelineOutcome(line, .ndjson).warnings.first
    #expect(warning?.message == "unknown key \"chargerId\"")
    #expect(warning?.hint == #"It belongs in "connectorId": {"chargerId": "CP001", "idx": 1}."#)
    let other = #"{"time":0,"event":"stop","connectorId":{"chargerId":"A","idx":1,"time":0}}"#
    #expect(TimelineOutcome(other, .ndjson).warnings.map(\.message) == ["unknown key \"time\""])
  }

  @Test func `strict makes each warning an error`() {
    let line = #"{"time":0,"event":"stop","sessionId":"a","tim":0}"#
    let outcome = TimelineOutcome(line + "\n" + line, .ndjson, isStrict: true)
    #expect(outcome.events.isEmpty && outcome.warnings.isEmpty)
    #expect(outcome.diagnostics.map(\.severity) == [.error, .error])
    let rows = TimelineOutcome("time,event,sessionId,x\n0,stop,a,\n", .csv, isStrict: true)
    #expect(rows.codes == [.unknownColumn])
    let config =
      #"{"config":{"stationId":"S","gridCapacity":1,"x":1,"chargers":[{"id":"A","#
      + #""maxPower":1,"connectors":1}]},"events":[{"time":0,"event":"stop","sessionId":"a"}]}"#
    #expect(TimelineOutcome(config, .json).warnings.map(\.code) == [.unknownKey])
    #expect(TimelineOutcome(config, .json, isStrict: true).codes == [.unknownKey])
  }

  @Test func `strict finds nothing wrong with a good header`() {
    let text = "time,event,sessionId\n0,stop,a\n"
    var reader = TimelineReader(
      source: SourceText(name: "t", text: Array(text.utf8)), format: .csv, isStrict: true)
    guard case .event = reader.next() else {
      Issue.record("the header was refused without a reason")
      return
    }
  }

  /// Returns the line of the first event with another offset than the first one; nil if there is
  /// none.
  private static func lineOfOtherOffset(
    _ rows: [String], columns: String, _ fastPath: FastPath
  ) -> Int? {
    let text = "time,event,sessionId,\(columns)\n" + rows.map { $0 + "\n" }.joined()
    var reader = TimelineReader(
      source: SourceText(name: "t.csv", text: Array(text.utf8)), format: .csv, fastPath: fastPath)
    loop: while true {
      switch reader.next() {
      case .event, .problems: continue
      case .end, .needsInput: break loop
      }
    }
    return reader.otherOffset?.place.line
  }

  @Test(arguments: [FastPath.all, .all.subtracting(.events), .all.subtracting(.csvRows), []])
  func `the first event with another offset is found`(fastPath: FastPath) {
    func line(_ times: String...) -> Int? {
      Self.lineOfOtherOffset(times.map { $0 + ",stop,a," }, columns: "vehicleMaxPower", fastPath)
    }
    #expect(line("2026-03-28T08:00:00+01:00", "2026-03-28T08:00:01+01:00") == nil)
    #expect(
      line(
        "2026-03-28T08:00:00+01:00", "2026-03-29T08:00:00+02:00", "2026-03-29T09:00:00+02:00")
        == 3)
    #expect(
      line("2026-03-28T08:00:00Z", "2026-03-28T08:00:01+00:00", "2026-03-28T10:00-01:00") == 4)
    #expect(line("0", "5") == nil)
  }

  @Test(arguments: [FastPath.all, .all.subtracting(.events), []])
  func `the offset of a departure is not that of an event, and hides none`(fastPath: FastPath) {
    func row(_ time: String, _ departure: String) -> String {
      "\(time),start,,7,\(departure)"
    }
    func line(_ rows: String...) -> Int? {
      Self.lineOfOtherOffset(rows, columns: "vehicleMaxPower,departureTime", fastPath)
    }
    let plain = row("2026-03-28T08:00:00+01:00", "2026-03-29T08:00:00+02:00")
    #expect(line(plain, row("2026-03-28T09:00:00+01:00", "")) == nil)
    #expect(line(plain, row("2026-03-29T08:00:00+02:00", "")) == 3)
    #expect(line(row("2026-03-28T08:00+01:00", "2026-03-29T08:00:00Z"), plain) == nil)
    #expect(
      line(row("2026-03-28T08:00+01:00", "2026-03-29T08:00:00Z"), row("2026-03-29T08:00:00Z", ""))
        == 3)
  }
}
