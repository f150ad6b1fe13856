import Foundation
import Testing

/// Runs the entries of fuzzing for seconds, with random inputs that are not guided by coverage.
@Suite struct ShortFuzzTests {
  @Test(arguments: FuzzEntry.allCases)
  func `no changed input fails a check`(entry: FuzzEntry) throws {
    let seeds = try FuzzSeeds.of(entry)
    try #require(seeds.count >= 2)
    for seed in UInt64(1)...1_500 {
      var random = SplitMix64(seed: seed)
      var input = seeds[random.below(seeds.count)]
      let other = seeds[random.below(seeds.count)]
      FuzzMutation.apply(to: &input, crossedWith: other, using: &random)
      do throws(Finding) {
        try entry.run(input)
      } catch {
        Issue.record("\(entry.rawValue), seed \(seed): \(error.message)")
      }
    }
  }

  @Test(arguments: FuzzEntry.allCases)
  func `no seed fails a check`(entry: FuzzEntry) throws {
    for input in try FuzzSeeds.of(entry) { try entry.run(input) }
  }

  @Test(arguments: FoundInput.all)
  func `no input found by fuzzing fails again`(input: FoundInput) throws {
    let bytes = try #require(Data(base64Encoded: input.base64), "not base 64")
    try input.entry.run(Array(bytes))
  }
}
