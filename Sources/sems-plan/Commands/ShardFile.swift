import PowerShare

/// The rows of one shard of a sweep, read one after the other.
struct ShardFile {
  /// How the rows of a sweep stand in a file.
  enum Form: Equatable {
    /// With that header.
    case csv(header: [UInt8])
    case ndjson
    case json
    /// No rows, and nothing that tells the form.
    case empty

    /// What stands before the rows.
    var beginning: [UInt8] {
      switch self {
      case .csv(let header): header + [10]
      case .json: Array("[\n".utf8)
      case .ndjson, .empty: []
      }
    }

    /// What stands between two rows.
    var separator: [UInt8] { Array((self == .json ? ",\n" : "\n").utf8) }

    /// What stands behind the rows.
    func end(hasRows: Bool) -> [UInt8] {
      switch self {
      case .json: Array((hasRows ? "\n]\n" : "]\n").utf8)
      case .csv, .ndjson, .empty: hasRows ? [10] : []
      }
    }
  }

  let path: String
  private(set) var form = Form.empty
  private let source: any ByteSource
  private let reporter: Reporter
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Whether a JSON array has come to its end.
  private var isClosed = false

  private static let block = 64 * 1024

  init(_ path: String, _ streams: Streams, _ reporter: Reporter) throws(Failure) {
    self.path = path
    self.reporter = reporter
    source = try streams.open(path)
    guard let line = try peekLine() else { return }
    switch line.first {
    case UInt8(ascii: "[") where line.count == 1:
      form = .json
      _ = try nextLine()
    case UInt8(ascii: "{"):
      form = .ndjson
    default:
      // The name of a figure that every row has, and a table does not show.
      let name = Array("servedShare".utf8)
      let cells = line.split { $0 == 44 || $0 == 59 || $0 == 9 }
      guard cells.count > 1, cells.contains(where: { $0.elementsEqual(name) }) else {
        throw fail("it is no output of sweep in CSV, NDJSON or JSON")
      }
      form = .csv(header: line)
      _ = try nextLine()
    }
  }

  /// The next row without what stands around it, or nil after the last one.
  mutating func nextRow() throws(Failure) -> [UInt8]? {
    guard form == .json else { return try nextLine() }
    if isClosed { return nil }
    guard var line = try nextLine() else { throw cutOff() }
    if line == [UInt8(ascii: "]")] {
      isClosed = true
      guard try nextLine() == nil else { throw fail("something stands behind its last row") }
      return nil
    }
    if line.last == UInt8(ascii: ",") { line.removeLast() }
    return line
  }

  /// Reports what is wrong with the file.
  func fail(_ message: String, hint: String? = nil) -> Failure {
    reporter.report(code: "not-a-shard", message: message, hint: hint, file: path)
    return .badInput
  }

  private func cutOff() -> Failure { fail("it ends within a row") }

  // MARK: Lines

  private mutating func nextLine() throws(Failure) -> [UInt8]? {
    guard let line = try peekLine() else { return nil }
    start += line.count + 1
    return line
  }

  /// The next line without its end, or nil where there is none.
  private mutating func peekLine() throws(Failure) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) { return Array(buffer[start..<end]) }
      searched = buffer.count
      if isAtEnd {
        guard start == buffer.count else { throw cutOff() }
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
