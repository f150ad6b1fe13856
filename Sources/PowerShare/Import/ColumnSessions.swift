/// Turns the records of a ``ColumnMap`` into sessions.
struct ColumnSessions {
  private let charger: Identifier?
  /// True if records state the energy that a vehicle received.
  private let hasDelivered: Bool
  /// The hint for a time that no pattern fits.
  private let timeHint: String
  /// True if start and end have their date in common.
  private let sharesDate: Bool
  private var wrongTimes = WrongTimes()

  /// The reason of records that have no value in any cell.
  static let emptyRows = "empty rows"

  /// - Parameters:
  ///   - charger: The charger of records that name none.
  ///   - timeHint: The hint for a time that no pattern fits.
  init(_ places: ColumnPlaces, charger: Identifier?, timeHint: String) {
    self.charger = charger
    self.timeHint = timeHint
    hasDelivered = places[.deliveredEnergy] != nil || places[.meterStop] != nil
    sharesDate = places.sharesDate
  }

  /// Reads a record.
  mutating func read(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, into reading: inout RecordReading
  ) {
    row.clear()
    let id = row.name(bytes, .sessionId)
    let charger = row.name(bytes, .chargerId) ?? self.charger
    let connector = connector(bytes, &row)
    let stay = stay(bytes, &row, into: &reading)
    let energies = energies(bytes, &row, into: &reading)
    let power = row.power(bytes, .vehicleMaxPower)
    let rating = row.rating(bytes)
    let vehicle = vehicle(bytes, &row)
    let delivered = hasDelivered ? energies.delivered : energies.requested
    guard passes(row, energy: delivered ?? energies.requested, into: &reading) else { return }
    guard let charger else {
      return reading.leftOut.count("has no charger", energy: delivered)
    }
    guard let stay else { return reading.leftOut.count("has no start", energy: delivered) }
    guard let departure = stay.departure else {
      return reading.leftOut.count("has no end", energy: delivered)
    }
    guard let delivered else { return reading.leftOut.count("has no energy") }
    var session = RecordedSession(
      id: id, charger: charger, connector: connector.number, connectorName: connector.name,
      arrival: stay.arrival, departure: departure, done: stay.done, delivered: delivered,
      maxPower: power)
    session.requested = energies.requested
    session.rating = rating
    session.vehicle = vehicle.type
    session.batteryCapacity = vehicle.battery
    session.stateOfCharge = vehicle.state
    session.targetStateOfCharge = vehicle.target
    session.priority = vehicle.priority
    session.weight = vehicle.weight
    if id == nil { session.record = RecordRange(row.range) }
    session.notes = stay.notes
    // Without a measurement, the requested energy is the best guess.
    if !hasDelivered { session.notes.insert(.requestedEnergy) }
    if energies.areMeters { session.notes.insert(.meters) }
    reading.sessions.append(session)
  }

  /// Notes what is said once about all records.
  ///
  /// - Parameter isCommaStated: True if the options state that a comma is the decimal sign.
  func finish(
    _ bytes: Span<UInt8>, _ row: ColumnRow, isCommaStated: Bool, into reading: inout RecordReading
  ) {
    for problem in wrongTimes.problems(bytes) { reading.note(problem) }
    guard var remark = row.reader.decimals?.remark else { return }
    let isComma = row.reader.decimals?.sign == UInt8(ascii: ",")
    // Two decimal signs are an error that says the same.
    let isMixed = reading.problemCounts.contains { $0.code == .mixedDecimals }
    if isMixed || row.thousands != nil || isComma && isCommaStated { return }
    remark.otherHint =
      isComma
      ? "Use --decimal-comma if the comma is the decimal sign, --thousands , if it is between "
        + "thousands."
      : "Use --thousands , if the point is the decimal sign, --thousands . if it is between "
        + "thousands."
    reading.remarks.add(remark)
  }

