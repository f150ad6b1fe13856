/// The part of a session that every tick reads, kept apart from the rest so that the loops over all
/// sessions touch little memory.
///
/// A trivial type of 32 bytes: an array of states is copied byte by byte, without counting
/// references.
struct SessionState: Equatable, Sendable {
  /// The slot index; −1 if the session has ended.
  private var slotNumber: Int32
  /// The limit that keeps it from more.
  var limitedBy = LimitedBy.grid
  /// Whether it gets nothing because its share is below its charger's minimum.
  var isBelowMinimum = false
  /// The power that it is offered.
  var allocatedPower = Power.zero
  /// The energy that it has drawn since it began.
  var deliveredEnergy = Energy.zero

  init(slot: Int) { slotNumber = Int32(slot) }

  /// The slot index of the session in ``SessionTable``.
  var slot: Int { Int(slotNumber) }

  /// True if the session has ended; its state then has no meaning.
  var isVacant: Bool { slotNumber < 0 }

  /// The state of no session.
  static var vacant: SessionState { SessionState(slot: -1) }
}
