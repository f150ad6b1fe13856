/// The sessions at several ticks: taken from a replay tick by tick, and written together.
///
/// What a writer has to prepare for a tick then costs little beside its rows, and the replay can go
/// on while another thread writes. Only what every tick shows of a session is copied; its name is
/// noted once, when it begins.
public struct FastTickBatch: Sendable {
  /// A tick.
  struct Tick: Sendable {
    let time: Instant
    /// Where its rows end among ``FastTickBatch/rows``.
    let rowsEnd: Int
    /// Where what is new at it ends among ``FastTickBatch/labels``.
    let labelsEnd: Int
  }

  /// What is true of the station at a tick.
  struct Station: Sendable {
    let gridCapacity: Power
    let allocatedPower: Power
    let deliveredEnergy: Energy
    let stopReason: StopReason?
    let waitingSessions: Int
  }

  /// What rows say of a session that stays as it is from tick to tick.
  ///
  /// Without a reference, because there is one at half of all ticks.
  struct Label: Sendable {
    let slot: Int
    let startOrder: Int
    let idx: Int
    let vehicleMaxPower: Power
    /// Whether its names stand here; those that do not both fit have no meaning.
    let hasShortNames: Bool
    let sessionId: ShortIdentifier
    let chargerId: ShortIdentifier
  }

  /// The ticks, in their order.
  private(set) var ticks: [Tick] = []
  /// The station at each of them, where that is shown.
  private(set) var stations: [Station] = []
  private let showsStation: Bool
  /// The sessions at all ticks, tick by tick, in the order they started; behind them is what was
  /// there before, and is written over.
  private(set) var rows: [SessionState] = []
  /// How many of the rows are those of the ticks.
  private(set) var rowCount = 0
  /// The labels that are new, tick by tick; they hold until the slot has another one.
  private(set) var labels: [Label] = []
  /// What is called by a long name, by the places of the labels.
  private var longNames: [Int: SessionName] = [:]
  /// The number of the tick that was taken last; −1 before the first.
  public private(set) var lastTick = -1

  /// So many ticks and rows, of which CSV makes some 500 KB, are worth to be written.
  private static let enough = 8_192

  /// Creates a list without ticks.
  ///
  /// - Parameter showsStation: Whether the ticks are to show the station, see
  ///   ``ResultWriter/sessionsShowStation``.
  public init(showsStation: Bool = true) { self.showsStation = showsStation }

  /// Whether there is no tick.
  public var isEmpty: Bool { ticks.isEmpty }

  /// Whether there is so much that it ought to be written.
  ///
  /// Kept, because it is asked after every tick.
  public private(set) var isFull = false

  /// Adds the present state of a replay that has come to a tick.
  ///
  /// Whose labels are known by then is told by ``lastTick``: after another tick than that one, all
  /// of them are noted again.
  ///
  /// - Returns: False before the first tick.
  /// - Complexity: O(active sessions).
  @discardableResult
  public mutating func take(_ replay: borrowing Replay) -> Bool {
    guard let time = replay.time else { return false }
    if replay.tick == lastTick &+ 1 {
      for place in 0..<replay.sessions.renamed.count {
        let slot = replay.sessions.renamed[place]
        if replay.sessions.isActive(slot: slot) { label(slot, replay.sessions) }
      }
    } else {
      for slot in replay.sessions.slots { label(slot, replay.sessions) }
    }
    lastTick = replay.tick
    takeRows(replay.sessions.states)
    ticks.append(Tick(time: time, rowsEnd: rowCount, labelsEnd: labels.count))
    if showsStation { takeStation(replay) }
    isFull = rowCount &+ ticks.count >= Self.enough
    return true
  }

  @inline(never)
  private mutating func takeStation(_ replay: borrowing Replay) {
    stations.append(
      Station(
        gridCapacity: replay.gridCapacity, allocatedPower: replay.allocatedPower,
        deliveredEnergy: replay.deliveredEnergy, stopReason: replay.stopReason,
        waitingSessions: replay.waiting.count))
  }

