/// A cabinet with a power limit and one or more connectors (a *Charging Station* in OCPP 2.0.1, a
/// *Charge Point* in OCPP 1.6).
public struct Charger: Hashable, Sendable {
  /// The charger's id, unique within its station.
  public let id: Identifier
  /// The most that all its connectors may give together.
  public let maxPower: Power
  /// The least power at which a vehicle can charge there (an AC vehicle needs 6 A); zero if there
  /// is no such limit.
  public let minPower: Power
  /// Its connectors, numbered from 1.
  public let connectors: Connectors

  /// The highest number of connectors a charger may have.
  public static let maximumConnectors = 1_000

  /// Creates a charger.
  public init(
    id: Identifier, maxPower: Power, minPower: Power = .zero, connectors: Connectors
  ) {
    self.id = id
    self.minPower = minPower
    self.maxPower = maxPower
    self.connectors = connectors
  }

  /// Returns the same charger with another maximum.
  func with(maxPower: Power) -> Charger {
    Charger(id: id, maxPower: maxPower, minPower: minPower, connectors: connectors)
  }

  /// A copy that shares no memory with this charger.
  var unshared: Charger {
    guard case .individual(let limits) = connectors else { return self }
    return Charger(
      id: id, maxPower: maxPower, minPower: minPower,
      connectors: .individual(limits.map(\.self)))
  }
}

/// The connectors of one charger.
///
/// Each holds one session at a time, so it plays the role of an
/// *EVSE* in the words of OCPI and OCPP 2.0.1.
public enum Connectors: Hashable, Sendable {
  /// A number of connectors, 1 to 1,000, without limits of their own.
  case alike(count: Int)
  /// A limit for each connector, 1 to 1,000 of them.
  case individual([Power])

  /// The number of connectors.
  public var count: Int {
    switch self {
    case .alike(let count): count
    case .individual(let limits): limits.count
    }
  }

  /// Returns the limit of a connector, or nil if it has none of its own.
  ///
  /// - Parameter idx: The connector's number, from 1.
  /// - Precondition: `idx` is between 1 and ``count``.
  public func maxPower(of idx: Int) -> Power? {
    switch self {
    case .alike: nil
    case .individual(let limits): limits[idx - 1]
    }
  }
}

/// The name of a connector: its charger, and its number at that charger.
public struct ConnectorID: Hashable, Sendable {
  /// The charger's id.
  public var chargerId: Identifier
  /// The connector's number at its charger, from 1.
  public var idx: Int

  /// Creates the name of a connector.
  public init(chargerId: Identifier, idx: Int) {
    self.chargerId = chargerId
    self.idx = idx
  }
}
