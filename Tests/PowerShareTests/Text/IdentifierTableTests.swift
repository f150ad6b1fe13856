import Testing

@testable import PowerShare

@Suite struct IdentifierTableTests {
  @Test(.tags(.property)) func `a table agrees with a dictionary`() {
    for seed in PropertyCases.seeds(20) {
      var random = SplitMix64(seed: seed)
      var table = IdentifierTable()
      var dictionary: [Identifier: Int] = [:]
      for number in 0..<1_000 {
        // Few names, so that they are often inserted and removed; some are long and differ only in
        // the middle.
        let name = Identifier(
          random.chance(percent: 20)
            ? "a long name \(random.int(0...40)) with the same end" : "\(random.int(0...80))")
        if random.chance(percent: 50) {
          #expect(table.insert(name, number) == (dictionary[name] == nil), "seed \(seed)")
          if dictionary[name] == nil { dictionary[name] = number }
        } else if let number = dictionary.removeValue(forKey: name) {
          table.remove(name, number)
        }
        for other in 0...80 {
          let name = Identifier("\(other)")
          #expect(table[name] == dictionary[name], "seed \(seed)")
        }
      }
    }
  }
}
