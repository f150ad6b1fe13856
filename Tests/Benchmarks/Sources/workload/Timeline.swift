/// A generator of sessions that start, report their power once, and stop.
///
/// All arithmetic uses whole numbers, so a seed gives the same events on every machine. Sessions last
/// 20 to 40 minutes, and the gaps between arrivals keep about ``Shape/active`` sessions active.
struct Timeline {
  enum Kind {
    case start(charger: Int, idx: Int, maximum: Int)
    case powerUpdate(consumed: Int)
    case stop
  }

  struct Event {
    /// Milliseconds from the start of the timeline.
    var time: Int
    var session: Int
    /// The kind, with powers in tenths of a kW.
    var kind: Kind
  }

  /// A future event of an active session.
  private struct Pending {
    var time: Int
    var session: Int
    var connector: Int
    var isStop: Bool
  }

  private static let minute = 60_000
  /// Maximum charging powers of common cars, in tenths of a kW.
  static let maxima = [500, 770, 825, 1_000, 1_250, 1_300, 1_500, 1_700, 2_250, 2_700]

  private let meanGap: Int
  private var random: SplitMix64
  private var arrival = 0
  private var now = 0
  private var sessions = 0
  /// The numbers of the free connectors, in no particular order.
  private var free: [Int]
  /// Future events, the next one last.
  private var pending: [Pending] = []

  init(_ shape: Shape) {
    meanGap = 30 * Self.minute / shape.active
    random = SplitMix64(seed: shape.seed)
    free = Array(0..<(shape.chargers * Shape.connectorsPerCharger))
  }

  mutating func next() -> Event {
    if let first = pending.last, first.time <= arrival || free.isEmpty {
      pending.removeLast()
      now = first.time
      guard first.isStop else {
        // Three in four reports are in whole kW.
        let consumed = 200 + 10 * random.below(120)
        let tenths = random.below(4) == 0 ? random.below(10) : 0
        return Event(
          time: now, session: first.session, kind: .powerUpdate(consumed: consumed + tenths))
      }
      free.append(first.connector)
      return Event(time: now, session: first.session, kind: .stop)
    }
    now = max(now, arrival)
    sessions += 1
    let place = random.below(free.count)
    free.swapAt(place, free.count - 1)
    let connector = free.removeLast()
    let stay = 20 * Self.minute + random.below(20 * Self.minute)
    plan(
      Pending(
        time: now + Self.minute + random.below(stay - 2 * Self.minute), session: sessions,
        connector: connector, isStop: false))
    plan(Pending(time: now + stay, session: sessions, connector: connector, isStop: true))
    arrival = now + meanGap / 3 + random.below(meanGap * 4 / 3)
    let (charger, idx) = connector.quotientAndRemainder(dividingBy: Shape.connectorsPerCharger)
    return Event(
      time: now, session: sessions,
      kind: .start(
        charger: charger + 1, idx: idx + 1,
        maximum: Self.maxima[random.below(Self.maxima.count)]))
  }

  private mutating func plan(_ event: Pending) {
    var low = 0
    var high = pending.count
    while low < high {
      let middle = (low + high) / 2
      if pending[middle].time > event.time { low = middle + 1 } else { high = middle }
    }
    pending.insert(event, at: low)
  }
}

extension SplitMix64 {
  /// Returns a random number from 0 up to, but not including, a bound.
  ///
  /// The high word of the product, not `Int.random`, whose results may change with the standard
  /// library.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
