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
/// Ticks are the times of the events and of changes without an event: a vehicle has all its energy,
/// leaves, or accepts another power, or a policy shares again. Between two ticks no power changes,
/// so that energies are sums of products of whole watts and whole milliseconds. After
/// `nextTick(before:)` has returned true, the properties show the station from that tick on.
///
/// A replay has one owner and cannot be copied, so that no tick pays for a copy by accident.
public struct Replay: ~Copyable, Sendable {
  /// The options of the replay.
  public let options: ReplayOptions
  /// The station in force, in which temporary limits replace higher maxima.
  public internal(set) var station: StationConfig
  /// The grid limit in force: the grid capacity, or a lower temporary limit.
  public var gridCapacity: Power { supply.importLimit }
  /// The time of the current tick; nil before the first event.
  public internal(set) var time: Instant?
  /// The end of the replay, up to which all sessions have drawn; nil before `end(at:)` is called.
  public private(set) var endTime: Instant?
  /// The number of the current tick, from 1; 0 before the first.
  public internal(set) var tick = 0
  /// The power that all vehicles are offered together.
  public internal(set) var allocatedPower = Power.zero
  /// The power drawn through the grid connection while every vehicle draws what it is offered;
  /// negative for export.
  public var gridPower: Power { supply.gridPower(drawing: allocatedPower) }
  /// The power that loads draw; negative if they generate more.
  public var loadPower: Power { supply.loadPower }
  /// The power that the stationary battery gives, negative if it takes power; nil if there is none.
  public var batteryPower: Power? { supply.battery?.power }
  /// The energy that the stationary battery can give down to empty, rounded to the watt-hour; nil
  /// if there is none.
  public var batteryEnergy: Energy? { supply.battery?.energy }
  /// The energy that the station has delivered since the replay began.
  public internal(set) var deliveredEnergy = Energy.zero
  /// The condition that ended the allocation; nil where no session is active, and in `on-update`
  /// mode.
  public internal(set) var stopReason: StopReason?
  /// The vehicles that have left since the last tick, in the order they left; empty where
  /// ``ReplayOptions/recordsStays`` is false.
  public internal(set) var departures: [Departure] = []
  /// The highest power that vehicles have been offered together at a tick.
  package private(set) var peakPower = Power.zero
  /// The highest power that any vehicle could take within its connector, its charger and groups if
  /// it were alone; zero where ``ReplayOptions/recordsStays`` is false.
  var highestPowerAlone = Power.zero
  /// The energy that was left idle because the power did not divide into steps.
  package internal(set) var strandedEnergy = Energy.zero
  /// The time in which each limit has kept energy from a vehicle, by its raw value; zero where
  /// ``ReplayOptions/recordsStays`` is false.
  var boundTime = Array(
    repeating: TimeSpan(milliseconds: 0), count: Curtailment.allCases.count)
  /// The number of applied `start` events so far, including vehicles that wait or have driven on.
  public internal(set) var startedSessions = 0

