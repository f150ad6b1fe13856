/// A charging session as recorded.
struct RecordedSession: Equatable, Sendable {
  /// The id; nil if records have none.
  var id: Identifier?
  var charger: Identifier
  /// The record's name for the connector, if it is not a number.
  var connectorName: Identifier?
  /// The connector's number at its charger; nil if the record does not state it.
  var connector: Int32?
  /// Assumptions made when its record was read.
  var notes: RecordNotes = []
  var arrival: Instant
  var departure: Instant
  /// The time at which it had its energy; nil if not recorded.
  var done: Instant?
  /// The energy it received; below zero if it gave back more than it received.
  var delivered: Energy
  /// The highest recorded power; nil if not recorded.
  var maxPower: Power?
  /// The power of its connector that the record states; nil if it states none.
  var rating: Power?
  /// The fields that few records have, in an array of one; nil if the record has none of them.
  private var statedDetails: [Details]?
  /// The bytes of its record in the file, if it has no id; records with equal bytes are one.
  var record: RecordRange?

  /// The fields that few records have.
  private struct Details: Equatable, Sendable {
    var requested: Energy?
    var samples: [Sample] = []
    var leastRating: Power?
    var periodMean: PeriodMean?
    var vehicle: Identifier?
    var batteryCapacity: Energy?
    var stateOfCharge: Int?
    var targetStateOfCharge: Int?
    var priority = 0
    var weight = 1
  }

  /// A measured power.
  struct Sample: Equatable, Sendable {
    var time: Instant
    var power: Power
  }

  /// The energy and the charging time of a part of a session.
  struct PeriodMean: Equatable, Sendable {
    var energy: Energy
    var span: TimeSpan
  }

  init(
    id: Identifier?, charger: Identifier, connector: Int?, connectorName: Identifier? = nil,
    arrival: Instant, departure: Instant, done: Instant? = nil, delivered: Energy,
    maxPower: Power? = nil
  ) {
    self.id = id
    self.charger = charger
    self.connector = connector.map { Int32($0) }
    self.connectorName = connectorName
    self.arrival = arrival
    self.departure = departure
    self.done = done
    self.delivered = delivered
    self.maxPower = maxPower
  }

  // MARK: Details

  /// The energy the driver asked for; nil if not recorded.
  var requested: Energy? {
    get { statedDetails?[0].requested }
    set { change(newValue != nil) { $0.requested = newValue } }
  }

  /// Measured powers, in order of time.
  var samples: [Sample] {
    get { statedDetails?[0].samples ?? [] }
    set { change(!newValue.isEmpty) { $0.samples = newValue } }
  }

  /// The least that the rating of its connector can be; nil if the record states none.
  var leastRating: Power? {
    get { statedDetails?[0].leastRating }
    set { change(newValue != nil) { $0.leastRating = newValue } }
  }

  /// The part of ten minutes or more with the highest mean power; nil if the record has no such
  /// part.
  var periodMean: PeriodMean? {
    get { statedDetails?[0].periodMean }
    set { change(newValue != nil) { $0.periodMean = newValue } }
  }

  /// The id of a vehicle type; nil if not recorded.
  var vehicle: Identifier? {
    get { statedDetails?[0].vehicle }
    set { change(newValue != nil) { $0.vehicle = newValue } }
  }

  /// The energy that the vehicle's battery holds; nil if not recorded.
  var batteryCapacity: Energy? {
    get { statedDetails?[0].batteryCapacity }
    set { change(newValue != nil) { $0.batteryCapacity = newValue } }
  }

  /// The state of charge on arrival, in thousandths of a percent; nil if not recorded.
  var stateOfCharge: Int? {
    get { statedDetails?[0].stateOfCharge }
    set { change(newValue != nil) { $0.stateOfCharge = newValue } }
  }

  /// The state of charge the driver wanted, in thousandths of a percent; nil if not recorded.
  var targetStateOfCharge: Int? {
    get { statedDetails?[0].targetStateOfCharge }
    set { change(newValue != nil) { $0.targetStateOfCharge = newValue } }
  }

  /// The priority of the vehicle; 0 if not recorded.
  var priority: Int {
    get { statedDetails?[0].priority ?? 0 }
    set { change(newValue != 0) { $0.priority = newValue } }
  }

  /// The weight of the vehicle; 1 if not recorded.
  var weight: Int {
    get { statedDetails?[0].weight ?? 1 }
    set { change(newValue != 1) { $0.weight = newValue } }
  }

  /// Changes the details, which are created only for a value.
  private mutating func change(_ isValue: Bool, _ body: (inout Details) -> Void) {
    guard isValue || statedDetails != nil else { return }
    var details = statedDetails ?? [Details()]
    statedDetails = nil  // so that the array is changed in place
    body(&details[0])
    statedDetails = details
  }

  // MARK: Derived values

  /// The numbers that tell apart sessions of one id, place, time and energy.
  var otherNumbers: [Int] {
    [
      done?.milliseconds, maxPower?.watts, rating?.watts,
      requested.map { Int($0.roundedWattHours) },
      leastRating?.watts, batteryCapacity.map { Int($0.roundedWattHours) }, stateOfCharge,
      targetStateOfCharge, periodMean.map { Int($0.energy.roundedWattHours) },
      periodMean?.span.milliseconds, priority, weight,
    ].map { $0 ?? -1 }
  }

  /// The connector's id; number 1 as long as the number is unknown.
  var connectorID: ConnectorID { ConnectorID(chargerId: charger, idx: Int(connector ?? 1)) }

  /// The time from arrival until its energy was delivered, or until it unplugged if that is
  /// unknown.
  var chargingTime: TimeSpan {
    guard let done, arrival < done, done < departure else { return departure - arrival }
    return done - arrival
  }
}

/// The bytes of a record in its file.
struct RecordRange: Equatable, Sendable {
  private let start: Int
  private let count: Int32

  /// Creates a range; nil for a record of 2 GiB or more.
  init?(_ range: Range<Int>) {
    guard let count = Int32(exactly: range.count) else { return nil }
    start = range.lowerBound
    self.count = count
  }

  var range: Range<Int> { start..<start + Int(count) }
}
