import PowerShare

/// An open file with one shard of a sweep, read row by row.
struct ShardFile {
  let path: String
  private(set) var form = ShardForm.empty
  private let source: any ByteSource
  private let reporter: Reporter
  private let block: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Whether the end of the JSON array has been read.
  private var isClosed = false
  /// The line read last, for diagnostics; `number` counts from 1.
  private var line: [UInt8] = []
  private var number = 0

  /// Opens a file and reads enough of it to detect its form.
  ///
  /// - Parameter block: The number of bytes to read at a time.
  init(
    _ path: String, _ streams: Streams, _ reporter: Reporter, block: Int
  ) throws(Failure) {
    self.path = path
    self.reporter = reporter
    self.block = block
    source = try streams.open(path)
    guard let line = try peekLine() else { return }
    switch line.first {
    case UInt8(ascii: "[") where line.count == 1:
      form = .json
      _ = try nextLine()
    case UInt8(ascii: "{"):
      form = .ndjson
    default:
      _ = try nextLine()
      guard let form = ShardForm(header: line) else {
        throw refuse(
          0..<line.count, .notAShard, "the file is not an output of sweep in CSV, NDJSON or JSON")
      }
      self.form = form
    }
  }

  /// Returns the next row, or nil after the last one.
  mutating func nextRow() throws(Failure) -> ShardRow? {
    if isClosed { return nil }
    guard var line = try nextLine() else {
      if form == .json { throw refuse(.notAShard, "the file ends before its JSON array does") }
      return nil
    }
    if form == .json {
      if line == [UInt8(ascii: "]")] {
        isClosed = true
        if let rest = try nextLine() {
          throw refuse(0..<rest.count, .notAShard, "unexpected text after the last row")
        }
        return nil
      }
      if line.last == UInt8(ascii: ",") { line.removeLast() }
    }
    do throws(ShardRow.Problem) {
      return try ShardRow(line, form)
    } catch {
      throw refuse(error.place, .notAShard, error.message)
    }
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

  /// Reports a problem at the end of the line read last.
  func refuse(_ code: DiagnosticCode, _ message: String, hint: String? = nil) -> Failure {
    refuse(max(line.count - 1, 0)..<line.count, code, message, hint: hint)
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
        guard start == buffer.count else {
          line = Array(buffer[start...])
          number += 1
          throw refuse(.notAShard, "the file ends within a row")
        }
        return nil
      }
      searched -= start
      try fill()
    }
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