  /// Takes over the problems of a record; returns true if there are none.
  private func passes(
    _ row: ColumnRow, energy: Energy?, into reading: inout RecordReading
  ) -> Bool {
    if !row.reader.remarks.all.isEmpty { reading.remarks.add(row.reader.remarks) }
    guard row.hasWrongTime else {
      if row.reader.problems.isEmpty { return true }
      reading.leaveOut(row.reader.problems, energy: energy)
      return false
    }
    row.reader.problems.forEach { reading.note($0) }
    reading.leftOut.count(
      "not readable (\(DiagnosticCode.invalidTime.rawValue)), reported above", energy: energy)
    return false
  }

  // MARK: Fields

  /// Returns the connector's number, or its name if it is not a number.
  private func connector(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow
  ) -> (number: Int?, name: Identifier?) {
    guard let cell = row.cell(bytes, .idx) else { return (nil, nil) }
    let text = cell.text
    switch DecimalNumber.read(text.span, in: text.indices, maximum: 1_000_000) {
    case .notANumber: return (nil, row.name(bytes, .idx))
    case .thousandths(let number) where number % 1_000 == 0:
      let number = number / 1_000
      if 1...Charger.maximumConnectors ~= number { return (number, nil) }
    default: break
    }
    row.reader.report(
      cell.range, .outOfRange,
      "\(row.name(.idx)) must be a whole number from 1 to \(Charger.maximumConnectors), or a name, "
        + "not \(cell.shown)")
    return (nil, nil)
  }

  private struct Energies {
    var delivered: Energy?
    var requested: Energy?
    /// True if the delivered energy is the difference of two registers.
    var areMeters = false
  }

  private func energies(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, into reading: inout RecordReading
  ) -> Energies {
    var energies = Energies()
    energies.delivered = row.energy(bytes, .deliveredEnergy, isSigned: true)
      .map(Energy.init(wattHours:))
    if energies.delivered == nil, row.places[.meterStop] != nil {
      energies.delivered = row.meterDifference(bytes).map(Energy.init(wattHours:))
      energies.areMeters = energies.delivered != nil
    }
    energies.requested = row.energy(bytes, .energyRequested, isSigned: true)
      .map(Energy.init(wattHours:))
    if hasDelivered, let requested = energies.requested, requested < .zero {
      reading.implausible.count("energyRequested below zero, not used", energy: requested)
      energies.requested = nil
    }
    return energies
  }

  private struct Vehicle {
    var type: Identifier?
    var battery: Energy?
    var state: Int?
    var target: Int?
    var priority = 0
    var weight = 1
  }

  private func vehicle(_ bytes: Span<UInt8>, _ row: inout ColumnRow) -> Vehicle {
    var vehicle = Vehicle()
    vehicle.type = row.name(bytes, .vehicle)
    if let energy = row.energy(bytes, .batteryCapacity), energy > 0 {
      vehicle.battery = Energy(wattHours: energy)
    }
    vehicle.state = row.percent(bytes, .soc)
    vehicle.target = row.percent(bytes, .targetSoc)
    vehicle.priority = row.integer(bytes, .priority, in: SessionEvent.Start.priorities) ?? 0
    vehicle.weight = row.integer(bytes, .weight, in: SessionEvent.Start.weights) ?? 1
    if let place = row.places[.targetSoc]?.cells.first {
      row.reader.remarks.judge(
        soc: vehicle.state, target: vehicle.target, at: row.cells[place].range,
        hint: "For fractions use --map 'soc:percent*100=COLUMN,targetSoc:percent*100=COLUMN'.")
    }
    return vehicle
  }

  // MARK: Times

  private struct Stay {
    var arrival: Instant
    var departure: Instant?
    var done: Instant?
    var notes: RecordNotes = []
  }

  private mutating func stay(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, into reading: inout RecordReading
  ) -> Stay? {
    let arrivals = moments(bytes, &row, .startTime, &reading)
    let departures = moments(bytes, &row, .endTime, &reading)
    let duration = row.duration(bytes, .duration)
    let charging = row.duration(bytes, .chargingTime)
    let dones = moments(bytes, &row, .doneTime, &reading)
    guard let arrivals, let first = arrivals.first else { return nil }
    var stay = Stay(arrival: first)
    if let departures {
      guard !departures.isEmpty else { return nil }
      find(&stay, arrivals, departures, duration, bytes, &row, &reading)
    } else if let duration {
      stay.departure = end(after: first, duration, bytes, &row)
      if arrivals.count > 1 {
        stay.notes.insert(.twiceTakenAsFirst)
      }
    }
    stay.done =
      dones?.first
      ?? charging.flatMap { $0 > 0 ? stay.arrival + TimeSpan(milliseconds: $0) : nil }
    return stay
  }

