/// A builder that turns records into events and gathers their problems.
struct EventBuilder {
  /// True if every occurrence of a warning is reported, not only the first.
  private let repeatsWarnings: Bool
  /// The combinations of kind and unused field that have been reported.
  private var unusedFields: Set<UnusedField> = []
  private var unknownKeys = UnknownNames()

  init(repeatsWarnings: Bool) { self.repeatsWarnings = repeatsWarnings }

  private struct UnusedField: Hashable {
    let kind: EventName
    let field: EventField
  }

  /// Returns the kind of an event with its data, but without its time; nil if the record has
  /// errors.
  ///
  /// - Parameters:
  ///   - reader: Receives the problems.
  ///   - warnings: Receives a warning for each unused field, once.
  mutating func kind(
    of record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader,
    warnings: inout [RangedProblem]
  ) -> SessionEvent.Kind? {
    guard let name = name(of: record, bytes, &reader) else { return nil }
    warnOfUnusedFields(record, name, &warnings)
    switch name {
    case .start: return start(record, bytes, &reader)
    case .powerUpdate: return powerUpdate(record, bytes, &reader)
    case .stop: return reference(record, bytes, &reader).map(SessionEvent.Kind.stop)
    case .config: return config(record, bytes, &reader)
    case .gridCapacity:
      return required(.gridCapacity, record, &reader)
        .flatMap { reader.gridCapacity(bytes, $0) }.map(SessionEvent.Kind.gridCapacity)
    case .load: return load(record, bytes, &reader)
    case .limit: return limit(record, bytes, &reader)
    }
  }

  /// Finds the most frequent kinds by comparing bytes, without making a string; nil for other
  /// kinds.
  private static func commonKind(_ bytes: Span<UInt8>, _ range: Range<Int>) -> EventName? {
    for (word, kind) in commonKinds where word.count == range.count {
      for offset in word.indices where bytes[range.lowerBound + offset] != word[offset] {
        return nil
      }
      return kind
    }
    return nil
  }

  private static let commonKinds = [EventName.start, .powerUpdate, .stop].map {
    (Array($0.rawValue.utf8), $0)
  }

