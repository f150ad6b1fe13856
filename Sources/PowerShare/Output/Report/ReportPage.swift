/// The frame of a report: the head of the page, its style and its end.
enum ReportPage {
  /// Returns a page.
  ///
  /// - Parameter content: Appends what is between the title and the end.
  static func html(title: String, content: (inout Markup) -> Void) -> [UInt8] {
    var page = Markup()
    page.raw("<!DOCTYPE html>\n")
    page.element("html", .word("lang", "en")) { page in
      page.element("head") { page in
        page.void("meta", .word("charset", "utf-8"))
        page.void(
          "meta", .word("name", "viewport"),
          .word("content", "width=device-width, initial-scale=1"))
        page.element("title", text: title)
        page.element("style") { $0.raw(ReportStyle.rules) }
      }
      page.raw("\n")
      page.element("body") { page in
        page.raw(ReportStyle.patterns)
        page.element("main") { page in
          page.element("h1", text: title)
          content(&page)
        }
      }
    }
    page.raw("\n")
    return page.bytes
  }
}

extension Markup {
  /// Appends the files, the options and the version of a report's command, as rows of a table of
  /// assumptions.
  mutating func append(rowsOf head: ReportHead) {
    for input in head.inputs {
      let name = input.name == "-" ? "standard input" : input.name
      let events = input.events.map { $0 == 1 ? " (1 event)" : " (\($0) events)" } ?? ""
      append(assumption: "file: \(input.role)", name + events)
    }
    for setting in head.settings {
      append(assumption: setting.name, setting.value.isEmpty ? "yes" : setting.value)
    }
    append(assumption: "written by", "sems-plan \(head.command), version \(head.version)")
  }

  /// Appends a row of a table of assumptions.
  mutating func append(assumption name: String, _ value: String) {
    element("tr") { row in
      row.element("th", .word("scope", "row"), text: name)
      row.element("td", text: value)
    }
  }

  /// Appends the warnings of a command; nothing where there are none.
  mutating func append(warningsOf head: ReportHead) {
    guard !head.warnings.isEmpty else { return }
    element("h2", text: "Warnings")
    element("ul") { list in
      for warning in head.warnings { list.element("li", text: warning) }
    }
  }

  /// Appends the end of a page.
  mutating func append(footerOf head: ReportHead) {
    element("footer") { footer in
      footer.text(
        "sems-plan \(head.version) · Powers and energies are those at the connector. Losses, "
          + "temperature and phases are not part of the model.")
    }
    raw("\n")
  }
}
