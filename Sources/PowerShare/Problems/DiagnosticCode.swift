/// The kinds of problem, each with a word that never changes.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  /// JSON text that does not parse, is empty, or is nested deeper than 512 levels.
  case invalidJSON = "invalid-json"
  /// CSV text that does not parse or has no header.
  case invalidCSV = "invalid-csv"
  /// A text that is not UTF-8.
  case invalidUTF8 = "invalid-utf8"
  /// A quote that is opened and never closed.
  case unclosedQuote = "unclosed-quote"
  /// A row with fewer fields than the header.
  case tooFewFields = "too-few-fields"
  /// A row with more fields than the header.
  case tooManyFields = "too-many-fields"
  /// A key that an object has twice.
  case duplicateKey = "duplicate-key"
  /// A column that a header has twice.
  case duplicateColumn = "duplicate-column"
  /// A required field that is absent.
  case missingField = "missing-field"
  /// A value of another type than the field has.
  case wrongType = "wrong-type"
  /// A text that is not a number where one is needed.
  case notANumber = "not-a-number"
  /// A time zone that nobody knows.
  case unknownTimeZone = "unknown-time-zone"
  /// A number with a fraction where a count is needed.
  case notAnInteger = "not-an-integer"
  /// A number below zero.
  case negativeValue = "negative-value"
  /// A number beyond its range.
  case outOfRange = "out-of-range"
  /// An empty text where a name is needed.
  case emptyName = "empty-name"
  /// A text that is not a time, or a time that does not exist.
  case invalidTime = "invalid-time"
  /// A time before that of the event before it.
  case timeBackwards = "time-backwards"
  /// A date-time among seconds, or seconds among date-times.
  case mixedTimes = "mixed-times"
  /// An event kind that does not exist.
  case unknownEvent = "unknown-event"
  /// A key that nothing reads.
  case unknownKey = "unknown-key"
  /// A column that nothing reads.
  case unknownColumn = "unknown-column"
  /// A field that this kind of event does not use.
  case unusedField = "unused-field"
  /// A departure that is not after its start.
  case departureBeforeStart = "departure-before-start"
  /// A vehicle type that is not in the station config.
  case unknownVehicle = "unknown-vehicle"
  /// A text that is not a list of days of the week.
  case invalidDays = "invalid-days"
  /// A text that is not a list of months.
  case invalidMonths = "invalid-months"
  /// A price with more than six decimals.
  case invalidPrice = "invalid-price"
  /// A tariff without a price of energy that always holds.
  case baseRule = "base-rule"
  /// Times of a rule for peaks that are not whole windows.
  case windowTimes = "window-times"
  /// Two parts of a rule of a tariff that do not go together.
  case conflictingRule = "conflicting-rule"
  /// Prices that do not cover the run.
  case pricesShort = "prices-short"
  /// Two stays of one vehicle in a schedule that overlap.
  case overlappingStays = "overlapping-stays"
  /// A schedule without a stay.
  case emptySchedule = "empty-schedule"
  /// A vehicle in a schedule whose power had to be assumed.
  case assumedPower = "assumed-power"
  /// A charging curve that is not followed, because the state of charge is not stated.
  case unusedCurve = "unused-curve"
  /// Two vehicle types of one name.
  case duplicateVehicle = "duplicate-vehicle"
  /// A `config` after the `events` that need it.
  case misplacedKey = "misplaced-key"
  /// A charger that is not in the station config.
  case unknownCharger = "unknown-charger"
  /// A connector that its charger does not have.
  case unknownConnector = "unknown-connector"
  /// A session that is not active.
  case unknownSession = "unknown-session"
  /// A connector that another session is at.
  case connectorInUse = "connector-in-use"
  /// An id that another active session has.
  case sessionInUse = "session-in-use"
  /// Two chargers of one id.
  case duplicateCharger = "duplicate-charger"
  /// A member of a group that is neither a charger nor a group.
  case unknownMember = "unknown-member"
  /// A charger or a group in two groups.
  case memberOfTwoGroups = "member-of-two-groups"
  /// A group that is a member of itself, directly or through other groups.
  case groupCircle = "group-circle"
  /// A group without a member.
  case emptyGroup = "empty-group"
  /// A group with the id of another group or of a charger.
  case duplicateGroup = "duplicate-group"
  /// A group that is not in the station config.
  case unknownGroup = "unknown-group"
  /// A limit for both a charger and a group.
  case conflictingTarget = "conflicting-target"
  /// A row of a profile that is not later than the one before.
  case profileOrder = "profile-order"
  /// A profile with two kinds of time.
  case profileMixedTimes = "profile-mixed-times"
  /// A profile without the columns of a profile.
  case profileColumns = "profile-columns"
  /// A profile with too few rows.
  case profileRows = "profile-rows"
  /// A profile of a load that does not cover the timeline.
  case profileShort = "profile-short"
  /// A load with two profiles, or with a profile and events.
  case duplicateLoad = "duplicate-load"
  /// A timeline with several offsets, of which profiles follow only the first.
  case fixedOffset = "fixed-offset"
  /// A profile whose rows of energy differ in length.
  case unevenProfile = "uneven-profile"
  /// A battery whose values contradict each other, or are too exact.
  case invalidBattery = "invalid-battery"
  /// A battery that begins outside the states of charge between which it works.
  case initialSoc = "initial-soc"
  /// A station without a charger.
  case noChargers = "no-chargers"
  /// A station column with two different values.
  case conflictingValue = "conflicting-value"
  /// A connector for which a table of connectors has no column.
  case addedConnector = "added-connector"
  /// A load or a battery that comes after the first tick of a table that has no column for it.
  case lateLoad = "late-load"
  /// A file that is not text in UTF-8.
  case notText = "not-text"
  /// A timeline in the place of a station config, or the other way round.
  case swappedFiles = "swapped-files"
  /// A value that is allowed, but probably in another unit.
  case implausible
  /// A number with a decimal comma in a file of decimal points, or the other way round.
  case mixedDecimals = "mixed-decimals"
  /// Numbers whose decimal sign may be a separator of thousands.
  case ambiguousNumber = "ambiguous-number"
  /// A charger whose connectors share very little power.
  case sharedCharger = "shared-charger"
  /// A timeline without an event.
  case noEvents = "no-events"
  /// A name of more than 255 bytes.
  case nameTooLong = "name-too-long"
  /// An event or a row of more than 16 MiB.
  case recordTooLong = "record-too-long"
  /// A site that is listed twice.
  case duplicateSite = "duplicate-site"
  /// A list of sites without a site.
  case noSites = "no-sites"
  /// A site of a list whose settings cannot be used.
  case siteSettings = "site-settings"
  /// A file that is not the output of a shard of a sweep.
  case notAShard = "not-a-shard"
  /// A partial merge where a shard or complete rows of a sweep are needed.
  case partialMerge = "partial-merge"
  /// A row that has several seeds.
  case overSeeds = "over-seeds"
  /// Two rows of one scenario.
  case duplicateScenario = "duplicate-scenario"
  /// Rows without a figure that is needed.
  case missingFigure = "missing-figure"
  /// A shard that is of another sweep than the others, or in another form.
  case otherSweep = "other-sweep"
  /// A shard that is given twice.
  case duplicateShard = "duplicate-shard"
  /// A shard whose file is cut off, or has been changed.
  case damagedShard = "damaged-shard"
  /// A file that `compare` cannot compare with anything, or not with the other file.
  case notComparable = "not-comparable"
  /// An outcome of a session that does not exist.
  case unknownOutcome = "unknown-outcome"
}
