/// One of several equal parts of a sweep: every Nth scenario.
package struct Shard: Equatable, Sendable {
  /// The number of the part, from 1 to ``count``.
  package let number: Int
  /// The number of parts.
  package let count: Int

  /// The whole sweep.
  package static let whole = Shard(1, of: 1)

  /// The greatest number of parts.
  package static let limit = 1_000_000

  private init(_ number: Int, of count: Int) {
    self.number = number
    self.count = count
  }

  /// Creates a part; nil unless the number is from 1 to the count, and the count at most ``limit``.
  package init?(number: Int, count: Int) {
    guard 1...Self.limit ~= count, 1...count ~= number else { return nil }
    self.init(number, of: count)
  }

  /// Reads `I/N`, I from 1 to N and N up to ``limit``; nil for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }),
      let number = Int(parts[0]), let count = Int(parts[1])
    else { return nil }
    self.init(number: number, count: count)
  }

  /// Returns the number of scenarios of this shard.
  ///
  /// - Parameter scenarios: The number of scenarios of the whole sweep.
  package func size(of scenarios: Int) -> Int {
    scenarios < number ? 0 : (scenarios - number) / count + 1
  }

  /// Returns the place of one of its rows in the whole sweep, both from 0.
  package func place(ofRow row: Int) -> Int { number - 1 + row * count }
}
