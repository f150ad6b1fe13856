/// The search for a threshold.
///
/// The power given out grows with the threshold, roughly in proportion while nothing closes. So
/// each look at the vehicles yields a guess at the largest threshold that is not too high (Newton's
/// method), and rules out all thresholds on one side of it. It rules out more than that, because
/// nothing changes between two grants: a threshold gives out as much as the next key, and one that
/// is too high gives out as much as one just above the last key. Hence the search ends when no
/// grant is left between, not when all bits are known. Bad guesses cost time and change no result.
extension StepFilling {
  /// The number of looks that follow a guess; further looks halve the range.
  ///
  /// Good guesses end within a few grants of the result after two or three looks.
  static var newtonLooks: Int { 12 }

  /// The result of a look at the vehicles at some threshold.
  struct Look: Sendable {
    /// The power that the vehicles have together.
    var sum = 0
    /// The growth of `sum` with the threshold.
    ///
    /// For keys that are powers, the growth up to the next threshold. For fractions, the sum of the
    /// maxima of the open vehicles, which is about the growth up to the highest threshold. For keys
    /// by weight, about the growth while the key grows by 1.
    var rise = 0
    /// The lowest key of the grants at or above the threshold; no grant has a key of 2³¹.
    var next = Fraction(part: 1 << 31, of: 1)
    /// The highest key of the grants below the threshold.
    var last = Fraction(part: 0, of: 1)
  }

  /// A key: a fraction of a maximum, or of a weight.
  struct Fraction: Sendable {
    var part: Int
    var of: Int

    /// Returns true when it is less than another one.
    ///
    /// Powers are at most 10⁹ W, so the products fit.
    @inline(__always)
    func isBelow(_ other: Fraction) -> Bool { part &* other.of < other.part &* of }
  }

  /// The number of bits of thresholds behind the point.
  private var keyBits: Int {
    switch key {
    case .allocation: 0
    case .fractionOfMaximum: Self.fractionBits
    case .allocationByWeight: Self.weightBits
    }
  }

  /// Returns the highest threshold that is not above a key, and not above the highest one.
  private func threshold(of fraction: Fraction, below end: Int) -> Int {
    let threshold = (Int128(fraction.part) << keyBits) / Int128(fraction.of)
    return Int(min(threshold, Int128(end - 1)))
  }

  /// Returns the largest threshold at which no more than `limit` is given out.
  ///
  /// - Parameters:
  ///   - limit: A power that is not negative, so that the threshold 0 is not too high.
  ///   - total: About the power given out at the end of the range; positive.
  ///   - end: A threshold that is too high.
  ///   - look: Returns the power given out at a threshold.
  @inline(__always)
  func largestThreshold(
    within limit: Int, of total: Int, below end: Int, _ look: (Int) -> Look
  ) -> Int {
    var (fine, wrong) = (0, end)
    // The first guess assumes that all vehicles rise evenly.
    var guess = Int(Double(end) * (Double(limit) / Double(total)))
    var looks = 0
    while wrong - fine > 1 {
      if looks >= Self.newtonLooks { guess = fine + (wrong - fine) / 2 }
      guess = max(fine + 1, min(guess, wrong - 1))
      let seen = look(guess)
      if seen.sum <= limit {
        fine = nextKey(seen, guess, below: end)
        if key == .allocation, seen.sum + seen.rise > limit { break }
      } else {
        wrong = lastKey(seen, guess, below: end) + 1
      }
      guess = root(seen, guess, limit)
      looks += 1
    }
    return fine
  }

  /// Returns about the threshold at which the limit is reached, as seen from a threshold.
  private func root(_ seen: Look, _ threshold: Int, _ limit: Int) -> Int {
    let reach = Double(1 << Self.fractionBits)
    let unit = Double(1 << keyBits)
    let distance = Double(limit - seen.sum) / Double(max(1, seen.rise)) * unit
    return threshold + Int(max(-reach, min(distance, reach)))
  }

