/// What every tick looks at of a session: a few numbers, which are kept together and apart from the
/// rest because the time of a replay goes into the loops over them.
///
/// 32 bytes without a reference, so that to note what all sessions have at a tick is to copy
/// memory.
struct SessionState: Equatable, Sendable {
  private let slotNumber: Int32
  /// What keeps it from more.
  var limitedBy = LimitedBy.grid
  /// Whether it is left out because it would get less than its charger's minimum.
  var isBelowMinimum = false
  /// What it is offered.
  var allocatedPower = Power.zero
  /// What it has drawn since it began.
  var deliveredEnergy = Energy.zero

  init(slot: Int) { slotNumber = Int32(slot) }

  /// Where the rest of the session stands.
  var slot: Int { Int(slotNumber) }
}
