/// The power that the vehicles may get from the station's grid connection, and the power that flows
/// through it.
///
/// Loads and generation, a temporary limit of the connection and a battery share it with the
/// vehicles. A replay asks a supply wherever the limit of all vehicles together counts.
struct Supply: Sendable {
  /// The grid capacity in force, from the config or from a `grid-capacity` event.
  var gridCapacity: Power { didSet { update() } }
  /// The lowest temporary limit of the grid connection; nil if there is none.
  var gridLimit: Power? { didSet { update() } }
  /// The most that may be imported: the grid capacity or the lower temporary limit.
  private(set) var importLimit: Power
  /// The power that all loads draw; negative if more is generated.
  private(set) var loadPower = Power.zero
  /// The power that the loads generate together, not negative.
  private(set) var generatedPower = Power.zero
  /// The power that the battery gives; negative if it takes power, zero if there is none.
  private(set) var batteryPower = Power.zero
  /// The battery; nil if there is none.
  private(set) var battery: BatteryState?
  /// The last battery; nil if there has been none.
  private(set) var lastBattery: StationBattery?
  /// The energy that the first battery held, and each that came where there was none, in
  /// thousandths of a watt-millisecond.
  private(set) var broughtEnergy: Int128 = 0
  /// The stored energy that `config` events have taken away, in the same unit.
  private(set) var takenAwayEnergy: Int128 = 0
  /// The lowest energy that the battery has held, in the same unit; nil if there has been none.
  private(set) var lowestStored: Int?
  /// The most that all vehicles may be offered together.
  private(set) var limit: Power
  /// The power that each load draws, in the order of their first powers.
  private var loads: [Power] = []
  /// The place of each load in ``loads``.
  private var loadPlaces = IdentifierTable()

  /// True once a load has had a power.
  var hasLoad: Bool { !loads.isEmpty }

  /// Creates the supply of a station at the beginning of a run.
  init(_ station: StationConfig) {
    gridCapacity = station.gridCapacity
    importLimit = gridCapacity
    limit = gridCapacity
    setBattery(station.battery)
  }

  /// The power above which the battery gives, where the config states one.
  var shaveAbove: Power? { battery?.battery.shaveAbove.map { min($0, importLimit) } }

  /// The power that the battery can give now; zero if there is none.
  var batteryAvailable: Power { battery?.availablePower ?? .zero }

  /// True if a temporary limit of the grid connection is below the grid capacity.
  var isGridLimited: Bool { importLimit < gridCapacity }

  /// Returns the power drawn through the grid connection while vehicles draw `power`; negative for
  /// export.
  @inline(__always)
  func gridPower(drawing power: Power) -> Power { power + loadPower - batteryPower }

  private mutating func update() {
    importLimit = gridLimit.map { min($0, gridCapacity) } ?? gridCapacity
    limit = max(.zero, importLimit - loadPower + batteryAvailable)
  }

  /// Sets the power that a load draws; negative for generation.
  mutating func setLoad(_ id: Identifier, _ power: Power) {
    if loadPlaces.insert(id, loads.count) { loads.append(.zero) }
    guard let place = loadPlaces[id] else { preconditionFailure("a load without a place") }
    let former = loads[place]
    loads[place] = power
    loadPower += power - former
    generatedPower += max(.zero, .zero - power) - max(.zero, .zero - former)
    update()
  }

  // MARK: Battery

  /// Puts the battery of a config in force, which keeps the energy of the one before.
  mutating func setBattery(_ new: StationBattery?) {
    let former = battery?.stored ?? 0
    if let new, new.isUsable {
      lastBattery = new
      if battery == nil {
        let state = BatteryState(new)
        broughtEnergy += Int128(state.stored)
        battery = state
      } else {
        battery?.replace(with: new)
        takenAwayEnergy += Int128(former - (battery?.stored ?? 0))
      }
    } else {
      takenAwayEnergy += Int128(former)
      battery = nil
      batteryPower = .zero
    }
    noteStored()
    update()
  }

  /// Updates whether the battery can give, at a tick before the allocation.
  ///
  /// - Returns: True if it gave until now and cannot give any more.
  mutating func updateBattery() -> Bool {
    battery?.updateCanGive()
    update()
    return battery?.hasRunOut ?? false
  }

  /// Sets the power that the battery gives or takes, at a tick after the allocation.
  ///
  /// - Parameters:
  ///   - allocated: The power that all vehicles are offered.
  ///   - isGridBinding: True if the grid connection keeps a session from more.
  mutating func decideBattery(_ allocated: Power, isGridBinding: Bool) {
    battery?.decide(
      load: allocated + loadPower, importLimit: importLimit, mayTake: !isGridBinding)
    batteryPower = battery?.power ?? .zero
  }

  /// Lets the battery give or take its power for a time span.
  mutating func drawBattery(for span: TimeSpan) {
    battery?.advance(for: span)
    noteStored()
  }

  private mutating func noteStored() {
    guard let stored = battery?.stored else { return }
    lowestStored = min(lowestStored ?? stored, stored)
  }
}
