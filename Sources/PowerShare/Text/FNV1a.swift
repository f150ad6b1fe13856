/// The 64-bit FNV-1a hash of bytes, which is the same on every machine.
///
/// It tells apart what differs by accident; it does not resist an attacker.
package struct FNV1a: Sendable {
  /// The hash of the bytes so far.
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  /// Adds a byte.
  package mutating func take(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0100_0000_01B3
  }

  /// Adds bytes.
  package mutating func take(_ bytes: Span<UInt8>) {
    for place in 0..<bytes.count { take(bytes[place]) }
  }

  /// Adds the eight bytes of a number, the lowest first.
  package mutating func take(number: UInt64) {
    for place in 0..<8 { take(UInt8(truncatingIfNeeded: number >> (8 * UInt64(place)))) }
  }

  /// Adds a text and its length, so that two texts hash otherwise than their parts cut elsewhere.
  package mutating func take(text: String) {
    take(number: UInt64(text.utf8.count))
    for byte in text.utf8 { take(byte) }
  }
}
