import PowerShare

/// The form of a file with rows of a sweep.
enum ShardForm: Equatable {
  case csv(ShardHeader)
  /// One object per line.
  case ndjson
  /// An array with one object per line.
  case json

  /// The name of the form, the same for every header.
  var name: String {
    switch self {
    case .csv: "CSV"
    case .ndjson: "NDJSON"
    case .json: "JSON"
    }
  }

  // MARK: Writing

  /// Returns the bytes before the rows.
  ///
  /// - Parameter head: The head of a partial merge; nil for a whole sweep.
  func beginning(_ head: ShardHead?) -> [UInt8] {
    switch self {
    case .csv(let header): (head.map { $0.csvLine + [10] } ?? []) + header.line + [10]
    case .ndjson: head.map { $0.ndjsonLine + [10] } ?? []
    case .json: (head?.jsonLine ?? [UInt8(ascii: "[")]) + [10]
    }
  }

  /// The bytes between two rows.
  var separator: [UInt8] { Array((self == .json ? ",\n" : "\n").utf8) }

  /// Returns the bytes after the rows.
  ///
  /// - Parameters:
  ///   - hasHead: Whether a head precedes the rows.
  ///   - hasRows: Whether there is a row.
  func end(hasHead: Bool, hasRows: Bool) -> [UInt8] {
    (hasRows ? [10] : []) + (self == .json ? closing(hasHead: hasHead) + [10] : [])
  }

  /// Returns the last line of JSON, without its line end.
  func closing(hasHead: Bool) -> [UInt8] { Array((hasHead ? "]}" : "]").utf8) }

  // MARK: Rows

  /// Returns what is wrong with the form of a row, or nil.
  func problem(of row: [UInt8]) -> String? {
    if case .csv(let header) = self {
      let count = header.fields(of: row)
      return count == header.fields
        ? nil : "the row has \(count.counted("field")), the header \(header.fields)"
    }
    let isObject = row.first == UInt8(ascii: "{") && row.last == UInt8(ascii: "}")
    return isObject && row.count > 2 ? nil : "this is not a row of a sweep"
  }

  /// Returns the bytes of the site with which a row begins; nil if the sweep has no sites.
  func site(of row: [UInt8]) -> ArraySlice<UInt8>? {
    if case .csv(let header) = self { return header.hasSites ? header.firstField(of: row) : nil }
    let key = "{\"site\":\"".utf8
    guard row.starts(with: key) else { return nil }
    var end = key.count
    while end < row.count, row[end] != UInt8(ascii: "\"") {
      end += row[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return row[key.count..<min(end, row.count)]
  }
}

/// The header of a sweep in CSV.
struct ShardHeader: Equatable {
  let line: [UInt8]
  private let delimiter: UInt8
  /// The number of fields of the header and of every row.
  let fields: Int
  /// Whether rows begin with a site.
  let hasSites: Bool

  /// The name of a figure that every header has.
  private static let figure = "servedShare"

  /// Reads a header; nil if the line is not that of a sweep.
  init?(_ line: [UInt8]) {
    guard let delimiter = line.first(where: { [44, 59, 9].contains($0) }) else { return nil }
    let names = line.split(separator: delimiter, omittingEmptySubsequences: false)
    guard names.contains(where: { $0.elementsEqual(Self.figure.utf8) }) else { return nil }
    self.line = line
    self.delimiter = delimiter
    fields = names.count
    hasSites = names[0].elementsEqual("site".utf8)
  }

  /// Returns the number of fields of a row.
  func fields(of row: [UInt8]) -> Int {
    var count = 1
    var isQuoted = false
    for byte in row {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == delimiter, !isQuoted {
        count += 1
      }
    }
    return count
  }

  /// Returns the bytes of the first field of a row, with its quotes.
  func firstField(of row: [UInt8]) -> ArraySlice<UInt8> {
    var isQuoted = false
    return row.prefix { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return byte != delimiter || isQuoted
    }
  }
}
