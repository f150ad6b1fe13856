/// The properties of a result's column that are the same in all formats.
///
/// A trivial type of constants: an inlined writer keeps only the properties that it uses.
package struct ResultColumn: Sendable {
  /// The key in JSON, which is the heading in CSV.
  package let name: StaticString
  /// The heading in tables; a unit is in a line below the name.
  package let heading: StaticString
  /// The heading in tables of intervals.
  package let intervalHeading: StaticString
  /// The lowest number that it can have.
  package let minimum: Int
  /// Whether its numbers are at most the largest power in kW.
  package let hasLimit: Bool
  /// Whether it is a column of CSV.
  package let isInCSV: Bool
  /// The meaning of its values, in one or more plain sentences.
  package let meaning: StaticString

  @inline(__always)
  init(
    _ name: StaticString, _ heading: StaticString, interval intervalHeading: StaticString? = nil,
    minimum: Int = 0, hasLimit: Bool = false, isInCSV: Bool = true, _ meaning: StaticString
  ) {
    self.name = name
    self.heading = heading
    self.intervalHeading = intervalHeading ?? heading
    self.minimum = minimum
    self.hasLimit = hasLimit
    self.isInCSV = isInCSV
    self.meaning = meaning
  }

  /// The name of the first column, the time, which a writer prepares once for all rows of a tick.
  package static var timeName: StaticString { "time" }
}

/// Receives the cells of rows, in the order of the columns.
///
/// A writer is a receiver for each of its formats, so that a new column needs no line in it.
protocol CellReceiver: ~Copyable {
  mutating func add(_ column: ResultColumn, _ power: Power)
  mutating func add(_ column: ResultColumn, optional power: Power?)
  mutating func add(_ column: ResultColumn, _ energy: Energy)
  mutating func add(_ column: ResultColumn, optional energy: Energy?)
  mutating func add(_ column: ResultColumn, _ count: Int)
  mutating func add(_ column: ResultColumn, _ id: Identifier)
  mutating func add(_ column: ResultColumn, optional id: Identifier?)
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID)
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy)
  mutating func add(_ column: ResultColumn, _ reason: StopReason?)
}

/// A row that passes its cells to a receiver, and so defines the columns of its level.
protocol ResultRow {
  /// Passes the cells to the receiver, each with its column.
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver)
}

extension ResultTick.SessionRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(
      ResultColumn("sessionId", "session", "Name of the session."), sessionId)
    cells.add(
      ResultColumn("connectorId", "connector", "Connector of the session."), connectorId)
    cells.add(
      ResultColumn(
        "vehicleMaxPower", "vehicle\nkW", hasLimit: true,
        "Highest power that the vehicle and its battery accept now, in kW."), vehicleMaxPower)
    cells.add(
      ResultColumn(
        "allocatedPower", "allocated\nkW", interval: "mean\nkW", hasLimit: true,
        "Power allocated to the session, in kW; with --every the mean."), allocatedPower)
    cells.add(
      ResultColumn(
        "limitedBy", "limited by",
        """
        Limit that keeps the session from more power. vehicle: its own maximum; connector: the \
        maximum of its connector; charger: the power left at its charger is less than one step for \
        each vehicle below its maximum; group: the same of a group of chargers, which has no more \
        left than any limit above it; grid: the grid capacity is used up or its rest cannot be \
        divided; pending: its share is higher, but takes effect at its next update (on-update \
        only); minimum: its share is below the minimum of its charger, so it gets 0; energy: it \
        has all its energy and is still connected.
        """), limitedBy)
    if let limitedAt {
      cells.add(
        ResultColumn(
          "limitedAt", "limited at", isInCSV: false,
          """
          Id of the group that keeps the session from more power; null where another limit does. \
          Only from the first station config with groups on.
          """), optional: limitedAt)
    }
    if let energy {
      cells.add(
        ResultColumn(
          "energy", "energy\nkWh", "Energy in the interval, in kWh; with --every only."), energy)
    }
    cells.add(
      ResultColumn(
        "deliveredEnergy", "delivered\nkWh", "Energy since the session began, in kWh."),
      deliveredEnergy)
  }
}

extension ResultTick.ChargerRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(
      ResultColumn(
        "chargerId", "charger", "Id of the charger in the station config."),
      chargerId)
    cells.add(
      ResultColumn(
        "maxPower", "max\nkW", hasLimit: true,
        "Highest power that it gives to all its vehicles together, in kW."), maxPower)
    cells.add(
      ResultColumn("activeSessions", "sessions", "Sessions active at the charger (a count)."),
      activeSessions)
    cells.add(
      ResultColumn(
        "allocatedPower", "allocated\nkW", interval: "mean\nkW", hasLimit: true,
        "Power allocated at the charger, in kW; with --every the mean."), allocatedPower)
    if let energy {
      cells.add(
        ResultColumn(
          "energy", "energy\nkWh", "Energy in the interval, in kWh; with --every only."), energy)
    }
    cells.add(
      ResultColumn(
        "deliveredEnergy", "delivered\nkWh", "Energy since the replay began, in kWh."),
      deliveredEnergy)
  }
}

