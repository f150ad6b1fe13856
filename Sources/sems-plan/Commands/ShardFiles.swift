import PowerShare

/// The open files of the shards of a sweep, whose rows it returns in the order of the sweep.
struct ShardFiles {
  private(set) var files: [ShardFile] = []
  private let reporter: Reporter
  /// The indices of the files in the order of their shards.
  private var order: [Int] = []
  /// The numbers of the shards without a file.
  private(set) var missing: [Int] = []

  private static let chunk = 64 * 1024
  /// The total size in bytes of the read buffers of all files.
  private static let memory = 16 * 1024 * 1024
  /// The greatest number of files whose problems are reported.
  private static let reportLimit = 10

  /// Opens files and reads their heads.
  ///
  /// - Precondition: There is a file.
  init(_ paths: [String], _ streams: Streams, _ reporter: Reporter) throws(Failure) {
    self.reporter = reporter
    POSIX.allowOpenFiles(paths.count + 16)
    let block = min(Self.chunk, max(4_096, Self.memory / paths.count))
    for path in paths { files.append(try ShardFile(path, streams, reporter, block: block)) }
  }

  /// The form of all files, once they have been checked.
  var form: ShardForm { files[0].form }

  // MARK: Checks

  /// Puts the files in order, and reports files that are not shards of one sweep, and shards that
  /// are missing.
  mutating func sort(allowsMissing: Bool) throws(Failure) {
    try report(files.filter { $0.head == nil }.map(Self.headless))
    try report(files.filter { $0.form.name != form.name }.map(otherForm))
    let set = ShardSet(files.compactMap(\.head))
    try report(set.problems.map(diagnostic), also: allowsMissing ? [] : set.missing)
    try report(files.filter { $0.form != form }.map(otherHeader))
    order = set.order
    missing = set.missing
  }

  /// The missing shards in a message.
  var missingText: String { text(ofMissing: missing) }

  private func text(ofMissing numbers: [Int]) -> String {
    "\(Self.text(of: numbers)) of \(files.first?.head?.count ?? 0) "
      + (numbers.count == 1 ? "is" : "are") + " missing"
  }

  private static func text(of numbers: [Int]) -> String {
    (numbers.count == 1 ? "shard " : "shards ") + ShardSet.text(of: numbers)
  }

  private func report(_ problems: [Diagnostic], also missing: [Int] = []) throws(Failure) {
    guard !problems.isEmpty || !missing.isEmpty else { return }
    problems.prefix(Self.reportLimit).forEach(reporter.report)
    if problems.count > Self.reportLimit {
      reporter.note("and \((problems.count - Self.reportLimit).counted("file")) more")
    }
    if !missing.isEmpty {
      reporter.report(
        code: "missing-shard", message: text(ofMissing: missing),
        hint: "Run what is missing, or name its file; --partial merges the rows that there are.")
    }
    throw .badInput
  }

  private static func headless(_ file: ShardFile) -> Diagnostic {
    file.problem(
      .notAShard, "the file does not say which shard it is",
      hint: "It was written without --shard, or by an older version.")
  }

  private func otherForm(_ file: ShardFile) -> Diagnostic {
    file.problem(
      .otherSweep, "\(file.name) is \(file.form.name), but \(shown(files[0])) is \(form.name)",
      hint: "Write all shards in one format.")
  }

  private func otherHeader(_ file: ShardFile) -> Diagnostic {
    file.problem(.otherSweep, "\(file.name) has other columns than \(shown(files[0]))")
  }

  private func diagnostic(_ problem: ShardSet.Problem) -> Diagnostic {
    switch problem {
    case .isPartial(let index):
      var missing: [Int] = []
      if case .partial(let numbers)? = files[index].head?.part { missing = numbers }
      return files[index].problem(
        .partialMerge, "the file is a partial merge without \(Self.text(of: missing))",
        hint: "Name the files of the shards themselves.")
    case .differs(let index, let usual, .version):
      return files[index].problem(
        .otherSweep,
        "\(files[index].name) was written by version \(files[index].head?.version ?? ""), "
          + "and \(shown(files[usual])) by version \(files[usual].head?.version ?? "")",
        hint: "Run all shards with one version.")
    case .differs(let index, let usual, .sweep):
      return files[index].problem(
        .otherSweep, "\(files[index].name) is of another sweep than \(shown(files[usual]))",
        hint: "An option or a byte of an input differs. Run all shards with the same ones.")
    case .differs(let index, let usual, .count):
      return files[index].problem(
        .otherSweep,
        "the file is \(files[index].name), and \(shown(files[usual])) is "
          + files[usual].name,
        hint: "Give all shards the same N in --shard I/N.")
    case .isTwice(let index, let first):
      return files[index].problem(
        .duplicateShard,
        "\(files[index].name) is given twice: "
          + "\(shown(files[first])) has it, too",
        hint: "Name one file for each shard.")
    }
  }

  private func shown(_ file: ShardFile) -> String { Suggestion.printable(file.path) }

  // MARK: Rows

  /// Calls `body` with the rows in the order of the sweep.
  ///
  /// The scenarios of a sweep were dealt to the shards in turn, those of one site together.
  mutating func forEachRow(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    for index in order { try files[index].advance() }
    var ended: Int?
    var hasMore = true
    while hasMore {
      hasMore = false
      for index in order {
        guard let first = files[index].row else {
          ended = ended ?? index
          continue
        }
        if let ended { throw uneven(files[index], files[ended]) }
        hasMore = true
        let site = form.site(of: first)
        repeat {
          if let row = files[index].row { try body(row) }
          try files[index].advance()
        } while site != nil && files[index].row.flatMap(form.site) == site
      }
    }
  }

  private func uneven(_ file: ShardFile, _ shorter: ShardFile) -> Failure {
    reporter.report(
      file.problem(
        .damagedShard, "\(file.name) has too many rows beside those of \(shown(shorter))"))
    return .badInput
  }
}
