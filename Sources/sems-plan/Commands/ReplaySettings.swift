import PowerShare

/// The checked options of a replay.
struct ReplaySettings {
  /// The station's file; nil if the timeline begins with a config.
  let config: String?
  /// The timeline's file; nil only for `validate`.
  let timeline: String?
  /// The profiles of loads, generation and limits.
  let site: SiteFiles
  /// The files of the tariff.
  let tariff: TariffFiles
  let policy: PolicyChoice
  let options: ReplayOptions
  let sorts: Bool
  let skipsBadEvents: Bool
  let isStrict: Bool
  /// The zone of times, intervals and quarters of an hour; nil for the timeline's own offset.
  let zone: LocalClock?
  var until: TimeArgument?
  /// Whether the bound of the energy is measured.
  var hasBound: Bool

  /// The options of a replay.
  static let definitions: [Option] = [
    .config, .timeline, .load, .generation, .limit, .policy, .step, .reallocation, .reportEvery,
    .replan, .onBusy, .resultTimeZone, .until, .sort, .onError, .strict,
  ]

  private enum OnError: String {
    case stop, skip
  }

  private enum OnBusy: String {
    case error, wait
  }

  /// Returns the value of an option that takes a duration, or nil if it is not given.
  static func duration(
    _ option: Option, _ arguments: ParsedArguments
  ) throws(Failure) -> TimeSpan? {
    guard let text = arguments[option] else { return nil }
    guard let span = TimeSpan(text) else {
      // A minute is m, not min, and h is an hour in full.
      let unit = text.drop { "0123456789".contains($0) }.drop { $0 == " " }
      let digits = text.prefix { "0123456789".contains($0) }
      let isWord = ["s", "m", "h", "d"].first { letter in
        digits.count > 0 && unit.lowercased().hasPrefix(letter) && unit.allSatisfy(\.isLetter)
      }
      let guess = isWord.map { "\(digits)\($0)" }.flatMap { TimeSpan($0) == nil ? nil : $0 }
      throw .usage(
        message: "the option --\(option.name) cannot be \"\(Suggestion.printable(text))\"",
        hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
          + "It needs a duration such as 90s, 15m, 1h or 1h30m.")
    }
    return span
  }

  /// Checks the options.
  ///
  /// - Parameter policy: The policy of a command that reads `--policy` itself; nil reads it here.
  init(
    _ arguments: ParsedArguments, _ streams: Streams, policy: PolicyChoice? = nil
  ) throws(Failure) {
    config = arguments[.config]
    timeline = arguments[.timeline]
    site = try SiteFiles(arguments)
    tariff = try TariffFiles(arguments)
    var options = ReplayOptions()
    if let text = arguments[.step] {
      guard let step = Power(kilowatts: text), step > .zero else {
        throw .badNumber(text, for: .step, needs: "a power in kW, from 0.001 to 1000000")
      }
      options.step = step
    }
    if let policy {
      self.policy = policy
    } else {
      if let text = arguments[.policy], text.utf8.contains(UInt8(ascii: ",")) {
        throw .usage(
          message: "the option --policy cannot be \"\(Suggestion.printable(text))\"",
          hint: "It takes one policy; \"sems-plan sweep\" runs several side by side.")
      }
      self.policy = try arguments.choice(.policy, default: .fair)
    }
    options.waitsForNamedConnector = try arguments.choice(.onBusy, default: OnBusy.error) == .wait
    if let replan = try Self.duration(.replan, arguments) { options.replan = replan }
    options.reportInterval = try Self.duration(.reportEvery, arguments)
    options.reallocation = try arguments.choice(.reallocation, default: .immediate)
    self.options = options
    sorts = arguments.has(.sort)
    skipsBadEvents = try arguments.choice(.onError, default: OnError.stop) == .skip
    isStrict = arguments.has(.strict)
    until = try TimeArgument(.until, arguments)
    hasBound = arguments.has(.bound)
    if let text = arguments[.resultTimeZone] {
      zone = try SiteClock.read(text, streams)
    } else {
      zone = nil
    }
  }

  /// Refuses options that do not go with the way in which the timeline states times.
  func check(against scale: TimeScale) throws(Failure) {
    try until?.check(against: scale)
    if zone != nil, scale == .seconds {
      throw .usage(
        message: "--tz is for date-times, but the timeline counts seconds",
        hint: "Leave out --tz, or write the timeline's times as 2026-03-02T08:15:00+01:00.")
    }
  }

  /// Refuses a command line without a timeline.
  func requireTimeline(for command: String) throws(Failure) {
    guard timeline == nil else { return }
    throw .usage(
      message: "\(command) needs a timeline", hint: "Add --timeline FILE; - is standard input.")
  }
}

/// A time on the command line, which must be of the same kind as the timeline's times.
struct TimeArgument {
  let option: Option
  private(set) var time: Instant
  private let scale: TimeScale

  /// Reads the value of an option; nil if it is not given.
  init?(_ option: Option, _ arguments: ParsedArguments) throws(Failure) {
    guard let text = arguments[option] else { return nil }
    guard let (time, scale) = TimeScale.read(text) else {
      throw .badValue(
        text, for: option,
        needs: "a date-time such as 2026-03-02T08:15:00+01:00, or a number of seconds")
    }
    self.option = option
    self.time = time
    self.scale = scale
  }

  /// The time one millisecond later, the next that a timeline can state.
  var following: TimeArgument {
    var following = self
    following.time = time + TimeSpan(milliseconds: 1)
    return following
  }

  /// Refuses a date-time for a timeline in seconds, and the reverse.
  func check(against timeline: TimeScale) throws(Failure) {
    guard !scale.isSameKind(as: timeline) else { return }
    throw .usage(
      message: timeline == .seconds
        ? "--\(option.name) is a date-time, but the timeline counts seconds"
        : "--\(option.name) is a number of seconds, but the timeline states date-times")
  }
}
