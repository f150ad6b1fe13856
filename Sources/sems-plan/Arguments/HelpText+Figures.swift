import PowerShare

extension HelpText {
  /// Help on the figures of the summary: the path, unit and meaning of each.
  static func figures() -> String {
    var text = """
      sems-plan writes a summary of every run: in JSON results, under tables, and with
      --summary FILE. A requirement names one of its figures by its path.

      Examples:
        sems-plan simulate -c s.json -t t.csv --require 'servedShare>=0.95'
            exit with 1 where less than 95 % of the requested energy was delivered

      Figures:

      """
    for group in FigureTable.groups {
      for figure in group.figures {
        text += line(group.shownPath(figure), figure.unit.name, figure.meaning)
      }
    }
    text += "\nID is the id of a charger or a group, N a priority. LIMIT is one of these:\n"
    text += list(FigureTable.limits.map { ($0.limit.name, $0.meaning) })
    return text + """

      In JSON the parts of a path are nested keys; priorities, chargers and groups
      are arrays.
      A figure without data is null, and a null figure fails every requirement.

      """
  }

  private static func line(_ path: String, _ unit: String, _ meaning: String) -> String {
    let (unitColumn, meaningColumn) = (30, 37)
    var text = padded("  " + path, to: unitColumn)
    text = padded(text + unit, to: meaningColumn)
    let lines = Paragraph.lines(meaning, width: width - meaningColumn)
    return text
      + lines.joined(separator: "\n" + String(repeating: " ", count: meaningColumn)) + "\n"
  }

  private static func padded(_ text: String, to column: Int) -> String {
    text + String(repeating: " ", count: max(column - text.count, 1))
  }
}
