/// A set of event fields.
struct EventFieldSet: Equatable, Sendable {
  private var bits: UInt32 = 0

  @inline(__always)
  private static func bit(_ field: EventField) -> UInt32 {
    1 &<< UInt32(truncatingIfNeeded: field.rawValue)
  }

  mutating func insert(_ field: EventField) { bits |= Self.bit(field) }

  mutating func remove(_ field: EventField) { bits &= ~Self.bit(field) }

  mutating func removeAll() { bits = 0 }

  func contains(_ field: EventField) -> Bool { bits & Self.bit(field) != 0 }

  /// Whether all of them are in another set as well.
  func isSubset(of other: EventFieldSet) -> Bool { bits & ~other.bits == 0 }
}
