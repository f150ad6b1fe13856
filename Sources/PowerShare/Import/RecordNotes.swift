/// Assumptions about a session, made when its record was read.
///
/// Kept with the session, so that only sessions in the timeline are counted.
struct RecordNotes: OptionSet, Sendable {
  let rawValue: UInt8

  static let requestedEnergy = RecordNotes(rawValue: 1)
  static let meters = RecordNotes(rawValue: 2)
  static let twiceTakenAsFirst = RecordNotes(rawValue: 4)
  static let twiceByDuration = RecordNotes(rawValue: 8)
  static let nextDay = RecordNotes(rawValue: 16)
  static let endByDuration = RecordNotes(rawValue: 32)
  static let contradictsDuration = RecordNotes(rawValue: 64)

  /// Each note of an assumption with its words; true if the energy of the sessions is counted.
  static let assumptions: [(note: RecordNotes, words: String, hasEnergy: Bool)] = [
    (.requestedEnergy, "without a delivered energy: the requested energy is used", false),
    (.meters, "energy is the difference of meterStart and meterStop", false),
    (.twiceTakenAsFirst, "in the hour that clocks show twice, taken as the first", false),
    (.twiceByDuration, "in the hour that clocks show twice, told apart by the duration", false),
    (.nextDay, "ends on the next day, because its end is not after its start on one date", true),
    (.endByDuration, "ends by its duration, because its end is not after its start", true),
  ]
}
