/// The values of an axis of a sweep, stored as ranges.
///
/// A text states them as values and ranges between commas: `100:1000:50` is 100, 150 and so on up
/// to 1000, which is included only if a step reaches it.
package struct AxisValues: Equatable, Sendable {
  /// The number of values; at least one.
  package private(set) var count = 0
  private var parts: [Part] = []

  private struct Part: Equatable {
    let first: UInt64
    let step: UInt64
    let count: Int

    var last: UInt64 { first + UInt64(count - 1) * step }
  }

  /// The reason why a text cannot be read.
  package enum Problem: Error, Equatable, Sendable {
    /// A part is neither a value nor a range.
    case malformed(String)
    /// A range has no step, and the axis has no default step.
    case noStep(String)
    /// The step is 0.
    case stepIsZero(String)
    /// A range ends before it begins.
    case isBackwards(String)
    /// A value is not greater than the one before it.
    case isNotAscending(String)
    /// There are more values than ``limit``.
    case isTooLong
  }

  /// The greatest number of values of an axis.
  package static let limit = 1_000_000_000

  /// Reads values, each greater than the one before.
  ///
  /// - Parameters:
  ///   - text: Values and ranges between commas.
  ///   - usualStep: The step of a range without one; nil if a step is required.
  ///   - number: Reads a number; nil if the text is not one.
  /// - Throws: ``Problem`` for the first part that cannot be read.
  package init(
    _ text: String, usualStep: UInt64?, number: (String) -> UInt64?
  ) throws(Problem) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let part = try Self.part(String(part), usualStep, number)
      if let last = parts.last, part.first <= last.last {
        throw .isNotAscending(text)
      }
      guard part.count <= Self.limit - count else { throw .isTooLong }
      count += part.count
      parts.append(part)
    }
  }

  private static func part(
    _ text: String, _ usualStep: UInt64?, _ number: (String) -> UInt64?
  ) throws(Problem) -> Part {
    let words = text.split(separator: ":", omittingEmptySubsequences: false)
    var numbers: [UInt64] = []
    for word in words {
      guard let number = number(String(word)) else { throw .malformed(text) }
      numbers.append(number)
    }
    if numbers.count == 1 { return Part(first: numbers[0], step: 1, count: 1) }
    guard numbers.count <= 3 else { throw .malformed(text) }
    guard let step = numbers.count == 3 ? numbers[2] : usualStep else { throw .noStep(text) }
    guard step > 0 else { throw .stepIsZero(text) }
    guard numbers[0] <= numbers[1] else { throw .isBackwards(text) }
    let steps = (numbers[1] - numbers[0]) / step
    guard steps < limit else { throw .isTooLong }
    return Part(first: numbers[0], step: step, count: Int(steps) + 1)
  }

  /// Returns the value at a place.
  ///
  /// - Parameter place: 0 to ``count`` − 1.
  /// - Complexity: O(parts of the text).
  package subscript(place: Int) -> UInt64 {
    precondition(place >= 0, "a place is not negative")
    var place = place
    for part in parts {
      if place < part.count { return part.first + UInt64(place) * part.step }
      place -= part.count
    }
    preconditionFailure("a place beyond the last value")
  }
}
