/// Counts of whole numbers, for percentiles in memory that does not grow with the number of values.
struct Histogram: Equatable, Sendable {
  /// The highest number; a larger one is counted as this.
  private let last: Int
  private var counts: [Int] = []
  private(set) var total = 0

  init(last: Int) { self.last = last }

  mutating func count(_ number: Int) {
    let place = min(max(number, 0), last)
    if place >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: place + 1 - counts.count))
    }
    counts[place] += 1
    total += 1
  }

  /// Returns the nearest-rank percentile, or nil where nothing has been counted.
  func percentile(_ percent: Int) -> Int? {
    guard total > 0 else { return nil }
    let rank = max(1, (total * percent + 99) / 100)
    var passed = 0
    for (number, count) in counts.enumerated() {
      passed += count
      if passed >= rank { return number }
    }
    return last
  }

  /// The lowest number that has been counted, or nil.
  var lowest: Int? { counts.firstIndex { $0 > 0 } }
}

/// Counts of whole numbers of which few are different, for percentiles in memory that grows with
/// the different numbers.
struct SparseHistogram: Equatable, Sendable {
  /// The highest number; a larger one is counted as this.
  private let last: Int
  /// The counts of the numbers above 0.
  private var counts: [Int: Int] = [:]
  private(set) var total = 0

  init(last: Int) { self.last = last }

  mutating func count(_ number: Int) {
    if number > 0 { counts[min(number, last), default: 0] += 1 }
    total += 1
  }

  /// Returns the nearest-rank percentile, or nil where nothing has been counted.
  func percentile(_ percent: Int) -> Int? {
    guard total > 0 else { return nil }
    let rank = max(1, (total * percent + 99) / 100)
    var passed = total - counts.values.reduce(0, +)
    if passed >= rank { return 0 }
    for (number, count) in counts.sorted(by: { $0.key < $1.key }) {
      passed += count
      if passed >= rank { return number }
    }
    return last
  }
}
