/// Figures of a summary in the words of a report.
extension Summary {
  /// Returns a figure with its unit for a sentence: `91.5 %`, `612.4 min`, `118`; `no data` where
  /// it is null.
  func words(_ path: String) -> String {
    guard let figure = figure(path), !figure.isNull else { return "no data" }
    if let text = figure.text { return text }
    let unit = FigureTable.figure(path, isOnUpdate: true)?.unit
    return Self.words(figure.thousandths ?? 0, unit)
  }

  /// Returns a value in thousandths with its unit for a sentence.
  static func words(_ thousandths: Int128, _ unit: FigureDefinition.Unit?) -> String {
    switch unit {
    case .share: "\(decimalText(thousandths: thousandths * 100))\u{A0}%"
    case .kilowatts?, .kilowattHours?, .minutes?:
      "\(decimalText(thousandths: thousandths))\u{A0}\(unit?.name ?? "")"
    case .ratio?, .cycles?, .count?, .money?, .moneyPerKilowattHour?, .date?, nil:
      decimalText(thousandths: thousandths)
    }
  }

  /// Returns a figure in minutes as hours with one decimal: `10.2 h`.
  func hours(_ path: String) -> String {
    let tenths = divideRoundingToEven(value(path) ?? 0, by: 6_000)
    return "\(decimalText(thousandths: tenths * 100))\u{A0}h"
  }
}

extension Markup {
  /// Appends a table of all figures of a summary, except those of chargers and groups.
  mutating func append(figuresOf summary: Summary, heading: String) {
    element("h2", text: heading)
    element("p", .style("soft"), text: "As the summary shows them; a hyphen has no data.")
    var table = NumberTable([
      .text("figure"), .number("value"), .text("unit"), .prose("meaning"),
    ])
    for figure in summary.figures { table.append(Self.row(figure, summary.shown(figure.path))) }
    for part in summary.priorities {
      for figure in part.figures {
        let path = "priorities.\(part.name.text).\(figure.path)"
        table.append(Self.row(figure, path: path, Summary.shown(figure.thousandths)))
      }
    }
    append(table, name: heading)
  }

  private static func row(
    _ figure: Summary.Figure, path: String? = nil, _ value: String
  ) -> [String] {
    let path = path ?? figure.path
    let definition = FigureTable.figure(path, isOnUpdate: true)
    return [path, value, definition?.unit.name ?? "", definition?.meaning ?? ""]
  }
}
