import Testing

@testable import PowerShare

/// JSON records of any format, whole and cut off.
@Suite struct RecordTextTests {
  private static func session(_ id: String) -> String {
    """
    {"sessionID": "\(id)", "stationID": "A\(id)", "connectionTime": "2026-03-02T08:00:10Z", \
    "disconnectTime": "2026-03-02T10:00:10Z", "kWhDelivered": 9}
    """
  }

  private static func imported(_ text: String, skips: Bool = true) -> Imported {
    Imported(.acn, text) { $0.skipsBadRecords = skips }
  }

  private static let two = session("1") + ", " + session("2")
  private static let lost = ["1 cut off at the end of the file"]
  private static let ended = ["1 cut off at the end of the file, after the last record"]

  @Test(arguments: [
    "[\(two), {\"sessionID\": \"3\"", "[\(two), ", "{\"_items\": [\(two), {\"a\": [1, {\"b\": \"x",
    "{\"_meta\": {\"n\": 3}, \"_items\": [\(two), {}", "\(session("1"))\n\(session("2"))\n{\"sessi",
  ])
  func `of a text that is cut off the complete records are used`(text: String) {
    let imported = Self.imported(text)
    #expect(imported.starts.count == 2 && imported.isComplete, "\(imported.leftOut)")
    if text.hasSuffix("{}") {
      #expect(imported.leftOut.count == 1)
    } else {
      #expect(imported.leftOut == Self.lost && imported.problems.isEmpty)
    }
  }

  @Test(arguments: [
    "[\(two)", "[\(two)\n", "{\"_items\": [\(two)", "{\"_items\": [\(two)]",
    "{\"_items\": [\(two)], \"_meta\": {",
  ])
  func `a text that is cut off after a complete record loses none`(text: String) {
    let imported = Self.imported(text)
    #expect(imported.starts.count == 2 && imported.leftOut.isEmpty && imported.isComplete)
    #expect(imported.ignored == Self.ended && imported.problems.isEmpty)
  }

  @Test func `without skip a text that is cut off is an error with its place`() {
    let imported = Self.imported("[\n\(Self.session("1")),\n", skips: false)
    #expect(imported.result.isUnreadable && imported.problems.count == 1)
    #expect(
      imported.result.problems.first?.hint
        == "--on-error skip uses the complete records before the end of the file.")
  }

  @Test(arguments: [
    "", " \n", "[\(two) 5", "[\(two), {\"a\": 1, \"a\": 2}", "[\(two), tru!",
    "{\"_items\": [\(two)}",
  ])
  func `a fault that is not the end stays an error`(text: String) {
    #expect(Self.imported(text).result.isUnreadable)
  }

  @Test func `a cut at any byte uses the records before it`() {
    let text = Array("{\"_meta\": {\"é\": 1}, \"_items\": [\(Self.two)]}".utf8)
    for count in 1..<text.count {
      var options = ImportOptions()
      options.skipsBadRecords = true
      let result = RecordImport(
        .acn, name: "records", text: Array(text.prefix(count)), options: options)
      #expect(!result.isUnreadable && result.records == result.used + result.leftOut.total)
      #expect(result.leftOut.total + result.ignored.total == 1, "\(count) bytes")
    }
  }

  @Test func `an array may be empty`() {
    for format in [RecordFormat.acn, .ocpi] {
      let imported = Imported(format, "[]")
      #expect(imported.result.records == 0 && imported.problems.isEmpty && imported.starts.isEmpty)
    }
  }
}
