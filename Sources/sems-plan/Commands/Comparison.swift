import PowerShare

/// A line in which a result differs from the expected one.
struct Difference {
  /// The line's number, from 1.
  let line: Int
  /// The tick that the line belongs to, or nil if it belongs to none or the result has ended.
  let tick: String?
  /// The number of bytes at the start of the line that are equal.
  let commonBytes: Int
  /// The start of the line of the expected file, or nil if the file has ended.
  let expected: [UInt8]?
  /// The start of the line of the result, or nil if the result has ended.
  var actual: [UInt8]?
}

/// Compares the bytes of a result with an expected file, line by line.
///
/// A class, because it reads an open file.
final class Comparison {
  /// The tick whose bytes come next.
  var tick: String?
  /// The first lines that differ; of those after the end of the file or of the result only one.
  private(set) var differences: [Difference] = []
  /// The number of lines that differ.
  private(set) var count = 0
  /// The first line of the file that ends in CRLF, if the result has one there that ends in LF.
  private(set) var firstCRLF: Int?

  private let source: any ByteSource
  private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
  private var position = 0
  private var end = 0
  private var isAtEnd = false
  private var line = 1
  /// The current line up to here, equal in both.
  private var common: [UInt8] = []
  /// Whether the current line differs; the file has then been read up to the next line.
  private var isDiffering = false
  /// Whether `differences` has the current line.
  private var keepsLine = false
  /// Whether `differences` has a line after the end of the file or of the result.
  private var hasEnd = false

  /// The greatest number of differences that are kept.
  private static let most = 10
  /// The number of bytes that are kept of a line after its first difference.
  private static let longest = 1_000
  private static let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

  init(_ source: any ByteSource) { self.source = source }

  /// Whether the result and the file are equal so far.
  var isEqual: Bool { count == 0 && firstCRLF == nil }

  /// Compares the next bytes of the result.
  func take(_ bytes: [UInt8]) throws(SystemFailure) {
    var next = 0
    while next < bytes.count {
      if isDiffering {
        let lineEnd = bytes[next...].firstIndex(of: Self.lineFeed) ?? bytes.count
        keep(bytes[next..<lineEnd])
        if lineEnd < bytes.count { beginLine() }
        next = lineEnd + 1
      } else if try expectedByte() == bytes[next] {
        takeCommon(bytes, &next)
      } else if bytes[next] == Self.lineFeed, try isAtCRLF() {
        skipCarriageReturn()
      } else {
        try beginDifference()
      }
    }
  }

  /// Compares the end of the result with the rest of the file.
  func finish() throws(SystemFailure) {
    if !isDiffering, !common.isEmpty, try expectedByte() != nil { try beginDifference() }
    if isDiffering { beginLine() }
    common = []
    while try expectedByte() != nil {
      let expected = try restOfLine()
      count += 1
      if !hasEnd, differences.count < Self.most {
        differences.append(
          Difference(line: line, tick: nil, commonBytes: 0, expected: expected, actual: nil))
      }
      hasEnd = true
      line += 1
    }
  }

  // MARK: The result

  /// Takes the bytes that are equal and already read.
  private func takeCommon(_ bytes: [UInt8], _ next: inout Int) {
    while next < bytes.count, position < end, buffer[position] == bytes[next] {
      if bytes[next] == Self.lineFeed { beginLine() } else { common.append(bytes[next]) }
      position += 1
      next += 1
    }
  }

  private func beginLine() {
    line += 1
    common.removeAll(keepingCapacity: true)
    isDiffering = false
  }

  private func beginDifference() throws(SystemFailure) {
    isDiffering = true
    count += 1
    let hasEnded = try expectedByte() == nil
    let isAfterEnd = common.isEmpty && hasEnded
    let expected = isAfterEnd ? nil : common + (try restOfLine())
    keepsLine = differences.count < Self.most && !(isAfterEnd && hasEnd)
    if isAfterEnd { hasEnd = true }
    guard keepsLine else { return }
    differences.append(
      Difference(
        line: line, tick: tick, commonBytes: common.count, expected: expected, actual: common))
  }

  /// Keeps a part of the result's line.
  private func keep(_ part: ArraySlice<UInt8>) {
    guard keepsLine, let last = differences.last, let actual = last.actual else { return }
    let room = last.commonBytes + Self.longest - actual.count
    differences[differences.count - 1].actual = actual + part.prefix(max(room, 0))
  }

  // MARK: The file

  /// Returns a byte of the file without consuming it, or nil at its end.
  private func expectedByte(after count: Int = 0) throws(SystemFailure) -> UInt8? {
    while position + count >= end, !isAtEnd {
      let unused = end - position
      buffer.replaceSubrange(..<unused, with: Array(buffer[position..<end]))
      position = 0
      let read = try source.read(into: &buffer, unused..<buffer.count)
      end = unused + read
      isAtEnd = read == 0
    }
    return position + count < end ? buffer[position + count] : nil
  }

  private func isAtCRLF() throws(SystemFailure) -> Bool {
    guard try expectedByte() == Self.carriageReturn else { return false }
    return try expectedByte(after: 1) == Self.lineFeed
  }

  private func skipCarriageReturn() {
    firstCRLF = firstCRLF ?? line
    position += 1
  }

  /// Consumes the rest of a line of the file, and returns its beginning.
  private func restOfLine() throws(SystemFailure) -> [UInt8] {
    var rest: [UInt8] = []
    while let byte = try expectedByte() {
      if try isAtCRLF() { skipCarriageReturn() }
      let isEnd = buffer[position] == Self.lineFeed
      position += 1
      if isEnd { break }
      if rest.count < Self.longest { rest.append(byte) }
    }
    return rest
  }
}

extension Reporter {
  /// Reports the differences between a result and the expected file.
  func report(_ comparison: Comparison, in path: String) {
    let code = "unexpected-result"
    if let line = comparison.firstCRLF {
      report(
        code: code, message: "line \(line) ends in CRLF, and lines of the result end in LF",
        hint: "Apart from this, line ends are not compared. Git may have changed the file: a line "
          + "\"* -text\" in .gitattributes prevents that.",
        file: path, line: line)
    }
    for difference in comparison.differences {
      let tick = difference.tick.map { ", at the tick \($0)" } ?? ""
      report(
        code: code, message: "line \(difference.line) differs\(tick)",
        hint: difference.expected == difference.actual ? "Only the end of the line differs." : nil,
        file: path, line: difference.line,
        details: [
          "expected: \(shown(difference.expected, difference))",
          "  actual: \(shown(difference.actual, difference))",
        ])
    }
    let more = comparison.count - comparison.differences.count
    if more > 0 {
      report(
        code: code, message: more == 1 ? "1 more line differs" : "\(more) more lines differ",
        hint: nil, file: path)
    }
  }

  /// Returns a line for display; a long one begins shortly before the difference.
  private func shown(_ line: [UInt8]?, _ difference: Difference) -> String {
    guard let line else { return "(the end)" }
    let start = difference.commonBytes > 100 ? difference.commonBytes - 40 : 0
    let text = String(decoding: line[start...], as: UTF8.self)
    return (start > 0 ? "…" : "") + Suggestion.printable(text, limit: 160)
  }
}
