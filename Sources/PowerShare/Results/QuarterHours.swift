/// The highest mean power over a quarter of an hour of the clock, the power that a grid operator
/// bills.
struct QuarterHours: Equatable, Sendable {
  private static let length = TimeSpan(milliseconds: 900_000)

  private let intervals: ClockIntervals
  /// The present quarter; nil before the first span.
  private var present: Quarter?
  /// The end of the last span.
  private var reached = Instant(milliseconds: 0)
  /// The energy delivered until then.
  private var energy = Energy.zero
  /// The quarter that has the highest mean power of those that ended since the day began.
  private var highest: Content?
  /// The quarter with the highest mean power of the days before.
  private var highestBefore: Content?

  private struct Quarter: Equatable {
    let start: Instant
    let end: Instant
    /// The energy delivered before its start.
    let energyAtStart: Energy
  }

  /// The energy of a quarter, and its length, which is not 15 minutes where clocks are changed in
  /// it.
  private struct Content: Equatable {
    let energy: Energy
    let length: TimeSpan

    init(energy: Energy, length: TimeSpan) {
      self.energy = energy
      self.length = length
    }

    init(energy: Energy, of quarter: Quarter) {
      self.init(energy: energy, length: quarter.end - quarter.start)
    }

    /// Whether the mean power is higher than that of another quarter.
    func exceeds(_ other: Content) -> Bool {
      if length == other.length { return energy > other.energy }
      return energy.wattMilliseconds * Int128(other.length.milliseconds)
        > other.energy.wattMilliseconds * Int128(length.milliseconds)
    }
  }

  /// Creates a measurement.
  ///
  /// - Parameters:
  ///   - origin: The moment from which quarters are counted.
  ///   - zone: The zone whose clock has the quarters instead; nil for none.
  init(origin: Instant, zone: LocalClock? = nil) {
    intervals =
      zone.map { ClockIntervals(Self.length, in: $0) }
      ?? ClockIntervals(Self.length, from: origin)
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
    reached = end.time
    energy = end.energy
    if let present, end.time < present.end { return }
    changeQuarter(from: start, power: power, to: end)
  }

  /// Takes a span that begins the first quarter, or that reaches the end of the present one.
  @inline(never)
  private mutating func changeQuarter(
    from start: (time: Instant, energy: Energy), power: Power,
    to end: (time: Instant, energy: Energy)
  ) {
    var quarter =
      present
      ?? Quarter(
        start: intervals.start(containing: start.time), end: intervals.next(after: start.time),
        energyAtStart: start.energy)
    if quarter.end < end.time {
      let energy = start.energy + Energy(power, over: quarter.end - start.time)
      note(energy - quarter.energyAtStart, of: quarter)
      let begin = intervals.start(
        containing: Instant(milliseconds: end.time.milliseconds - 1))
      // All whole quarters in between have that mean power.
      if quarter.end < begin {
        note(Content(energy: Energy(power, over: Self.length), length: Self.length))
      }
      quarter = Quarter(
        start: begin, end: intervals.next(after: begin),
        energyAtStart: start.energy + Energy(power, over: begin - start.time))
    }
    if quarter.end == end.time {
      note(end.energy - quarter.energyAtStart, of: quarter)
      quarter = Quarter(
        start: end.time, end: intervals.next(after: end.time), energyAtStart: end.energy)
    }
    present = quarter
  }

  private mutating func note(_ energy: Energy, of quarter: Quarter) {
    note(Content(energy: energy, of: quarter))
  }

  private mutating func note(_ content: Content) {
    Self.raise(&highest, to: content)
  }

  private static func raise(_ highest: inout Content?, to content: Content) {
    if highest.map(content.exceeds) ?? true { highest = content }
  }

  /// Begins a day of ``dayPeak``.
  ///
  /// - Precondition: A quarter begins where the last span has ended.
  mutating func beginDay() {
    if let highest { Self.raise(&highestBefore, to: highest) }
    highest = nil
  }

  /// The highest mean power since the day began, or nil where no time has passed.
  var dayPeak: Power? {
    withPresent(highest).map { $0.energy.meanPower(over: $0.length) }
  }

  /// The highest mean power, or nil where no time has passed.
  var peak: Power? {
    var all = withPresent(highest)
    if let highestBefore { Self.raise(&all, to: highestBefore) }
    return all.map { $0.energy.meanPower(over: $0.length) }
  }

  /// Returns the higher one of a quarter and the present one, which counts with what it has so far.
  private func withPresent(_ highest: Content?) -> Content? {
    guard let present, present.start < reached else { return highest }
    var highest = highest
    Self.raise(&highest, to: Content(energy: energy - present.energyAtStart, of: present))
    return highest
  }
}