  @inline(__always)
  private mutating func takeRows(_ states: [SessionState]) {
    let start = rowCount
    rowCount += states.count
    if rowCount > rows.count { makeRoom() }
    rows.overwrite(from: start, with: states.span)
  }

  @inline(never)
  private mutating func makeRoom() {
    let missing = max(rowCount - rows.count, rows.count)
    rows.append(contentsOf: repeatElement(SessionState(slot: 0), count: missing))
  }

  @inline(__always)
  private mutating func label(_ slot: Int, _ sessions: borrowing SessionTable) {
    let place = labels.count
    labels.append(Label(sessions.details[slot], slot: slot))
    if !labels[place].hasShortNames { longNames[place] = sessions.name(slot: slot) }
  }

  /// What the session of a label is called.
  func name(ofLabel place: Int) -> SessionName {
    longNames[place] ?? SessionName(labels[place])
  }

  /// Takes the ticks away, to go on behind one that has been written.
  ///
  /// - Parameter tick: The ``lastTick`` of what has been written.
  public mutating func begin(after tick: Int) {
    ticks.removeAll(keepingCapacity: true)
    stations.removeAll(keepingCapacity: true)
    rowCount = 0
    labels.removeAll(keepingCapacity: true)
    if !longNames.isEmpty { longNames.removeAll() }
    isFull = false
    lastTick = tick
  }
}

extension FastTickBatch {
  /// Hands the ticks over one by one, for writers that need not be fast.
  ///
  /// - Precondition: The ticks show the station.
  /// - Parameter known: What rows say of the sessions, by their slots; kept from call to call.
  func forEach(
    _ known: inout [Int: (name: SessionName, vehicleMaxPower: Power)], _ body: (ResultTick) -> Void
  ) {
    precondition(stations.count == ticks.count, "ticks that do not show the station")
    var tick = ResultTick(level: .session)
    var (row, label) = (0, 0)
    for (next, station) in zip(ticks, stations) {
      while label < next.labelsEnd {
        known[labels[label].slot] = (name(ofLabel: label), labels[label].vehicleMaxPower)
        label += 1
      }
      let range = row..<next.rowsEnd
      row = next.rowsEnd
      tick.time = next.time
      tick.gridCapacity = station.gridCapacity
      tick.allocatedPower = station.allocatedPower
      tick.deliveredEnergy = station.deliveredEnergy
      tick.stopReason = station.stopReason
      tick.activeSessions = range.count
      tick.waitingSessions = station.waitingSessions
      tick.sessions = range.compactMap { place in
        known[rows[place].slot].map { session in
          ResultTick.SessionRow(
            name: session.name, vehicleMaxPower: session.vehicleMaxPower,
            allocatedPower: rows[place].allocatedPower, limitedBy: rows[place].limitedBy,
            energy: nil, deliveredEnergy: rows[place].deliveredEnergy)
        }
      }
      body(tick)
    }
  }
}

extension FastTickBatch.Label {
  @inline(__always)
  fileprivate init(_ session: borrowing SessionDetails, slot: Int) {
    self.slot = slot
    startOrder = session.connection.startOrder
    idx = session.connection.connectorId.idx
    vehicleMaxPower = session.vehicleMaxPower
    sessionId = session.arrival.id.beginning
    chargerId = session.connection.connectorId.chargerId.beginning
    hasShortNames =
      session.arrival.id.isShort && session.connection.connectorId.chargerId.isShort
  }
}

extension SessionName {
  fileprivate init(_ label: FastTickBatch.Label) {
    precondition(label.hasShortNames, "a session without its name")
    self.init(
      startOrder: label.startOrder, id: Identifier(label.sessionId),
      connectorId: ConnectorID(chargerId: Identifier(label.chargerId), idx: label.idx))
  }
}
