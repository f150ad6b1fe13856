/// The time at each mean import, in intervals of power whose width follows the highest import.
///
/// It counts in up to 2,000 intervals, whose width is a power of ten, so that widening them rounds
/// nothing. The intervals that it returns are 1, 2, 5 or 10 of them wide.
struct LoadHistogram: Sendable {
  private static let mostIntervals = 10 * LoadDuration.mostIntervals

  /// The width of an interval in watts.
  private var width = 1
  /// The milliseconds in each interval; the last is not 0.
  private var times: [Int] = []

  /// Takes an energy that was imported over a time.
  ///
  /// - Precondition: The energy is not negative and the span is positive.
  mutating func take(_ energy: Energy, over span: TimeSpan) {
    let watts = energy.wattMilliseconds / Int128(span.milliseconds)
    count(Int(watts), span)
  }

  /// Takes a time of constant import.
  mutating func take(_ power: Power, for span: TimeSpan) { count(power.watts, span) }

  /// - Parameter watts: The mean import, rounded down.
  private mutating func count(_ watts: Int, _ span: TimeSpan) {
    guard span.milliseconds > 0 else { return }
    while watts / width >= Self.mostIntervals { widen() }
    let place = watts / width
    if place >= times.count {
      times.append(contentsOf: repeatElement(0, count: place + 1 - times.count))
    }
    times[place] += span.milliseconds
  }

  private mutating func widen() {
    times = Self.joined(times, by: 10)
    width *= 10
  }

  /// Returns intervals that are as wide as several.
  private static func joined(_ times: [Int], by factor: Int) -> [Int] {
    stride(from: 0, to: times.count, by: factor).map { place in
      times[place..<min(place + factor, times.count)].reduce(0, +)
    }
  }

  /// The intervals.
  var intervals: LoadDuration {
    var result = LoadDuration()
    let factors = [1, 2, 5, 10]
    let factor =
      factors.first { times.count <= $0 * LoadDuration.mostIntervals } ?? factors[3]
    result.width = Power(watts: width * factor)
    result.times = Self.joined(times, by: factor).map { TimeSpan(milliseconds: $0) }
    return result
  }
}
