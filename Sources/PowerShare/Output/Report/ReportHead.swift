/// The command that wrote a report, with its inputs and options.
package struct ReportHead: Equatable, Sendable {
  /// A file that the command read.
  package struct Input: Equatable, Sendable {
    /// Its use, in one word: `station`, `timeline`, `load`.
    package var role: String
    /// Its name without folders; a hyphen for standard input.
    package var name: String
    /// The number of events that it has; nil where it has none.
    package var events: Int?

    package init(role: String, name: String, events: Int? = nil) {
      self.role = role
      self.name = name
      self.events = events
    }
  }

  /// An option that was given.
  package struct Setting: Equatable, Sendable {
    /// Its name: `--policy`.
    package var name: String
    /// Its value, with files without their folders; empty for an option without a value.
    package var value: String

    package init(_ name: String, _ value: String = "") {
      self.name = name
      self.value = value
    }
  }

  /// The version of the program.
  package var version: String
  /// The name of the command: `simulate`.
  package var command: String
  /// The files that it read, in the order of its options.
  package var inputs: [Input]
  /// The options that were given, in their order, without those that name files.
  package var settings: [Setting]
  /// The messages of the warnings, in their order.
  package var warnings: [String]
  /// Whether sessions are shown with their ids, which may be numbers of cards.
  package var showsIds: Bool

  package init(
    version: String, command: String, inputs: [Input] = [], settings: [Setting] = [],
    warnings: [String] = [], showsIds: Bool = false
  ) {
    self.version = version
    self.command = command
    self.inputs = inputs
    self.settings = settings
    self.warnings = warnings
    self.showsIds = showsIds
  }
}

/// A run as a report shows it.
package struct ReportedRun: Sendable {
  /// The station at the start of the run.
  package var station: StationConfig
  /// The name of the policy.
  package var policy: String
  /// The unit in which power is shared.
  package var step: Power
  /// The rule that says when a new allocation takes effect.
  package var reallocation: Reallocation
  /// The way in which times are stated.
  package var clock: OutputClock
  /// The time of its first tick.
  package var start: Instant
  /// The time at which it ends.
  package var end: Instant
  /// The figures.
  package var summary: Summary
  /// The values of the charts.
  package var data: ReportData

  package init(
    station: StationConfig, policy: String, step: Power, reallocation: Reallocation,
    clock: OutputClock, start: Instant, end: Instant, summary: Summary, data: ReportData
  ) {
    self.station = station
    self.policy = policy
    self.step = step
    self.reallocation = reallocation
    self.clock = clock
    self.start = start
    self.end = end
    self.summary = summary
    self.data = data
  }
}
