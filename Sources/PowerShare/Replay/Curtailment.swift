/// The limits that can hold a session back.
public enum Curtailment: Int, CaseIterable, Sendable {
  /// The grid capacity.
  case grid
  /// The charger's maximum.
  case charger
  /// The connector's maximum.
  case connector
  /// The charger's minimum.
  case minimum
  /// Waiting for a connector.
  case queue
  /// Waiting for its own next update (`on-update` only).
  case pending
  /// The length of the stay: what the vehicle could not have taken even alone.
  case stay

  /// The name in results.
  public var name: String {
    // Written out: asking for it at run time is a quarter of what a short run does.
    switch self {
    case .grid: "grid"
    case .charger: "charger"
    case .connector: "connector"
    case .minimum: "minimum"
    case .queue: "queue"
    case .pending: "pending"
    case .stay: "stay"
    }
  }

  /// The limit that holds a session back, or nil where nothing but itself does.
  init?(_ limitedBy: LimitedBy) {
    switch limitedBy {
    case .grid: self = .grid
    case .charger: self = .charger
    case .connector: self = .connector
    case .minimum: self = .minimum
    case .pending: self = .pending
    case .vehicle, .energy: return nil
    }
  }
}

/// An energy for each of the limits.
public struct EnergyByLimit: Equatable, Sendable {
  private var energies = InlineEnergies()

  /// Nothing for each of them.
  public init() {}

  /// The energy for a limit.
  public subscript(limit: Curtailment) -> Energy {
    get { energies.values[limit.rawValue] }
    set { energies.values[limit.rawValue] = newValue }
  }

  /// What all of them have together.
  public var total: Energy {
    Curtailment.allCases.reduce(.zero) { $0 + self[$1] }
  }

  /// Adds the energies of another, limit by limit.
  public static func += (left: inout EnergyByLimit, right: EnergyByLimit) {
    for limit in Curtailment.allCases { left[limit] += right[limit] }
  }
}

/// One energy for each limit, stored in place.
///
/// The number has to be a literal. A limit beyond it traps when it is used, and a test uses all.
private struct InlineEnergies: Equatable, Sendable {
  var values: InlineArray<7, Energy> = .init(repeating: .zero)

  static func == (left: InlineEnergies, right: InlineEnergies) -> Bool {
    left.values.indices.allSatisfy { left.values[$0] == right.values[$0] }
  }
}