  /// Finds the start and the end of a stay of which the record states both.
  private mutating func find(
    _ stay: inout Stay, _ arrivals: [Instant], _ departures: [Instant], _ duration: Int?,
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, _ reading: inout RecordReading
  ) {
    var departures = departures
    var (arrival, departure) = Self.nearest(arrivals, departures, duration)
    if departure <= arrival, sharesDate {
      departures = moments(bytes, &row, .endTime, &reading, daysLater: 1) ?? []
      if !departures.isEmpty {
        (arrival, departure) = Self.nearest(arrivals, departures, duration)
        stay.notes.insert(.nextDay)
      }
    }
    if arrivals.count + departures.count > 2 {
      stay.notes.insert(duration == nil ? .twiceTakenAsFirst : .twiceByDuration)
    }
    stay.arrival = arrival
    stay.departure = departure
    guard let duration else { return }
    if departure > arrival {
      if abs((departure - arrival).milliseconds - duration) > 60_000 {
        stay.notes.insert(.contradictsDuration)
      }
    } else if duration > 0, let end = end(after: arrival, duration, bytes, &row) {
      stay.departure = end
      stay.notes.insert(.endByDuration)
    }
  }

  /// Returns the end of a stay, or nil and reports that it is after the year 9999.
  private func end(
    after arrival: Instant, _ duration: Int, _ bytes: Span<UInt8>, _ row: inout ColumnRow
  ) -> Instant? {
    let departure = arrival + TimeSpan(milliseconds: duration)
    if departure.milliseconds < RecordTimes.latest { return departure }
    let place = row.cell(bytes, .startTime)?.range ?? row.range
    row.reader.report(place, .outOfRange, "the session ends after the year 9999")
    return nil
  }

  /// Returns the start and the end whose distance is nearest to the duration; without a duration,
  /// the first pair in order.
  private static func nearest(
    _ starts: [Instant], _ ends: [Instant], _ duration: Int?
  ) -> (Instant, Instant) {
    var best = (starts[0], ends[0])
    var bestDistance = Int.max
    for start in starts {
      for end in ends {
        let length = (end - start).milliseconds
        let distance = duration.map { abs(length - $0) } ?? (length > 0 ? 0 : 1)
        if distance < bestDistance {
          best = (start, end)
          bestDistance = distance
        }
      }
    }
    return best
  }

  /// Returns the moments of a record's time: one, or two if clocks show it twice.
  ///
  /// Empty, with a problem reported, if the text is not a time or clocks skip it; nil if the cell
  /// is empty.
  private mutating func moments(
    _ bytes: Span<UInt8>, _ row: inout ColumnRow, _ field: ColumnMap.Field,
    _ reading: inout RecordReading, daysLater: Int = 0
  ) -> [Instant]? {
    guard let cell = row.cell(bytes, field) else { return nil }
    let name = row.name(field)
    switch reading.times.read(cell.text, daysLater: daysLater) {
    case .moments(let moments): return moments
    case .skipped:
      row.reader.report(
        cell.range, .invalidTime, "\(name) is a time that clocks skip: \(cell.shown)",
        hint: reading.times.skippedHint)
    case .outOfRange:
      row.reader.report(
        cell.range, .outOfRange,
        "\(name) is outside of the years 1970 to 9999: \(cell.shown)")
    case .otherZone(let zone):
      row.reader.report(
        cell.range, .invalidTime,
        "\(name) has the time zone \(Identifier(zone).quoted), which is not one of --tz",
        hint: "Besides UTC and GMT, the abbreviations of the zone of --tz are read.")
    case .notATime:
      wrongTimes.add(cell, column: name, hint: timeHint)
      row.hasWrongTime = true
    }
    return []
  }
}
