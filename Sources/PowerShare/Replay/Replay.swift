/// A station replayed event by event, exactly.
///
/// ```swift
/// var replay = Replay(station: station, policy: FairShare())
/// for event in events {
///   while replay.nextTick(before: event.time) { print(replay.allocatedPower) }
///   try replay.apply(event)
/// }
/// while replay.nextTick(before: nil) { print(replay.allocatedPower) }
/// ```
///
/// Ticks are the times of the events, and the moments the replay itself produces: a vehicle that
/// has its energy, leaves, or whose battery accepts another power. Between two ticks nothing
/// changes, so that energies are sums of products of whole watts and whole milliseconds. After
/// `nextTick(before:)` has returned true, the properties show the station as it is from that tick
/// on.
///
/// A replay has one owner and cannot be copied, so that no tick pays for a copy by accident.
public struct Replay: ~Copyable, Sendable {
  /// How the station is replayed.
  public let options: ReplayOptions
  /// The station in force.
  public internal(set) var station: StationConfig
  /// The grid limit in force.
  public var gridCapacity: Power { supply.gridCapacity }
  /// The moment of the current tick; nil before the first event.
  public internal(set) var time: Instant?
  /// The number of the current tick, from 1; 0 before the first.
  public internal(set) var tick = 0
  /// What all vehicles are offered together.
  public internal(set) var allocatedPower = Power.zero
  /// The power drawn through the grid connection while every vehicle draws what it is offered.
  public var gridPower: Power { supply.gridPower(drawing: allocatedPower) }
  /// What the station has delivered since the replay began.
  public internal(set) var deliveredEnergy = Energy.zero
  /// Why nobody gets more; nil where no session is active, and in `on-update` mode.
  public internal(set) var stopReason: StopReason?
  /// The vehicles that have gone since the last tick, in the order they went; empty where
  /// ``ReplayOptions/recordsStays`` is false.
  public internal(set) var departures: [Departure] = []
  /// The most that vehicles have been offered together at a tick.
  package private(set) var peakPower = Power.zero
  /// What has been left idle because it did not divide into steps.
  package internal(set) var strandedEnergy = Energy.zero
  /// How many sessions have started so far, those that wait or have driven on included.
  public internal(set) var startedSessions = 0

  /// What the vehicles may be offered together, and why.
  var supply: Supply
  /// What is kept of the station's chargers, in the order of the config.
  var records: [ChargerRecord]
  /// The power that vehicles could still take within their own and their chargers' limits.
  var usablePower = Power.zero
  /// How many configs the station has had after its first.
  var configs = 0
  var sessions = SessionTable()
  var waiting = WaitingLine()
  /// The demand of the active sessions, kept up to date with them.
  var request: AllocationRequest
  package var policy: any AllocationPolicy
  /// What the policy says of itself, looked up once.
  let goesByTime: Bool
  let keepsGridCapacity: Bool
  /// What the policy gave last, in the order of the request.
  var shares: [Power] = []
  var policyStopReason: StopReason?
  /// Whether the request has changed since `shares` was worked out.
  var isStale = true
  /// Whether everyone is offered `shares`, and what limits them has been worked out.
  var areSharesSettled = false
  /// How far everyone has drawn.
  var clock: Instant?
  /// Whether something has happened at `time` that no tick has shown yet.
  package internal(set) var isTickOpen = false
  /// The next moment at which the replay itself produces something.
  package internal(set) var nextMoment: Instant?
  /// How many sessions have begun at a connector.
  var begunSessions = 0
  /// How many `start` events the timeline has had, the refused ones included.
  var startEvents = 0
  var departed = DepartedSessions()
  /// What chargers that are no longer in the config have delivered.
  var removedChargers: [Identifier: Energy] = [:]
  /// Whether some charger has a minimum.
  var hasMinimum: Bool

  /// Creates a replay of a station where nobody is plugged in yet.
  public init(
    station: StationConfig, policy: any AllocationPolicy, options: ReplayOptions = ReplayOptions()
  ) {
    self.options = options
    self.policy = policy
    goesByTime = type(of: policy).goesByTime
    keepsGridCapacity = type(of: policy).keepsGridCapacity
    self.station = station
    supply = Supply(gridCapacity: station.gridCapacity)
    records = Array(repeating: ChargerRecord(), count: station.chargers.count)
    request = AllocationRequest(gridCapacity: supply.limit, step: options.step)
    hasMinimum = station.chargers.contains { $0.minPower > .zero }
  }