  /// The power that the station's connection leaves for vehicles.
  var supply: Supply
  /// Whether there is a battery; stored, because every tick asks several times.
  var hasBattery = false
  /// Whether something may change by itself where no session does.
  var mayChangeAlone = false
  /// Whether time spans count for more than the energies of sessions.
  var followsSpans = false
  /// Whether the limits of sessions have to be looked at again for a temporary limit or a battery.
  var looksAtLimits = false
  /// The station in force as it is in the config, without temporary limits.
  var config: StationConfig
  /// The temporary limits of the grid connection.
  var gridLimits = SourceLimits()
  /// The temporary limits of chargers and groups.
  var limits = TemporaryLimits()
  /// The lowest temporary limit of each charger and of what is above it; empty where there is none.
  var limitMaxima: [Power] = []
  /// Whether a temporary limit is in force.
  var hasLimits = false
  /// The changes of the last tick at which temporary limits have changed.
  var lastMaximumChanges: (time: Instant?, changes: [MaximumChange]) = (nil, [])
  /// Whether the grid connection keeps a session from more; out of date without a battery.
  var isGridBinding = false
  /// Whether sessions have to be given their shares in `on-update` mode, because the battery has
  /// run out.
  var mustReallocate = false
  /// The end of the vehicles' part of the run, after which only loads and battery go on; nil
  /// before.
  var vehiclesEnd: Instant?
  /// The vehicles that were there at ``vehiclesEnd``.
  var leftStays: [Departure] = []
  /// The counts of the station's chargers, in the order of the config.
  var records: [ChargerRecord]
  /// The connectors that no session occupies.
  var freeConnectors: FreeConnectors
  /// Whether results have the loads and the battery: whether the run has profiles, the first
  /// station a battery, or the first tick a load.
  package internal(set) var showsSite = false
  /// The power that vehicles could still take within their own and their chargers' limits.
  var usablePower = Power.zero
  /// The number of `config` events so far.
  var configs = 0
  var sessions = SessionTable()
  var waiting = WaitingLine()
  /// The demand of the active sessions, kept up to date with them.
  ///
  /// Out of date after more than ``mostRequestChanges`` changes since the policy was last asked; it
  /// is then built anew before the policy is asked again.
  var request: AllocationRequest
  /// The number of changes of the request since the policy was last asked.
  var requestChanges = 0
  package var policy: any AllocationPolicy
  /// The policy's constants, read once because the policy is an existential.
  let goesByTime: Bool
  let keepsGridCapacity: Bool
  /// The last shares of the policy, in the order of the request.
  var shares: [Power] = []
  var policyStopReason: StopReason?
  /// Asks the policy where there are groups or priorities.
  var turns = PriorityTurns()
  /// Whether the station in force has groups.
  var hasGroups: Bool
  /// Whether results have the groups that limit sessions: from the first config with groups on.
  package internal(set) var showsGroups: Bool
  var groupLimits = GroupLimits()
  /// The lowest maximum of the groups above each charger; empty if the station has no groups.
  var groupMaxima: [Power]
  /// For each group, the difference between the energy that it has delivered and that of the
  /// chargers that are below it now.
  var groupEnergies: [Energy]
  /// The energy delivered by groups that are no longer in the config.
  var removedGroups: [Identifier: Energy] = [:]
  /// Whether the request has changed since the policy was last asked.
  var isStale = true
  /// Whether all sessions are offered `shares` and their limits are set accordingly.
  var areSharesSettled = false
  /// The time up to which all sessions have drawn their energy.
  var clock: Instant?
  /// Whether something has happened at `time` that no tick has reported yet.
  package internal(set) var isTickOpen = false
  /// The next time at which something changes without an event; nil for never.
  package internal(set) var nextMoment: Instant?
  /// The next time at which a session changes by itself, at or after `nextMoment`; nil for never.
  var nextSessionChange: Instant?
  /// The next time at which vehicles, their waiting line or the policy change something; it has a
  /// meaning only while there is a `nextMoment`.
  var nextOwnMoment: Instant?
  /// The time at which the battery is empty or full; it has a meaning only while there is a
  /// `nextMoment`.
  var nextBatteryMoment: Instant?
  /// The number of sessions that have begun at a connector.
  var begunSessions = 0
  /// The number of `start` events so far, including refused ones.
  var startEvents = 0
  var departed = DepartedSessions()
  /// The energy delivered by chargers that are no longer in the config.
  var removedChargers: [Identifier: Energy] = [:]
  /// Whether some charger has a minimum.
  var hasMinimum: Bool

  /// Creates a replay of a station without sessions.
  public init(
    station: StationConfig, policy: any AllocationPolicy, options: ReplayOptions = ReplayOptions()
  ) {
    self.options = options
    self.policy = policy
    goesByTime = type(of: policy).goesByTime
    keepsGridCapacity = type(of: policy).keepsGridCapacity
    self.station = station
    config = station
    supply = Supply(station)
    records = Array(repeating: ChargerRecord(), count: station.chargers.count)
    freeConnectors = FreeConnectors(station)
    request = AllocationRequest(
      sharedLimits: station.sharedLimits(grid: supply.limit), step: options.step)
    hasGroups = !station.groups.isEmpty
    showsGroups = hasGroups
    groupMaxima = station.lowestGroupMaxima
    groupEnergies = Array(repeating: .zero, count: station.groups.count)
    sessions.groupIDs = station.groups.map(\.id)
    hasMinimum = station.chargers.contains { $0.minPower > .zero }
    updateFlags()
  }

  /// Updates the flags that depend on the battery and on temporary limits.
  mutating func updateFlags() {
    hasBattery = supply.battery != nil
    mayChangeAlone = goesByTime || options.reportInterval != nil || hasBattery
    followsSpans = options.recordsStays || hasBattery
    looksAtLimits = hasLimits || hasBattery
  }

