/// The intervals of a stretch, and the stays of each.
struct BoundIntervals: Sendable {
  /// The stays of the stretch.
  let stays: [BoundStretch.Stay]
  /// The limits of the stretch.
  let limits: [BoundStretch.Limits]
  private(set) var intervals: [BoundStretch.Interval] = []
  /// The stays of all intervals.
  private(set) var active: [ActiveStay] = []
  /// The groups of all intervals, in each those below before those above.
  private(set) var groups: [ActiveGroup] = []
  /// The connectors of stays, by the indices of the stays.
  private var connectors: [Connector]
  /// The index of the limits whose config ``connectors`` are from.
  private var present = 0
  /// The index of the last limits that have been looked at for a new config.
  private var checked = 0
  /// The highest maximum of all connectors, and the limits whose config it is from.
  private var highestOfAll = (limits: -1, power: Power.zero)

  /// A stay in an interval.
  struct ActiveStay: Sendable {
    /// The index of the stay.
    let stay: Int
    /// The charger as an index in the station's chargers; −1 for any.
    let charger: Int
    /// The most power that the vehicle can take at its connector.
    let maxPower: Power
    /// The maximum in force of the charger.
    let chargerMaxPower: Power
  }

  /// A group above a stay in an interval.
  struct ActiveGroup: Sendable {
    /// Its index in the station's groups.
    let group: Int
    /// The maximum in force.
    let maxPower: Power
  }

  /// The connectors that a stay may use.
  private struct Connector {
    /// The index of the limits whose config the other properties are from; −1 for none.
    var limits = -1
    /// The charger as an index; −1 for any.
    var charger = -1
    /// The highest maximum of the connectors.
    var maxPower = Power.zero
  }

  /// Creates a list without intervals.
  init(stays: [BoundStretch.Stay], limits: [BoundStretch.Limits]) {
    self.stays = stays
    self.limits = limits
    connectors = Array(repeating: Connector(), count: stays.count)
  }

  /// Appends an interval with its open stays, which are put in the order of their chargers.
  ///
  /// - Parameter limits: The index of its limits.
  mutating func append(
    from start: Instant, to end: Instant, limits: Int, _ maxima: BoundMaxima, _ open: inout [Int]
  ) {
    findConnectors(of: open, limits)
    open.sort { (connectors[$0].charger, $0) < (connectors[$1].charger, $1) }
    let (firstStay, firstGroup) = (active.count, groups.count)
    for stay in open {
      let connector = connectors[stay]
      active.append(
        ActiveStay(
          stay: stay, charger: connector.charger,
          maxPower: min(stays[stay].vehicleMaxPower, connector.maxPower),
          chargerMaxPower: connector.charger < 0 ? .zero : maxima.chargers[connector.charger]))
    }
    appendGroups(of: firstStay..<active.count, self.limits[limits].config, maxima)
    intervals.append(
      BoundStretch.Interval(
        start: start, end: end, limits: limits, stays: firstStay..<active.count,
        groups: firstGroup..<groups.count, outermostSum: maxima.outermostSum))
  }

  private mutating func findConnectors(of open: [Int], _ index: Int) {
    let config = limits[index].config
    while checked < index {
      checked += 1
      if limits[checked].isNewConfig { present = checked }
    }
    for stay in open where connectors[stay].limits != present {
      let choice = stays[stay].choice
      connectors[stay] = Connector(
        limits: present, charger: config.index(of: choice) ?? -1,
        maxPower: maxPower(choice, config))
    }
  }

  /// Returns the highest maximum of the connectors that a vehicle may use.
  private mutating func maxPower(_ choice: ConnectorChoice, _ config: StationConfig) -> Power {
    switch choice {
    case .connector(let connector):
      guard let charger = config.index(ofCharger: connector.chargerId) else { return .zero }
      return config.chargers[charger].connectors.maxPower(of: connector.idx) ?? Self.unlimited
    case .charger(let id):
      return config.index(ofCharger: id)
        .map { Self.highestPower(of: config.chargers[$0].connectors) } ?? .zero
    case .any:
      if highestOfAll.limits != present {
        let powers = config.chargers.lazy.map { Self.highestPower(of: $0.connectors) }
        highestOfAll = (present, powers.max() ?? .zero)
      }
      return highestOfAll.power
    }
  }

  private static func highestPower(of connectors: Connectors) -> Power {
    switch connectors {
    case .alike: unlimited
    case .individual(let limits): limits.max() ?? .zero
    }
  }

  /// Far above any vehicle.
  private static let unlimited = Power(watts: .max)

  /// Appends the groups above stays, those below before those above.
  private mutating func appendGroups(
    of places: Range<Int>, _ config: StationConfig, _ maxima: BoundMaxima
  ) {
    if config.groups.isEmpty { return }
    var ranks: Set<Int> = []
    for place in places where active[place].charger >= 0 {
      var group = config.group(ofCharger: active[place].charger)
      while let present = group, ranks.insert(config.groupTree.ranks[present]).inserted {
        group = config.group(above: present)
      }
    }
    for rank in ranks.sorted(by: >) {
      let group = config.groupTree.fromTop[rank]
      groups.append(ActiveGroup(group: group, maxPower: maxima.groups[group]))
    }
  }

  /// The highest power of all loads.
  var highestLoad: Power {
    intervals.lazy.map { limits[$0.limits].loadPower }.max() ?? .zero
  }
}

extension StationConfig {
  /// Returns the index of the charger that a vehicle has to use; nil if it may use any, or if the
  /// charger does not exist.
  fileprivate func index(of choice: ConnectorChoice) -> Int? {
    switch choice {
    case .connector(let connector): index(ofCharger: connector.chargerId)
    case .charger(let id): index(ofCharger: id)
    case .any: nil
    }
  }

  /// Returns true if it has a connector that a vehicle may use.
  func has(_ choice: ConnectorChoice) -> Bool {
    switch choice {
    case .connector(let connector):
      index(ofCharger: connector.chargerId)
        .map { 1...chargers[$0].connectors.count ~= connector.idx } ?? false
    case .charger(let id): index(ofCharger: id) != nil
    case .any: true
    }
  }
}
