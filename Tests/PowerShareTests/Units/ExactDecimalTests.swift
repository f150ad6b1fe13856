import Testing

@testable import PowerShare

@Suite struct ExactDecimalTests {
  @Test(arguments: [
    ("0", 0), ("-0", 0), ("0.0", 0), ("12", 12_000_000), ("12.5", 12_500_000),
    ("-0.000001", -1), ("1e3", 1_000_000_000), ("1.5E+2", 150_000_000), ("25e-1", 2_500_000),
    ("100", 100_000_000), ("0.1000000000", 100_000), ("000.25", 250_000), ("1e-6", 1),
    ("0e999999999999", 0), ("10.0e1", 100_000_000),
  ])
  func `numbers are read exactly`(text: String, millionths: Int) {
    #expect(
      ExactDecimal.read(text) == .number(ExactDecimal(millionths: Int128(millionths))), "\(text)")
  }

  @Test(arguments: ["", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "1 ", "1,5", "--1", "nan"])
  func `other texts are no numbers`(text: String) {
    #expect(ExactDecimal.read(text) == .notANumber, "\(text)")
  }

  @Test(arguments: [
    "0.0000001", "1e-7", "100000000000000000000", "1e20", "1e999999999999", "-1e21",
    "1234567890123456789012345678901234567890123456789", "1.00000000000000000000000000000000001",
  ])
  func `numbers that are too exact or too large are refused`(text: String) {
    #expect(ExactDecimal.read(text) == .outOfRange, "\(text)")
  }

  @Test func `the largest number is read and written`() {
    let text = "99999999999999999999.999999"
    guard case .number(let number) = ExactDecimal.read(text) else {
      Issue.record("not read")
      return
    }
    #expect(number.text == text)
    #expect((ExactDecimal.zero - number).text == "-" + text)
    #expect((ExactDecimal.zero - number - number).percent(of: number)?.text == "-200")
    #expect(number.exceeds(percent: ExactDecimal(millionths: 99_999_999), of: number))
    #expect(!number.exceeds(percent: ExactDecimal(millionths: 100_000_000), of: number))
  }

  @Test func `a comma is a decimal sign where the file has decimal commas`() {
    let bytes = Array("-7,25".utf8)
    let number = ExactDecimal.read(bytes.span, in: 0..<bytes.count, decimalComma: true)
    #expect(number == .number(ExactDecimal(thousandths: -7_250)))
  }

  // Written with all digits, and compared as digits.
  @Test(.tags(.property)) func `what is written is read again`() {
    for seed in PropertyCases.seeds(2_000) {
      var random = SplitMix64(seed: seed)
      let digits = (0..<random.int(1...24)).map { _ in Character("\(random.int(0...9))") }
      let magnitude = Int128(String(digits)) ?? 0
      let number = ExactDecimal(millionths: random.chance(percent: 50) ? magnitude : -magnitude)
      #expect(ExactDecimal.read(number.text) == .number(number), "seed \(seed): \(number.text)")
      #expect(!number.text.hasSuffix(".") && !number.text.contains("e"))
    }
  }

  @Test(arguments: [
    // Ties go to the even tenth, for both signs.
    (1, 2_000, "0"), (3, 2_000, "0.2"), (-1, 2_000, "0"), (-3, 2_000, "-0.2"), (5, 2_000, "0.2"),
    (7, 2_000, "0.4"), (1, 3, "33.3"), (2, 3, "66.7"), (-2, -3, "-66.7"), (10, 5, "200"),
  ])
  func `percentages have one decimal, ties to even`(change: Int, base: Int, text: String) {
    let percent = ExactDecimal(millionths: Int128(change)).percent(
      of: ExactDecimal(millionths: Int128(base)))
    #expect(percent?.text == text)
  }

  @Test func `there is no percentage of 0`() {
    #expect(ExactDecimal(millionths: 5).percent(of: .zero) == nil)
    #expect(ExactDecimal(millionths: 5).exceeds(percent: ExactDecimal(millionths: 1), of: .zero))
    #expect(!ExactDecimal.zero.exceeds(percent: .zero, of: .zero))
  }
}
