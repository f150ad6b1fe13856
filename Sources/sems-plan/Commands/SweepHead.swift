import PowerShare

/// What the first line of a shard's file says.
struct SweepHead: Equatable {
  /// The number of the shard, from 1; nil for a partial merge.
  let number: Int?
  /// The number of shards of the sweep.
  let count: Int
  /// The number of rows in the file.
  let rows: Int
  /// The version of the program and the hash of the sweep, which all shards share.
  let origin: [String]

  /// Reads a line; nil if it is not a head.
  ///
  /// CSV has `# shard I/N rows R version V sweep F`, NDJSON `{"shard":I,"of":N,"rows":R,…}`, and
  /// JSON that object as the value of its first key. That of a partial merge has `missing`.
  init?(_ line: [UInt8]) {
    guard
      ["# shard ", "# partial ", "{\"shard\":", "{\"of\":"].contains(where: {
        line.starts(with: $0.utf8)
      })
    else { return nil }
    var words = String(decoding: line, as: UTF8.self)
      .split { !($0.isLetter || $0.isNumber || ".-+_".contains($0)) }.map(String.init)[...]
    while let first = words.first, ["shard", "partial", "of"].contains(first) {
      words.removeFirst()
    }
    let isPartial = words.contains("missing")
    number = isPartial ? nil : words.popFirst().flatMap { Int($0) }
    if words.first == "of" { words.removeFirst() }
    guard isPartial || number != nil, let count = words.popFirst().flatMap({ Int($0) }),
      words.popFirst() == "rows", let rows = words.popFirst().flatMap({ Int($0) }),
      1...1_000_000 ~= count, 1...count ~= number ?? 1, rows >= 0
    else { return nil }
    self.count = count
    self.rows = rows
    origin = Array(words.prefix(4))
  }
}
