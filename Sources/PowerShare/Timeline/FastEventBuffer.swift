/// Storage for the event that was read last, in its fast or its general form.
///
/// A reader writes one event after the other into the same buffer, and a replay applies it there.
/// It cannot be copied: a copy costs as much as reading an event.
///
/// Part of the fast path (``FastPath/events``); may be deleted in favour of ``SessionEvent``.
package struct FastEventBuffer: ~Copyable, Sendable {
  /// The forms of an event.
  package enum Form: Sendable { case fast, general }

  /// The form of the event in the buffer; the value of the other form is stale.
  package private(set) var form = Form.fast
  /// The time of the event.
  package private(set) var time = Instant(milliseconds: 0)
  /// The event, if ``form`` is fast.
  package private(set) var fast = FastEvent(
    time: Instant(milliseconds: 0), kind: .stop, statesWishes: false, sessionId: .empty,
    chargerId: .empty, idx: 0, vehicleMaxPower: nil, consumedPower: .zero)
  /// The wishes of the event, if ``form`` is fast and it states any; else stale.
  ///
  /// Beside ``fast`` and not in it, so that events without wishes do not pay for storing them.
  var wishes = FastWishes()
  /// The event, if ``form`` is general.
  package private(set) var general = SessionEvent(
    time: Instant(milliseconds: 0), kind: .gridCapacity(.zero))

  /// Creates a buffer; its content has no meaning before the first event is written.
  package init() {}

  /// The event in its general form.
  package var event: SessionEvent { form == .fast ? SessionEvent(fast, wishes) : general }

  /// Stores an event in its fast form.
  @inline(__always)
  mutating func store(_ event: consuming FastEvent) {
    form = .fast
    time = event.time
    fast = event
  }

  /// Stores an event, in its fast form if that is allowed and has room for all of it.
  mutating func store(_ event: consuming SessionEvent, _ fastPath: FastPath = .all) {
    if fastPath.contains(.events), let fast = FastEvent(event, wishes: &wishes) {
      return store(fast)
    }
    form = .general
    time = event.time
    general = event
  }
}
