import PowerShare

/// The first line in which a result differs from the expected one.
struct Difference {
  /// The line's number, from 1.
  let line: Int
  /// The tick that the line belongs to; nil where the result has ended.
  let tick: String?
  /// How many bytes of the line are the same.
  let commonBytes: Int
  /// What the file has there; nil where it has ended.
  let expected: [UInt8]?
  /// What was written; nil where the result has ended.
  let actual: [UInt8]?
}

/// Compares what is written with an expected file, byte for byte, while it is written.
final class Comparison: ByteTarget {
  /// The tick whose bytes come next.
  var tick: String?
  private let source: any ByteSource
  private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
  private var position = 0
  private var end = 0
  private var isAtEnd = false
  private var line = 1
  /// The line so far, which is the same on both sides.
  private var common: [UInt8] = []
  /// Set once a byte differs: the tick, and the line as it was written so far.
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

  /// Compares the ends, and returns the first difference.
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

  /// The next byte of the file, or nil at its end.
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

  /// A line from shortly before the difference on.
  private func shown(_ line: [UInt8]?, _ difference: Difference) -> String {
    guard let line else { return "(the end)" }
    let start = difference.commonBytes > 100 ? difference.commonBytes - 40 : 0
    let text = String(decoding: line[start...], as: UTF8.self)
    return (start > 0 ? "…" : "") + Suggestion.printable(text, limit: 160)
  }
}
