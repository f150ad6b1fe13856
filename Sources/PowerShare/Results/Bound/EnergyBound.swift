/// The most energy that any way of sharing the power could have delivered in a run, with everything
/// known in advance.
public struct EnergyBound: Equatable, Sendable {
  /// The energy that could have been delivered.
  public var delivered = Energy.zero
  /// The energy that the sessions of the bound drew in the run.
  public var drawn = Energy.zero
  /// The smallest constant grid capacity with which as much could be delivered as without one; nil
  /// if the timeline changes the grid capacity or a session has no end.
  public var gridCapacity: Power?
  /// The sessions for which the bound may be higher than what is possible, by reason.
  public var reasons = Reasons()
  /// The way in which times are stated.
  public internal(set) var clock = OutputClock.seconds
  /// Whether the run kept the grid capacity, so that it can be compared with the bound.
  var isComparable = true
  /// The limits that keep the bound from being higher, those that keep back most first.
  public var bottlenecks: [Bottleneck] = []

  /// The energy that was drawn as a share of the bound, in thousandths; nil where the bound is
  /// zero, and for the policy `unmanaged`.
  public var share: Int128? { isComparable ? drawn.thousandths(of: delivered) : nil }

  /// Whether a way of sharing exists that delivers all of it.
  public var isExact: Bool { reasons == Reasons() }

  /// The reasons why a bound may be too high, each with the number of sessions concerned.
  public struct Reasons: Equatable, Sendable {
    /// The names and the meanings of all reasons, in their order.
    package static let meanings: [(name: String, meaning: String)] = [
      ("noEnd", "Sessions without a departure, a stop or another end, which end with the run."),
      ("curve", "Sessions with a charging curve; its highest power counts."),
      ("maximum", "Sessions whose maximum changes; the highest counts."),
      ("minPower", "Sessions at chargers with a minimum, which is left out."),
      ("connector", "Sessions that name no connector, which could use any of several."),
      ("waiting", "Sessions that waited for a connector, which charge from their arrival on."),
      ("battery", "1 if there is a battery, which begins full and loses nothing."),
      ("noTarget", "Sessions without a requested energy, which are not counted in."),
    ]

    /// Sessions without a departure, a stop or another end, which end with the run.
    public var noEnd = 0
    /// Sessions whose battery accepts less at some states of charge.
    public var curve = 0
    /// Sessions whose maximum changes; the highest counts.
    public var maximum = 0
    /// Sessions at chargers with a minimum, which is left out.
    public var minPower = 0
    /// Sessions without a named connector.
    public var connector = 0
    /// Sessions that waited for a connector; that only one can have it is left out.
    public var waiting = 0
    /// Stationary batteries: 1 if there is one, which begins full each time and loses nothing.
    public var battery = 0
    /// Sessions without a requested energy, which are not counted in.
    public var noTarget = 0

    /// The names and counts of all reasons, in their order.
    public var all: [(name: String, count: Int)] {
      let counts = [
        noEnd, curve, maximum, minPower, connector, waiting, battery, noTarget,
      ]
      return zip(Self.meanings, counts).map { ($0.name, $1) }
    }

    /// The reasons that occur, with their counts.
    var text: String {
      all.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
    }
  }

  /// A limit that keeps energy from vehicles over a span of time, however the power is shared.
  public struct Bottleneck: Equatable, Sendable {
    /// Its first moment.
    public let from: Instant
    /// The moment after its last.
    public internal(set) var until: Instant
    /// The limit.
    public let limit: Limit
    /// The energy that the sessions that it holds back could have drawn at their own maxima, less
    /// what it lets through.
    public internal(set) var keptBack: Energy
  }

  /// A limit above sessions.
  public enum Limit: Hashable, Sendable {
    /// The grid connection, less loads.
    case grid
    /// The sum of the outermost groups and chargers, which holds back vehicles at any connector.
    case chargers
    /// A group of chargers.
    case group(Identifier)
    /// A charger.
    case charger(Identifier)

    /// The name of its kind in results.
    public var name: String {
      switch self {
      case .grid: "grid"
      case .chargers: "chargers"
      case .group: "group"
      case .charger: "charger"
      }
    }

    /// The id of the group or of the charger; nil for the others.
    public var id: Identifier? {
      switch self {
      case .grid, .chargers: nil
      case .group(let id), .charger(let id): id
      }
    }

    /// The place of its kind among bottlenecks that are equal otherwise.
    fileprivate var rank: Int {
      switch self {
      case .grid: 0
      case .chargers: 1
      case .group: 2
      case .charger: 3
      }
    }
  }
}

extension EnergyBound? {
  /// Adds the figures, which are null where there is no bound.
  func addFigures(to figures: inout FigureList) {
    figures.set("bound.delivered", thousandths: self?.delivered.roundedWattHours)
    figures.set("bound.share", thousandths: self?.share)
    figures.set("bound.gridCapacity", self?.gridCapacity)
  }
}

extension [EnergyBound.Bottleneck] {
  /// Puts those that keep back most first, equals in the order of time.
  mutating func sortByEnergy() {
    sort { one, other in
      if one.keptBack != other.keptBack { return one.keptBack > other.keptBack }
      if one.from != other.from { return one.from < other.from }
      if one.limit.rank != other.limit.rank { return one.limit.rank < other.limit.rank }
      return (one.limit.id?.text ?? "") < (other.limit.id?.text ?? "")
    }
  }
}
