extension ImportedTimeline {
  /// Counts what was assumed about the sessions of the timeline and what is implausible in them.
  mutating func countRules() {
    var sources: [PowerSource: Int] = [:]
    var requested = 0
    var excesses: [Energy] = []
    for session in sessions {
      let (power, source) = power(of: session)
      sources[source, default: 0] += 1
      if options.demand == .requested, session.requested != nil {
        requested += 1
        continue
      }
      // A difference of one watt-hour may be rounding.
      let most = Energy(power, over: session.departure - session.arrival)
      if session.delivered > most + Energy(wattHours: 1) {
        excesses.append(session.delivered - most)
      }
    }
    countNotes()
    for source in [PowerSource.recorded, .option, .rating] {
      assumed.count(source.rawValue, sources[source] ?? 0)
    }
    assumed.count("energyRequested is the driver's own figure", requested)
    assumed.count("energyRequested is the delivered energy", sessions.count - requested)
    countImplausible(excesses)
  }

  private mutating func countNotes() {
    for (note, words, hasEnergy) in RecordNotes.assumptions {
      for session in sessions where session.notes.contains(note) {
        assumed.count(words, energy: hasEnergy ? session.delivered : nil)
      }
    }
  }

  private mutating func countImplausible(_ excesses: [Energy]) {
    for session in sessions {
      if session.notes.contains(.contradictsDuration) {
        implausible.count(
          "duration differs from start and end by more than a minute, so that the times are used",
          energy: session.delivered)
      }
      guard let battery = session.batteryCapacity, let state = session.stateOfCharge else {
        continue
      }
      let room = battery.share(thousandthsOfPercent: 100_000 - state)
      if session.delivered > room + Energy(wattHours: 1) {
        implausible.count(
          "received more than their battery could take from soc to full, which a replay stops",
          one: "received more than its battery could take from soc to full, which a replay stops",
          energy: session.delivered - room)
      }
    }
    implausible.count(
      "received more than their vehicleMaxPower allows in their stay",
      one: "received more than its vehicleMaxPower allows in its stay", excesses.count,
      energy: excesses.reduce(.zero, +))
    implausible.count(
      "sessions of 0 kWh", one: "session of 0 kWh", sessions.count { $0.delivered == .zero })
    let long = sessions.filter { $0.departure - $0.arrival > Self.longStay }
    if let longest = long.max(by: { $0.departure - $0.arrival < $1.departure - $1.arrival }) {
      let days = (longest.departure - longest.arrival).milliseconds / 86_400_000
      implausible.count(
        "stays of over 7 days; the longest: \(days) days, \(describe(longest))",
        one: "stay of over 7 days: \(days) days, \(describe(longest))", long.count,
        energy: long.reduce(.zero) { $0 + $1.delivered })
    }
  }

  /// Returns the words that name a session in a note.
  func describe(_ session: RecordedSession) -> String {
    var time: [UInt8] = []
    time.append(session.arrival, on: .zone(clock))
    let id = session.id.map { "session \($0.quoted) " } ?? ""
    return id + "at \(session.connectorID.quoted) from \(String(decoding: time, as: UTF8.self))"
  }
}