  /// The active sessions in the order they started.
  public var activeSessions: some Sequence<Session> {
    let sessions = sessions
    return sessions.activeStates.lazy.map { sessions[$0.slot] }
  }

  /// The vehicles that have not left, as departures at the present time: first those at a connector
  /// in starting order, then those that wait.
  public var openStays: [Departure] {
    if vehiclesEnd != nil { return leftStays }
    guard let now = clock else { return [] }
    let active = sessions.slots.map { stay(slot: $0, at: now, isOpen: true) }
    return active + waiting.arrivals.map { departure(of: $0, at: now, isOpen: true) }
  }

  /// The number of vehicles that have not left.
  package var openSessions: Int {
    vehiclesEnd == nil ? sessions.slots.count + waiting.count : leftStays.count
  }

  /// Returns the departure of the session in a slot.
  func stay(slot: Int, at now: Instant, isOpen: Bool = false) -> Departure {
    Departure(
      arrival: sessions.details[slot].arrival, session: sessions[slot],
      ledger: sessions.ledger(slot: slot), time: now, isOpen: isOpen)
  }

  /// Returns the departure of a vehicle that never had a connector.
  func departure(of arrival: Arrival, at now: Instant, isOpen: Bool = false) -> Departure {
    var ledger = SessionLedger()
    ledger.noteWait(arrival, until: now)
    return Departure(
      arrival: arrival, session: nil, ledger: ledger, time: now, isOpen: isOpen)
  }

  /// The vehicles that wait for a connector, in the order they came.
  ///
  /// - Complexity: O(*n* log *n*), *n* the most vehicles that have waited at one time.
  public var waitingVehicles: [Arrival] { waiting.arrivals }

  /// The earliest time that an event may still have; nil before the first.
  ///
  /// It is the time that the replay has reached, or a millisecond later if that tick is complete.
  public var earliestTime: Instant? {
    guard let clock else { return nil }
    return clock == time && !isTickOpen ? clock + TimeSpan(milliseconds: 1) : clock
  }

  /// Moves on to the next tick before `time`, or to the next tick at any time where `time` is nil.
  ///
  /// Changes after ``ReplayOptions/lastMoment`` are not reached.
  ///
  /// - Returns: True if there was one. Call it until it returns false, then `apply(_:)`.
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
      guard let moment = nextMoment, moment <= options.lastMoment else { return false }
      if let time, moment >= time { return false }
      enterApart(moment)
      if !isTickOpen { planNextMoment(from: moment) }
    }
  }

  /// Applies an event.
  ///
  /// - Precondition: `nextTick(before:)` has returned false for the event's time, which is not
  ///   before ``earliestTime`` and not after ``ReplayOptions/lastMoment``.
  /// - Throws: The reason why the event cannot be applied; it then has no effect.
  /// - Complexity: O(active sessions); in `on-update` mode one allocation.
  public mutating func apply(_ event: SessionEvent) throws(EventProblem) {
    // Sessions that end by themselves at this moment end before the event, even if it is refused.
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
    case .load(let load): apply(load, at: event.time)
    case .limit(let limit): try apply(limit, at: event.time)
    }
  }

  /// Begins the run with a tick at a moment before its first event.
  package mutating func begin(at moment: Instant) { openTick(at: moment) }

  /// Lets all sessions draw until the end of the replay.
  ///
  /// - Precondition: `nextTick(before:)` has returned false for `moment`.
  public mutating func end(at moment: Instant) {
    endTime = moment
    drawUntil(moment)
  }

  mutating func drawUntil(_ moment: Instant) {
    guard let now = clock, now < moment else { return }
    draw(for: moment - now)
    clock = moment
  }

  /// Moves the clock to a time at which something happens, and opens a tick there.
  mutating func openTick(at moment: Instant) {
    enter(moment)
    if isTickOpen { return }
    beginTick()
    if hasBattery {
      updateBattery()
      reallocateAfterBattery()
    }
  }

  /// Opens a tick at the clock's time, because something has happened.
  @inline(never)
  mutating func openTick() {
    if isTickOpen { return }
    beginTick()
    if hasBattery { updateBattery() }
  }

  @inline(__always)
  private mutating func beginTick() {
    isTickOpen = true
    time = clock
    if !departures.isEmpty { departures.removeAll(keepingCapacity: true) }
    sessions.renamed.removeAll()
  }
}
