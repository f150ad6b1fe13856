import PowerShare

/// An open file with rows of a sweep in CSV, NDJSON or JSON, read line by line.
struct SweepFile {
  let path: String
  /// The head of a shard; nil for a file without one.
  private(set) var head: ShardHead?
  /// The header of CSV; nil for JSON and NDJSON.
  private(set) var header: [UInt8]?
  private let source: any ByteSource
  private let reporter: Reporter
  /// Whether the rows are elements of a JSON array.
  private var isArray = false
  private var isClosed = false
  private var rows = 0
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// The line read last, for diagnostics; `number` counts from 1.
  private var line: [UInt8] = []
  private var number = 0

  private static let block = 64 * 1024
  /// The greatest length of a line in bytes.
  private static let longest = 16 * 1024 * 1024
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Opens a file and reads what precedes the rows.
  init(_ path: String, _ streams: Streams, _ reporter: Reporter) throws(Failure) {
    self.path = path
    self.reporter = reporter
    source = try streams.open(path)
    guard var line = try nextLine() else { throw refuse(.notAShard, "the file is empty") }
    head = ShardHead(csvLine: line) ?? ShardHead(ndjsonLine: line) ?? ShardHead(jsonLine: line)
    if let head, head.number == nil {
      throw refuse(
        .partialMerge, "the file is a partial merge, which lacks the rows of some shards",
        hint: "Run the missing shards, and merge all of them.")
    }
    isArray = line.first == UInt8(ascii: "[") || line.starts(with: "{\"shard\":{".utf8)
    if isArray, line.last != UInt8(ascii: "[") || head == nil && line.count > 1 {
      throw refuse(
        .notAShard, "the rows are not one a line, as sweep writes them",
        hint: "Write the rows as sweep does: an object a line.")
    }
    if isArray || line.first == UInt8(ascii: "{") {
      // The first line of NDJSON without a head is a row, which is read again.
      if head == nil, !isArray { rewind() }
      return
    }
    if head != nil {
      guard let next = try nextLine() else { throw refuse(.notAShard, "the file has no header") }
      line = next
    }
    header = line
  }

  /// Returns the next row, or nil after the last one.
  mutating func nextRow() throws(Failure) -> [UInt8]? {
    guard !isClosed, var row = try nextLine() else {
      if isArray, !isClosed { throw refuse(.notAShard, "the file ends before its JSON array does") }
      return try end()
    }
    if isArray, row == [UInt8(ascii: "]")] || row == Array("]}".utf8) {
      isClosed = true
      if let rest = try nextLine() {
        throw refuse(0..<rest.count, .notAShard, "unexpected text after the last row")
      }
      return try end()
    }
    if isArray, row.last == UInt8(ascii: ",") { row.removeLast() }
    rows += 1
    return row
  }

  private mutating func end() throws(Failure) -> [UInt8]? {
    if let head, rows != head.rows {
      throw refuse(
        .notAShard, "shard \(head.number ?? 0) has \(head.rows.counted("row")), the file \(rows)",
        hint: "Run that shard again.")
    }
    return nil
  }

  // MARK: Problems

  /// Reports a problem at a place in the line read last.
  func refuse(
    _ place: Range<Int>, _ code: DiagnosticCode, _ message: String, hint: String? = nil
  ) -> Failure {
    var text = SourceText(name: path, text: line)
    var diagnostic = text.diagnostic(place, code: code, message: message, hint: hint)
    diagnostic.place.line = max(number, 1)
    reporter.report(diagnostic)
    return .badInput
  }

  /// Reports a problem of the whole line read last.
  func refuse(_ code: DiagnosticCode, _ message: String, hint: String? = nil) -> Failure {
    refuse(0..<max(line.count, 1), code, message, hint: hint)
  }

  // MARK: Lines

  private mutating func rewind() {
    start = 0
    number = 0
  }

  /// Returns the next line, without its line end; nil at the end.
  private mutating func nextLine() throws(Failure) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        line = Array(buffer[start..<end])
        if number == 0, line.starts(with: Self.byteOrderMark) { line.removeFirst(3) }
        if line.last == 13 { line.removeLast() }
        start = end + 1
        number += 1
        return line
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        line = Array(buffer[start...])
        number += 1
        throw refuse(.notAShard, "the file ends within a row")
      }
      if buffer.count - start > Self.longest {
        line = Array(buffer[start..<(start + 80)])
        number += 1
        throw refuse(.recordTooLong, "a row is longer than 16 MiB")
      }
      // The first line stays in the buffer, because it may be read twice.
      if number > 1 {
        searched -= start
        buffer.removeSubrange(..<start)
        start = 0
      }
      try fill()
    }
  }

  private mutating func fill() throws(Failure) {
    let end = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Self.block))
    do throws(SystemFailure) {
      let count = try source.read(into: &buffer, end..<buffer.count)
      buffer.removeLast(Self.block - count)
      isAtEnd = count == 0
    } catch {
      throw .readOrWriteFailed(path: path, reason: "cannot read: \(error.reason)")
    }
  }
}