  private func name(
    of record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> EventName? {
    let value = record[.event]
    guard reader.isPresent(value) else {
      reader.reportMissing("event", value, in: record.beginning)
      return nil
    }
    guard value.kind == .text else {
      reader.report(value.range, .wrongType, "\"event\" must be a text, not \(value.typeName)")
      return nil
    }
    if !value.hasEscapes, let kind = Self.commonKind(bytes, value.content) { return kind }
    let text = String(decoding: reader.text(bytes, value), as: UTF8.self)
    if let name = EventName(rawValue: text), name != .config || reader.style == .json {
      return name
    }
    let names = EventName.allCases.filter { $0 != .config || reader.style == .json }
      .map(\.rawValue)
    let guess = Suggestion.nearest(to: text, among: names)
    reader.report(
      value.range, .unknownEvent, "unknown event \(Identifier(text).quoted)",
      hint: text == "config"
        ? "CSV has no config event: write the timeline as JSON, or use grid-capacity."
        : (text.contains(" ") && reader.style != .json
          ? "Spaces are part of a CSV field: remove them. "
          : guess.map { "did you mean \"\($0)\"? " } ?? "")
          + "The kinds are \(names.joined(separator: ", ")).")
    return nil
  }

  // MARK: Kinds

  private func start(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> SessionEvent.Kind? {
    var id: Identifier?
    if record.has(.sessionId) {
      id = reader.name(bytes, record[.sessionId], "sessionId")
    }
    let choice = choice(record, bytes, &reader)
    var power: Power?
    if record.has(.vehicleMaxPower) {
      power = reader.vehiclePower(bytes, record[.vehicleMaxPower], "vehicleMaxPower")
    } else if !record.has(.vehicle) {
      reader.reportMissing(
        "vehicleMaxPower", record[.vehicleMaxPower], in: record.beginning,
        hint: "Or name a vehicle type of the station config in \"vehicle\".")
    }
    guard let choice else { return nil }
    var start = SessionEvent.Start(sessionId: id, connector: choice, vehicleMaxPower: power)
    readWishes(of: &start, record, bytes, &reader)
    return .start(start)
  }

  /// Reads the wishes of a vehicle.
  private func readWishes(
    of start: inout SessionEvent.Start, _ record: EventRecord, _ bytes: Span<UInt8>,
    _ reader: inout FieldReader
  ) {
    if record.has(.vehicle) {
      start.vehicle = reader.name(bytes, record[.vehicle], "vehicle")
    }
    if record.has(.energyRequested) {
      start.energyRequested = reader.energy(bytes, record[.energyRequested], "energyRequested")
    }
    if record.has(.leavesWhenDone) {
      start.leavesWhenDone = reader.boolean(bytes, record[.leavesWhenDone], "leavesWhenDone")
    }
    if record.has(.maxWait) {
      start.maxWait = reader.span(bytes, record[.maxWait], "maxWait")
    }
    if record.has(.batteryCapacity) {
      start.batteryCapacity = reader.energy(bytes, record[.batteryCapacity], "batteryCapacity")
    }
    if record.has(.soc) {
      start.stateOfCharge = reader.percent(bytes, record[.soc], "soc")
    }
    if record.has(.targetSoc) {
      start.targetStateOfCharge = reader.percent(bytes, record[.targetSoc], "targetSoc")
      reader.remarks.judge(
        soc: start.stateOfCharge, target: start.targetStateOfCharge,
        at: record[.targetSoc].range)
    }
    if record.has(.chargingCurve) {
      start.chargingCurve = reader.curve(bytes, record[.chargingCurve], "chargingCurve")
    }
    if record.has(.priority) {
      start.priority = reader.priority(bytes, record[.priority], "priority") ?? 0
    }
    if record.has(.weight) {
      start.weight = reader.weight(bytes, record[.weight], "weight") ?? 1
    }
  }

  private func powerUpdate(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> SessionEvent.Kind? {
    let reference = reference(record, bytes, &reader)
    let consumed = required(.consumedPower, record, &reader)
      .flatMap { reader.vehiclePower(bytes, $0, "consumedPower") }
    var maximum: Power?
    if record.has(.vehicleMaxPower) {
      maximum = reader.vehiclePower(bytes, record[.vehicleMaxPower], "vehicleMaxPower")
    }
    guard let reference, let consumed else { return nil }
    return .powerUpdate(
      SessionEvent.PowerUpdate(
        session: reference, consumedPower: consumed, vehicleMaxPower: maximum))
  }

  /// Reads the departure, and reports one that is not after the start or is stated in another way.
  func checkDeparture(
    _ start: inout SessionEvent.Start, _ record: EventRecord, _ bytes: Span<UInt8>,
    _ reader: inout FieldReader, after time: Instant, scale: TimeScale
  ) {
    let value = record[.departureTime]
    guard reader.isPresent(value) else { return }
    guard let (departure, departureScale) = reader.time(bytes, value, "departureTime") else {
      return
    }
    guard departureScale.isSameKind(as: scale) else {
      reader.report(
        value.range, .mixedTimes,
        "\"departureTime\" and \"time\" must both be date-times or both seconds",
        hint: "A timeline has either date-times or seconds, not both.")
      return
    }
    guard departure > time else {
      reader.report(
        value.range, .departureBeforeStart, "\"departureTime\" must be after the start")
      return
    }
    start.departureTime = departure
  }

  private func config(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> SessionEvent.Kind? {
    guard record.has(.config) else {
      reader.reportMissing("config", record[.config], in: record.beginning)
      return nil
    }
    return StationReader.station(bytes, record[.config], &reader).map(SessionEvent.Kind.config)
  }

  private func load(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> SessionEvent.Kind? {
    var id: Identifier? = SessionEvent.Load.defaultId
    if record.has(.loadId) { id = reader.name(bytes, record[.loadId], "loadId") }
    let power = required(.power, record, &reader)
      .flatMap { reader.loadPower(bytes, $0, "power") }
    guard let id, let power else { return nil }
    return .load(SessionEvent.Load(loadId: id, power: power))
  }

  private func limit(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> SessionEvent.Kind? {
    var target: LimitTarget? = .grid
    if record.has(.chargerId), record.has(.groupId) {
      reader.report(
        record[.groupId].range, .conflictingTarget,
        "a limit is for a charger or a group, not for both",
        hint: "Write an event for each of them.")
      target = nil
    } else if record.has(.chargerId) {
      target = reader.name(bytes, record[.chargerId], "chargerId").map(LimitTarget.charger)
    } else if record.has(.groupId) {
      target = reader.name(bytes, record[.groupId], "groupId").map(LimitTarget.group)
    }
    guard let power = reader.limitPower(bytes, record[.maxPower], "maxPower", record.beginning),
      let target
    else { return nil }
    return .limit(SessionEvent.Limit(target: target, maxPower: power.maxPower))
  }

  // MARK: Fields

  /// Returns the value of a field that must be there, or nil and reports that it is missing.
  private func required(
    _ field: EventField, _ record: EventRecord, _ reader: inout FieldReader
  ) -> RawValue? {
    if reader.isPresent(record[field]) { return record[field] }
    reader.reportMissing(field.name, record[field], in: record.beginning)
    return nil
  }

  private func reference(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> SessionReference? {
    let hasSession = record.has(.sessionId)
    let hasConnector =
      record.has(.connectorId) || record.has(.chargerId)
      || record.has(.idx)
    guard hasSession || hasConnector else {
      reader.reportMissing("sessionId", record[.sessionId], in: record.beginning)
      return nil
    }
    let id = hasSession ? reader.name(bytes, record[.sessionId], "sessionId") : nil
    let connector = hasConnector ? connector(record, bytes, &reader) : nil
    switch (id, connector) {
    case (let id?, let connector?): return .sessionAt(id, connector)
    case (let id?, nil): return .session(id)
    case (nil, let connector?): return .connector(connector)
    case (nil, nil): return nil
    }
  }

  /// Returns the connectors at which a vehicle may plug in: one, any of a charger, or any.
  private func choice(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> ConnectorChoice? {
    let hasCharger = record.has(.chargerId)
    let hasIdx = record.has(.idx)
    let isWellFormed =
      reader.style != .json || record[.connectorId].kind == .object
      || !record.has(.connectorId)
    guard isWellFormed, !hasIdx else {
      return connector(record, bytes, &reader).map(ConnectorChoice.connector)
    }
    guard hasCharger else { return .any }
    return reader.name(bytes, record[.chargerId], "chargerId").map(ConnectorChoice.charger)
  }

  private func connector(
    _ record: EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) -> ConnectorID? {
    if reader.style == .json {
      let value = record[.connectorId]
      guard reader.isPresent(value) else {
        reader.reportMissing("connectorId", value, in: record.beginning)
        return nil
      }
      guard value.kind == .object else {
        reader.report(
          value.range, .wrongType, "\"connectorId\" must be an object, not \(value.typeName)",
          hint: #"It looks like {"chargerId": "CP001", "idx": 1}."#)
        return nil
      }
    }
    var charger: Identifier?
    if record.has(.chargerId) {
      charger = reader.name(bytes, record[.chargerId], "chargerId")
    } else {
      reader.reportMissing("chargerId", record[.chargerId], in: record.place(of: .chargerId))
    }
    var idx: Int?
    if record.has(.idx) {
      // Only the station knows the upper bound, which depends on the charger.
      idx = reader.integer(bytes, record[.idx], "idx", minimum: 0, maximum: 1_000_000_000)
    } else {
      reader.reportMissing("idx", record[.idx], in: record.place(of: .idx))
    }
    guard let charger, let idx else { return nil }
    return ConnectorID(chargerId: charger, idx: idx)
  }

  // MARK: Warnings

  /// Reports unknown keys, each once.
  ///
  /// A misspelt key is an error in each event. Its value is then read as that of the field that is
  /// meant, so that nothing else is said of this field unless the value is wrong, too.
  mutating func readUnknownKeys(
    _ record: inout EventRecord, _ bytes: Span<UInt8>, _ reader: inout FieldReader,
    _ warnings: inout [RangedProblem]
  ) {
    let isLimit = isLimit(record, bytes)
    for (key, value) in record.unknownKeys {
      let letters = JSONText.decoded(bytes, key)
      let name = String(decoding: letters, as: UTF8.self)
      let isInConnector = record[.connectorId].range.contains(key.range.lowerBound)
      if isLimit, !isInConnector, name == EventField.chargerId.name {
        record[.chargerId] = value
        continue
      }
      let known =
        isInConnector ? Self.connectorKeys : isLimit ? Self.limitKeys : Self.eventKeys
      let (problem, meant) = RangedProblem.unknown(.key, name, at: key.range, known: known) {
        EventField(name: $0).map { record[$0].kind != .absent } ?? false
      }
      if let meant, let field = EventField(name: meant) {
        warnings.append(problem)
        record[field] = value
        continue
      }
      if !repeatsWarnings {
        switch unknownKeys.note(letters) {
        case .report: break
        case .count:
          reader.remarks.add(.moreUnknown(.key), at: key.range)
          continue
        case .skip: continue
        }
      }
      warnings.append(problem)
      let belongsInConnector =
        Self.connectorKeys.contains(name)
        || Suggestion.misspelt(name, among: Self.connectorKeys) != nil
      if !isInConnector, !isLimit, belongsInConnector {
        warnings[warnings.count - 1].hint =
          #"It belongs in "connectorId": {"chargerId": "CP001", "idx": 1}."#
      }
    }
  }

  private static let connectorKeys = [EventField.chargerId, .idx].map(\.name)
  private static let eventKeys = EventField.allCases.filter { $0 != .chargerId && $0 != .idx }
    .map(\.name)

  private static let limitKeys = EventField.allCases.filter { $0 != .idx }.map(\.name)

  /// True if a record is a `limit`, which has the charger beside its other fields in JSON.
  private func isLimit(_ record: EventRecord, _ bytes: Span<UInt8>) -> Bool {
    let value = record[.event]
    guard record.style == .json, value.kind == .text else { return false }
    let name = EventName.limit.rawValue.utf8
    let text = value.hasEscapes ? JSONText.decoded(bytes, value) : nil
    if let text { return text.elementsEqual(name) }
    return value.content.count == name.count
      && zip(value.content, name).allSatisfy { bytes[$0.0] == $0.1 }
  }

  private mutating func warnOfUnusedFields(
    _ record: EventRecord, _ kind: EventName, _ warnings: inout [RangedProblem]
  ) {
    if record.present.isSubset(of: kind.fields) { return }
    for field in EventField.allCases where !kind.uses(field) {
      let value = record[field]
      guard value.kind != .absent, value.kind != .null else { continue }
      if kind == .limit, field == .connectorId || field == .idx {
        if field == .idx, record.has(.connectorId) { continue }
        // A limit that is meant for a charger must not become one for the whole station.
        warnings.append(
          RangedProblem(
            range: value.range, code: .unusedField,
            message: "a limit is not for a single connector",
            hint: "Name the charger in \"chargerId\", without a number."))
        continue
      }
      guard
        repeatsWarnings || unusedFields.insert(UnusedField(kind: kind, field: field)).inserted
      else { continue }
      warnings.append(
        RangedProblem(
          range: value.range, code: .unusedField,
          message: "a \(kind.rawValue) event does not use \"\(field.name)\"", severity: .warning))
    }
  }
}
