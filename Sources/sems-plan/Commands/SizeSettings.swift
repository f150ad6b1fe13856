import PowerShare

/// The options of `size` that say what is asked, apart from the runs that answer it.
struct SizeSettings {
  let rules: SizingRules
  let format: RowFormat
  let output: String?
  /// The files of a sweep from which the answer is taken; empty to run scenarios.
  let sweeps: [String]

  /// The options that judge runs, and go with a sweep, too.
  static let definitions: [Option] = [
    .require, .requireFile, .seedShare, .sure, .minimise, .maximise, .fromSweep, .sizeFormat,
    .output, .delimiter,
  ]

  /// Checks the options.
  ///
  /// - Parameter isOnUpdate: Whether the replay is in `on-update` mode, which has more figures.
  init(
    _ arguments: ParsedArguments, isOnUpdate: Bool, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    let goal = try Self.goal(arguments, isOnUpdate: isOnUpdate)
    let requirements = try ReportSettings.requirements(
      arguments, isOnUpdate: isOnUpdate, streams, reporter)
    guard !requirements.isEmpty else {
      throw .usage(
        message: "size needs a requirement",
        hint: "Add --require RULE, such as --require 'servedShare>=0.95'."
          + (goal == nil
            ? "" : " Without one, the combination that serves nobody may be the best."))
    }
    let share = try Self.seedShare(arguments)
    let confidence = try Self.confidence(arguments)
    if let confidence, WilsonBound.sampleSize(for: share, confidence) == nil {
      throw .usage(
        message: "no number of seeds makes a share of 1 sure",
        hint: "Add --seed-share 0.95, for example.")
    }
    rules = SizingRules(requirements, seedShare: share, confidence: confidence, goal: goal)
    output = arguments.output
    format = try arguments.rowFormat(.sizeFormat)
    sweeps = arguments.all(.fromSweep)
  }

  /// The option that names the figure to be minimised or maximised; nil if there is none.
  static func goalOption(_ arguments: ParsedArguments) throws(Failure) -> Option? {
    if arguments[.minimise] != nil, arguments[.maximise] != nil {
      throw .usage(
        message: "--minimise and --maximise exclude each other", hint: "Leave out one of the two.")
    }
    return [Option.minimise, .maximise].first { arguments[$0] != nil }
  }

  private static func goal(
    _ arguments: ParsedArguments, isOnUpdate: Bool
  ) throws(Failure) -> SizingRules.Goal? {
    guard let option = try goalOption(arguments), let path = arguments[option] else { return nil }
    if ReportSettings.isCost(path), arguments[.tariff] == nil, arguments[.fromSweep] == nil {
      throw .usage(
        message: "--\(option.name) names a cost, and there is no tariff",
        hint: "Add --tariff FILE.")
    }
    if ReportSettings.isOfBound(path), !arguments.has(.bound), arguments[.fromSweep] == nil {
      throw .usage(
        message: "--\(option.name) names a figure of the bound, which is not measured",
        hint: "Add --bound.")
    }
    do throws(SizingRules.Goal.Problem) {
      return try SizingRules.Goal(
        path, isHighest: option == .maximise, isOnUpdate: isOnUpdate)
    } catch {
      switch error {
      case .unknownPath(let suggestions):
        let names = suggestions.map { "\"\($0)\"" }.joined(separator: " or ")
        throw .usage(
          message: "--\(option.name) names no figure of the summary: "
            + Suggestion.printable(path),
          hint: (names.isEmpty ? "" : "did you mean \(names)? ")
            + "\"sems-plan help figures\" lists all figures.")
      case .notNumeric:
        throw .usage(
          message: "--\(option.name) names a date: \(Suggestion.printable(path))",
          hint: "Name a figure of that day, such as worstDay.servedShare.")
      }
    }
  }

  private static func seedShare(_ arguments: ParsedArguments) throws(Failure) -> Int {
    guard let text = arguments[.seedShare] else { return 1_000 }
    guard let share = ExactNumber.thousandths(text, maximum: 1_000), share > 0 else {
      throw .badValue(
        text, for: .seedShare, needs: "a share from 0.001 to 1, with at most three decimals")
    }
    return share
  }

  private static func confidence(_ arguments: ParsedArguments) throws(Failure) -> Confidence? {
    guard let text = arguments[.sure] else { return nil }
    guard let confidence = Confidence.allCases.first(where: { "\($0.rawValue)%" == text }) else {
      throw .badChoice(text, for: .sure)
    }
    return confidence
  }

  /// Refuses a format that has no place for the bound of the answer.
  func checkShowsBound() throws(Failure) {
    switch format {
    case .table, .json: return
    case .csv, .ndjson:
      throw .usage(
        message: "--bound is for the answer, and CSV and NDJSON have only the values that were "
          + "tried",
        hint: "Use -f table or -f json, or require a figure such as bound.share.")
    }
  }

  // MARK: Seeds

  /// Refuses a share of timelines where there is one timeline, or where there are too few seeds for
  /// the confidence.
  ///
  /// - Parameter seeds: The number of seeds; nil if there is no axis of seeds.
  func checkSeeds(_ seeds: Int?, _ arguments: ParsedArguments) throws(Failure) {
    let given = [Option.seedShare, .sure].first { arguments[$0] != nil }
    guard let given else { return }
    guard let seeds else {
      if arguments[.timeline] != nil {
        throw .usage(
          message: "--\(given.name) is for generated timelines, and --timeline names a file",
          hint: "Leave out one of the two.")
      }
      throw .usage(
        message: "--\(given.name) needs more than one timeline",
        hint: sweeps.isEmpty ? "Add --seed 1:50." : "The rows of the sweep have no seeds.")
    }
    guard let confidence = rules.confidence,
      let needed = WilsonBound.sampleSize(for: rules.seedShare, confidence), seeds < needed
    else { return }
    throw .usage(
      message: "\(decimalText(thousandths: Int128(rules.seedShare))) with "
        + "\(confidence.rawValue) % needs \(needed) seeds or more, and there are \(seeds)",
      hint: sweeps.isEmpty ? "Add --seed 1:\(needed)." : "Sweep over more seeds.")
  }

  // MARK: Axes

  /// Returns the axis of a search on one axis.
  ///
  /// An axis with one value is a setting, if another one has several.
  ///
  /// - Parameter counts: The axes other than the seed, with the number of their values.
  static func axis(_ counts: [(axis: ScenarioAxis, count: Int)]) throws(Failure) -> ScenarioAxis {
    guard !counts.isEmpty else { throw noAxis }
    let varied = counts.filter { $0.count > 1 }
    let candidates = varied.isEmpty ? counts : varied
    guard candidates.count == 1 else {
      let names = candidates.map(\.axis.rawValue)
      throw .usage(
        message: "size varies one axis, and these are \(names.count): "
          + names.joined(separator: ", "),
        hint: "Add --minimise FIGURE or --maximise FIGURE to find the best combination.")
    }
    let axis = candidates[0].axis
    guard axis != .policy, axis != .site else {
      throw .usage(
        message: "size cannot vary the \(axis.noun) alone",
        hint: "Add --minimise FIGURE or --maximise FIGURE to find the best.")
    }
    return axis
  }

  /// The failure of a command line without an axis.
  static let noAxis = Failure.usage(
    message: "size needs an axis to vary",
    hint: "Add --grid-capacity 50:2000:10 or --chargers 4:12:2, for example.")
}