extension ResultTick.GroupRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(
      ResultColumn("groupId", "group", "Id of the group in the station config."), groupId)
    cells.add(
      ResultColumn(
        "maxPower", "max\nkW", hasLimit: true,
        "Highest power that all its chargers give together, in kW."), maxPower)
    cells.add(
      ResultColumn("activeSessions", "sessions", "Sessions active below the group (a count)."),
      activeSessions)
    // The policy `unmanaged` may allocate more than the maximum of a group.
    cells.add(
      ResultColumn(
        "allocatedPower", "allocated\nkW", interval: "mean\nkW",
        "Power allocated below the group, in kW; with --every the mean."), allocatedPower)
    if let energy {
      cells.add(
        ResultColumn(
          "energy", "energy\nkWh", "Energy in the interval, in kWh; with --every only."), energy)
    }
    cells.add(
      ResultColumn(
        "deliveredEnergy", "delivered\nkWh",
        "Energy that its chargers have delivered below it since the replay began, in kWh."),
      deliveredEnergy)
  }
}

extension ResultTick.ConnectorRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(ResultColumn("connectorId", "connector", "Id of the connector."), connectorId)
    cells.add(
      ResultColumn(
        "allocatedPower", "allocated\nkW", interval: "mean\nkW", hasLimit: true,
        "Power allocated at the connector, in kW, 0 where it is idle; with --every the mean."),
      allocatedPower)
  }
}

/// The columns of the station: of a row in CSV and in tables, and of a tick in JSON, which has some
/// of them in front of the rows of every level.
extension ResultTick.StationRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(Self.gridCapacity, gridCapacity)
    cells.add(Self.activeSessions, activeSessions)
    cells.add(Self.allocatedPower, allocatedPower)
    addEnergies(to: &cells)
    cells.add(Self.stopReason, stopReason)
    site?.addCells(to: &cells)
  }

  /// Passes the columns of a table.
  ///
  /// With loads or a battery a table of 80 columns has no room for all.
  func addTableCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    guard let site else { return addCells(to: &cells) }
    if energy == nil { cells.add(Self.gridCapacity, gridCapacity) }
    cells.add(Self.allocatedPower, allocatedPower)
    if let energy { cells.add(Self.energy, energy) }
    site.addCells(to: &cells)
  }

  /// Passes the powers, which are in front of the connectors in CSV.
  @inline(__always)
  func addPowers<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(Self.gridCapacity, gridCapacity)
    cells.add(Self.allocatedPower, allocatedPower)
  }

  /// Passes the members that a tick in JSON has at every level.
  @inline(__always)
  func addState<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    addPowers(to: &cells)
    site?.addCells(to: &cells)
    cells.add(Self.stopReason, stopReason)
    if waitingSessions > 0 {
      cells.add(
        ResultColumn(
          "waitingSessions", "waiting", minimum: 1,
          """
          Vehicles that wait for a connector (a count), with --every at the end of the interval; \
          left out where 0.
          """), waitingSessions)
    }
  }

  /// Passes the members that a tick in JSON has at the level of the station only.
  @inline(__always)
  func addTotals<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(Self.activeSessions, activeSessions)
    addEnergies(to: &cells)
  }

  @inline(__always)
  private func addEnergies<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    if let energy { cells.add(Self.energy, energy) }
    cells.add(
      ResultColumn(
        "deliveredEnergy", "delivered\nkWh",
        "Energy since the replay began, in kWh; station level only."), deliveredEnergy)
  }

  @inline(__always)
  private static var energy: ResultColumn {
    ResultColumn(
      "energy", "energy\nkWh",
      "Energy in the interval, in kWh; station level with --every only.")
  }

  @inline(__always)
  private static var gridCapacity: ResultColumn {
    ResultColumn(
      "gridCapacity", "grid\nkW", hasLimit: true,
      "Grid capacity: the highest power for all vehicles together, in kW.")
  }

  @inline(__always)
  private static var allocatedPower: ResultColumn {
    ResultColumn(
      "allocatedPower", "allocated\nkW", interval: "mean\nkW",
      "Power allocated to all sessions together, in kW; with --every the mean.")
  }

  @inline(__always)
  private static var activeSessions: ResultColumn {
    ResultColumn(
      "activeSessions", "sessions",
      "Sessions active at the station (a count); station level only.")
  }

  @inline(__always)
  private static var stopReason: ResultColumn {
    ResultColumn(
      "stopReason", "stopped by", isInCSV: false,
      """
      Condition that ended the allocation. grid-capacity: no power remains; vehicles-at-maximum: \
      every vehicle has its maximum; chargers-at-maximum: the chargers of all vehicles below their \
      maximum have theirs; groups-at-maximum: the same, but a group of chargers keeps at least one \
      of them from more, and not its charger; minimum: only a charger's minPower keeps vehicles \
      from the power that remains; indivisible: the power that remains cannot be shared in whole \
      steps; null: no session is active, or --reallocation is on-update.
      """)
  }
}

/// The columns of loads and the battery: at the end of a row of the station in CSV and in tables,
/// and in each tick in JSON.
extension ResultTick.Site {
  @inline(never)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(
      ResultColumn(
        "loadPower", "load\nkW", minimum: -1_000_000_000,
        """
        Power that the loads draw, in kW, negative where they generate more; with --every the mean.
        """
      ), loadPower)
    cells.add(
      ResultColumn(
        "batteryPower", "battery\nkW", minimum: -1_000_000,
        """
        Power that the battery gives, in kW, negative while it takes power; with --every the mean. \
        null without a battery.
        """), optional: batteryPower)
    cells.add(
      ResultColumn(
        "batteryEnergy", "stored\nkWh",
        """
        Energy that the battery can give down to 0 %, in kWh; with --every that at the end. null \
        without a battery.
        """), optional: batteryEnergy)
    cells.add(
      ResultColumn(
        "gridPower", "import\nkW", minimum: -1_000_000_000,
        "Power through the grid connection, in kW, negative for export; with --every the mean."),
      gridPower)
  }
}
