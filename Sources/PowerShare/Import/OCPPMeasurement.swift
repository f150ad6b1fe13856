/// A power or an energy register that a meter value states.
struct OCPPMeasurement: Equatable, Sendable {
  let time: Instant
  /// Watts, or thousandths of a watt-hour.
  let value: Int
  let quantity: Quantity
  let phase: Phase
  /// True if it is of the outlet to the vehicle, which is the usual location.
  let isAtOutlet: Bool

  /// The measurands that are used.
  enum Quantity: String {
    case power = "Power.Active.Import"
    case register = "Energy.Active.Import.Register"
  }

  /// The phase of a value.
  enum Phase: Int {
    /// The sum of all phases.
    case all
    case l1, l2, l3
    case l1ToL2, l2ToL3, l3ToL1

    /// Creates the phase that OCPP calls so; a phase to neutral is the phase.
    init?(name: String) {
      switch name {
      case "L1", "L1-N": self = .l1
      case "L2", "L2-N": self = .l2
      case "L3", "L3-N": self = .l3
      case "L1-L2": self = .l1ToL2
      case "L2-L3": self = .l2ToL3
      case "L3-L1": self = .l3ToL1
      default: return nil
      }
    }
  }

  /// A value at a time, of all phases.
  struct Point: Equatable {
    let time: Instant
    let value: Int
  }

  /// Returns the values of a quantity at each time, in order of time.
  ///
  /// Values of one time belong together, however messages split them. A value without a phase comes
  /// before the sum of the phases, and that before the sum of the values between phases. Of several
  /// values of one phase the highest counts. Values of other places than the outlet count only if
  /// there are none of the outlet.
  ///
  /// - Complexity: O(n log n) for n measurements.
  static func points(_ quantity: Quantity, of all: [OCPPMeasurement]) -> [Point] {
    var own = all.filter { $0.quantity == quantity }
    if own.contains(where: \.isAtOutlet) { own.removeAll { !$0.isAtOutlet } }
    own.sort { ($0.time, $0.phase.rawValue, $0.value) < ($1.time, $1.phase.rawValue, $1.value) }
    var points: [Point] = []
    var start = 0
    while start < own.count {
      var phases = [Int?](repeating: nil, count: 7)
      var next = start
      while next < own.count, own[next].time == own[start].time {
        phases[own[next].phase.rawValue] = own[next].value
        next += 1
      }
      let value = phases[0] ?? sum(phases[1...3]) ?? sum(phases[4...6]) ?? 0
      points.append(Point(time: own[start].time, value: value))
      start = next
    }
    return points
  }

  /// Returns the sum of the values that are present; nil if none is.
  private static func sum(_ values: ArraySlice<Int?>) -> Int? {
    let present = values.compactMap(\.self)
    return present.isEmpty ? nil : present.reduce(0, +)
  }

  /// Returns the powers, in order of time.
  static func samples(of all: [OCPPMeasurement]) -> [RecordedSession.Sample] {
    points(.power, of: all).map {
      .init(time: $0.time, power: min(Power(watts: $0.value), .maximum))
    }
  }

  /// Returns the difference of the last and the first energy register; nil if there are not two.
  static func energy(of all: [OCPPMeasurement]) -> Energy? {
    let points = points(.register, of: all)
    guard points.count > 1, let first = points.first, let last = points.last else { return nil }
    return Energy(milliwattHours: last.value - first.value)
  }
}

// MARK: - Reading

extension OCPPMeasurement {
  /// The highest energy register, in thousandths of a watt-hour: 10⁹ kWh.
  static let maximumRegister = 1_000_000_000_000_000

  /// Reads the meter values under a name of a record.
  ///
  /// - Parameter quantities: The quantities that are read.
  static func read(
    _ bytes: Span<UInt8>, _ record: inout JSONRecord, _ name: String, _ quantities: [Quantity],
    into reading: inout RecordReading
  ) -> [OCPPMeasurement] {
    var all: [OCPPMeasurement] = []
    for value in RecordText.elements(bytes, record[name]) {
      var meterValue = JSONRecord(bytes, value, kind: "a meter value")
      let time = meterValue.time(
        bytes, meterValue.required("timestamp"), "timestamp", into: &reading)
      for value in RecordText.elements(bytes, meterValue["sampledValue"]) {
        var sample = JSONRecord(bytes, value, kind: "a sampled value")
        if let time, let measurement = read(bytes, &sample, time, quantities, &reading) {
          all.append(measurement)
        }
        meterValue.reader.problems += sample.reader.problems
      }
      record.reader.problems += meterValue.reader.problems
    }
    return all
  }

