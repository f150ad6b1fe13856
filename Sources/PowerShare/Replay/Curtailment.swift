/// The limits that can hold a session back.
public enum Curtailment: Int, CaseIterable, Sendable {
  /// The grid capacity.
  case grid
  /// The maximum of a group of chargers.
  case group
  /// The charger's maximum.
  case charger
  /// The connector's maximum.
  case connector
  /// A temporary limit.
  case limit
  /// The charger's minimum.
  case minimum
  /// Waiting for a connector.
  case queue
  /// The length of the stay: energy that the vehicle could not have drawn even alone.
  case stay
  /// Waiting for its own next update (`on-update` only).
  case pending

  /// The name in results.
  public var name: String {
    // Written out, because making the name of a case at run time takes a quarter of a short run.
    switch self {
    case .grid: "grid"
    case .group: "group"
    case .charger: "charger"
    case .connector: "connector"
    case .limit: "limit"
    case .minimum: "minimum"
    case .queue: "queue"
    case .stay: "stay"
    case .pending: "pending"
    }
  }

  /// Creates the limit that holds a session back; nil where only its own vehicle does.
  init?(_ limitedBy: LimitedBy) {
    switch limitedBy {
    case .grid: self = .grid
    case .group: self = .group
    case .charger: self = .charger
    case .connector: self = .connector
    case .limit: self = .limit
    case .minimum: self = .minimum
    case .pending: self = .pending
    case .vehicle, .energy: return nil
    }
  }
}

/// An energy for each limit.
public struct EnergyByLimit: Equatable, Sendable {
  private var energies = InlineEnergies()

  /// Creates an energy of zero for each limit.
  public init() {}

  /// The energy for a limit.
  public subscript(limit: Curtailment) -> Energy {
    get { energies.values[limit.rawValue] }
    set { energies.values[limit.rawValue] = newValue }
  }

  /// The sum of the energies.
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
/// The count has to be a literal. A limit beyond it traps when it is used, and a test uses every
/// limit.
private struct InlineEnergies: Equatable, Sendable {
  var values: InlineArray<9, Energy> = .init(repeating: .zero)

  static func == (left: InlineEnergies, right: InlineEnergies) -> Bool {
    left.values.indices.allSatisfy { left.values[$0] == right.values[$0] }
  }
}
