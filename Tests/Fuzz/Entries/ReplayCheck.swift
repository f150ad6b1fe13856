@testable import PowerShare

/// Checks the properties of a replay that hold for every station, timeline and options.
///
/// An input has eight bytes that choose the options, a station, a zero byte, and a timeline.
enum ReplayCheck {
  static func run(_ input: [UInt8]) throws(Finding) {
    guard input.count > FuzzOptions.length,
      let zero = input[FuzzOptions.length...].firstIndex(of: 0)
    else { return }
    let options = FuzzOptions(input[..<FuzzOptions.length])
    let stationText = Array(input[FuzzOptions.length..<zero])
    let format = StationReader.Format(fileName: "-", text: stationText)
    guard let station = try ReadingCheck.station(stationText, format) else { return }
    let source = SourceText(name: "timeline", text: Array(input[(zero + 1)...]))
    var check = Run(options, station, TimelineReader(source: source, format: nil))
    do {
      try check.replayAll()
    } catch {
      if case .finding(let finding) = error { throw finding }
    }
  }

  /// The reason why a replay ends early.
  private enum Ending: Error {
    case finding(Finding)
    /// The replay has reached a limit of its size.
    case enough
  }

  /// The intervals that end with a tick, up to a limit.
  ///
  /// There may be millions, because the next event may be years away.
  private struct Intervals {
    private(set) var ticks: [ResultTick] = []

    mutating func append(_ tick: ResultTick) throws(Ending) {
      guard ticks.count < Run.tickLimit else { throw .enough }
      ticks.append(tick)
    }
  }

  /// A replay in progress.
  private struct Run: ~Copyable {
    let options: FuzzOptions
    let shape: ResultShape
    var reader: TimelineReader
    var replay: Replay
    var writer: any ResultWriter
    var sessionWriter: SessionWriter
    var summary: SummaryMeter
    var intervals: IntervalMeter?
    var tick: ResultTick
    /// The ticks that are written together; nil if they are written one by one.
    var batch: FastTickBatch?
    var bytes: [UInt8] = []
    var sessionBytes: [UInt8] = []
    var hasBegun = false
    var ticks = 0
    var starts = 0
    var events = 0
    var written = 0
    var lastTime: Instant?
    var lastEnergy = Energy.zero

    static let tickLimit = 3_000
    /// The time after the last event at which the replay of a time-dependent policy ends.
    static let tail = TimeSpan(milliseconds: 10 * 86_400_000)

    init(_ options: FuzzOptions, _ station: StationConfig, _ reader: TimelineReader) {
      self.options = options
      self.reader = reader
      shape = ResultShape(options)
      writer = options.writer
      batch = options.level == .session ? writer.emptyFastBatch : nil
      tick = ResultTick(level: options.level)
      sessionWriter = SessionWriter(options.sessionFormat, clock: .seconds)
      replay = Replay(station: station, policy: options.policy.policy, options: options.replay)
      summary = SummaryMeter(options.replay)
    }

    mutating func replayAll() throws(Ending) {
      var last = Instant(milliseconds: 0)
      reading: while true {
        switch reader.next() {
        case .event(let event):
          if !hasBegun { begin() }
          if options.policy == .leastLaxity, events > 0, event.time > last + Self.tail {
            break reading
          }
          last = event.time
          events += 1
          try takeTicks(before: event.time)
          apply(event)
          try checkInvariants()
        case .problems(_, .rest), .end: break reading
        case .problems: continue
        case .needsInput: throw .finding(Finding(message: "more of a text that is there"))
        }
      }
      if !hasBegun { begin() }
      try takeTicks(before: options.policy == .leastLaxity ? last + Self.tail : nil)
      try end()
    }

    private mutating func begin() {
      hasBegun = true
      let scale = reader.scale ?? .seconds
      if let interval = options.interval {
        intervals = IntervalMeter(length: interval, scale: scale, level: options.level)
      }
      sessionWriter = SessionWriter(options.sessionFormat, clock: OutputClock(scale))
      sessionWriter.begin(into: &sessionBytes)
      let header = ResultHeader(
        station: replay.station, policy: options.policy.rawValue, options: options.replay,
        scale: scale, level: options.level, interval: options.interval)
      writer.begin(header, into: &bytes)
    }

    private mutating func apply(_ event: SessionEvent) {
      if case .start = event.kind { starts += 1 }
      if case .config(let station) = event.kind, writer.connectorWithoutRoom(in: station) != nil {
        return
      }
      do throws(EventProblem) {
        try replay.apply(event)
        summary.appliedEvents += 1
      } catch {
        _ = reader.refuse(error, earliest: replay.earliestTime)
        summary.skippedEvents += 1
      }
    }

