/// The files of the shards of a sweep, put into their order by their heads.
package struct ShardSet: Equatable, Sendable {
  /// The indices of the files in the order of their shards; empty if there are problems.
  package private(set) var order: [Int] = []
  /// The numbers of the shards without a file, rising; empty if a file is of another sweep.
  package private(set) var missing: [Int] = []
  /// The problems of files, in the order of the files.
  package private(set) var problems: [Problem] = []

  /// A reason why a file does not belong to the set.
  package enum Problem: Equatable, Sendable {
    /// The file has the rows of several shards.
    case isPartial(Int)
    /// The file differs in a property from a file that is like most.
    case differs(Int, from: Int, in: Property)
    /// The file has the shard that an earlier file has.
    case isTwice(Int, first: Int)
  }

  /// A property that all shards of a sweep share.
  package enum Property: Equatable, Sendable {
    case version, sweep, count
  }

  private struct Shared: Hashable {
    let version: String
    let sweep: UInt64
    let count: Int

    init(_ head: ShardHead) {
      version = head.version
      sweep = head.sweep
      count = head.count
    }
  }

  /// Puts files in order.
  ///
  /// The value that most files have is taken as the right one; of equally many, that of the first.
  ///
  /// - Complexity: O(files + shards).
  package init(_ heads: [ShardHead]) {
    let shards = heads.indices.filter { heads[$0].number != nil }
    var numbers: [Shared: Int] = [:]
    for index in shards { numbers[Shared(heads[index]), default: 0] += 1 }
    var usual: Int?
    var most = 0
    for index in shards {
      let number = numbers[Shared(heads[index])] ?? 0
      if number > most { (usual, most) = (index, number) }
    }
    for (index, head) in heads.enumerated() {
      if head.number == nil {
        problems.append(.isPartial(index))
      } else if let usual, let property = Self.difference(head, heads[usual]) {
        problems.append(.differs(index, from: usual, in: property))
      }
    }
    guard problems.isEmpty, let usual else { return }
    var files = [Int?](repeating: nil, count: heads[usual].count)
    for (index, head) in heads.enumerated() {
      guard let number = head.number else { continue }
      if let first = files[number - 1] {
        problems.append(.isTwice(index, first: first))
      } else {
        files[number - 1] = index
      }
    }
    missing = files.indices.filter { files[$0] == nil }.map { $0 + 1 }
    if problems.isEmpty { order = files.compactMap { $0 } }
  }

  private static func difference(_ head: ShardHead, _ usual: ShardHead) -> Property? {
    // Another version may hash other options, and another sweep may have another number of shards.
    if head.version != usual.version { return .version }
    if head.sweep != usual.sweep { return .sweep }
    return head.count != usual.count ? .count : nil
  }

  /// Returns rising numbers as a list such as `3,7-9`, which `sbatch --array` takes.
  package static func text(of numbers: [Int]) -> String {
    var parts: [String] = []
    var start = 0
    for place in numbers.indices
    where place + 1 == numbers.count || numbers[place + 1] != numbers[place] + 1 {
      parts.append(
        start == place ? "\(numbers[place])" : "\(numbers[start])-\(numbers[place])")
      start = place + 1
    }
    return parts.joined(separator: ",")
  }
}
