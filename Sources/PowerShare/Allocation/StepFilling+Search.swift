/// The search for a threshold.
///
/// What is given out grows with the threshold, about in proportion as long as nobody closes. So
/// each look at the vehicles tells about where the largest threshold lies that is not too high
/// (Newton's method), and rules out all thresholds up to it, or from it on. It rules out more:
/// nothing changes between two grants, so a threshold is as good as the next key, and one that is
/// too high is as bad as one just above the last key. Hence the search ends once no grant is left
/// between, not once all bits are known. It is exact, whatever the guesses are.
extension StepFilling {
  /// How many looks follow a guess; any further ones halve what is left.
  ///
  /// The guesses that follow hit within a few grants after two or three looks.
  static var newtonLooks: Int { 12 }

  /// What a look at the vehicles shows at some threshold.
  struct Look {
    /// What the vehicles have together.
    var sum = 0
    /// By how much that rises with the threshold: to the next one, where it is one of what
    /// vehicles have; else about by this to the highest one, the maxima of the open vehicles.
    var rise = 0
    /// The lowest key of a grant that is still to come.
    var next = Fraction(part: 1, of: 1)
    /// The highest key of a grant that has been given.
    var last = Fraction(part: 0, of: 1)
  }

  /// A fraction of a maximum.
  struct Fraction {
    var part: Int
    var of: Int

    /// Powers are at most 10⁹ W, so the products fit.
    @inline(__always)
    func isBelow(_ other: Fraction) -> Bool { part &* other.of < other.part &* of }

    /// The highest threshold that is not above it.
    var threshold: Int {
      Int((Int128(part) << StepFilling.fractionBits) / Int128(of))
    }
  }

  /// The largest threshold at which no more than `limit` is given out.
  ///
  /// - Parameters:
  ///   - limit: Not negative, so that 0 is not too high.
  ///   - total: About what is given out at the end of the range; positive.
  ///   - end: Above the threshold.
  ///   - look: What is given out at a threshold.
  @inline(__always)
  func largestThreshold(
    within limit: Int, of total: Int, below end: Int, _ look: (Int) -> Look
  ) -> Int {
    var (fine, wrong) = (0, end)
    // The first guess is that everybody rises evenly.
    var guess = Int(Double(end) * (Double(limit) / Double(total)))
    var looks = 0
    while wrong - fine > 1 {
      if looks >= Self.newtonLooks { guess = fine + (wrong - fine) / 2 }
      guess = max(fine + 1, min(guess, wrong - 1))
      let seen = look(guess)
      if seen.sum <= limit {
        fine = nextKey(seen, guess)
        if key == .allocation, seen.sum + seen.rise > limit { break }
      } else {
        wrong = lastKey(seen, guess) + 1
      }
      guess = root(seen, guess, limit)
      looks += 1
    }
    return fine
  }

  /// About where the limit is reached, as seen from a threshold.
  private func root(_ seen: Look, _ threshold: Int, _ limit: Int) -> Int {
    let reach = Double(1 << Self.fractionBits)
    let unit = key == .allocation ? 1 : reach
    let distance = Double(limit - seen.sum) / Double(max(1, seen.rise)) * unit
    return threshold + Int(max(-reach, min(distance, reach)))
  }

  /// The key of the first grant at or above the threshold of a look, or a lower one.
  private func nextKey(_ seen: Look, _ threshold: Int) -> Int {
    key == .allocation ? threshold : seen.next.threshold
  }

  /// The key of the last grant below the threshold of a look, or a higher one.
  private func lastKey(_ seen: Look, _ threshold: Int) -> Int {
    key == .allocation ? threshold - 1 : seen.last.threshold
  }

  // MARK: Looks

  /// Looks at the vehicles of one charger, as if it had no limit.
  @inline(__always)
  func look(at threshold: Int, _ request: AllocationRequest, _ places: Range<Int>) -> Look {
    var seen = Look()
    add(places, of: request.vehicles.span, request.step.watts, at: threshold, to: &seen)
    return seen
  }

  /// Looks at all vehicles.
  ///
  /// A charger whose vehicles would have more gives all that it has.
  func look(at threshold: Int, _ request: AllocationRequest) -> Look {
    let vehicles = request.vehicles.span
    let chargers = request.chargers.span
    let step = request.step.watts
    var seen = Look()
    for index in chargers.indices {
      let (sum, rise) = (seen.sum, seen.rise)
      add(chargers[index].vehicles, of: vehicles, step, at: threshold, to: &seen)
      let limit = chargers[index].maxPower.watts
      let left = limit - (seen.sum - sum)
      if left <= 0 {
        seen.sum = sum + limit
        seen.rise = rise
      } else if key == .allocation {
        seen.rise = min(seen.rise, rise + left)
      }
    }
    return seen
  }

  @inline(__always)
  private func add(
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
    }
    (seen.sum, seen.rise) = (sum, rise)
  }
}
