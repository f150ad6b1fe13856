/// A set of event fields.
///
/// Each field has a bit, so that there may be 32 of them; a test checks that none share one.
struct EventFieldSet: Equatable, Sendable {
  private var bits: UInt32 = 0

  @inline(__always)
  private static func bit(_ field: EventField) -> UInt32 {
    1 &<< UInt32(truncatingIfNeeded: field.rawValue)
  }

  mutating func insert(_ field: EventField) { bits |= Self.bit(field) }

  mutating func remove(_ field: EventField) { bits &= ~Self.bit(field) }

  /// Inserts or removes a field.
  mutating func set(_ field: EventField, _ isMember: Bool) {
    if isMember { insert(field) } else { remove(field) }
  }

  /// Adds the field at a place of a record if the record has a value there; see
  /// ``EventRecord/contents``.
  @inline(__always)
  mutating func note(place: Int, if hasValue: Bool) {
    bits |= (hasValue ? 1 : 0) &<< UInt32(truncatingIfNeeded: place)
  }

  /// Returns the members that are not in another set.
  func without(_ other: EventFieldSet) -> EventFieldSet {
    var set = self
    set.bits &= ~other.bits
    return set
  }

  mutating func removeAll() { bits = 0 }

  @inline(__always)
  func contains(_ field: EventField) -> Bool { bits & Self.bit(field) != 0 }

  /// True if the record has a value at a place; see ``note(place:if:)``.
  @inline(__always)
  func contains(place: Int) -> Bool { bits &>> UInt32(truncatingIfNeeded: place) & 1 != 0 }

  /// True if it has no member.
  var isEmpty: Bool { bits == 0 }

  /// True if all members are in another set as well.
  func isSubset(of other: EventFieldSet) -> Bool { bits & ~other.bits == 0 }
}
