import Testing

@testable import PowerShare

@Suite struct ReportPageTests {
  private static func page(
    _ kind: ReportSample.Kind = .init(), requirements: [String] = [], showsIds: Bool = false,
    change: (inout ReportedRun) -> Void = { _ in }
  ) throws -> String {
    var run = try ReportSample.run(kind)
    change(&run)
    var head = ReportSample.head
    head.showsIds = showsIds
    let report = RunReport(
      head: head, requirements: try requirements.map { try Requirement($0, isOnUpdate: false) },
      run: run)
    return String(decoding: report.html, as: UTF8.self)
  }

  @Test func `the answer names the requirements that are not met`() throws {
    let page = try Self.page(requirements: ["servedShare>=0.95", "wait.max<=30min"])
    #expect(page.contains("<h1>Is 300 kW enough for RIVERSIDE?</h1>"))
    #expect(
      page.contains(
        "<b>No.</b> 1 of 2 requirements are not met: servedShare is 91.5\u{A0}% "
          + "(required: ≥ 0.95)."))
    #expect(page.contains("<td class=\"ok\">met</td>"))
    #expect(page.contains("<td class=\"no\">not met</td>"))
    #expect(
      try Self.page(requirements: ["servedShare>0.9"]).contains(
        "<b>Yes.</b> The requirement is met"))
  }

  @Test func `all figures are in the page as the summary shows them`() throws {
    let page = try Self.page()
    let summary = try ReportSample.run().summary
    for figure in summary.figures {
      #expect(
        page.contains(
          "<td>\(figure.path)</td><td class=\"n\">\(summary.shown(figure.path))</td>"),
        "\(figure.path)")
    }
  }

  @Test func `nothing is loaded, and nothing runs`() throws {
    var kind = ReportSample.Kind()
    kind.hasSite = true
    let page = try Self.page(kind)
    for word in ["<script", "http", "//", "@import", "<link", "<img", "javascript", " on"] {
      let rest = word == " on" ? page.replacing(" on ", with: "") : page
      #expect(word == " on" ? !rest.contains(" onload") : !rest.contains(word), "\(word)")
    }
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
  }

  @Test func `every drawing is an image with a sentence, and every pattern exists`() throws {
    var kind = ReportSample.Kind()
    kind.hasSite = true
    let shapes = DrawnShapes(Array(try Self.page(kind).utf8)).shapes
    let drawings = shapes.filter { $0.name == "svg" && $0.attributes["aria-hidden"] == nil }
    #expect(drawings.count > 20)
    for drawing in drawings {
      #expect(drawing.attributes["role"] == "img")
      #expect(drawing.attributes["aria-label"]?.count ?? 0 > 20)
    }
    let patterns = Set(shapes.filter { $0.name == "pattern" }.compactMap { $0.attributes["id"] })
    #expect(patterns == ["lost", "late", "loads", "gen", "bat", "peaks", "conn", "fixed"])
    let figures = shapes.count { $0.name == "figure" }
    #expect(figures == shapes.count { $0.name == "details" })
    #expect(figures == shapes.count { $0.name == "figcaption" })
  }

  @Test func `labels are inside the drawings`() throws {
    var kind = ReportSample.Kind()
    kind.hasSite = true
    for page in [try Self.page(kind), try Self.page(.init())] {
      #expect(DrawnShapes(Array(page.utf8)).labelsOutside == [])
    }
  }

  @Test func `ids with odd characters are texts`() throws {
    var kind = ReportSample.Kind()
    kind.chargerName = "<script>\"'&\u{0}\u{202E}\u{1B}"
    kind.sessionIds = { "</svg><script>alert(\($0))</script>\u{0}\u{202D}'\"" }
    let page = try Self.page(kind, showsIds: true)
    #expect(!page.contains("<script") && !page.contains("alert(1)</script>"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u0000\\u202d&#39;&quot;"))
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !Suggestion.isControl($0) })
    let hidden = try Self.page(kind)
    #expect(!hidden.contains("alert("))
  }

  @Test func `a run without sessions has no charts`() throws {
    let page = try Self.page { run in
      run.data = ReportData()
      run.summary = Summary(
        figures: run.summary.figures.map {
          Summary.Figure(path: $0.path, thousandths: $0.path == "servedShare" ? nil : 0)
        }, chargers: [])
    }
    #expect(!page.contains("<figure"))
    #expect(page.contains("nothing says how well they were served"))
  }

  @Test func `the largest values are drawn`() throws {
    let page = try Self.page { run in
      let most = Energy(wattMilliseconds: Int128(1) << 90)
      guard var day = run.data.worstDay else { return }
      for index in day.quarters.indices {
        day.quarters[index].vehicles = Energy(
          Power(watts: 1_000_000_000_000), over: day.quarters[index].length)
      }
      for index in day.sessions.indices {
        day.sessions[index].requested = most
        day.sessions[index].lost = most
      }
      run.data.worstDay = day
      run.data.lostByHour[3][.grid] = most
      run.data.sessions.waits[2] = .max / 2_000
      run.data.duration.width = Power(watts: 5_000_000_000)
    }
    #expect(page.contains("1000000000 kW"))
  }

  @Test func `a page of a year is small`() throws {
    var kind = ReportSample.Kind()
    kind.sessions = 21_900
    kind.chargers = 40
    kind.months = 12
    kind.hasSite = true
    let bytes = try Self.page(kind).utf8.count
    #expect(bytes < 500_000)
  }

  @Test func `tables end after 2,000 rows`() {
    var table = NumberTable([.number("a")], leftOut: 3)
    for row in 0..<2_010 { table.append(["\(row)"]) }
    #expect(table.rows.count == 2_000 && table.leftOut == 13)
    var markup = Markup()
    markup.append(table, name: "a")
    #expect(String(decoding: markup.bytes, as: UTF8.self).hasSuffix("13 rows are left out.</p>"))
  }
}
