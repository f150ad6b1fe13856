/// A set of event fields.
struct EventFieldSet: Equatable, Sendable {
  private var bits: UInt32 = 0

  mutating func insert(_ field: EventField) { bits |= 1 << UInt32(field.rawValue) }

  mutating func remove(_ field: EventField) { bits &= ~(1 << UInt32(field.rawValue)) }

  mutating func removeAll() { bits = 0 }

  func contains(_ field: EventField) -> Bool { bits >> UInt32(field.rawValue) & 1 == 1 }

  /// Whether all of them are in another set as well.
  func isSubset(of other: EventFieldSet) -> Bool { bits & ~other.bits == 0 }
}
