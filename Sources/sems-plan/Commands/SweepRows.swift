import PowerShare

/// The complete rows of a sweep, read from its output or from the outputs of all its shards.
struct SweepRows {
  /// The axes of the rows.
  let axes: [ScenarioAxis]
  /// The number of values of each axis but the seed.
  let counts: [(axis: ScenarioAxis, count: Int)]
  /// The number of seeds; nil where the rows have none.
  let seeds: Int?
  /// The runs in the order of the sweep.
  let runs: SizingRuns

  /// Reads files.
  ///
  /// - Parameter rules: The conditions, whose figures the rows must have.
  init(
    _ paths: [String], _ rules: SizingRules, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    var reading = SweepReading(rules)
    var shards = SweepShards(reporter)
    for path in paths {
      var file = try SweepFile(path, streams, reporter)
      try shards.take(file)
      try reading.begin(file)
      var row = 0
      while let line = try file.nextRow() {
        try reading.take(line, row: row, of: file)
        row += 1
      }
    }
    try shards.end()
    guard let table = reading.table else {
      throw Self.refuse("no-rows", "there is no row", hint: "Name the output of a sweep.", reporter)
    }
    do throws(ScenarioTable.Problem) {
      runs = try table.runs()
    } catch {
      throw Self.refuse(error, reporter)
    }
    axes = table.axes
    counts = axes.filter { $0 != .seed }.map { ($0, table.count(of: $0)) }
    seeds = axes.contains(.seed) ? table.count(of: .seed) : nil
    if counts.contains(where: { $0.axis == .site && $0.count > 1 }) {
      throw Self.refuse(
        "several-sites", "the rows are of \(table.count(of: .site)) sites, and size is for one",
        hint: "Keep the rows of one site.", reporter)
    }
  }

  private static func refuse(
    _ code: String, _ message: String, hint: String?, _ reporter: Reporter
  ) -> Failure {
    reporter.report(code: code, message: message, hint: hint)
    return .badInput
  }

  private static func refuse(
    _ problem: ScenarioTable.Problem, _ reporter: Reporter
  ) -> Failure {
    switch problem {
    case .noRows: refuse("no-rows", "there is no row", hint: nil, reporter)
    case .duplicate(let name), .missing(let name):
      refuse(
        "missing-scenario", "there is no row of \(Suggestion.printable(name))",
        hint: "size needs the rows of all combinations. A file of a shard may be missing, or cut "
          + "off.", reporter)
    }
  }
}

/// The shards whose files have been opened.
private struct SweepShards {
  private let reporter: Reporter
  /// The first file.
  private var first: (head: ShardHead?, path: String)?
  private var numbers: Set<Int> = []

  init(_ reporter: Reporter) { self.reporter = reporter }

  private func refuse(_ message: String, _ path: String?) -> Failure {
    reporter.report(
      code: "missing-shard", message: message,
      hint: "size needs the rows of all shards of one sweep, each once.", file: path)
    return .badInput
  }

  /// Refuses a file that does not go with those before it.
  mutating func take(_ file: SweepFile) throws(Failure) {
    let first = self.first ?? (file.head, file.path)
    self.first = first
    let other = Suggestion.printable(first.path)
    guard (file.head == nil) == (first.head == nil) else {
      let (shard, rest) =
        file.head == nil ? (other, "this file is not") : ("this file", "\(other) is not")
      throw refuse("\(shard) is a shard of a sweep, and \(rest)", file.path)
    }
    guard let head = file.head, let number = head.number else { return }
    guard let usual = first.head, head.sweep == usual.sweep, head.version == usual.version,
      head.count == usual.count
    else {
      throw refuse("the file is a shard of another sweep than \(other)", file.path)
    }
    guard numbers.insert(number).inserted else {
      throw refuse("shard \(number) of \(head.count) is given twice", file.path)
    }
  }

  /// Refuses shards of which one is missing.
  func end() throws(Failure) {
    guard let count = first?.head?.count,
      let missing = (1...count).first(where: { !numbers.contains($0) })
    else { return }
    throw refuse("shard \(missing) of \(count) is missing", nil)
  }
}

/// What has been read of rows.
private struct SweepReading {
  /// The table; nil before the first row.
  private(set) var table: ScenarioTable?
  private let rules: SizingRules
  private let names: SweepNames
  /// The delimiter and the columns of the file that is read; nil for JSON.
  private var csv: (delimiter: UInt8, columns: [Int?])?
  /// The number of rows in the files before.
  private var former = 0
  private var rows = 0

  init(_ rules: SizingRules) {
    self.rules = rules
    names = SweepNames(rules.paths)
  }

