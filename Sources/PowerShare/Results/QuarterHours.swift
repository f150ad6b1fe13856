/// The highest mean power over a quarter of an hour of the clock, the power that a grid operator
/// bills.
struct QuarterHours: Equatable, Sendable {
  private static let length = TimeSpan(milliseconds: 900_000)

  private let origin: Instant
  /// The end of the present quarter, and the energy delivered before its start.
  private var present: (end: Instant, energyAtStart: Energy)?
  private var highest: Energy?

  init(origin: Instant) { self.origin = origin }

  static func == (left: QuarterHours, right: QuarterHours) -> Bool {
    left.origin == right.origin && left.highest == right.highest
      && left.present?.end == right.present?.end
      && left.present?.energyAtStart == right.present?.energyAtStart
  }

  /// Takes a span of constant power.
  ///
  /// - Parameters:
  ///   - start: Its start, and the energy delivered before it.
  ///   - power: The power.
  ///   - end: Its end, and the energy delivered until then.
  mutating func take(
    from start: (time: Instant, energy: Energy), power: Power,
    to end: (time: Instant, energy: Energy)
  ) {
    var quarter =
      present ?? (start.time.next(multipleOf: Self.length, from: origin), start.energy)
    if quarter.end < end.time {
      let energy = start.energy + Energy(power, over: quarter.end - start.time)
      note(energy - quarter.energyAtStart)
      // All whole quarters in between have the same energy.
      let last = (end.time - Self.millisecond).next(multipleOf: Self.length, from: origin)
      if quarter.end + Self.length < last { note(Energy(power, over: Self.length)) }
      if quarter.end < last {
        let begin = Instant(milliseconds: last.milliseconds - Self.length.milliseconds)
        quarter = (last, start.energy + Energy(power, over: begin - start.time))
      }
    }
    note(end.energy - quarter.energyAtStart)
    if quarter.end == end.time { quarter = (end.time + Self.length, end.energy) }
    present = quarter
  }

  private static let millisecond = TimeSpan(milliseconds: 1)

  private mutating func note(_ energy: Energy) { highest = max(highest ?? .zero, energy) }

  /// The highest mean power, or nil where no time has passed.
  var peak: Power? { highest?.meanPower(over: Self.length) }
}

extension Instant {
  fileprivate static func - (left: Instant, right: TimeSpan) -> Instant {
    Instant(milliseconds: left.milliseconds - right.milliseconds)
  }
}
