import PowerShare

/// The first line in which a result differs from the expected one.
struct Difference {
  /// The line's number, from 1.
  let line: Int
  /// The tick that the line belongs to, or nil if it belongs to none or the result has ended.
  let tick: String?
  /// The number of bytes at the start of the line that are equal.
  let commonBytes: Int
  /// The line of the expected file, or nil if the file has ended.
  let expected: [UInt8]?
  /// The line of the result, or nil if the result has ended.
  let actual: [UInt8]?
}

/// A target that compares the bytes written to it with an expected file.
final class Comparison: ByteTarget {
  /// The tick whose bytes come next.
  var tick: String?
  private let source: any ByteSource
  private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
  private var position = 0
  private var end = 0
  private var isAtEnd = false
  private var line = 1
  /// The current line up to here, equal in both.
  private var common: [UInt8] = []
  /// The first difference: its tick, and the line as written so far; nil while all is equal.
  private var found: (tick: String?, actual: [UInt8], isWhole: Bool)?

  init(_ source: any ByteSource) { self.source = source }

  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    for byte in bytes {
      if found != nil {
        takeActual(byte)
      } else if try expectedByte() == byte {
        position += 1
        common.append(byte)
        if byte == UInt8(ascii: "\n") {
          line += 1
          common.removeAll(keepingCapacity: true)
        }
      } else {
        found = (tick, common, false)
        takeActual(byte)
      }
    }
  }

  /// Returns the first difference, or nil if the result and the file are equal.
  func finish() throws(SystemFailure) -> Difference? {
    let next = try expectedByte()
    let hasEnded = found == nil
    if hasEnded, next == nil { return nil }
    let hasExpectedLine = next != nil || !common.isEmpty
    var expected = common
    while let byte = try expectedByte(), byte != UInt8(ascii: "\n") {
      expected.append(byte)
      position += 1
    }
    let actual = found?.actual ?? common
    return Difference(
      line: line, tick: found?.tick, commonBytes: common.count,
      expected: hasExpectedLine ? expected : nil,
      actual: hasEnded && actual.isEmpty ? nil : actual)
  }

  private func takeActual(_ byte: UInt8) {
    if found?.isWhole == true { return }
    if byte == UInt8(ascii: "\n") {
      found?.isWhole = true
    } else {
      found?.actual.append(byte)
    }
  }

  /// Returns the next byte of the file without consuming it, or nil at its end.
  private func expectedByte() throws(SystemFailure) -> UInt8? {
    if position == end, !isAtEnd {
      position = 0
      end = try source.read(into: &buffer, 0..<buffer.count)
      isAtEnd = end == 0
    }
    return position < end ? buffer[position] : nil
  }
}

extension Reporter {
  /// Reports the difference between a result and the expected file.
  func report(_ difference: Difference, in path: String) {
    let tick = difference.tick.map { ", at the tick \($0)" } ?? ""
    report(
      code: "unexpected-result", message: "line \(difference.line) differs\(tick)",
      hint: difference.expected == difference.actual ? "Only the end of the line differs." : nil,
      file: path,
      details: [
        "expected: \(shown(difference.expected, difference))",
        "  actual: \(shown(difference.actual, difference))",
      ])
  }

  /// Returns a line for display; a long one begins shortly before the difference.
  private func shown(_ line: [UInt8]?, _ difference: Difference) -> String {
    guard let line else { return "(the end)" }
    let start = difference.commonBytes > 100 ? difference.commonBytes - 40 : 0
    let text = String(decoding: line[start...], as: UTF8.self)
    return (start > 0 ? "…" : "") + Suggestion.printable(text, limit: 160)
  }
}
