/// Reads the stationary battery of a station config.
extension StationReader {
  private static let batteryKeys = [
    "capacity", "initialCapacity", "power", "chargePower", "efficiency", "initialSoc", "minSoc",
    "maxSoc", "shaveAbove", "rechargeBelow",
  ]

  /// Reads the battery; returns nil if there is none, or if it is refused and has been reported.
  static func battery(
    _ value: RawValue?, _ bytes: Span<UInt8>, _ reader: inout FieldReader,
    _ unknown: inout UnknownNames
  ) -> StationBattery? {
    guard let value, reader.isPresent(value) else { return nil }
    guard value.kind == .object else {
      reader.report(
        value.range, .wrongType, "\"battery\" must be an object, not \(value.typeName)",
        hint: #"It looks like {"capacity": 200, "power": 100}."#)
      return nil
    }
    let all = reader.members(bytes, value, known: batteryKeys, &unknown)
    let members = all.filter { reader.isPresent($0.value) }
    let before = reader.problems.count
    let capacity = batteryCapacity(
      all["capacity"], members["initialCapacity"], bytes, value, &reader)
    let power = reader.required("power", all["power"], in: value)
      .flatMap { reader.power(bytes, $0, "power") }
    let chargePower = members["chargePower"].flatMap { reader.power(bytes, $0, "chargePower") }
    let shaveAbove = members["shaveAbove"].flatMap { reader.power(bytes, $0, "shaveAbove") }
    let rechargeBelow = members["rechargeBelow"].flatMap {
      reader.power(bytes, $0, "rechargeBelow")
    }
    func share(_ name: String, from minimum: Int = 0, _ reader: inout FieldReader) -> Int? {
      members[name].flatMap { reader.share(bytes, $0, name, from: minimum) }
    }
    let efficiency = share("efficiency", from: 1, &reader)
    let initial = share("initialSoc", &reader)
    let minimum = share("minSoc", &reader)
    let maximum = share("maxSoc", &reader)
    guard reader.problems.count == before, let capacity, let power else { return nil }
    let (lowest, highest) = (
      minimum ?? StationBattery.usualMinSoc, maximum ?? StationBattery.usualMaxSoc
    )
    guard lowest < highest else {
      reader.report(
        (members["minSoc"] ?? members["maxSoc"] ?? value).range, .invalidBattery,
        "\"minSoc\" must be below \"maxSoc\": \(percent(lowest)) is not below \(percent(highest))",
        hint: minimum == nil ? "Where \"minSoc\" is not stated it is \(percent(lowest))." : nil)
      return nil
    }
    let battery = StationBattery(
      capacity: capacity, power: power, chargePower: chargePower,
      efficiency: efficiency ?? StationBattery.usualEfficiency,
      initialSoc: initial ?? StationBattery.usualInitialSoc, minSoc: lowest, maxSoc: highest,
      shaveAbove: shaveAbove, rechargeBelow: rechargeBelow)
    judge(battery, (members["initialSoc"] ?? members["maxSoc"] ?? value).range, &reader)
    if let value = members["maxSoc"], highest <= 10 {
      reader.remarks.add(.batteryFraction, at: value.range)
    }
    return battery
  }

  /// Reads the capacity, which has another name in the station's API.
  private static func batteryCapacity(
    _ value: RawValue?, _ other: RawValue?, _ bytes: Span<UInt8>, _ battery: RawValue,
    _ reader: inout FieldReader
  ) -> Energy? {
    guard let other else {
      return reader.required("capacity", value, in: battery)
        .flatMap { reader.capacity(bytes, $0, "capacity") }
    }
    if let value, reader.isPresent(value) {
      reader.report(
        other.range, .invalidBattery,
        "a battery has \"capacity\" or \"initialCapacity\", not both",
        hint: "\"initialCapacity\" is the name that the station's API has for \"capacity\".")
      return nil
    }
    return reader.capacity(bytes, other, "initialCapacity")
  }

  /// Warns of a battery that begins outside the states of charge between which it works.
  private static func judge(
    _ battery: StationBattery, _ place: Range<Int>, _ reader: inout FieldReader
  ) {
    guard battery.isUsable else { return }
    let start = "the battery begins at \(percent(battery.initialSoc)) percent"
    if battery.initialSoc > battery.maxSoc {
      reader.problems.note(
        RangedProblem(
          range: place, code: .initialSoc,
          message: "\(start), above \"maxSoc\", which is \(percent(battery.maxSoc))",
          hint: "It keeps and gives what it has above \"maxSoc\", and is not charged there again.",
          severity: .warning))
    } else if battery.initialSoc < battery.minSoc {
      reader.problems.note(
        RangedProblem(
          range: place, code: .initialSoc,
          message: "\(start), below \"minSoc\", which is \(percent(battery.minSoc))",
          hint: "It gives nothing until it has been charged above \"minSoc\".",
          severity: .warning))
    }
  }

  /// Returns thousandths as percent.
  private static func percent(_ thousandths: Int) -> String {
    decimalText(thousandths: Int128(thousandths) * 100)
  }
}

extension FieldReader {
  /// Reads a percentage with at most one decimal, in thousandths of the whole.
  ///
  /// - Parameter minimum: The lowest percentage.
  fileprivate mutating func share(
    _ bytes: Span<UInt8>, _ value: RawValue, _ field: String, from minimum: Int
  ) -> Int? {
    guard let percent = percent(bytes, value, field) else { return nil }
    let hint = percent <= 1_000 ? "It is in percent: write 90 for 90 percent." : nil
    guard
      DecimalNumber.isWhole(bytes, in: value.content, decimalComma: false, decimals: 1)
    else {
      report(
        value.range, .invalidBattery, "\"\(field)\" must have at most one decimal", hint: hint)
      return nil
    }
    guard percent >= minimum * 1_000 else {
      report(
        value.range, .outOfRange, "\"\(field)\" must be at least \(minimum) percent", hint: hint)
      return nil
    }
    return percent / 100
  }
}
