import PowerShare

/// The checked options of `compare`.
struct CompareSettings {
  /// The files or replays that are compared.
  enum Source {
    /// Two files.
    case files(String, String)
    /// Two replays, each with the name that tells it from the other one.
    case replays((name: String, ReplaySettings), (name: String, ReplaySettings))
  }

  let source: Source
  /// Whether the sessions of two replays are compared, instead of their summaries.
  let comparesSessions: Bool
  let limits: [WorseThan]
  /// Whether to list what is equal.
  let listsAll: Bool
  let format: RowFormat
  let output: String?

  private enum Level: String {
    case summary, session
  }

  init(_ arguments: ParsedArguments, _ streams: Streams) throws(Failure) {
    source = try Self.source(arguments, streams)
    comparesSessions = try arguments.choice(.comparePer, default: Level.summary) == .session
    limits = try Self.limits(arguments)
    listsAll = arguments.has(.compareAll)
    format = try arguments.rowFormat(.compareFormat)
    output = arguments.output
  }

  // MARK: What is compared

  private static func source(
    _ arguments: ParsedArguments, _ streams: Streams
  ) throws(Failure) -> Source {
    let files = arguments.operands
    guard !files.isEmpty else { return try replays(arguments, streams) }
    let options =
      [Option.compareConfig, .compareTimeline, .comparePolicy, .comparePer]
      + ReplaySettings.definitions
    if let given = arguments.given.first(where: { given in
      options.contains { $0.name == given.name }
    }) {
      throw .usage(
        message: "\(given.spelling) is for replays, and two files are compared",
        hint: "Leave out the files to replay a timeline, or the option to compare them.")
    }
    guard files.count == 2 else {
      throw .usage(
        message: "compare needs two files, not \(files.count)",
        hint: "Type sems-plan compare before.json after.json, for example.")
    }
    if files == ["-", "-"] {
      throw .usage(message: "only one of the files can be standard input")
    }
    return .files(files[0], files[1])
  }

  private static func replays(
    _ arguments: ParsedArguments, _ streams: Streams
  ) throws(Failure) -> Source {
    guard arguments[.compareTimeline] != nil else {
      throw .usage(
        message: "compare needs two files, or a timeline to replay twice",
        hint: "Type sems-plan compare before.json after.json, or add --timeline FILE with two "
          + "--config or two policies.")
    }
    let configs = arguments.all(.compareConfig)
    let policies = try arguments.policies() ?? []
    guard configs.count <= 2, policies.count <= 2 else {
      throw .usage(
        message:
          "compare replays a timeline twice, not \(max(configs.count, policies.count)) times",
        hint: "\"sems-plan sweep\" compares more stations and policies.")
    }
    if configs.count == 2, policies.count == 2 {
      throw .usage(
        message: "compare takes two configs or two policies, not both",
        hint: "With two changes at once it would be unknown which one made the difference.")
    }
    guard configs.count == 2 || policies.count == 2 else {
      throw .usage(
        message: "compare needs two configs or two policies",
        hint: "Add another --config FILE, or --policy fair,max-min, for example.")
    }
    func settings(_ side: Int) throws(Failure) -> (name: String, ReplaySettings) {
      let policy = policies.isEmpty ? .fair : policies[min(side, policies.count - 1)]
      var arguments = arguments
      if configs.count == 2 { arguments = arguments.with(.config, configs[side]) }
      return (
        configs.count == 2 ? configs[side] : policy.rawValue,
        try ReplaySettings(arguments, streams, policy: policy)
      )
    }
    let sides = (try settings(0), try settings(1))
    try refusePipes(arguments, streams)
    return .replays(sides.0, sides.1)
  }

  /// Refuses inputs that cannot be read twice.
  private static func refusePipes(
    _ arguments: ParsedArguments, _ streams: Streams
  ) throws(Failure) {
    var inputs = [arguments[.compareTimeline]].compactMap(\.self)
    if arguments.all(.compareConfig).count < 2 { inputs += arguments.all(.compareConfig) }
    for option in SiteFiles.options {
      inputs += arguments.all(option).map { SiteFiles.parts(of: $0).path }
    }
    for input in inputs where streams.files.file(at: input) == nil || input == "-" {
      // A file that does not exist is another problem.
      if input != "-" { _ = try streams.open(input) }
      throw .usage(
        message: "compare reads \"\(Suggestion.printable(input))\" twice, and it can be read once",
        hint: "Write it to a file first.")
    }
  }

  // MARK: Limits

  private static func limits(_ arguments: ParsedArguments) throws(Failure) -> [WorseThan] {
    var limits: [WorseThan] = []
    for text in arguments.all(.worseThan) {
      do throws(WorseThan.Problem) {
        limits.append(try WorseThan(text))
      } catch {
        let reason =
          switch error {
          case .notANumber(let number):
            "\"\(Suggestion.printable(number))\" is not a number with at most six decimals"
          case .negative: "the number is below 0"
          case .unknownUnit(let unit): "the unit \"\(Suggestion.printable(unit))\" is unknown"
          }
        throw .usage(
          message: "the option --worse-than cannot be \"\(Suggestion.printable(text))\": \(reason)",
          hint: "Write a number with its unit: \(WorseThan.forms).")
      }
    }
    return limits
  }
}
