/// The columns for requirements in the tables of `size`, as many as there is room for.
struct RuleColumns {
  private let requirements: [Requirement]
  private let points: [SizingPoint]
  private let hasSeeds: Bool
  /// A figure that the table shows anyway.
  private let other: String?

  /// A requirement with the columns that a row has for it.
  private struct Rule {
    /// The index of the requirement.
    let index: Int
    /// Whether there is a column for the figure; one is enough for requirements on one figure.
    let showsFigure: Bool
    /// Whether there is a column for the number of timelines that met the requirement.
    let showsMet: Bool
  }

  /// Creates the columns.
  ///
  /// - Parameters:
  ///   - points: The rows.
  ///   - other: A figure that has a column already; nil if there is none.
  init(
    _ rules: SizingRules, _ points: [SizingPoint], hasSeeds: Bool, besides other: String? = nil
  ) {
    requirements = rules.requirements
    self.points = points
    self.hasSeeds = hasSeeds
    self.other = other
  }

  /// Appends the rows as a table.
  ///
  /// - Parameters:
  ///   - before: The columns before those of the requirements.
  ///   - behind: The columns behind them.
  ///   - cells: Returns the cells of these columns for the index of a row.
  func appendTable(
    to bytes: inout [UInt8], before: [RowWriter.Column], behind: [RowWriter.Column],
    cells: (Int) -> (before: [RowWriter.Cell], behind: [RowWriter.Cell])
  ) {
    let fixed = points.indices.map(cells)
    func table(_ rules: [Rule]) -> (RowWriter, [[RowWriter.Cell]]) {
      var writer = RowWriter(.table, columns: before + columns(rules) + behind)
      let rows = points.indices.map {
        fixed[$0].before + self.cells(points[$0], rules) + fixed[$0].behind
      }
      writer.widen(for: rows)
      return (writer, rows)
    }
    let all = self.rules(requirements.indices)
    var rules = all
    var (writer, rows) = table(rules)
    while !rules.isEmpty, writer.exceedsLimit {
      rules = self.rules(byInterest.prefix(rules.count - 1))
      (writer, rows) = table(rules)
    }
    writer.begin(into: &bytes)
    for row in rows { writer.write(row, into: &bytes) }
    guard rules.count < all.count else { return }
    bytes.append(
      text: "\n\(rules.count) of \(all.count) requirements are shown, "
        + "\(all.count - rules.count) left out"
        + (hasSeeds || other != nil ? "\n" : ": -f csv has the figures of all\n"))
  }

  /// The indices of the requirements, first those that some row does not meet.
  private var byInterest: [Int] {
    let failing = requirements.indices.filter { index in
      points.contains { $0.results[index].met < $0.timelines }
    }
    return failing + requirements.indices.filter { !failing.contains($0) }
  }

  private func rules(_ indices: some Collection<Int>) -> [Rule] {
    var paths: Set<String> = []
    if let other { paths.insert(other) }
    return indices.map { index in
      Rule(
        index: index, showsFigure: paths.insert(requirements[index].path).inserted,
        showsMet: hasSeeds || requirements.count > 1 && other == nil)
    }
  }

  private func columns(_ rules: [Rule]) -> [RowWriter.Column] {
    var columns: [RowWriter.Column] = []
    if hasSeeds {
      columns += [
        .number("seedsMet", heading: "all\nmet"), .number("lowerBound", heading: "at\nleast"),
      ]
    }
    for rule in rules {
      let requirement = requirements[rule.index]
      if rule.showsFigure { columns.append(Self.column(requirement.path)) }
      if rule.showsMet {
        let heading = Suggestion.printable(requirement.condition) + (hasSeeds ? "\nmet" : "")
        columns.append(
          hasSeeds ? .number("met", heading: heading) : .text("met", heading: heading))
      }
    }
    return columns
  }

  private func cells(_ point: SizingPoint, _ rules: [Rule]) -> [RowWriter.Cell] {
    var cells: [RowWriter.Cell] = []
    if hasSeeds {
      cells += [.count(UInt64(point.met)), .thousandths(Int128(point.lowerBound))]
    }
    for rule in rules {
      let result = point.results[rule.index]
      if rule.showsFigure { cells.append(.number(result.mean, decimals: result.decimals)) }
      if rule.showsMet {
        cells.append(hasSeeds ? .count(UInt64(result.met)) : .truth(result.met > 0))
      }
    }
    return cells
  }

  /// Returns the column of a figure, whose heading has the last key of a long path and the unit in
  /// the second line.
  static func column(_ path: String) -> RowWriter.Column {
    var lines = [path, ""]
    if let dot = path.lastIndex(of: "."), path.firstIndex(of: ".") != dot {
      lines = [String(path[...dot]), String(path[dot...].dropFirst())]
    }
    if let unit = FigureTable.figure(path, isOnUpdate: true)?.unit, unit.isPhysical {
      lines[1] += (lines[1].isEmpty ? "" : " ") + unit.name
    }
    return .number(
      path, heading: lines.map { Suggestion.printable($0) }.joined(separator: "\n"))
  }
}
