import Testing

@testable import PowerShare

@Suite struct DecimalNumberTests {
  private static let maximum = 1_000_000_000

  private static func read(_ text: String, decimalComma: Bool = false) -> DecimalNumber.Reading {
    let bytes = Array(text.utf8)
    return DecimalNumber.read(
      bytes.span, in: 0..<bytes.count, maximum: maximum, decimalComma: decimalComma)
  }

  private static func isWhole(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return DecimalNumber.isWhole(bytes.span, in: 0..<bytes.count, decimalComma: false)
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("+0", 0), ("-0.000", 0), ("-0e5", 0), ("0.0000001", 0),
    ("1", 1_000), ("+1", 1_000), ("007", 7_000), ("7.4", 7_400), ("0.125", 125),
    ("0.0005", 0), ("0.0015", 2), ("0.0025", 2), ("0.0035", 4),
    ("0.00050000000000000000000000000000000000000000000001", 1),
    ("0.00049999999999999999999999999999999999999999999999", 0),
    ("2.4995", 2_500), ("2.4985", 2_498), ("999999.9995", 1_000_000_000),
    ("1e3", 1_000_000), ("1E+3", 1_000_000), ("12.5e-1", 1_250), ("5e-4", 0), ("15e-4", 2),
    ("1e-999999999999999999999", 0), ("0e999999999999999999999", 0), ("-0e-1", 0),
    ("0.000000000000000000001e24", 1_000_000), ("1000000000000000000000e-21", 1_000),
    ("1000000", 1_000_000_000),
  ])
  func `a number is rounded from its digits, ties to even`(text: String, thousandths: Int) {
    #expect(Self.read(text) == .thousandths(thousandths))
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", ".5", "5.", "5.e1", "e5", "1e", "1e+", "1e-", "1e1.5", "1e5 ", " 1",
    "1 ", "1_000", "1,5", "1'000", "0x10", "NaN", "Infinity", "inf", "--1", "+-1", "1.2.3", "1-",
    "½", "١", "1\u{0}", "1\n", "1kW",
  ])
  func `another form is not a number`(text: String) {
    #expect(Self.read(text) == .notANumber)
    #expect(Self.isWhole(text) == false)
  }

  @Test(arguments: ["-1", "-0.0001", "-1e-999999999999", "-1e99999999", "-5e-4"])
  func `a number below zero is negative, however small`(text: String) {
    #expect(Self.read(text) == .negative)
  }

  @Test(arguments: [
    "1000000.001", "1000000.0005000001", "1e7", "1e18", "1e19", "1e999999999999999999999",
    "9223372036854775807", "9223372036854775808", "18446744073709551616",
    "0.1e99999999999999999999", "99999999999999999999999999999999999999",
  ])
  func `a number beyond the range is above the maximum`(text: String) {
    #expect(Self.read(text) == .aboveMaximum)
  }

  @Test func `a number may have any number of digits`() {
    let zeros = String(repeating: "0", count: 100_000)
    #expect(Self.read(zeros + "7." + zeros) == .thousandths(7_000))
    #expect(Self.read("0." + zeros + "7e100001") == .thousandths(7_000))
    #expect(Self.read("7" + zeros) == .aboveMaximum)
    #expect(Self.read("7" + zeros + "e-100000") == .thousandths(7_000))
    #expect(Self.read("0.0025" + zeros + "1") == .thousandths(3))
  }

  @Test func `the maximum itself is in range, and a tie just above it too`() {
    #expect(Self.read("1000000.0005") == .thousandths(1_000_000_000))
    #expect(
      DecimalNumber.read("10000000000000", maximum: 10_000_000_000_000_000)
        == .thousandths(
          10_000_000_000_000_000))
  }

  @Test func `a comma is read only where it is asked for`() {
    #expect(Self.read("7,4", decimalComma: true) == .thousandths(7_400))
    #expect(Self.read("7.4", decimalComma: true) == .thousandths(7_400))
    #expect(Self.read("7,4") == .notANumber)
    #expect(Self.read("1.000,5", decimalComma: true) == .notANumber)
    #expect(Self.read(",5", decimalComma: true) == .notANumber)
    #expect(Self.read("5,", decimalComma: true) == .notANumber)
  }

  @Test(arguments: [
    ("2", true), ("2.0", true), ("0.2e1", true), ("20e-1", true), ("2.5", false), ("0", true),
    ("2e-1", false), ("0.0e-9", true), ("1e9", true), ("25e-1", false), ("0.25e2", true),
    ("-3", true), ("0.000", true), ("1e-400", false),
  ])
  func `a whole number is known however it is written`(text: String, isWhole: Bool) {
    #expect(Self.isWhole(text) == isWhole)
  }

  @Test(.tags(.property)) func `a random text is read as the slow reference reads it`() {
    for seed in PropertyCases.seeds(4_000) {
      var random = SplitMix64(seed: seed)
      let text = Self.randomText(&random)
      for comma in [false, true] {
        let expected = SlowDecimal.read(text, maximum: Self.maximum, decimalComma: comma)
        #expect(Self.read(text, decimalComma: comma) == expected, "seed \(seed): \(text)")
      }
    }
  }

  private static func randomText(_ random: inout SplitMix64) -> String {
    func digits(_ most: Int) -> String {
      let choice = random.pick([[0, 9], [5, 5], [0, 5], Array(0...9)])
      return (0..<random.int(0...most)).map { _ in "\(random.pick(choice))" }.joined()
    }
    var text = random.pick(["", "", "", "-", "+"]) + digits(random.pick([3, 9, 25]))
    if random.chance(percent: 60) { text += random.pick([".", ".", ".", ","]) + digits(12) }
    if random.chance(percent: 40) {
      text += random.pick(["e", "E"]) + random.pick(["", "-", "+"]) + "\(random.int(0...30))"
    }
    if random.chance(percent: 5) { text += random.pick([" ", "e", ".", "-", "x"]) }
    return text
  }
}
