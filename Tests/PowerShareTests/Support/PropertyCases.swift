import Foundation
import Testing

extension Tag {
  @Tag static var property: Self
}

/// The seeds of a property test.
///
/// `PROPERTY_CASES` sets how many cases each test runs, `PROPERTY_SEED` the first seed, so that a
/// case that failed can be run alone.
enum PropertyCases {
  static func seeds(_ usualCount: Int) -> Range<UInt64> {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["PROPERTY_CASES"].flatMap(UInt64.init) ?? UInt64(usualCount)
    let first = environment["PROPERTY_SEED"].flatMap(UInt64.init) ?? 1
    return first..<(first + count)
  }
}
