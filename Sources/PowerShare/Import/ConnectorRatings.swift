/// The ratings of connectors, estimated from the sessions there.
///
/// A rating is the lowest usual one whose 110 % is not below the highest power seen at the
/// connector. Powers are those recorded, and the means of sessions, and of periods of them, that
/// charged for ten minutes or more. `Sources/sems-plan/Manual/Importing.md` has all rules.
struct ConnectorRatings: Sendable {
  private var ratings: [ConnectorID: Power] = [:]

  /// The usual ratings of connectors, in watts.
  static let usualRatings = [
    3_700, 7_400, 11_000, 22_000, 50_000, 75_000, 100_000, 150_000, 200_000, 300_000, 350_000,
    400_000,
  ]
  /// The highest power that rates a connector by a mean, in watts: 110 % of the highest usual
  /// rating.
  private static let highestMean = SeenPower(Power(watts: 440_000))
  /// The shortest charging time whose mean rates a connector.
  static let shortestCharge = TimeSpan(milliseconds: 600_000)

  /// A power at a connector: an exact mean, energy ÷ time, or a recorded power.
  struct SeenPower: Equatable, Comparable, Sendable {
    private let energy: Energy
    private let span: TimeSpan

    /// Creates a mean.
    ///
    /// - Precondition: `span` is positive.
    init(_ energy: Energy, over span: TimeSpan) {
      self.energy = energy
      self.span = span
    }

    /// Creates a recorded power.
    init(_ power: Power) {
      span = TimeSpan(milliseconds: 1)
      energy = Energy(power, over: span)
    }

    /// The power in watts, rounded to the nearest, ties to even.
    var rounded: Power { energy.meanPower(over: span) }

    /// True if the power is above `factor` times another one.
    func exceeds(_ factor: Int128, times other: SeenPower) -> Bool {
      // 128 bits hold the products: an energy is below 2^63, a time below 2^48.
      energy.wattMilliseconds * Int128(other.span.milliseconds)
        > factor * other.energy.wattMilliseconds * Int128(span.milliseconds)
    }

    static func < (left: SeenPower, right: SeenPower) -> Bool { right.exceeds(1, times: left) }

    static func == (left: SeenPower, right: SeenPower) -> Bool {
      !(left < right) && !(right < left)
    }

    /// Returns the lowest usual rating whose 110 % is not below this power; above 440 kW, the next
    /// multiple of 50 kW.
    var rating: Power {
      let (high, low) = (energy.wattMilliseconds * 10, Int128(span.milliseconds) * 11)
      if let rating = ConnectorRatings.usualRatings.first(where: { high <= low * Int128($0) }) {
        return Power(watts: rating)
      }
      let step = Int128(span.milliseconds) * 50_000
      let steps = (energy.wattMilliseconds + step - 1) / step
      return Power(watts: Int(min(steps * 50_000, Int128(Power.maximum.watts))))
    }
  }

  /// The powers and ratings that the sessions at one connector show.
  private struct Evidence {
    /// The number of sessions with a recorded power, or a mean that rates.
    var count = 0
    var highest: SeenPower?
    var second: SeenPower?
    /// The longest charging time, and the highest mean of the sessions with it.
    var longest = TimeSpan(milliseconds: 0)
    var meanOfLongest: SeenPower?
    /// The highest rating that records state.
    var stated: Power?
    /// The least that the rating can be.
    var least: Power?

    /// Notes what a session shows.
    ///
    /// - Parameter power: The power that may rate the connector; nil if the session shows none.
    mutating func note(
      _ session: RecordedSession, _ span: TimeSpan, _ mean: SeenPower, _ power: SeenPower?
    ) {
      if let power { add(power) }
      add(longest: span, mean: mean)
      if let rating = session.rating { stated = max(stated ?? .zero, rating) }
      if let rating = session.leastRating { least = max(least ?? .zero, rating) }
    }

    private mutating func add(_ power: SeenPower) {
      count += 1
      if let best = highest, power <= best {
        second = second.map { max($0, power) } ?? power
      } else {
        second = highest
        highest = power
      }
    }

    private mutating func add(longest span: TimeSpan, mean: SeenPower) {
      guard span >= longest else { return }
      if span > longest { meanOfLongest = nil }
      longest = span
      meanOfLongest = meanOfLongest.map { max($0, mean) } ?? mean
    }

    /// True if the highest power is more than five times the second of at least three.
    var hasOutlier: Bool {
      guard count >= 3, let highest, let second else { return false }
      return highest.exceeds(5, times: second)
    }
  }

  /// Creates the ratings of no connector.
  init() {}