  /// Returns the key of the first grant at or above the threshold of a look, or a lower one.
  private func nextKey(_ seen: Look, _ threshold: Int, below end: Int) -> Int {
    key == .allocation ? threshold : self.threshold(of: seen.next, below: end)
  }

  /// Returns the key of the last grant below the threshold of a look, or a higher one.
  private func lastKey(_ seen: Look, _ threshold: Int, below end: Int) -> Int {
    key == .allocation ? threshold - 1 : self.threshold(of: seen.last, below: end)
  }

  // MARK: Looks

  /// Looks at the vehicles of one charger without the charger's limit.
  @inline(__always)
  func look(at threshold: Int, _ request: AllocationRequest, _ places: Range<Int>) -> Look {
    var seen = Look()
    add(places, of: request.vehicles.span, request.step.watts, at: threshold, to: &seen)
    return seen
  }

  /// Looks at all vehicles, within the limits of their chargers.
  func look(at threshold: Int, _ request: AllocationRequest) -> Look {
    let vehicles = request.vehicles.span
    let chargers = request.chargers.span
    let step = request.step.watts
    var seen = Look()
    for index in chargers.indices {
      let (sum, rise) = (seen.sum, seen.rise)
      add(chargers[index].vehicles, of: vehicles, step, at: threshold, to: &seen)
      clamp(&seen, to: chargers[index].maxPower.watts, from: sum, rise)
    }
    return seen
  }

  /// Limits what vehicles below a limit have together, and its growth.
  ///
  /// - Parameters:
  ///   - sum: The power in `seen` that is that of other vehicles.
  ///   - rise: The growth of that power.
  @inline(__always)
  func clamp(_ seen: inout Look, to limit: Int, from sum: Int, _ rise: Int) {
    let left = limit - (seen.sum - sum)
    if left <= 0 {
      seen.sum = sum + limit
      seen.rise = rise
    } else if key == .allocation {
      seen.rise = min(seen.rise, rise + left)
    }
  }

  @inline(__always)
  func add(
    _ places: Range<Int>, of vehicles: Span<AllocationRequest.VehicleDemand>, _ step: Int,
    at threshold: Int, to seen: inout Look
  ) {
    var (sum, rise) = (seen.sum, seen.rise)
    switch key {
    case .allocation:
      let level = threshold * step
      for place in places {
        let left = vehicles[place].maximum.watts - level
        sum += level + min(left, 0)
        rise += max(0, min(step, left))
      }
    case .fractionOfMaximum:
      var (next, last) = (seen.next, seen.last)
      for place in places {
        let maximum = vehicles[place].maximum.watts
        guard maximum > 0 else { continue }
        // At a threshold above 0 there is at least one grant.
        let granted = grantsOfFraction(maximum, step, below: threshold) * step
        let lastGrant = Fraction(part: granted - step, of: maximum)
        if last.isBelow(lastGrant) { last = lastGrant }
        sum += min(granted, maximum)
        guard granted < maximum else { continue }
        rise += maximum
        let nextGrant = Fraction(part: granted, of: maximum)
        if nextGrant.isBelow(next) { next = nextGrant }
      }
      (seen.next, seen.last) = (next, last)
    case .allocationByWeight:
      for place in places {
        let (maximum, weight) = (vehicles[place].maximum.watts, vehicles[place].weight)
        guard maximum > 0 else { continue }
        // At a threshold above 0 there is at least one grant.
        let grants = Self.grants(ofWeight: weight, below: threshold)
        let lastGrant = Fraction(part: grants - 1, of: weight)
        if seen.last.isBelow(lastGrant) { seen.last = lastGrant }
        sum += min(grants * step, maximum)
        guard grants * step < maximum else { continue }
        rise += weight * step
        let nextGrant = Fraction(part: grants, of: weight)
        if nextGrant.isBelow(seen.next) { seen.next = nextGrant }
      }
    }
    (seen.sum, seen.rise) = (sum, rise)
  }
}
