/// Time zone files of the first version, with 32-bit times.
enum ZoneFile {
  /// - Parameters:
  ///   - first: The seconds east of Greenwich before the first change.
  ///   - changes: The changes, each a second since 1970 and the seconds east from then on.
  static func bytes(
    first: Int, changes: [(moment: Int, offset: Int)], leapSeconds: Int = 0
  ) -> [UInt8] {
    func number(_ value: Int) -> [UInt8] {
      (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let counts = [0, 0, leapSeconds, changes.count, changes.count + 1, 4]
    var bytes = Array("TZif".utf8) + Array(repeating: 0, count: 16)
    bytes += counts.flatMap(number) + changes.flatMap { number($0.moment) }
    bytes += changes.indices.map { UInt8($0 + 1) }
    for offset in [first] + changes.map(\.offset) { bytes += number(offset) + [0, 0] }
    bytes += Array("ABC\0".utf8) + Array(repeating: 0, count: 8 * leapSeconds)
    return bytes
  }
}
