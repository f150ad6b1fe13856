import PowerShare

/// `sems-plan merge`.
struct MergeCommand {
  static let definition = CommandDefinition(
    name: "merge", summary: "join the shards of a sweep",
    usage: "FILE ... [-o FILE]",
    examples: [
      (
        "sems-plan merge 1.csv 2.csv 3.csv 4.csv -o sweep.csv",
        "the rows of four shards in the order of the whole sweep"
      )
    ],
    operands: [("FILE", "The outputs of the shards, in their order: CSV, NDJSON or JSON.")],
    repeatsOperand: true,
    options: [.output],
    notes: """
      The result is what the sweep would have written without --shard, byte for
      byte. Rows that are not in the order of a sweep are refused. This finds files
      in the wrong order, files named twice and most missing files. If a shard may
      be missing and the rows do not prove it, there is a warning. Tables cannot be
      merged.
      """)

  private let paths: [String]
  private let output: String?
  private let streams: Streams
  private let reporter: Reporter

  private static let chunk = 64 * 1024
  /// The total size in bytes of the read buffers of all files.
  private static let memory = 16 * 1024 * 1024
  private static let orderHint =
    "Name every shard once and in order: --shard 1/N first, and 10/N after 9/N."

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    guard !arguments.operands.isEmpty else {
      throw .usage(
        message: "merge needs the files of the shards",
        hint: "Type sems-plan merge 1.csv 2.csv, for example.")
    }
    paths = arguments.operands
    guard paths.count(where: { $0 == "-" }) < 2 else {
      throw .usage(message: "only one of the files can be standard input")
    }
    output = arguments.output
    self.streams = streams
    self.reporter = reporter
  }

  func run() throws(Failure) {
    try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(output)
      var shards: [ShardFile] = []
      POSIX.allowOpenFiles(paths.count + 16)
      let block = min(Self.chunk, max(4_096, Self.memory / paths.count))
      for path in paths {
        shards.append(try ShardFile(path, streams, reporter, block: block))
      }
      let form = try form(of: shards)
      try write(&shards, form, to: target)
    }
  }

  /// Returns the form of the first shard, and refuses shards of another form.
  private func form(of shards: [ShardFile]) throws(Failure) -> ShardForm {
    guard let form = shards.first?.form, form != .empty else {
      throw shards[0].refuse(
        .notAShard, "the file is empty, but the first shard of a sweep has a row")
    }
    for shard in shards
    where shard.form != form && !(shard.form == .empty && form == .ndjson) {
      guard shard.form != .empty else { throw shard.refuse(.notAShard, "the file is empty") }
      var place = 0..<1
      if case .csv(let header, _, _) = form, case .csv(let other, _, _) = shard.form {
        let common = zip(header, other).prefix { $0 == $1 }.count
        place = min(common, other.count - 1)..<other.count
      }
      throw shard.refuse(
        place, .misplacedShard,
        "the beginning differs from that of \(Suggestion.printable(paths[0])), so they are not "
          + "shards of the same sweep")
    }
    return form
  }

  /// Writes the rows of all shards, taking one from each shard in turn.
  private func write(
    _ shards: inout [ShardFile], _ form: ShardForm, to target: ResultTarget
  ) throws(Failure) {
    var bytes = form.beginning
    var rows = 0
    var order: (axes: [ScenarioAxis], scenarios: ScenarioOrder)?
    /// The first shard that has no more rows; after that, no shard may have another row.
    var ended: Int?
    var hasMore = true
    while hasMore {
      hasMore = false
      for index in shards.indices {
        guard let row = try shards[index].nextRow() else {
          ended = ended ?? index
          continue
        }
        if let ended {
          throw shards[index].refuse(
            row.key, .misplacedShard,
            "the file has more rows than \(Suggestion.printable(paths[ended])), "
              + "which is named before it",
            hint: Self.orderHint)
        }
        try check(row, of: shards[index], &order, shards.count)
        if rows > 0 { bytes += form.separator }
        bytes += row.bytes
        rows += 1
        hasMore = true
        if bytes.count >= Self.chunk { try target.take(&bytes) }
      }
    }
    try checkEnd(shards[ended ?? 0], order?.scenarios)
    bytes += form.end(hasRows: rows > 0)
    try target.take(&bytes)
  }

  /// Refuses a row that is not the next one of the sweep.
  private func check(
    _ row: ShardRow, of shard: ShardFile,
    _ order: inout (axes: [ScenarioAxis], scenarios: ScenarioOrder)?, _ count: Int
  ) throws(Failure) {
    let axes = row.cells.map(\.axis)
    var known = order ?? (axes, ScenarioOrder(axes, shards: count))
    order = nil
    guard axes == known.axes else {
      throw shard.refuse(
        row.key, .misplacedShard,
        "the row has other axes than the first: "
          + known.axes.map(\.rawValue).joined(separator: ", "), hint: Self.orderHint)
    }
    do throws(ScenarioOrder.Violation) {
      try known.scenarios.take(row.scenario)
    } catch {
      let place = row.cells.first { $0.axis == error.axis }?.place ?? row.key
      throw shard.refuse(place, .misplacedShard, error.message, hint: Self.orderHint)
    }
    order = known
  }

  /// Refuses shards that end before the last row of the sweep.
  private func checkEnd(_ shard: ShardFile, _ order: ScenarioOrder?) throws(Failure) {
    guard let order else {
      throw shard.refuse(.notAShard, "the file has no row, but the first shard of a sweep has one")
    }
    if let due = order.due {
      throw shard.refuse(
        .misplacedShard, "the file ends where \(due) is due",
        hint: "A shard is missing, or this file is cut off.")
    }
    if let axis = order.unevenAxis {
      reporter.warn(
        code: "uneven-shards",
        message: "the values of \(axis.rawValue) are evenly spaced in each file, but not together",
        hint: "Is a shard missing? \(Self.orderHint)")
    }
  }
}