  /// Begins with the rows of a file.
  mutating func begin(_ file: SweepFile) throws(Failure) {
    former = rows
    csv = nil
    guard let header = file.header else { return }
    let delimiter = header.first { [44, 59, 9].contains($0) } ?? 44
    let fields: [SweepRow.Value]
    do throws(SweepRow.Problem) {
      fields = try SweepRow.fields(header, delimiter)
    } catch {
      throw file.refuse(error.place, .notAShard, error.message)
    }
    guard fields.contains(where: { $0.text == "servedShare" }) else {
      throw file.refuse(
        .notAShard, "the file is not an output of sweep in CSV, NDJSON or JSON")
    }
    let columns = fields.map { names.indices[$0.text] }
    csv = (delimiter, columns)
    for path in rules.paths where !columns.contains(names.indices[path]) {
      guard rules.mayLack(path) else { throw missing(path, file) }
    }
  }

  /// Takes a row.
  ///
  /// - Parameter row: Its index in its file.
  mutating func take(_ line: [UInt8], row: Int, of file: SweepFile) throws(Failure) {
    let values: [SweepRow.Value?]
    do throws(SweepRow.Problem) {
      values =
        if let csv {
          try SweepRow(csv: line, csv.delimiter, columns: csv.columns, names).values
        } else {
          try SweepRow(json: line, names).values
        }
    } catch {
      throw file.refuse(error.place, .notAShard, error.message)
    }
    if let seeds = value(SweepRow.seeds, values) {
      throw file.refuse(
        seeds.place, .overSeeds, "the row is of several seeds",
        hint: "size judges each timeline. Run the sweep without --over-seeds.")
    }
    let axes = ScenarioAxis.allCases.filter { value($0.rawValue, values) != nil }
    var table = self.table ?? ScenarioTable(axes, rules)
    self.table = nil
    guard axes == table.axes else {
      throw file.refuse(
        .notAShard,
        "the row has other axes than the first: "
          + (table.axes.isEmpty ? "none" : table.axes.map(\.rawValue).joined(separator: ", ")))
    }
    let scenario = try scenario(axes, values, file)
    let figures = try figures(values, file)
    // Rows are dealt to shards in turn.
    let place = file.head.map { ($0.number ?? 1) - 1 + row * $0.count } ?? former + row
    do throws(ScenarioTable.Problem) {
      try table.take(scenario, figures, place: place)
    } catch {
      guard case .duplicate(let name) = error else { preconditionFailure("a problem of the end") }
      throw file.refuse(
        .duplicateScenario, "there is a row of \(Suggestion.printable(name)) already",
        hint: "A file may be named twice, or a shard be given with the whole sweep.")
    }
    self.table = table
    rows += 1
  }

  private func value(_ name: String, _ values: [SweepRow.Value?]) -> SweepRow.Value? {
    names.indices[name].flatMap { values[$0] }
  }

  /// Returns a number as the rows of JSON have it.
  private func plain(_ text: String) -> String {
    guard csv?.delimiter == UInt8(ascii: ";") else { return text }
    return String(decoding: text.utf8.map { $0 == 44 ? 46 : $0 }, as: UTF8.self)
  }

  private func scenario(
    _ axes: [ScenarioAxis], _ values: [SweepRow.Value?], _ file: SweepFile
  ) throws(Failure) -> Scenario {
    var scenario = Scenario()
    for axis in axes {
      guard let value = value(axis.rawValue, values) else { continue }
      var text = axis.isRanked ? plain(value.text) : value.text
      // CSV has an apostrophe before a text that a spreadsheet would run as a formula.
      if csv != nil, axis == .station || axis == .site, text.hasPrefix("'"),
        let second = text.utf8.dropFirst().first, "=+-@".utf8.contains(second)
      {
        text.removeFirst()
      }
      guard scenario.set(axis, to: text) else {
        throw file.refuse(
          value.place, .notAShard,
          "\"\(Suggestion.printable(text))\" is not a \(axis.rawValue)")
      }
    }
    return scenario
  }

  private func figures(
    _ values: [SweepRow.Value?], _ file: SweepFile
  ) throws(Failure) -> [Int128?] {
    var figures: [Int128?] = []
    figures.reserveCapacity(rules.paths.count)
    for path in rules.paths {
      guard let value = value(path, values) else {
        guard rules.mayLack(path) else { throw missing(path, file) }
        figures.append(nil)
        continue
      }
      guard !value.text.isEmpty else {
        figures.append(nil)
        continue
      }
      let decimals = FigureTable.figure(path, isOnUpdate: true)?.unit.heldDecimals ?? 3
      guard let number = SweepRow.number(plain(value.text), decimals: decimals) else {
        throw file.refuse(
          value.place, .notAShard,
          "\"\(Suggestion.printable(value.text))\" is not a value of \(path)")
      }
      figures.append(number)
    }
    return figures
  }

  private func missing(_ path: String, _ file: SweepFile) -> Failure {
    let list = FigureTable.lists.first { path.hasPrefix($0.key + ".") }
    return file.refuse(
      .missingFigure, "the rows do not have the figure \(Suggestion.printable(path))",
      hint: list.map { "Rows of a sweep have no figures of \($0.key)." }
        ?? "size needs all columns that sweep writes.")
  }
}
