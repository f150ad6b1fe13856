import Testing

@testable import PowerShare

@Suite struct NumberTextsTests {
  @Test func `a number reads as if it were written digit by digit`() {
    let numbers = NumberTexts(decimalPoint: UInt8(ascii: ","))
    let odd = [
      -1, -7_400, 999_999, 1_000_000, 123_456_789, 999_999_999, 1_000_000_000, .max, .min + 1,
    ]
    let high = Array(stride(from: 1_000_000, to: 1_001_000_000, by: 98_765))
    let all = Array(0..<3_000) + Array(stride(from: 3_000, to: 1_002_000, by: 77)) + high + odd
    for number in all {
      var expected: [UInt8] = []
      expected.append(thousandths: number, decimalPoint: UInt8(ascii: ","))
      var bytes: [UInt8] = []
      bytes.append(upTo: 100) { numbers.append(thousandths: number, to: &$0) }
      #expect(bytes == expected)
    }
  }

  @Test func `a limit is written with the texts before and after it`() {
    for (before, after) in [(",", ","), (",\"limitedBy\":\"", "\",\"deliveredEnergy\":")] {
      let limits = LimitTexts(before: before, after: after)
      for limit in LimitedBy.allCases {
        var bytes: [UInt8] = []
        bytes.append(upTo: 100) { limits.append(limit, to: &$0) }
        #expect(String(decoding: bytes, as: UTF8.self) == before + limit.rawValue + after)
      }
    }
  }
}
