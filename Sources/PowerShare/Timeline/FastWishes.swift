/// The wishes of a `start` that are numbers, times or Booleans.
///
/// A trivial type: assigning it copies bytes and touches no reference count, unlike
/// ``SessionEvent/Wishes``.
///
/// Part of the fast path (``FastPath/events``); may be deleted.
struct FastWishes: Sendable {
  var energyRequested: Energy?
  var departureTime: Instant?
  var leavesWhenDone: Bool?
  var maxWait: TimeSpan?
}

extension FastWishes {
  /// Creates the fast form of wishes, or returns nil if they state anything that it has no room
  /// for.
  init?(_ wishes: SessionEvent.Wishes) {
    energyRequested = wishes.energyRequested
    departureTime = wishes.departureTime
    leavesWhenDone = wishes.leavesWhenDone
    maxWait = wishes.maxWait
    if SessionEvent.Wishes(self) != wishes { return nil }
  }
}

extension SessionEvent.Wishes {
  /// Creates the general form of wishes.
  init(_ wishes: FastWishes) {
    energyRequested = wishes.energyRequested
    departureTime = wishes.departureTime
    leavesWhenDone = wishes.leavesWhenDone
    maxWait = wishes.maxWait
  }
}