  private static func read(
    _ bytes: Span<UInt8>, _ sample: inout JSONRecord, _ time: Instant, _ quantities: [Quantity],
    _ reading: inout RecordReading
  ) -> OCPPMeasurement? {
    let measurand = sample.text(bytes, "measurand")
    guard
      let quantity = measurand.map({ Quantity(rawValue: $0) }) ?? .register,
      quantities.contains(quantity)
    else { return nil }
    if sample.text(bytes, "format") == "SignedData" {
      reading.ignored.count("signed meter values", one: "signed meter value")
      return nil
    }
    var phase = Phase.all
    if let name = sample.text(bytes, "phase") {
      guard let known = Phase(name: name) else {
        reading.ignored.count(
          "values of the neutral conductor or an unknown phase",
          one: "value of the neutral conductor or an unknown phase")
        return nil
      }
      phase = known
    }
    guard let decimals = decimals(bytes, sample, quantity) else {
      reading.ignored.count(
        "\(quantity.noun)s in unknown units", one: "\(quantity.noun) in an unknown unit")
      return nil
    }
    guard let number = sample.required("value") else { return nil }
    switch DecimalNumber.read(
      bytes, in: number.content, maximum: quantity.maximum, decimals: decimals)
    {
    case .thousandths(let value):
      let location = sample.text(bytes, "location")
      return OCPPMeasurement(
        time: time, value: value, quantity: quantity, phase: phase,
        isAtOutlet: location == nil || location == "Outlet")
    case .negative:
      reading.ignored.count("\(quantity.noun)s below zero", one: "\(quantity.noun) below zero")
    case .notANumber, .aboveMaximum:
      sample.reader.report(
        number.range, .notANumber,
        "the \(quantity.limit), not \(sample.reader.shown(bytes, number))")
    }
    return nil
  }

  /// Returns the number of decimals that a value has in watts, or in thousandths of a watt-hour;
  /// nil if its unit is unknown.
  private static func decimals(
    _ bytes: Span<UInt8>, _ sample: JSONRecord, _ quantity: Quantity
  ) -> Int? {
    var unit = sample.text(bytes, "unit")
    var multiplier = 0
    if let value = sample["unitOfMeasure"] {
      let measure = JSONRecord(bytes, value, kind: "a unit")
      unit = measure.text(bytes, "unit")
      if let text = measure.text(bytes, "multiplier") {
        guard let number = Int(text), -12...12 ~= number else { return nil }
        multiplier = number
      }
    }
    let watts = quantity == .power ? "w" : "wh"
    switch unit?.lowercased() ?? watts {
    case watts: return multiplier + (quantity == .power ? 0 : 3)
    case "k" + watts: return multiplier + (quantity == .power ? 3 : 6)
    default: return nil
    }
  }
}

extension OCPPMeasurement.Quantity {
  fileprivate var noun: String { self == .power ? "power sample" : "energy register" }

  fileprivate var maximum: Int {
    self == .power ? Power.maximum.watts : OCPPMeasurement.maximumRegister
  }

  fileprivate var limit: String {
    self == .power
      ? "power must be a number of at most 1000000 kW"
      : "energy must be a number of at most 1000000000 kWh"
  }
}

extension Energy {
  /// Creates an energy of `milliwattHours` thousandths of a watt-hour.
  init(milliwattHours: Int) {
    self.init(wattMilliseconds: Int128(milliwattHours) * 3_600)
  }
}

// MARK: - Sessions

extension RecordReading {
  /// Adds a session, unless it has more energy than a timeline can state.
  mutating func append(_ session: RecordedSession) {
    if session.delivered > Energy(wattHours: FieldReader.maximumWattHours) {
      leftOut.count("more than 1000000 kWh", energy: session.delivered)
    } else {
      sessions.append(session)
    }
  }
}

extension RecordedSession {
  /// Adds measured powers, with their maximum.
  ///
  /// Where they contradict the energy by a factor of about 1,000, that is remarked. The energy is
  /// used, and powers that are too low for it are not.
  ///
  /// - Parameters:
  ///   - place: The place of the record.
  ///   - name: The words that name it.
  mutating func add(
    _ samples: [Sample], at place: Range<Int>, name: String, into reading: inout RecordReading
  ) {
    if let sum = Self.energy(of: samples, from: arrival, to: departure),
      sum.contradicts(delivered)
    {
      reading.remarks.add(
        .contradictedEnergy, at: place,
        detail: "the energy of \(name) is \(delivered.kilowattHours) kWh, its power samples give "
          + "\(sum.kilowattHours) kWh")
      if sum < delivered { return }
    }
    self.samples = samples
    maxPower = samples.map(\.power).max()
  }

  /// Returns the energy of samples in order of time: each holds until the next, the last until the
  /// end, and the first also for the time before it.
  ///
  /// Nil if no sample is within the session.
  private static func energy(
    of samples: [Sample], from arrival: Instant, to departure: Instant
  ) -> Energy? {
    let own = samples.filter { arrival <= $0.time && $0.time < departure }
    guard !own.isEmpty else { return nil }
    var energy = Energy.zero
    for (index, sample) in own.enumerated() {
      let start = index == 0 ? arrival : sample.time
      let end = index + 1 < own.count ? own[index + 1].time : departure
      energy += Energy(sample.power, over: end - start)
    }
    return energy
  }
}

extension JSONRecord {
  /// Returns the characters of a member that is a text, a number or a word; nil if it is absent.
  func text(_ bytes: Span<UInt8>, _ name: String) -> String? {
    self[name].map { String(decoding: reader.text(bytes, $0), as: UTF8.self) }
  }
}