  /// The rating of a connector; nil if no session was there.
  subscript(connector: ConnectorID) -> Power? { ratings[connector] }

  /// The rating of every connector, in no order.
  var all: [ConnectorID: Power] { ratings }

  /// Estimates the ratings of the connectors of sessions.
  ///
  /// - Parameters:
  ///   - sessions: The sessions, in order of arrival; each has a connector.
  ///   - addsMinute: True if the file states times in whole minutes, so that each mean is that of a
  ///     minute more.
  ///   - implausible: The tally of what looks wrong.
  ///   - assumed: The tally of assumptions.
  ///   - describe: Returns the words that name a session.
  init(
    _ sessions: [RecordedSession], addsMinute: Bool, implausible: inout ImportTally,
    assumed: inout ImportTally, describe: (RecordedSession) -> String
  ) {
    var evidence: [ConnectorID: Evidence] = [:]
    var order: [ConnectorID] = []
    var tooHigh: (count: Int, first: String) = (0, "")
    for session in sessions {
      let connector = session.connectorID
      if evidence[connector] == nil { order.append(connector) }
      let span = session.chargingTime
      func mean(_ energy: Energy, over span: TimeSpan) -> SeenPower {
        SeenPower(
          energy, over: TimeSpan(milliseconds: span.milliseconds + (addsMinute ? 60_000 : 0)))
      }
      let whole = mean(session.delivered, over: span)
      let part = session.periodMean.map { mean($0.energy, over: $0.span) }
      var power = session.maxPower.flatMap { $0 > .zero ? SeenPower($0) : nil }
      var excess: SeenPower?
      // A session without energy did not charge.
      let rates = span >= Self.shortestCharge && session.delivered > .zero
      for mean in [rates ? whole : nil, part] {
        guard let mean else { continue }
        if mean > Self.highestMean {
          excess = excess.map { max($0, mean) } ?? mean
        } else {
          power = power.map { max($0, mean) } ?? mean
        }
      }
      if let excess {
        if tooHigh.count == 0 {
          tooHigh.first = "\(excess.rounded.kilowatts) kW, \(describe(session))"
        }
        tooHigh.count += 1
      }
      evidence[connector, default: Evidence()].note(session, span, whole, power)
    }
    implausible.count(
      "mean powers above 440 kW, which rate no connector; the first: \(tooHigh.first)",
      one: "mean power above 440 kW, which rates no connector: \(tooHigh.first)",
      tooHigh.count)
    rate(order, evidence, &implausible, &assumed)
  }

  private mutating func rate(
    _ order: [ConnectorID], _ evidence: [ConnectorID: Evidence],
    _ implausible: inout ImportTally, _ assumed: inout ImportTally
  ) {
    var outliers: (count: Int, first: String) = (0, "")
    var unrated: [ConnectorID] = []
    var stated = 0
    for connector in order {
      guard let own = evidence[connector] else { continue }
      if let rating = own.stated {
        ratings[connector] = rating
        stated += 1
      } else if let highest = own.highest {
        if own.hasOutlier, let second = own.second {
          if outliers.count == 0 {
            outliers.first =
              "\(connector.quoted), \(highest.rounded.kilowatts) kW after "
              + "\(second.rounded.kilowatts) kW"
          }
          outliers.count += 1
        }
        let power = own.hasOutlier ? own.second ?? highest : highest
        ratings[connector] = max(power.rating, own.least ?? .zero)
      } else {
        unrated.append(connector)
      }
    }
    assumed.count(
      "connectors with the rating that records state",
      one: "connector with the rating that records state", stated)
    let outlier =
      "where one session has more than five times the power of all others, so that the "
      + "second highest power rates"
    implausible.count(
      "connectors \(outlier) them; the first: \(outliers.first)",
      one: "connector \(outlier) it: \(outliers.first)", outliers.count)
    let usual = mostFrequent
    for connector in unrated {
      guard let own = evidence[connector] else { continue }
      let mean = own.meanOfLongest.map { min($0, Self.highestMean).rating }
      ratings[connector] = max(usual ?? mean ?? .zero, own.least ?? .zero)
    }
    func reason(_ whose: String) -> String {
      "without a recorded power or ten minutes of charging, rated by "
        + (usual.map { "\($0.kilowatts) kW, the most frequent rating of the file" }
          ?? "the mean power of \(whose) longest session")
    }
    assumed.count(
      "connectors \(reason("their"))", one: "connector \(reason("its"))", unrated.count)
  }

  /// The most frequent rating, the lower of equals; nil if there is none.
  private var mostFrequent: Power? {
    var counts: [Power: Int] = [:]
    for rating in ratings.values { counts[rating, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
