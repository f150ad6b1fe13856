/// A column, and the kind of its values.
package struct TypedColumn: Sendable {
  /// The kinds of values.
  package enum Kind: Sendable {
    case power, optionalPower, energy, optionalEnergy, count, identifier, optionalIdentifier,
      connector, limitedBy, stopReason
  }

  /// The column.
  package let column: ResultColumn
  /// The kind of its values.
  package let kind: Kind
}

extension TypedColumn {
  /// Returns the columns of the rows of a level, after the time.
  ///
  /// - Parameters:
  ///   - isInterval: Whether rows are intervals, which have columns that ticks lack.
  ///   - hasGroups: Whether the station has groups, which adds columns in JSON.
  ///   - hasSite: Whether results have the loads and the battery.
  package static func rows(
    _ level: ResultLevel, isInterval: Bool, hasGroups: Bool = false, hasSite: Bool = false
  ) -> [TypedColumn] {
    let energy: Energy? = isInterval ? .zero : nil
    var list = ColumnList()
    switch level {
    case .session:
      ResultTick.SessionRow(
        name: SessionName(startOrder: 1, id: "", connectorId: noConnector),
        vehicleMaxPower: .zero, allocatedPower: .zero, limitedBy: .grid,
        limitedAt: hasGroups ? .some(nil) : nil, energy: energy,
        deliveredEnergy: .zero
      ).addCells(to: &list)
    case .charger:
      ResultTick.ChargerRow(
        chargerId: "", maxPower: .zero, activeSessions: 0, allocatedPower: .zero, energy: energy,
        deliveredEnergy: .zero
      ).addCells(to: &list)
    case .connector:
      ResultTick.ConnectorRow(connectorId: noConnector, allocatedPower: .zero)
        .addCells(to: &list)
    case .group:
      ResultTick.GroupRow(
        groupId: "", maxPower: .zero, activeSessions: 0, allocatedPower: .zero, energy: energy,
        deliveredEnergy: .zero
      ).addCells(to: &list)
    case .station: station(isInterval: isInterval, hasSite: hasSite).addCells(to: &list)
    }
    return list.columns
  }

  /// Returns the columns of a table of the station, after the time.
  static func stationTable(isInterval: Bool, hasSite: Bool) -> [TypedColumn] {
    var list = ColumnList()
    station(isInterval: isInterval, hasSite: hasSite).addTableCells(to: &list)
    return list.columns
  }

  /// The powers of the station, which are in front of the connectors in CSV.
  static var stationPowers: [TypedColumn] {
    var list = ColumnList()
    station(isInterval: false).addPowers(to: &list)
    return list.columns
  }

  /// The members of a tick in JSON at every level.
  ///
  /// - Parameter isWhole: Whether to include the members that only some runs or ticks have.
  package static func tickState(isWhole: Bool) -> [TypedColumn] {
    var list = ColumnList()
    var station = station(isInterval: false, hasSite: isWhole)
    station.waitingSessions = isWhole ? 1 : 0
    station.addState(to: &list)
    return list.columns
  }

  /// The members of a tick in JSON at the level of the station only.
  package static func tickTotals(isInterval: Bool) -> [TypedColumn] {
    var list = ColumnList()
    station(isInterval: isInterval).addTotals(to: &list)
    return list.columns
  }

  private static let noConnector = ConnectorID(chargerId: "", idx: 1)

  private static func station(
    isInterval: Bool, hasSite: Bool = false
  ) -> ResultTick.StationRow {
    var station = ResultTick.StationRow()
    station.energy = isInterval ? .zero : nil
    if hasSite {
      station.site = ResultTick.Site(
        loadPower: .zero, batteryPower: nil, batteryEnergy: nil, gridPower: .zero)
    }
    return station
  }
}

/// Receives the columns of a row and ignores its values.
private struct ColumnList: CellReceiver {
  private(set) var columns: [TypedColumn] = []

  private mutating func add(_ column: ResultColumn, kind: TypedColumn.Kind) {
    columns.append(TypedColumn(column: column, kind: kind))
  }

  mutating func add(_ column: ResultColumn, _ power: Power) { add(column, kind: .power) }
  mutating func add(_ column: ResultColumn, optional power: Power?) {
    add(column, kind: .optionalPower)
  }
  mutating func add(_ column: ResultColumn, _ energy: Energy) { add(column, kind: .energy) }
  mutating func add(_ column: ResultColumn, optional energy: Energy?) {
    add(column, kind: .optionalEnergy)
  }
  mutating func add(_ column: ResultColumn, _ count: Int) { add(column, kind: .count) }
  mutating func add(_ column: ResultColumn, _ id: Identifier) { add(column, kind: .identifier) }
  mutating func add(_ column: ResultColumn, optional id: Identifier?) {
    add(column, kind: .optionalIdentifier)
  }
  mutating func add(_ column: ResultColumn, _ connector: ConnectorID) {
    add(column, kind: .connector)
  }
  mutating func add(_ column: ResultColumn, _ limit: LimitedBy) { add(column, kind: .limitedBy) }
  mutating func add(_ column: ResultColumn, _ reason: StopReason?) {
    add(column, kind: .stopReason)
  }
}
