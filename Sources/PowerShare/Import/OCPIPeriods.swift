/// The charging periods of a CDR or a Session.
struct OCPIPeriods {
  /// A charging period, from its start to the next one's start, or to the session's end.
  private struct Period {
    var start: Instant
    var energy: Energy?
    var maxPower: Power?
    var power: Power?
    var parking: TimeSpan?
    var isReservation = false
    /// True if a measured value is negative: energy went back to the grid.
    var fedGrid = false
  }

  /// The periods, in order of time.
  private var periods: [Period] = []
  /// The end of the session, which ends the last period; nil if it is unknown.
  private let end: Instant?

  /// The sum of all parking times is at most this, so that it cannot overflow.
  private static let longestParking = TimeSpan(milliseconds: 3_600_000_000_000)

  // MARK: Reading

  /// Reads the periods of a record.
  ///
  /// - Parameter end: The end of the session, which ends the last period.
  static func read(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, until end: Instant?,
    _ reading: inout RecordReading
  ) -> OCPIPeriods {
    var result = OCPIPeriods(end: end)
    for value in RecordText.elements(bytes, record["charging_periods"]) {
      var fields = JSONRecord(bytes, value, kind: "a charging period")
      let start = fields.time(
        bytes, fields.required("start_date_time"), "start_date_time", into: &reading)
      var period = Period(start: start ?? Instant(milliseconds: 0))
      for value in RecordText.elements(bytes, fields["dimensions"]) {
        readDimension(bytes, value, &fields, into: &period)
      }
      record.reader.problems += fields.reader.problems
      record.reader.remarks.add(fields.reader.remarks)
      result.periods.append(period)
    }
    result.periods = result.periods.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }.map(\.element)
    return result
  }

  private init(end: Instant?) { self.end = end }

  private static func readDimension(
    _ bytes: Span<UInt8>, _ value: RawValue, _ record: inout JSONRecord, into period: inout Period
  ) {
    var dimension = JSONRecord(bytes, value, kind: "a dimension")
    defer { record.reader.problems += dimension.reader.problems }
    guard let type = dimension.name(bytes, "type")?.text.uppercased() else { return }
    let isMeasured = ["ENERGY", "MAX_POWER", "POWER"].contains(type)
    if isMeasured, let volume = dimension["volume"], JSONRecord.isNegative(bytes, volume) {
      period.fedGrid = true
      return
    }
    switch type {
    case "ENERGY": period.energy = dimension.energy(bytes, "volume")
    case "MAX_POWER": period.maxPower = power(bytes, &dimension, type, &record.reader.remarks)
    case "POWER": period.power = power(bytes, &dimension, type, &record.reader.remarks)
    case "PARKING_TIME":
      period.parking = dimension.required("volume").flatMap {
        hours(bytes, $0, "volume", &dimension.reader)
      }
    case "RESERVATION_TIME": period.isReservation = true
    default: break  // currents, times, states of charge
    }
  }

  private static func power(
    _ bytes: Span<UInt8>, _ dimension: inout JSONRecord, _ type: String, _ remarks: inout Remarks
  ) -> Power? {
    guard let volume = dimension.required("volume") else { return nil }
    let power = dimension.reader.power(bytes, volume, "volume")
    remarks.judge(vehiclePower: power, type, at: volume.range)
    return power
  }

  /// Reads a number of hours.
  static func hours(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, _ reader: inout FieldReader
  ) -> TimeSpan? {
    // Reads millionths of an hour; each is 3.6 ms.
    guard value.kind == .number,
      case .thousandths(let millionths) = DecimalNumber.read(
        bytes, in: value.content, maximum: 1_000_000_000_000, decimals: 6)
    else {
      reader.report(value.range, .notANumber, "\"\(field)\" must be a number of hours")
      return nil
    }
    return TimeSpan(milliseconds: millionths * 36 / 10)
  }

  // MARK: Reservations and parking

  /// True if all periods, of which there are some, are reservations.
  var areReserved: Bool { !periods.isEmpty && periods.allSatisfy(\.isReservation) }

  /// The end of the reservations at the beginning; nil if there are none, or nothing else.
  var endOfReservation: Instant? {
    guard periods.first?.isReservation == true else { return nil }
    return periods.first { !$0.isReservation }?.start
  }

  /// The sum of the parking times; nil if no period has one.
  var parking: TimeSpan? {
    var sum: TimeSpan?
    for period in periods {
      guard let parking = period.parking else { continue }
      let total = (sum?.milliseconds ?? 0) + parking.milliseconds
      sum = min(TimeSpan(milliseconds: total), Self.longestParking)
    }
    return sum
  }

  /// True if energy went back to the grid in some period.
  var fedGrid: Bool { periods.contains(where: \.fedGrid) }

  // MARK: Powers

  /// The length of a period; nil if it is not positive.
  private func length(of index: Int) -> TimeSpan? {
    let start = periods[index].start
    guard let next = index + 1 < periods.count ? periods[index + 1].start : end, start < next
    else { return nil }
    return next - start
  }

  /// The highest power that a period states; nil if none states one above zero.
  var maxPower: Power? {
    let power = periods.lazy.map { max($0.maxPower ?? .zero, $0.power ?? .zero) }.max()
    return power == .zero ? nil : power
  }

  /// The power of each period: as stated, else the mean of its energy.
  var samples: [RecordedSession.Sample] {
    var samples: [RecordedSession.Sample] = []
    for (index, period) in periods.enumerated() where !period.isReservation {
      var power = period.power
      if period.fedGrid { power = .zero }
      if power == nil, let energy = period.energy, let length = length(of: index) {
        power = min(energy.meanPower(over: length), .maximum)
      }
      if let power { samples.append(.init(time: period.start, power: power)) }
    }
    return samples
  }

  /// The highest mean power of the periods that charged for ten minutes or more; nil if there are
  /// none.
  var highestMean: RecordedSession.PeriodMean? {
    var highest: (mean: RecordedSession.PeriodMean, power: ConnectorRatings.SeenPower)?
    for (index, period) in periods.enumerated() {
      guard let energy = period.energy, energy > .zero, let length = length(of: index) else {
        continue
      }
      let parking = period.parking?.milliseconds ?? 0
      let charging = TimeSpan(milliseconds: length.milliseconds - parking)
      let span = charging.milliseconds > 0 ? charging : length
      guard span >= ConnectorRatings.shortestCharge else { continue }
      let power = ConnectorRatings.SeenPower(energy, over: span)
      if highest.map({ $0.power < power }) ?? true {
        highest = (RecordedSession.PeriodMean(energy: energy, span: span), power)
      }
    }
    return highest?.mean
  }

  // MARK: Comparison with the energy of the record

  /// The sum of the energies of the periods.
  private var energy: Energy { periods.reduce(.zero) { $0 + ($1.energy ?? .zero) } }

  /// The sum of the stated powers times the lengths of their periods.
  private var energyOfPowers: Energy {
    periods.indices.reduce(.zero) { sum, index in
      guard let power = periods[index].power, let length = length(of: index) else { return sum }
      return sum + Energy(power, over: length)
    }
  }

  /// Returns words for a sum of the periods that is 500 to 2,000 times an energy, or as small a
  /// part of it; nil if there is none.
  func contradiction(_ energy: Energy) -> String? {
    let record = "the energy of the record is \(energy.kilowattHours) kWh, that of its "
    if self.energy.contradicts(energy) {
      return record + "periods \(self.energy.kilowattHours) kWh"
    }
    if energyOfPowers.contradicts(energy) {
      return record + "powers \(energyOfPowers.kilowattHours) kWh"
    }
    return nil
  }

  /// Returns the energy of the periods above that of the record; nil if it is at most 1 % and a
  /// watt-hour, which may be rounding, or if energy went back to the grid.
  func excess(over energy: Energy) -> Energy? {
    let excess = self.energy - energy
    guard !fedGrid, energy >= .zero,
      excess.wattMilliseconds * 100 > energy.wattMilliseconds,
      excess > Energy(wattHours: 1)
    else { return nil }
    return excess
  }
}
