import PowerShare

/// An open file with rows of a sweep: those of a shard, of a partial merge, or of the whole sweep.
struct ShardFile {
  let path: String
  private(set) var form = ShardForm.ndjson
  /// The head; nil if the file has none, as that of a whole sweep.
  private(set) var head: ShardHead?
  /// The row that `advance` has read; nil before the first and after the last row.
  private(set) var row: [UInt8]?
  private let source: any ByteSource
  private let reporter: Reporter
  private let block: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// The number of rows read.
  private var rows = 0
  private var firstLine: [UInt8] = []
  /// The line read last, for diagnostics; `number` counts from 1.
  private var line: [UInt8] = []
  private var number = 0

  /// Opens a file and reads what precedes the rows.
  ///
  /// - Parameter block: The greatest number of bytes to read at a time.
  init(
    _ path: String, _ streams: Streams, _ reporter: Reporter, block: Int
  ) throws(Failure) {
    self.path = path
    self.reporter = reporter
    source = try streams.open(path)
    // A small file gets a small buffer, because zeroing memory takes time.
    self.block = min(block, max(source.size.map { $0 + 1 } ?? block, 64))
    guard let line = try peekLine() else {
      throw refuse(.damagedShard, "the file is empty", hint: Self.again)
    }
    firstLine = line
    if line == [UInt8(ascii: "[")] {
      form = .json
      _ = try nextLine()
    } else if line.starts(with: "# shard ".utf8) || line.starts(with: "# partial ".utf8) {
      _ = try nextLine()
      try take(ShardHead(csvLine: line))
      try takeHeader()
    } else if line.starts(with: "{\"shard\":{".utf8) {
      form = .json
      _ = try nextLine()
      try take(ShardHead(jsonLine: line))
    } else if line.starts(with: "{\"shard\":".utf8) || line.starts(with: "{\"of\":".utf8) {
      _ = try nextLine()
      try take(ShardHead(ndjsonLine: line))
    } else if line.first != UInt8(ascii: "{") {
      try takeHeader()
    }
  }

  private mutating func take(_ head: ShardHead?) throws(Failure) {
    guard let head else {
      throw refuse(
        0..<line.count, .damagedShard, "the first line is not what a shard writes",
        hint: line.last == 13
          ? "The line ends were changed to CRLF; merge needs the bytes that sweep wrote."
          : Self.again)
    }
    self.head = head
  }

  private mutating func takeHeader() throws(Failure) {
    guard let header = try nextLine() else { throw cutOff("it ends before the header") }
    guard let form = ShardHeader(header).map(ShardForm.csv) else {
      throw refuse(
        0..<header.count, head == nil ? .notAShard : .damagedShard,
        "the file is not an output of sweep in CSV, NDJSON or JSON")
    }
    self.form = form
  }

  // MARK: Rows

  /// Reads the next row into ``row``; not called again after the last one.
  mutating func advance() throws(Failure) {
    guard var line = try nextLine() else {
      try end()
      if form == .json { throw cutOff("its last line is missing") }
      return
    }
    if line == form.closing(hasHead: head != nil), form == .json {
      if let rest = try nextLine() {
        throw refuse(0..<rest.count, damage, "unexpected text after the last row")
      }
      return try end()
    }
    rows += 1
    if let head, rows > head.rows {
      throw refuse(
        .damagedShard, "\(name) has \(head.rows.counted("row")), and the file has more",
        hint: Self.again)
    }
    if form == .json, line.last == UInt8(ascii: ",") { line.removeLast() }
    if let problem = form.problem(of: line) { throw refuse(0..<line.count, damage, problem) }
    row = line
  }

  private mutating func end() throws(Failure) {
    row = nil
    if let head, rows < head.rows { throw cutOff(nil) }
  }

  // MARK: Problems

  private static let again = "Run that shard again."

  /// The code of a problem in the rows.
  private var damage: DiagnosticCode { head == nil ? .notAShard : .damagedShard }

  /// The shard, in messages.
  var name: String {
    guard let head, let number = head.number else { return "the file" }
    return "shard \(number) of \(head.count)"
  }

  /// Reports that the file has ended too early.
  private func cutOff(_ reason: String?) -> Failure {
    guard let head else { return refuse(damage, "the file is cut off within a line") }
    let rows = "it has \(rows) of \(head.rows.counted("row"))"
    return refuse(
      .damagedShard, "\(name) is cut off: \(reason ?? rows)", hint: Self.again)
  }

  /// Reports a problem at a place in the line read last.
  private func refuse(
    _ place: Range<Int>, _ code: DiagnosticCode, _ message: String, hint: String? = nil
  ) -> Failure {
    var diagnostic = diagnostic(in: line, place, code, message, hint: hint)
    diagnostic.place.line = max(number, 1)
    reporter.report(diagnostic)
    return .badInput
  }

  /// Reports a problem at the end of the line read last.
  private func refuse(_ code: DiagnosticCode, _ message: String, hint: String? = nil) -> Failure {
    refuse(max(line.count - 1, 0)..<line.count, code, message, hint: hint)
  }

  /// Returns the diagnostic for a problem of the first line.
  func problem(
    _ code: DiagnosticCode, _ message: String, hint: String? = nil
  ) -> Diagnostic {
    diagnostic(in: firstLine, 0..<firstLine.count, code, message, hint: hint)
  }

  private func diagnostic(
    in line: [UInt8], _ place: Range<Int>, _ code: DiagnosticCode, _ message: String,
    hint: String?
  ) -> Diagnostic {
    var text = SourceText(name: path, text: line)
    return text.diagnostic(place, code: code, message: message, hint: hint)
  }

  // MARK: Lines

  private mutating func nextLine() throws(Failure) -> [UInt8]? {
    guard let line = try peekLine() else { return nil }
    start += line.count + 1
    self.line = line
    number += 1
    return line
  }

  /// Returns the next line, without its line end, and does not consume it; nil at the end.
  private mutating func peekLine() throws(Failure) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) { return Array(buffer[start..<end]) }
      searched = buffer.count
      if isAtEnd {
        guard start == buffer.count else { throw endsWithinLine() }
        return nil
      }
      searched -= start
      try fill()
    }
  }

  private mutating func endsWithinLine() -> Failure {
    line = Array(buffer[start...])
    number += 1
    guard head == nil, number == 1 else { return cutOff(nil) }
    return refuse(.damagedShard, "the file is cut off within its first line", hint: Self.again)
  }

  private mutating func fill() throws(Failure) {
    buffer.removeSubrange(..<start)
    start = 0
    let end = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: block))
    do throws(SystemFailure) {
      let count = try source.read(into: &buffer, end..<buffer.count)
      buffer.removeLast(block - count)
      isAtEnd = count == 0
    } catch {
      throw .readOrWriteFailed(path: path, reason: "cannot read: \(error.reason)")
    }
  }
}
