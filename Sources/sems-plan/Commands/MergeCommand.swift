import PowerShare

/// `sems-plan merge`.
struct MergeCommand {
  static let definition = CommandDefinition(
    name: "merge", summary: "join the shards of a sweep",
    usage: "FILE ... [--partial] [-o FILE]",
    examples: [
      (
        "sems-plan merge 1.csv 2.csv 3.csv 4.csv -o sweep.csv",
        "the rows of four shards in the order of the whole sweep"
      )
    ],
    operands: [("FILE", "The outputs of all shards, in any order: CSV, NDJSON or JSON.")],
    repeatsOperand: true,
    options: [.partial, .output],
    notes: """
      The result is what the sweep would have written without --shard, byte for
      byte. Refused are shards that are missing, given twice or cut off, and those of
      another sweep or another version: the head of a shard's file says which shard it
      is, how many rows it has and what it was made from. The head of a partial merge
      names the missing shards; merge refuses such a file.
      """)

  private let paths: [String]
  private let output: String?
  private let isPartial: Bool
  private let streams: Streams
  private let reporter: Reporter

  private static let chunk = 64 * 1024

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
    isPartial = arguments.has(.partial)
    self.streams = streams
    self.reporter = reporter
  }

  func run() throws(Failure) {
    try streams.withTargets { (targets) throws(Failure) in
      let target = try targets.open(output)
      var shards = try ShardFiles(paths, streams, reporter)
      try shards.sort(allowsMissing: isPartial)
      try write(&shards, to: target)
      if !shards.missing.isEmpty {
        reporter.warn(
          code: "missing-shard", message: shards.missingText,
          hint: "The first line of the result says so, too.")
      }
    }
  }

  private func write(_ shards: inout ShardFiles, to target: ResultTarget) throws(Failure) {
    let form = shards.form
    let head = Self.head(of: shards)
    var bytes = form.beginning(head)
    var hasRows = false
    try shards.forEachRow { (row) throws(Failure) in
      if hasRows { bytes += form.separator }
      bytes += row
      hasRows = true
      if bytes.count >= Self.chunk { try target.take(&bytes) }
    }
    bytes += form.end(hasHead: head != nil, hasRows: hasRows)
    try target.take(&bytes)
  }

  /// Returns the head of a partial merge; nil if no shard is missing.
  private static func head(of shards: ShardFiles) -> ShardHead? {
    guard !shards.missing.isEmpty, let head = shards.files[0].head else { return nil }
    return ShardHead(
      part: .partial(missing: shards.missing), count: head.count,
      rows: shards.files.reduce(0) { $0 + ($1.head?.rows ?? 0) }, version: head.version,
      sweep: head.sweep)
  }
}
