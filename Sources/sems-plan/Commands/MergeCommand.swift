import PowerShare

/// `sems-plan merge`.
struct MergeCommand {
  static let definition = CommandDefinition(
    name: "merge", summary: "put the shards of a sweep together",
    usage: "FILE ... [-o FILE]",
    examples: [
      (
        "sems-plan merge 1.csv 2.csv 3.csv 4.csv -o sweep.csv",
        "the rows of four shards in the order of the whole sweep"
      )
    ],
    operands: [("FILE", "What each shard wrote, in the order of the shards: CSV, NDJSON or JSON.")],
    repeatsOperand: true,
    options: [.output],
    notes: """
      The result is what the sweep would have written without --shard, byte for
      byte. Tables cannot be merged.
      """)

  private let paths: [String]
  private let output: String?
  private let streams: Streams
  private let reporter: Reporter

  private static let chunk = 64 * 1024

  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    guard !arguments.operands.isEmpty else {
      throw .usage(
        message: "merge needs the files of the shards", hint: "sems-plan merge 1.csv 2.csv.")
    }
    paths = arguments.operands
    output = arguments[.output].flatMap { $0 == "-" ? nil : $0 }
    self.streams = streams
    self.reporter = reporter
  }

  func run() throws(Failure) {
    var shards: [ShardFile] = []
    for path in paths { shards.append(try ShardFile(path, streams, reporter)) }
    let form = shards.first { $0.form != .empty }?.form ?? .empty
    for shard in shards where shard.form != form && (shard.form != .empty || form == .json) {
      throw shard.fail(
        "its beginning differs from that of \(Suggestion.printable(paths[0])), so they are no "
          + "shards of one sweep")
    }
    let target = try ResultTarget(output: output, streams)
    do throws(Failure) {
      try write(&shards, form, to: target)
      try target.drain()
      try target.commit()
    } catch {
      target.discard()
      throw error
    }
  }

  /// Deals rows out, one of each shard in turn, until there are none left.
  private func write(
    _ shards: inout [ShardFile], _ form: ShardFile.Form, to target: ResultTarget
  ) throws(Failure) {
    var bytes = form.beginning
    var rows = 0
    var isEnding = false
    var hasMore = true
    while hasMore {
      hasMore = false
      for index in shards.indices {
        guard let row = try shards[index].nextRow() else {
          // From here on none may have another.
          isEnding = true
          continue
        }
        guard !isEnding else {
          throw shards[index].fail(
            "it has more rows than a shard in its place can have",
            hint: "Name every shard once, in their order: the one of --shard 1/N first.")
        }
        if rows > 0 { bytes += form.separator }
        bytes += row
        rows += 1
        hasMore = true
        if bytes.count >= Self.chunk { try target.take(&bytes) }
      }
    }
    bytes += form.end(hasRows: rows > 0)
    try target.take(&bytes)
  }
}
