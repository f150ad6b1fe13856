import Testing

@testable import PowerShare

@Suite struct AxisValuesTests {
  private func values(_ text: String, usualStep: UInt64? = nil) throws -> [UInt64] {
    let axis = try AxisValues(text, usualStep: usualStep) { UInt64($0) }
    return (0..<axis.count).map { axis[$0] }
  }

  @Test(
    arguments: [
      ("5", [5]), ("1,3,9", [1, 3, 9]), ("100:300:100", [100, 200, 300]),
      ("100:299:100", [100, 200]), ("7:7:5", [7]), ("0:4:2,5,10:12:1", [0, 2, 4, 5, 10, 11, 12]),
      ("0:1:18446744073709551615", [0]),
      ("18446744073709551614:18446744073709551615:1", [.max - 1, .max]),
    ] as [(String, [UInt64])])
  func `values and ranges are read`(text: String, expected: [UInt64]) throws {
    #expect(try values(text) == expected)
  }

  @Test func `a range without a step takes the usual one, where there is one`() throws {
    #expect(try values("1:3", usualStep: 1) == [1, 2, 3])
    #expect(throws: AxisValues.Problem.noStep("1:3")) { try values("1:3") }
  }

  @Test(
    arguments: [
      ("", .malformed("")), ("1,", .malformed("")), ("x", .malformed("x")),
      ("1:2:3:4", .malformed("1:2:3:4")), (":2:1", .malformed(":2:1")),
      ("1:2:0", .stepIsZero("1:2:0")), ("2:1:1", .isBackwards("2:1:1")),
      ("1,1", .isNotAscending("1,1")), ("1:5:2,5", .isNotAscending("1:5:2,5")),
      ("0:1000000000:1", .isTooLong), ("0:999999999:1,1000000000", .isTooLong),
      ("0:18446744073709551615:1", .isTooLong),
    ] as [(String, AxisValues.Problem)])
  func `a text that is not a list of values is refused`(text: String, problem: AxisValues.Problem) {
    #expect(throws: problem) { try values(text) }
  }

  @Test func `a thousand million values are not stored one by one`() throws {
    let axis = try AxisValues("0:999999999:1", usualStep: nil) { UInt64($0) }
    #expect(axis.count == AxisValues.limit)
    #expect(axis[999_999_999] == 999_999_999)
  }
}
