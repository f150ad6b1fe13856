import Testing

@testable import PowerShare

/// Remarks that are made once, at the end of a timeline.
@Suite struct RemarkTests {
  private static let fastPaths: [FastPath] = [
    .all, .all.subtracting(.events), .all.subtracting(.csvRows), [],
  ]
  private static let header = "time,event,sessionId,chargerId,idx,vehicleMaxPower,consumedPower\n"

  private static func rows(_ powers: [String], delimiter: String = ",") -> String {
    var text = header.replacing(",", with: delimiter)
    for (number, power) in powers.enumerated() {
      text += ["\(number)", "start", "s\(number)", "A", "1", power, ""]
        .joined(separator: delimiter)
      text += "\n"
    }
    return text
  }

  @Test(arguments: Self.fastPaths)
  func `fast rows are judged, and each kind is counted from its first place`(fastPath: FastPath) {
    let text = Self.rows(["11", "4000", "4000.001", "7", "11000", "1e6"])
    let outcome = TimelineOutcome(bytes: Array(text.utf8), .csv, fastPath: fastPath)
    #expect(outcome.events.count == 6 && outcome.codes.isEmpty)
    #expect(outcome.warnings.map(\.code) == [.implausible])
    #expect(outcome.warnings[0].place.line == 4)
    #expect(outcome.warnings[0].message.hasSuffix("(3 values)"))
  }

  @Test(arguments: Self.fastPaths)
  func `strict refuses the first implausible value, and only that`(fastPath: FastPath) {
    let text = Self.rows(["11", "11000", "11000", "7"])
    let outcome = TimelineOutcome(
      bytes: Array(text.utf8), .csv, isStrict: true, fastPath: fastPath)
    #expect(outcome.codes == [.implausible] && outcome.warnings.isEmpty)
    #expect(outcome.events.count == 3)
  }

  @Test(
    arguments: [
      (["7.4", "7,4"], [.mixedDecimals], []), (["7,4", "11", "7.4"], [.mixedDecimals], []),
      (["7.4", "7.25", "1.250"], [], []), (["1.250", "22", "1.250"], [], [.ambiguousNumber]),
      (["1,250", "1,2500"], [], []), (["1.250", "7,4"], [.mixedDecimals], [.ambiguousNumber]),
      (["1000.250"], [], []), (["11", "22"], [], []), (["1.250e0"], [], []),
    ] as [([String], [DiagnosticCode], [DiagnosticCode])], Self.fastPaths)
  func `with semicolons the first decimal sign is that of the file`(
    example: ([String], [DiagnosticCode], [DiagnosticCode]), fastPath: FastPath
  ) {
    let text = Self.rows(example.0, delimiter: ";")
    let outcome = TimelineOutcome(bytes: Array(text.utf8), .csv, fastPath: fastPath)
    #expect(outcome.codes == example.1)
    #expect(outcome.warnings.map(\.code) == example.2)
  }

  @Test func `a semicolon file whose sign is settled is read on the fast path again`() {
    let text = Self.rows(["7.4"] + Array(repeating: "7.25", count: 50), delimiter: ";")
    #expect(TimelineOutcome(text, .csv).events.count == 51)
    let odd = Self.rows(["7.4", "7.25", "7.25", "1.250"], delimiter: ";")
    #expect(TimelineOutcome(odd, .csv).warnings.isEmpty)
  }

  @Test(arguments: Self.fastPaths)
  func `rows of blanks are skipped, and values without a name are remarked`(fastPath: FastPath) {
    let text =
      "time,event,sessionId,,\n,,,,\n0,stop,a,,\n , ,\t,,\n,,\n1,stop,b\n2,stop,c,x,\n"
      + "3,stop,d,,y\n\"\",,,,\n"
    let outcome = TimelineOutcome(bytes: Array(text.utf8), .csv, fastPath: fastPath)
    #expect(outcome.events.count == 4)
    #expect(outcome.codes == [.missingField, .missingField])
    #expect(outcome.warnings.map(\.code) == [.unknownColumn])
    #expect(outcome.warnings.map(\.place.line) == [7])
    #expect(outcome.warnings[0].message.hasSuffix("(2 values)"))
  }
}
