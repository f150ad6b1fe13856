/// A column of a result: what is the same about it in all formats.
///
/// A trivial type of constants: where a writer is inlined, only what it uses of a column remains.
package struct ResultColumn: Sendable {
  /// The key in JSON, which is the heading in CSV.
  package let name: StaticString
  /// The heading in tables.
  package let heading: StaticString
  /// The heading in tables of intervals.
  package let intervalHeading: StaticString
  /// The lowest number that it can have.
  package let minimum: Int
  /// Whether it has no number above that of the largest power in kW.
  package let hasLimit: Bool
  /// Whether it is a column of CSV.
  package let isInCSV: Bool
  /// One or more plain sentences on what it is.
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
  mutating func add(_ column: ResultColumn, _ energy: Energy)
  mutating func add(_ column: ResultColumn, _ count: Int)
  mutating func add(_ column: ResultColumn, _ id: Identifier)
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID)
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy)
  mutating func add(_ column: ResultColumn, _ reason: StopReason?)
}

/// A row that hands its cells to a receiver: the table of the columns of its level.
protocol ResultRow {
  /// Hands over the cells, each with its column.
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver)
}

extension ResultTick.SessionRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(
      ResultColumn("sessionId", "session", "Name of the session (text, no unit)."), sessionId)
    cells.add(
      ResultColumn("connectorId", "connector", "The connector the session is at."), connectorId)
    cells.add(
      ResultColumn(
        "vehicleMaxPower", "vehicle kW", hasLimit: true,
        "Most power the vehicle and its battery can take now, in kW."), vehicleMaxPower)
    cells.add(
      ResultColumn(
        "allocatedPower", "allocated kW", interval: "mean kW", hasLimit: true,
        "Power allocated to the session (with --every the mean), in kW."), allocatedPower)
    cells.add(
      ResultColumn(
        "limitedBy", "limited by",
        """
        What keeps the session from more (no unit). vehicle: it has its own maximum; connector: \
        it has its connector's; charger: what is left there cannot give one step to each vehicle \
        below its maximum; grid: what the station can share is used up or cannot be divided; \
        pending: its share is higher, but takes effect at an update (on-update only); minimum: \
        it would get less than its charger's minimum, so it gets 0; energy: it has all its \
        energy, and stays.
        """), limitedBy)
    if let energy {
      cells.add(
        ResultColumn(
          "energy", "energy kWh", "Energy in the interval, in kWh; with --every only."), energy)
    }
    cells.add(
      ResultColumn(
        "deliveredEnergy", "delivered kWh", "Energy since the session began, in kWh."),
      deliveredEnergy)
  }
}

extension ResultTick.ChargerRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(
      ResultColumn(
        "chargerId", "charger", "Id of the charger in the station config (text, no unit)."),
      chargerId)
    cells.add(
      ResultColumn(
        "maxPower", "max kW", hasLimit: true,
        "Most power it gives to all its vehicles together, in kW."), maxPower)
    cells.add(
      ResultColumn("activeSessions", "sessions", "Sessions active at the charger (a count)."),
      activeSessions)
    cells.add(
      ResultColumn(
        "allocatedPower", "allocated kW", interval: "mean kW", hasLimit: true,
        "Power allocated at the charger (with --every the mean), in kW."), allocatedPower)
    if let energy {
      cells.add(
        ResultColumn(
          "energy", "energy kWh", "Energy in the interval, in kWh; with --every only."), energy)
    }
    cells.add(
      ResultColumn(
        "deliveredEnergy", "delivered kWh", "Energy since the replay began, in kWh."),
      deliveredEnergy)
  }
}

extension ResultTick.ConnectorRow: ResultRow {
  @inline(__always)
  func addCells<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(ResultColumn("connectorId", "connector", "Which connector."), connectorId)
    cells.add(
      ResultColumn(
        "allocatedPower", "allocated kW", interval: "mean kW", hasLimit: true,
        "Power allocated there (with --every the mean), in kW; 0 where idle."), allocatedPower)
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
  }

  /// Hands over the powers, which are in front of the connectors in CSV.
  @inline(__always)
  func addPowers<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(Self.gridCapacity, gridCapacity)
    cells.add(Self.allocatedPower, allocatedPower)
  }

  /// Hands over what a tick in JSON has at every level.
  @inline(__always)
  func addState<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    addPowers(to: &cells)
    cells.add(Self.stopReason, stopReason)
    if waitingSessions > 0 {
      cells.add(
        ResultColumn(
          "waitingSessions", "waiting", minimum: 1,
          """
          Vehicles that wait for a connector, with --every at the interval's end (a count); left \
          out where 0.
          """), waitingSessions)
    }
  }

  /// Hands over what a tick in JSON has at the level of the station only.
  @inline(__always)
  func addTotals<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    cells.add(Self.activeSessions, activeSessions)
    addEnergies(to: &cells)
  }

  @inline(__always)
  private func addEnergies<Receiver: CellReceiver & ~Copyable>(to cells: inout Receiver) {
    if let energy {
      cells.add(
        ResultColumn(
          "energy", "energy kWh",
          "Energy in the interval, in kWh; station level with --every only."), energy)
    }
    cells.add(
      ResultColumn(
        "deliveredEnergy", "delivered kWh",
        "Energy since the replay began, in kWh; station level only."), deliveredEnergy)
  }

  @inline(__always)
  private static var gridCapacity: ResultColumn {
    ResultColumn(
      "gridCapacity", "grid kW", hasLimit: true,
      "Power the station may hand out to vehicles in all, in kW.")
  }

  @inline(__always)
  private static var allocatedPower: ResultColumn {
    ResultColumn(
      "allocatedPower", "allocated kW", interval: "mean kW",
      "Power allocated at the whole station (with --every the mean), in kW.")
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
      Which condition ended the allocation (no unit). grid-capacity: nothing remains; \
      vehicles-at-maximum: every vehicle has its maximum; chargers-at-maximum: no vehicle is open; \
      indivisible: what remains cannot be shared in whole steps; null: no session is active, or \
      --reallocation is on-update.
      """)
  }
}
