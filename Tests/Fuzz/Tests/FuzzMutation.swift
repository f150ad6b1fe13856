/// Changes inputs at random, as fuzzers do.
enum FuzzMutation {
  private static let words = [
    "config", "events", "start", "stop", "power-update", "grid-capacity", "sessionId",
    "energyRequested", "departureTime", "chargingCurve", "priority", "weight", "null", "true", "[",
    "{", "\"", ",", ";",
    "\r\n", "\u{FEFF}", "0", "-1", "1e9", "0.0005", "10000000000", "1970-01-01T00:00:00Z",
    "\\ud800",
    "ev-1", "CP001", "\u{0}",
  ].map { Array($0.utf8) }

  static func apply(
    to input: inout [UInt8], crossedWith other: [UInt8], using random: inout SplitMix64
  ) {
    for _ in 0...random.below(4) where !input.isEmpty {
      let place = random.below(input.count)
      let end = min(place + 1 + random.below(24), input.count)
      switch random.below(9) {
      case 0: input[place] ^= 1 << UInt8(random.below(8))
      case 1: input[place] = UInt8(random.below(256))
      case 2: input.removeSubrange(place..<end)
      case 3: input.insert(contentsOf: input[place..<end], at: random.below(input.count))
      case 4: input.replaceSubrange(place..<end, with: words[random.below(words.count)])
      case 5: input.insert(contentsOf: words[random.below(words.count)], at: place)
      case 6: input = Array(input[..<place] + other.suffix(random.below(other.count + 1)))
      case 7: swapLines(&input, using: &random)
      default: input[place] = UInt8(ascii: "0") + UInt8(random.below(10))
      }
    }
  }

  private static func swapLines(_ input: inout [UInt8], using random: inout SplitMix64) {
    var lines = input.split(separator: 10, omittingEmptySubsequences: false)
    lines.swapAt(random.below(lines.count), random.below(lines.count))
    input = Array(lines.joined(separator: [10]))
  }
}

extension SplitMix64 {
  /// Returns a number from 0 to one less than `limit`.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
