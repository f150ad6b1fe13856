@testable import PowerShare

/// Makes sessions to compare, with times in seconds.
enum ComparedStays {
  static func session(
    _ id: Identifier, at seconds: Int, _ outcome: Departure.Outcome = .served, kWh: Int = 0,
    wait: Int = 0, done: Int? = nil
  ) -> ComparedSession {
    func stated(_ seconds: Int) -> StatedTime {
      StatedTime(Instant(milliseconds: seconds * 1_000), .seconds)
    }
    return ComparedSession(
      id: id, arrival: stated(seconds), outcome: outcome,
      delivered: ExactDecimal(thousandths: Int128(kWh) * 1_000),
      wait: ExactDecimal(thousandths: Int128(wait) * 1_000), done: done.map(stated))
  }
}
