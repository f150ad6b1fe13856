import Testing

@testable import PowerShare

@Suite struct FNV1aTests {
  /// The vectors are those of the authors of the hash.
  @Test(
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C),
      ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
  func `the hash is that of published vectors`(text: String, expected: UInt64) {
    var hash = FNV1a()
    hash.take(Array(text.utf8).span)
    #expect(hash.value == expected)
    var single = FNV1a()
    for byte in text.utf8 { single.take(byte) }
    #expect(single.value == expected)
  }

  @Test func `texts hash otherwise when they are cut elsewhere`() {
    var one = FNV1a()
    one.take(text: "ab")
    one.take(text: "c")
    var other = FNV1a()
    other.take(text: "a")
    other.take(text: "bc")
    #expect(one.value != other.value)
  }

  @Test func `a number is hashed as eight bytes`() {
    var number = FNV1a()
    number.take(number: 0x0102_0304_0506_0708)
    var bytes = FNV1a()
    bytes.take(([8, 7, 6, 5, 4, 3, 2, 1] as [UInt8]).span)
    #expect(number.value == bytes.value)
  }
}
