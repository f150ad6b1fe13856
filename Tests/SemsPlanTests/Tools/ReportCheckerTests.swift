import Foundation
import Testing

@testable import PowerShare

/// Checks reports with checkers of HTML.
@Suite struct ReportCheckerTests {
  private static func pages() throws -> [String: String] {
    var pages: [String: String] = [:]
    for hasSite in [false, true] {
      var kind = ReportSample.Kind()
      kind.hasSite = hasSite
      kind.chargerName = "<A \"1\" & '2'\u{0}\u{202E}"
      var head = ReportSample.head
      head.showsIds = true
      let report = RunReport(
        head: head, requirements: [try Requirement("servedShare>=0.95", isOnUpdate: false)],
        run: try ReportSample.run(kind))
      pages[hasSite ? "site.html" : "run.html"] = String(decoding: report.html, as: UTF8.self)
    }
    return pages
  }

  @Test(.needs(.tidy)) func `tidy finds nothing wrong`() throws {
    let outcome = try Program(files: try Self.pages()).shell(
      "for page in run.html site.html; do tidy -e -q --drop-empty-elements no $page; done")
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test(.needs(.html5lib)) func `html5lib reads the pages without an error`() throws {
    let outcome = try Program(files: try Self.pages()).shell(
      """
      python3 -c '
      import html5lib
      for name in "run.html", "site.html":
          html5lib.HTMLParser(strict=True).parse(open(name, "rb"))
      print("read")'
      """)
    #expect(outcome == .init(status: 0, out: "read\n", err: ""))
  }
}
