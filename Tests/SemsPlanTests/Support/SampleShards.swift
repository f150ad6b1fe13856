import PowerShare

/// Small files of shards, whose rows have a seed, or a site and a seed.
struct SampleShards {
  let format: String
  /// The number of shards.
  let count: Int
  /// The rows of the sweep, each for a site, or empty for a seed alone.
  let rows: [(site: String, seed: Int)]
  /// A text that makes rows longer.
  var rest = ""
  var version = "0.1.0"
  var sweep: UInt64 = 0x0123_4567_89AB_CDEF

  private let hasSites: Bool
  /// The rows of each shard: every Nth one, or those of every Nth site.
  private let dealt: [[(site: String, seed: Int)]]

  /// Creates shards of a sweep over seeds.
  init(_ format: String, count: Int, rows: Int) {
    self.init(format, count: count, blocks: (0..<rows).map { [("", $0 + 1)] }, hasSites: false)
  }

  /// Creates shards of a sweep over sites and seeds.
  init(_ format: String, count: Int, sites: [String], seeds: Int) {
    let blocks = sites.map { site in (1...seeds).map { (site, $0) } }
    self.init(format, count: count, blocks: blocks, hasSites: true)
  }

  private init(
    _ format: String, count: Int, blocks: [[(site: String, seed: Int)]], hasSites: Bool
  ) {
    self.format = format
    self.count = count
    self.hasSites = hasSites
    rows = blocks.flatMap(\.self)
    var dealt = [[(site: String, seed: Int)]](repeating: [], count: count)
    for (index, block) in blocks.enumerated() { dealt[index % count] += block }
    self.dealt = dealt
  }

  private func text(_ row: (site: String, seed: Int)) -> String {
    let needsQuotes = row.site.contains { "\",".contains($0) }
    let quoted = "\"" + row.site.replacing("\"", with: "\"\"") + "\""
    let cell = hasSites ? (needsQuotes ? quoted : row.site) + "," : ""
    let member =
      "\"site\":\""
      + row.site.replacing("\\", with: #"\\"#)
      .replacing("\"", with: #"\""#) + "\","
    return format == "csv"
      ? "\(cell)\(row.seed),1\(rest)"
      : "{\(hasSites ? member : "")\"seed\":\(row.seed),\"servedShare\":1\(rest)}"
  }

  private func text(_ rows: [(site: String, seed: Int)], _ head: ShardHead?) -> String {
    let texts = rows.map(text)
    let lines = { (line: [UInt8]) in String(decoding: line, as: UTF8.self) + "\n" }
    switch format {
    case "csv":
      let header = (hasSites ? "site," : "") + "seed,servedShare\n"
      return (head.map { lines($0.csvLine) } ?? "") + header + texts.map { $0 + "\n" }.joined()
    case "ndjson":
      return (head.map { lines($0.ndjsonLine) } ?? "") + texts.map { $0 + "\n" }.joined()
    default:
      let end = texts.isEmpty ? "" : "\n"
      return (head.map { lines($0.jsonLine) } ?? "[\n") + texts.joined(separator: ",\n")
        + "\(end)\(head == nil ? "]" : "]}")\n"
    }
  }

  /// Returns the head of a shard.
  func head(_ number: Int) -> ShardHead {
    ShardHead(
      part: .shard(number), count: count, rows: dealt[number - 1].count, version: version,
      sweep: sweep)
  }

  /// Returns the file of a shard.
  func file(_ number: Int) -> String { text(dealt[number - 1], head(number)) }

  /// The output of the sweep without shards.
  var whole: String { text(rows, nil) }

  /// Returns the output of a partial merge.
  func partial(missing: [Int]) -> String {
    let dealt = missing.flatMap { self.dealt[$0 - 1] }
    let kept = rows.filter { row in !dealt.contains { $0 == row } }
    let head = ShardHead(
      part: .partial(missing: missing), count: count, rows: kept.count, version: version,
      sweep: sweep)
    return text(kept, head)
  }

  /// The files of all shards, named `1.csv` and so on.
  var files: [String: String] {
    Dictionary(uniqueKeysWithValues: (1...count).map { ("\($0).\(format)", file($0)) })
  }

  /// Returns the names of files, separated by spaces.
  func names(_ numbers: some Sequence<Int>) -> String {
    numbers.map { "\($0).\(format)" }.joined(separator: " ")
  }
}
