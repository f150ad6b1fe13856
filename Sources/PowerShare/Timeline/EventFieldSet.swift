/// A set of event fields.
struct EventFieldSet: Equatable, Sendable {
  private var bits: UInt32 = 0

  @inline(__always)
  private static func bit(_ field: EventField) -> UInt32 {
    1 &<< UInt32(truncatingIfNeeded: field.rawValue)
  }

  mutating func insert(_ field: EventField) { bits |= Self.bit(field) }

  mutating func remove(_ field: EventField) { bits &= ~Self.bit(field) }

  /// Makes a field a member, or not.
  mutating func set(_ field: EventField, _ isMember: Bool) {
    if isMember { insert(field) } else { remove(field) }
  }

  /// Notes what a record has at a place, where it has something; see ``EventRecord/contents``.
  @inline(__always)
  mutating func note(place: Int, if hasValue: Bool) {
    bits |= (hasValue ? 1 : 0) &<< UInt32(truncatingIfNeeded: place)
  }

  /// The members that another set does not have.
  func without(_ other: EventFieldSet) -> EventFieldSet {
    var set = self
    set.bits &= ~other.bits
    return set
  }

  mutating func removeAll() { bits = 0 }

  @inline(__always)
  func contains(_ field: EventField) -> Bool { bits & Self.bit(field) != 0 }

  /// Whether a record has something at a place; see ``note(place:if:)``.
  @inline(__always)
  func contains(place: Int) -> Bool { bits &>> UInt32(truncatingIfNeeded: place) & 1 != 0 }

  /// Whether it has no member.
  var isEmpty: Bool { bits == 0 }

  /// Whether all of them are in another set as well.
  func isSubset(of other: EventFieldSet) -> Bool { bits & ~other.bits == 0 }
}
