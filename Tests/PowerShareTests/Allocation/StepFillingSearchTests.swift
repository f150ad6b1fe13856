import Testing

@testable import PowerShare

/// Looks that mislead the guesses: the search must stay within its range and find the same result.
@Suite struct StepFillingSearchTests {
  private static let filling = StepFilling(key: .allocation)

  @Test(arguments: [0, 1, 2, 10, 57, 98], [0, -5, 1, 1_000_000])
  func `the search is exact for any guess`(limit: Int, rise: Int) {
    for total in [1, 50, 10_000] {
      var looks = 0
      let found = Self.filling.largestThreshold(within: limit, of: total, below: 100) { guess in
        #expect(guess > 0 && guess < 100)
        looks += 1
        // Below the limit the rise must be 0: a rise past the limit would end the search there.
        return StepFilling.Look(sum: guess, rise: rise > 0 && guess < limit ? 0 : rise)
      }
      #expect(found == limit)
      #expect(looks < 40)
    }
  }

  @Test func `a search that sees no rise at the limit ends`() {
    let found = Self.filling.largestThreshold(within: 10, of: 10, below: 100) { guess in
      StepFilling.Look(sum: min(guess, 10) + max(0, guess - 20), rise: 0)
    }
    #expect(found == 20)
  }
}
