/// The place to which one event after the other is read.
///
/// A plain event is written there with a few machine instructions, and another one in full. The
/// place cannot be copied, because that would cost as much as reading an event.
package struct FastEventBuffer: ~Copyable, Sendable {
  /// What an event is.
  package enum Form: Sendable { case plain, other }

  /// Where the event stands; what stands in the other place is left over.
  package private(set) var form = Form.plain
  /// When it happens.
  package private(set) var time = Instant(milliseconds: 0)
  /// The event, if it is plain.
  package private(set) var plain = FastEvent(
    time: Instant(milliseconds: 0), kind: .stop, sessionId: .empty, chargerId: .empty, idx: 0,
    vehicleMaxPower: nil, consumedPower: .zero)
  /// The event, if it is another.
  package private(set) var other = SessionEvent(
    time: Instant(milliseconds: 0), kind: .gridCapacity(.zero))

  /// Creates the place for events that are yet to be read.
  package init() {}

  /// The event, whatever it is.
  package var event: SessionEvent { form == .plain ? SessionEvent(plain) : other }

  /// Notes a plain event.
  @inline(__always)
  mutating func note(_ event: consuming FastEvent) {
    form = .plain
    time = event.time
    plain = event
  }

  /// Notes an event, as a plain one if it is.
  mutating func note(_ event: consuming SessionEvent) {
    if let plain = FastEvent(event) { return note(plain) }
    form = .other
    time = event.time
    other = event
  }
}