    private mutating func takeTicks(before time: Instant?) throws(Ending) {
      while replay.nextTick(before: time) {
        ticks += 1
        do throws(Finding) {
          try checkTick(before: time)
        } catch {
          throw .finding(error)
        }
        try checkInvariants()
        summary.take(replay)
        for departure in replay.departures { sessionWriter.write(departure, into: &sessionBytes) }
        if let full = batch, !full.canTake(replay) {
          flush()
          batch = nil
        }
        if intervals != nil {
          var ended = Intervals()
          try intervals?.take(replay) { (tick) throws(Ending) in try ended.append(tick) }
          for tick in ended.ticks { try write(tick) }
        } else if batch != nil {
          try writeInBatches()
        } else if tick.take(replay) {
          try write(tick)
        }
        if ticks >= Self.tickLimit { throw .enough }
      }
    }

    private mutating func write(_ tick: ResultTick) throws(Ending) {
      try countWrite()
      writer.write(tick, into: &bytes)
    }

    /// Adds the tick to the batch, and writes the batch at every third tick.
    private mutating func writeInBatches() throws(Ending) {
      try countWrite()
      batch?.take(replay)
      if written % 3 == 0 { flush() }
    }

    private mutating func flush() {
      guard let written = batch else { return }
      writer.write(written, into: &bytes)
      batch?.begin(after: written.lastTick)
    }

    private mutating func countWrite() throws(Ending) {
      written += 1
      // A station may have a million connectors.
      if written > Self.tickLimit || bytes.count > 4_000_000 { throw .enough }
    }

    private mutating func end() throws(Ending) {
      var ended = Intervals()
      try intervals?.finish(replay) { (tick) throws(Ending) in try ended.append(tick) }
      for tick in ended.ticks { try write(tick) }
      flush()
      let result = summary.finish(replay)
      writer.end(result, into: &bytes)
      for stay in replay.openStays { sessionWriter.write(stay, into: &sessionBytes) }
      sessionWriter.end(into: &sessionBytes)
      do throws(Finding) {
        try shape.check(bytes)
        try shape.checkSessions(sessionBytes)
        try ResultShape.checkJSON(result.json[...])
        if let explanation = Explanation(replay) {
          let clock = OutputClock(reader.scale ?? .seconds)
          try ResultShape.checkJSON(
            ExplanationWriter.json(explanation, in: clock)[...])
          _ = ExplanationWriter.text(explanation, in: clock)
        }
      } catch {
        throw .finding(error)
      }
    }

    /// Checks every cached value of the replay.
    private func checkInvariants() throws(Ending) {
      if let problem = replay.checkInvariants() { throw .finding(Finding(message: problem)) }
    }

    /// Checks the limits and the sums of a tick.
    private mutating func checkTick(before time: Instant?) throws(Finding) {
      guard let now = replay.time else { throw Finding(message: "a tick without a time") }
      if let lastTime { try require(now > lastTime, "a tick at \(now) after one at \(lastTime)") }
      if let time { try require(now < time, "a tick at \(now), not before \(time)") }
      try require(replay.tick == ticks, "tick \(replay.tick), which is number \(ticks)")
      try require(replay.deliveredEnergy >= lastEnergy, "energy that goes back")
      lastTime = now
      lastEnergy = replay.deliveredEnergy
      if let problem = replay.request.checkInvariants() { throw Finding(message: problem) }
      if options.policy != .leastLaxity, options.replay.reportInterval == nil {
        // A session causes ticks at each percent of its battery, when it is done and when it leaves.
        try require(ticks <= events + 104 * starts, "\(ticks) ticks of \(events) events")
      }

      var powers = [Power](repeating: .zero, count: replay.station.chargers.count)
      var ids: Set<Identifier> = []
      var connectors: Set<ConnectorID> = []
      for session in replay.activeSessions {
        let power = session.allocatedPower
        try require(power >= .zero && power <= session.maximum, "\(power) of \(session.maximum)")
        if let wanted = session.arrival.energyRequested {
          try require(session.deliveredEnergy <= wanted, "more energy than it wanted")
        }
        try require(ids.insert(session.id).inserted, "two sessions of one id")
        try require(connectors.insert(session.connectorId).inserted, "two at one connector")
        guard let charger = replay.station.index(ofCharger: session.connectorId.chargerId) else {
          throw Finding(message: "a session at no charger")
        }
        powers[charger] += power
      }
      var total = Power.zero
      for (index, power) in powers.enumerated() {
        try require(power == replay.chargers[index].allocatedPower, "a charger's sum is wrong")
        try require(power <= replay.station.chargers[index].maxPower, "a charger above its limit")
        total += power
      }
      try require(total == replay.allocatedPower, "the station's sum is wrong")
      // A battery adds to the grid, and loads alone may exceed it.
      if options.policy != .unmanaged, total > .zero {
        let drawn = replay.gridPower
        try require(drawn <= replay.gridCapacity, "\(drawn) of a grid of \(replay.gridCapacity)")
      }
    }
  }
}
