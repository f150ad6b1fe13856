/// The events of an imported timeline, in order of time, made one by one.
package struct ImportedEvents: Sequence, IteratorProtocol, Sendable {
  private let timeline: ImportedTimeline
  private let options: ImportOptions
  /// The measured powers, in order of time; empty unless the loop is open.
  private let reports: [Report]
  private var nextSession = 0
  private var nextReport = 0

  /// A measured power of a session.
  private struct Report {
    let time: Instant
    /// The session's index.
    let session: Int
    let power: Power
  }

  /// Creates the events; counts the measured powers that become events, and those that do not.
  init(_ timeline: ImportedTimeline, _ options: ImportOptions, assumed: inout ImportTally) {
    self.timeline = timeline
    self.options = options
    var reports: [Report] = []
    if options.isOpenLoop {
      for (index, session) in timeline.sessions.enumerated() where session.id != nil {
        for sample in session.samples {
          guard session.arrival <= sample.time, sample.time < session.departure else {
            assumed.count(
              "power samples outside of their session, left out",
              one: "power sample outside of its session, left out")
            continue
          }
          assumed.count("power-update from a power sample")
          reports.append(Report(time: sample.time, session: index, power: sample.power))
        }
      }
      let order = reports.indices.sorted {
        (reports[$0].time, $0) < (reports[$1].time, $1)
      }
      reports = order.map { reports[$0] }
    }
    self.reports = reports
  }

  package mutating func next() -> SessionEvent? {
    let session = nextSession < timeline.sessions.count ? timeline.sessions[nextSession] : nil
    if nextReport < reports.count {
      let report = reports[nextReport]
      // A session starts before its reports, and after those of earlier sessions.
      if session.map({ (report.time, report.session) < ($0.arrival, nextSession) }) ?? true,
        let id = timeline.sessions[report.session].id
      {
        nextReport += 1
        let update = SessionEvent.PowerUpdate(
          session: .session(id), consumedPower: report.power, vehicleMaxPower: report.power)
        return SessionEvent(time: report.time, kind: .powerUpdate(update))
      }
    }
    guard let session else { return nil }
    nextSession += 1
    return SessionEvent(time: session.arrival, kind: .start(start(of: session)))
  }

  private func start(of session: RecordedSession) -> SessionEvent.Start {
    var start = SessionEvent.Start(
      sessionId: session.id,
      connector: options.anyConnector ? .any : .connector(session.connectorID),
      vehicleMaxPower: timeline.power(of: session).power)
    start.departureTime = session.departure
    let requested = options.demand == .requested ? session.requested : nil
    start.energyRequested = requested ?? session.delivered
    start.vehicle = session.vehicle
    start.batteryCapacity = session.batteryCapacity
    start.stateOfCharge = session.stateOfCharge
    start.targetStateOfCharge = session.targetStateOfCharge
    start.priority = session.priority
    start.weight = session.weight
    return start
  }
}