  /// The active sessions in the order they started.
  public var activeSessions: some Sequence<Session> {
    let sessions = sessions
    return sessions.states.lazy.map { Session(state: $0, details: sessions.details[$0.slot]) }
  }

  /// The vehicles that are still there, as if they went now: those at a connector in the order they
  /// started, then those that wait.
  public var openStays: [Departure] {
    guard let now = clock else { return [] }
    let active = sessions.states.map { stay(slot: $0.slot, at: now, isOpen: true) }
    return active + waiting.arrivals.map { departure(of: $0, at: now, isOpen: true) }
  }

  /// The end of a session.
  func stay(slot: Int, at now: Instant, isOpen: Bool = false) -> Departure {
    Departure(
      arrival: sessions.details[slot].arrival, session: sessions[slot],
      ledger: sessions.ledger(slot: slot), time: now, isOpen: isOpen)
  }

  /// The end of a wait without a connector.
  func departure(of arrival: Arrival, at now: Instant, isOpen: Bool = false) -> Departure {
    var ledger = SessionLedger()
    ledger.noteWait(arrival, until: now)
    // Alone it would have had a connector, and as much time as it says.
    if let departure = arrival.departureTime {
      ledger.advance(arrival, for: departure - now)
    } else {
      ledger.takeAll(arrival)
    }
    return Departure(
      arrival: arrival, session: nil, ledger: ledger, time: now, isOpen: isOpen)
  }

  /// The vehicles that wait for a connector, in the order they came.
  public var waitingVehicles: [Arrival] { waiting.arrivals }

  /// The earliest time that an event may still have; nil before the first.
  ///
  /// What the replay has come to, and behind that where a tick has shown it already.
  public var earliestTime: Instant? {
    guard let clock else { return nil }
    return clock == time && !isTickOpen ? clock + TimeSpan(milliseconds: 1) : clock
  }

  /// Moves on to the next tick before `time`, or to the next of all where `time` is nil.
  ///
  /// - Returns: Whether there was one. Call it until there is none, then `apply(_:)`.
  /// - Complexity: O(active sessions), and an allocation where something has changed.
  public mutating func nextTick(before time: Instant?) -> Bool {
    while true {
      if isTickOpen, let now = clock {
        if let time, now >= time { return false }
        settle(at: now)
        peakPower = max(peakPower, allocatedPower)
        tick += 1
        isTickOpen = false
        return true
      }
      guard let moment = nextMoment else { return false }
      if let time, moment >= time { return false }
      enterApart(moment)
      if !isTickOpen { planNextMoment(from: moment) }
    }
  }

  /// Applies an event, or throws why it cannot be applied and leaves all as it was.
  ///
  /// - Precondition: No tick before the event is left, and it is not before ``earliestTime``.
  /// - Complexity: O(active sessions); in `on-update` mode one allocation.
  public mutating func apply(_ event: SessionEvent) throws(EventProblem) {
    // What ends by itself at this very moment does so before the event, refused or not.
    if let nextMoment, nextMoment <= event.time { enterApart(event.time) }
    switch event.kind {
    case .start(let start): try self.start(start, at: event.time)
    case .powerUpdate(let update): try report(update, at: event.time)
    case .stop(let reference): try stop(reference, at: event.time)
    case .config(let station):
      openTick(at: event.time)
      replace(station)
    case .gridCapacity(let capacity):
      openTick(at: event.time)
      changeGridCapacity(to: capacity)
    }
  }

  /// Lets everyone draw until the replay ends, at a moment that no tick is before.
  public mutating func end(at moment: Instant) {
    guard let now = clock, now < moment else { return }
    draw(for: moment - now)
    clock = moment
  }

  /// Moves the clock to a moment at which something happens.
  mutating func openTick(at moment: Instant) {
    enter(moment)
    if !isTickOpen { beginTick() }
  }

  /// Notes that something has happened at the clock's time.
  @inline(never)
  mutating func openTick() {
    if !isTickOpen { beginTick() }
  }

  @inline(__always)
  private mutating func beginTick() {
    isTickOpen = true
    time = clock
    if !departures.isEmpty { departures.removeAll(keepingCapacity: true) }
    sessions.renamed.removeAll()
  }
}
