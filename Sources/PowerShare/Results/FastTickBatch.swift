/// The sessions at several ticks, copied from a replay tick by tick and written together.
///
/// A writer prepares its work once for a batch instead of once for a tick, and the replay goes on
/// while another thread writes. A tick copies only the states of its sessions; a label, the part of
/// a row that seldom changes, is copied when it is new.
///
/// Part of the fast path (``FastPath/batches``); may be deleted in favour of ``ResultTick``.
public struct FastTickBatch: Sendable {
  /// A tick.
  struct Tick: Sendable {
    let time: Instant
    /// The end of its rows in ``FastTickBatch/rows``.
    let rowsEnd: Int
    /// The end of its new labels in ``FastTickBatch/labels``.
    let labelsEnd: Int
  }

  /// The part of a session's rows that seldom changes.
  ///
  /// A trivial type, because half of all ticks have a new one.
  struct Label: Sendable {
    let slot: Int
    let startOrder: Int
    let idx: Int
    let vehicleMaxPower: Power
    /// True if both names fit; otherwise the names have no meaning.
    let hasShortNames: Bool
    let sessionId: ShortIdentifier
    let chargerId: ShortIdentifier
  }

  /// The ticks in their order.
  private(set) var ticks: [Tick] = []
  /// The station at each tick; empty unless the batch is for JSON.
  private(set) var stations: [ResultTick.StationRow] = []
  private let isForJSON: Bool
  /// The states of the sessions, tick by tick, in the order they started; the elements from
  /// ``rowCount`` on are stale.
  private(set) var rows: [SessionState] = []
  /// The number of rows in use.
  private(set) var rowCount = 0
  /// The new labels, tick by tick; a label is valid until its slot gets the next one.
  private(set) var labels: [Label] = []
  /// The names of sessions with a long name, by the indices of their labels.
  private var longNames: [Int: SessionName] = [:]
  /// The number of the last tick in the batch or in those before it; −1 before the first tick.
  public private(set) var lastTick = -1

  /// The number of ticks and rows at which a batch is full: some 500 KB of CSV.
  private static let sizeLimit = 8_192
  /// The number of ticks and rows at which this batch is full: fewer where names are long, so that
  /// the memory does not grow with them.
  package private(set) var limit = Self.sizeLimit

  /// Creates an empty batch.
  ///
  /// - Parameter isForJSON: True for JSON, which has the state of the station at each tick, too.
  public init(isForJSON: Bool = true) { self.isForJSON = isForJSON }

  /// True if the batch has no tick.
  public var isEmpty: Bool { ticks.isEmpty }

  /// True when the batch has reached its size limit.
  ///
  /// Stored, because it is read after every tick.
  public private(set) var isFull = false

  /// Whether the batch can take the next ticks of a replay.
  ///
  /// It has no ids of groups, which are in rows of JSON from the first config with groups on.
  public func canTake(_ replay: borrowing Replay) -> Bool { !isForJSON || !replay.showsGroups }

  /// Adds the present tick of a replay.
  ///
  /// It copies the labels that are new since ``lastTick``, and all labels if ticks were left out
  /// since then.
  ///
  /// - Precondition: ``canTake(_:)``.
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
    if isForJSON { takeStation(replay) }
    isFull = rowCount &+ ticks.count >= limit
    return true
  }

  @inline(never)
  private mutating func takeStation(_ replay: borrowing Replay) {
    var station = ResultTick.StationRow()
    station.take(replay)
    stations.append(station)
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
    if !labels[place].hasShortNames { noteLongName(sessions.name(slot: slot), at: place) }
  }

  @inline(never)
  private mutating func noteLongName(_ name: SessionName, at place: Int) {
    longNames[place] = name
    let length = name.id.count + name.connectorId.chargerId.count
    limit = min(limit, Self.sizeLimit / (1 + length / 32))
  }

  /// The name of the session of a label.
  func name(ofLabel place: Int) -> SessionName {
    longNames[place] ?? SessionName(labels[place])
  }

  /// Removes all ticks, and takes the limit of the batch that has been written, whose sessions may
  /// have rows in this one, too.
  package mutating func begin(after tick: Int, limit: Int) {
    begin(after: tick)
    self.limit = limit
  }

  /// Removes all ticks; the next one follows a tick that has been written.
  ///
  /// - Parameter tick: The ``lastTick`` of the batch that has been written.
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
