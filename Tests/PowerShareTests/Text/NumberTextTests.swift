import Testing

@testable import PowerShare

@Suite struct NumberTextTests {
  private static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes = Array("<".utf8)
    write(&bytes)
    return String(String(decoding: bytes, as: UTF8.self).dropFirst())
  }

  @Test(arguments: [
    (0, "0"), (1, "0.001"), (10, "0.01"), (100, "0.1"), (125, "0.125"), (110_000, "110"),
    (7_400, "7.4"), (7_040, "7.04"), (1_000_000_000, "1000000"), (-500, "-0.5"), (-7_000, "-7"),
    (Int.max, "9223372036854775.807"), (Int.min, "-9223372036854775.808"),
  ])
  func `a number is written in its shortest exact form`(thousandths: Int, expected: String) {
    #expect(Self.text { $0.append(thousandths: thousandths) } == expected)
    let comma = Self.text { $0.append(thousandths: thousandths, decimalPoint: UInt8(ascii: ",")) }
    #expect(comma.utf8.elementsEqual(expected.utf8.map { $0 == UInt8(ascii: ".") ? 0x2C : $0 }))
    #expect(Power(watts: thousandths).kilowatts == expected)
    #expect(Self.text { $0.append(thousandths: Int128(thousandths)) } == expected)
  }

  @Test(arguments: [
    (Int128(Int.max) + 1, "9223372036854775.808"), (Int128(Int.min) - 1, "-9223372036854775.809"),
    (70_000_000_000_000_000_000_040, "70000000000000000000.04"),
    (18_446_744_073_709_551_616_000, "18446744073709551616"),
    (Int128.max, "170141183460469231731687303715884105.727"),
    (Int128.min, "-170141183460469231731687303715884105.728"),
  ])
  func `a number beyond 64 bits is written in the same way`(
    thousandths: Int128, expected: String
  ) {
    #expect(Self.text { $0.append(thousandths: thousandths) } == expected)
    let comma = Self.text { $0.append(thousandths: thousandths, decimalPoint: UInt8(ascii: ",")) }
    #expect(comma.utf8.elementsEqual(expected.utf8.map { $0 == UInt8(ascii: ".") ? 0x2C : $0 }))
  }

  @Test(arguments: [
    (0, "0"), (7, "7"), (10, "10"), (-1, "-1"), (Int.max, "9223372036854775807"),
    (Int.min, "-9223372036854775808"),
  ])
  func `a whole number is written`(number: Int, expected: String) {
    #expect(Self.text { $0.append(integer: number) } == expected)
  }

  @Test(.tags(.property)) func `a number that is written is read again`() {
    for seed in PropertyCases.seeds(1_000) {
      var random = SplitMix64(seed: seed)
      let number = random.int(0...random.pick([10, 10_000, 10_000_000_000_000_000]))
      let text = Self.text { $0.append(thousandths: number) }
      let reading = DecimalNumber.read(text, maximum: 10_000_000_000_000_000)
      #expect(reading == .thousandths(number), "seed \(seed): \(text)")
      #expect(!text.contains(".") || !text.hasSuffix("0"), "seed \(seed): \(text)")
    }
  }

  private static let paris = TimeScale.dateTime(UTCOffset(minutes: 60))

  @Test(arguments: [
    (0, TimeScale.seconds, "0"), (12_500, .seconds, "12.5"),
    (10_000_000_000_000, .seconds, "10000000000"), (0, .dateTime(.zulu), "1970-01-01T00:00:00Z"),
    (1_772_435_700_000, paris, "2026-03-02T08:15:00+01:00"),
    (1_772_435_700_050, paris, "2026-03-02T08:15:00.05+01:00"),
    (-1, .dateTime(.zulu), "1969-12-31T23:59:59.999Z"),
    (0, .dateTime(UTCOffset(minutes: -570)), "1969-12-31T14:30:00-09:30"),
    (0, .dateTime(UTCOffset(minutes: 0)), "1970-01-01T00:00:00+00:00"),
    (0, .dateTime(UTCOffset(minutes: 0, spelling: .unknownLocal)), "1970-01-01T00:00:00-00:00"),
    (951_827_696_789, .dateTime(.zulu), "2000-02-29T12:34:56.789Z"),
    (253_402_300_799_999, .dateTime(.zulu), "9999-12-31T23:59:59.999Z"),
    (253_402_300_800_000, .dateTime(.zulu), "10000-01-01T00:00:00Z"),
  ])
  func `a time is written in the timeline's own way`(
    milliseconds: Int, scale: TimeScale, expected: String
  ) {
    #expect(scale.text(Instant(milliseconds: milliseconds)) == expected)
  }

  @Test func `an energy is written to the watt-hour`() {
    #expect(Energy(.kW(1), over: TimeSpan(milliseconds: 1_000)).kilowattHours == "0")
    #expect(Energy(.kW(50), over: TimeSpan(milliseconds: 900_000)).kilowattHours == "12.5")
    #expect(Energy(.kW(50), over: TimeSpan(milliseconds: 1_000)).kilowattHours == "0.014")
  }

  @Test(arguments: [
    ("", "\"\""), ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#), ("é𝄞/", "\"é𝄞/\""),
  ])
  func `a JSON text is escaped where it must be`(text: String, expected: String) {
    #expect(JSONText.quoted(text) == expected)
  }

  @Test(arguments: [
    ("plain", "plain"), ("a b", "a b"), ("a,b", "\"a,b\""), ("a;b", "a;b"), ("a\"b", "\"a\"\"b\""),
    ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("", ""), ("=1+2", "'=1+2"), ("+49", "'+49"),
    ("-x", "'-x"), ("@a", "'@a"), ("=a,b", "\"'=a,b\""), ("a=b", "a=b"), ("'a", "'a"),
  ])
  func `a CSV field has quotes where it needs them and is never a formula`(
    text: String, expected: String
  ) {
    let field = Self.text { $0.append(csvField: Array(text.utf8), delimiter: UInt8(ascii: ",")) }
    #expect(field == expected)
  }
}
