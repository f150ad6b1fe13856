import Testing

@testable import PowerShare

@Suite struct TariffTests {
  @Test(arguments: [
    ("1", [1]), ("6-9", [6, 7, 8, 9]), ("10-3", [1, 2, 3, 10, 11, 12]), ("1,3 12", [1, 3, 12]),
    ("12-12", [12]), ("01", [1]),
  ])
  func `months are numbers and ranges, which may go past December`(
    text: String, numbers: [Int]
  ) {
    #expect(Months(text) == Months(numbers.map { Months(month: $0 - 1) }))
  }

  @Test(arguments: ["", "0", "13", "1-", "-3", "1-2-3", "Jan", "1,,2", "1.5", "+1", " "])
  func `other texts are not months`(text: String) { #expect(Months(text) == nil) }

  @Test func `times over midnight contain both ends of a day`() {
    let hour = 3_600_000
    let night = RuleTimes(from: 22 * hour, to: 6 * hour)
    #expect(night.contains(timeOfDay: 23 * hour))
    #expect(night.contains(timeOfDay: 6 * hour - 1))
    #expect(!night.contains(timeOfDay: 6 * hour))
    #expect(night.firstTimeOfDay == 0)
    let toMidnight = RuleTimes(from: 22 * hour, to: 0)
    #expect(!toMidnight.contains(timeOfDay: 0))
    #expect(toMidnight.firstTimeOfDay == 22 * hour)
    #expect(RuleTimes(from: 7 * hour, to: 7 * hour).contains(timeOfDay: 0))
  }
}
