import Foundation
import Testing

/// The pictures of the manual's page on reports are charts of reports.
///
/// `make golden` writes them anew for review.
@Suite struct ReportPictureTests {
  private static let folder = "Sources/sems-plan/Manual/pictures"

  /// The commands that print reports, and the headings of the charts that are cut from each, with
  /// the names of their files.
  private static let reports: [(command: String, charts: [(heading: String, name: String)])] = [
    (
      "sems-plan simulate -q -c station-300.json -t timeline.csv -f csv -o /dev/null --report -",
      [
        ("The day", "day"), ("Who was where", "sessions"),
        ("How long at which import", "duration"), ("Which hours of the week", "week"),
        ("What was lost, and to what", "lost"), ("What came late, and why", "late"),
        ("Who lost it, by hour of arrival", "hours"),
        ("How much of its request each session got", "shares"),
        ("How long sessions waited for a connector", "waits"),
        ("How much longer charging took", "stretches"), ("Use of the chargers", "use"),
        ("Energy of the chargers", "energy"),
      ]
    ),
    (
      "sems-plan simulate -q -c battery.json -t timeline.csv -f csv -o /dev/null --report -",
      [("The battery", "battery")]
    ),
    (
      "sems-plan simulate -q -c station-300.json -t months.csv -f csv -o /dev/null --report -",
      [("Monthly peaks", "months")]
    ),
    (
      "sems-plan simulate -q -c station-300.json -t months.csv --load sun.csv "
        + "--tariff tariff.json -f csv -o /dev/null --report -",
      [("The bill<", "bill"), ("The bill, month by month", "bill-months")]
    ),
    (
      "sems-plan simulate -q -c ../day-200/station.csv -t ../day-200/timeline.csv --bound -f csv "
        + "-o /dev/null --report -",
      [
        ("How far from the best possible", "bound"),
        ("What keeps it from being more", "bound-limits"),
        ("When the limits bind", "bottlenecks"),
      ]
    ),
    (
      "sems-plan size -q -c station-300.json --from 2026-03-06T00:00:00Z --sessions-per-day 60 "
        + "--profile highway --seed 1:10 --grid-capacity 150:400:50 --require 'servedShare>=0.95' "
        + "-f csv -o /dev/null --report -", [("servedShare", "curve")]
    ),
  ]

  /// Commands that make the files of the others.
  private static let preparation = [
    "cd examples/highway-friday",
    #"sed 's/"gridCapacity": 300,/& "battery": {"capacity": 200, "power": 100},/' "#
      + "station-300.json > battery.json",
    "sems-plan generate -q --from 2026-01-15 --tz Europe/Paris --days 60 --sessions-per-day 20 "
      + "--profile highway -o months.csv",
    #"printf 'time,power\n00:00,20\n10:00,-60\n16:00,20\n' > sun.csv"#,
    #"echo '{"currency": "EUR", "energy": [{"price": 0.21}, {"price": 0.34, "from": "17:00", "#
      + #""to": "20:00"}], "demand": [{"price": 15.51, "per": "month"}], "capacity": "#
      + #"{"price": 40, "per": "year"}, "fixed": {"price": 50, "per": "month"}, "feedIn": 0.06}' "#
      + "> tariff.json",
  ]

  @Test func `the pictures are cut from reports`() throws {
    let commands = Self.preparation + Self.reports.map(\.command)
    let text = "```console\n" + commands.map { "$ \($0)\n" }.joined() + "```\n\n"
    let outcome = try ShellBlock(joining: ShellBlock.all(in: text)).run()
    try #require(outcome.outputs.count == commands.count)
    let environment = ProcessInfo.processInfo.environment
    let isRecording = environment["UPDATE_GOLDEN"] == "1" && environment["CI"] != "true"
    for (report, page) in zip(Self.reports, outcome.outputs.dropFirst(Self.preparation.count)) {
      for chart in report.charts {
        let picture = try Self.picture(chart.heading, page)
        let path = "\(Self.folder)/\(chart.name).svg"
        if try !Tree.exists(path) || Tree.text(path) != picture, isRecording {
          try Data(picture.utf8).write(to: Tree.root.appending(path: path))
          Issue.record("recorded \(path); run again without UPDATE_GOLDEN")
          continue
        }
        #expect(try Tree.text(path) == picture, "\(path)")
      }
    }
    let names = Self.reports.flatMap(\.charts).map { "\(Self.folder)/\($0.name).svg" }
    #expect(Tree.files(below: Self.folder, ending: "") == names.sorted())
  }

  /// Returns the first drawing below a heading of a page, with the page's style.
  private static func picture(_ heading: String, _ page: String) throws -> String {
    let start = try #require(page.range(of: "<h2>\(heading)"), "\(heading)").upperBound
    let drawing = try #require(
      page.range(of: #"<svg class="w""#, range: start..<page.endIndex))
    let end = try #require(
      page.range(of: "</svg>", range: drawing.lowerBound..<page.endIndex)
    ).upperBound
    let style = try #require(Self.part(page, from: "<style>", through: "</style>"))
    let patterns = try #require(Self.part(page, from: "<defs>", through: "</defs>"))
    var svg = String(page[drawing.lowerBound..<end])
    svg.replace(
      "<svg class=\"w\"", with: "<svg xmlns=\"http://www.w3.org/2000/svg\"", maxReplacements: 1)
    let open = try #require(svg.firstIndex(of: ">"))
    svg.insert(contentsOf: style + patterns, at: svg.index(after: open))
    return svg + "\n"
  }

  private static func part(_ page: String, from start: String, through end: String) -> String? {
    guard let first = page.range(of: start),
      let last = page.range(of: end, range: first.upperBound..<page.endIndex)
    else { return nil }
    return String(page[first.lowerBound..<last.upperBound])
  }
}
