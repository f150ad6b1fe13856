@testable import PowerShare

/// The days of a run, worked out from all its spans and sessions at the end.
struct SlowDayFigures {
  /// A time between two ticks, in milliseconds, with the highest import at any of its moments.
  private struct Span {
    let start: Int
    var end: Int
    let import_: Power
    let offered: Power
    let grid: Power
    let drawnBefore: Energy
    var drawn: Energy

    /// The energy imported until a moment of the span.
    func imported(until moment: Int) -> Energy {
      let whole = Energy(import_, over: TimeSpan(milliseconds: moment - start))
      guard moment == end, end > start else { return whole }
      // In the last millisecond of a delivery vehicles draw less than they are offered.
      let lacking = Energy(offered, over: TimeSpan(milliseconds: end - start)) - drawn
      let last = Energy(grid, over: TimeSpan(milliseconds: 1)) - lacking
      return Energy(import_, over: TimeSpan(milliseconds: end - start - 1)) + max(.zero, last)
    }
  }

  private var spans: [Span] = []
  private var stays: [Departure] = []

  /// Ends the present span.
  mutating func advance(to time: Instant, _ replay: borrowing Replay) {
    guard let last = spans.indices.last else { return }
    spans[last].end = time.milliseconds
    spans[last].drawn = replay.deliveredEnergy - spans[last].drawnBefore
  }

  /// Begins a span.
  mutating func take(_ replay: borrowing Replay, at time: Instant) {
    advance(to: time, replay)
    spans.append(
      Span(
        start: time.milliseconds, end: time.milliseconds, import_: max(.zero, replay.gridPower),
        offered: replay.allocatedPower, grid: replay.gridPower,
        drawnBefore: replay.deliveredEnergy, drawn: .zero))
  }

  mutating func take(_ departures: [Departure]) { stays += departures }

  /// Returns the figures of each day.
  ///
  /// - Parameters:
  ///   - offset: Returns the minutes east of Greenwich at a minute; nil for a timeline in seconds.
  func figures(offset: ((Int) -> Int)?) -> [DayFigures] {
    guard let first = spans.first, let last = spans.last else { return [] }
    let minutes = (first.start / 60_000 - 5_760)..<(last.end / 60_000 + 4_321)
    let clock = offset ?? { _ in 0 }
    let slow = SlowDays(minutes, offset: clock)
    let quarters = SlowIntervals(15, in: minutes, offset: clock).beginnings
    return zip(slow.days, slow.days.dropFirst()).compactMap { day, next in
      let range = (day.minute * 60_000)..<(next.minute * 60_000)
      let here = spans.filter { $0.start < range.upperBound && $0.end > range.lowerBound }
      let peaks = spans.filter { span in
        range.contains(span.start)
          || span.start < range.lowerBound && span.end > range.lowerBound
      }
      let peak = peaks.map(\.import_).max() ?? .zero
      let arrived = stays.filter { range.contains($0.arrival.time.milliseconds) }
      let hasTime = here.contains { span in
        min(span.end, range.upperBound) > max(span.start, range.lowerBound)
      }
      guard hasTime || !arrived.isEmpty || peak > .zero else { return nil }
      let inside = quarters.filter { range.contains($0 * 60_000) }
      let ends = inside.dropFirst() + [next.minute]
      let means = zip(inside, ends).map { begin, end in
        mean(here, (begin * 60_000)..<(end * 60_000))
      }
      return Self.figures(
        offset == nil ? .second(day.number * 86_400) : .date(day.number), arrived, peak: peak,
        peak15min: hasTime ? means.max() : nil)
    }
  }

  private func mean(_ spans: [Span], _ quarter: Range<Int>) -> Power {
    let energy = spans.reduce(Energy.zero) { sum, span in
      let begin = min(max(span.start, quarter.lowerBound), span.end)
      let end = min(max(span.start, quarter.upperBound), span.end)
      return begin < end ? sum + span.imported(until: end) - span.imported(until: begin) : sum
    }
    return energy.meanPower(over: TimeSpan(milliseconds: quarter.count))
  }

  private static func figures(
    _ day: DayName, _ stays: [Departure], peak: Power, peak15min: Power?
  ) -> DayFigures {
    func count(_ outcome: Departure.Outcome) -> Int { stays.count { $0.outcome == outcome } }
    let counted = stays.filter { !$0.isOpen && $0.arrival.energyRequested != nil }
    let requested = counted.map { $0.arrival.energyRequested ?? .zero }.reduce(.zero, +)
    let delivered = counted.map {
      min($0.deliveredEnergy, $0.arrival.energyRequested ?? .zero)
    }.reduce(.zero, +)
    let lost = Curtailment.allCases.map { limit in
      counted.map { $0.lost[limit] }.reduce(.zero, +)
    }
    let most = lost.max() ?? .zero
    let limit = most > .zero ? lost.firstIndex(of: most).flatMap(Curtailment.init) : nil
    let waits = stays.map { divideRoundingToEven($0.wait.milliseconds, by: 6_000) }.sorted()
    let rank = (waits.count * 95 + 99) / 100
    return DayFigures(
      day: day, started: stays.count, served: count(.served), unserved: count(.unserved),
      abandoned: count(.abandoned), requested: requested, delivered: delivered,
      lostMostTo: limit, peak: peak, peak15min: peak15min,
      waitP95: waits.isEmpty ? nil : min(waits[rank - 1], 1_000_000))
  }
}
