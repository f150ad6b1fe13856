import PowerShare

/// What is to be written and checked besides the result: the summary, the sessions, requirements.
struct ReportSettings {
  let summary: String?
  let sessions: String?
  let requirements: [Requirement]
  /// Whether the run goes on where the reader of one output has gone, because it has other outputs
  /// or something to check.
  let outlivesReader: Bool

  init(
    _ arguments: ParsedArguments, _ replay: ReplaySettings, _ result: ResultSettings,
    _ streams: Streams
  ) throws(Failure) {
    summary = arguments[.summary]
    sessions = arguments[.sessions]
    requirements = try Self.requirements(arguments, replay, streams)
    let results = result.expected == nil ? [result.output ?? "-"] : []
    let places = Set(results + [summary, sessions].compactMap(\.self))
    outlivesReader = places.count > 1 || result.expected != nil || !requirements.isEmpty
  }

  /// Requirements alone.
  init(requirements: [Requirement]) {
    summary = nil
    sessions = nil
    self.requirements = requirements
    outlivesReader = !requirements.isEmpty
  }

  /// The requirements that a command line and the files it names state.
  static func requirements(
    _ arguments: ParsedArguments, _ replay: ReplaySettings, _ streams: Streams
  ) throws(Failure) -> [Requirement] {
    let isOnUpdate = replay.options.reallocation == .onUpdate
    var requirements: [Requirement] = []
    for rule in arguments.all(.require) {
      requirements.append(try Self.requirement(rule, isOnUpdate, place: nil))
    }
    for path in arguments.all(.requireFile) {
      requirements += try Self.requirements(in: path, isOnUpdate, streams)
    }
    return requirements
  }

  /// Whether any of it is made from the summary, or from what is recorded for it.
  var wantsSummary: Bool { summary != nil || sessions != nil || !requirements.isEmpty }

  private static func requirements(
    in path: String, _ isOnUpdate: Bool, _ streams: Streams
  ) throws(Failure) -> [Requirement] {
    var requirements: [Requirement] = []
    let lines = try streams.readAll(path).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let rule = line.prefix { $0 != UInt8(ascii: "#") }
      guard rule.contains(where: { $0 > 0x20 }) else { continue }
      let text = String(decoding: rule, as: UTF8.self)
      let place = "\(Suggestion.printable(path)):\(index + 1): "
      requirements.append(try requirement(text, isOnUpdate, place: place))
    }
    return requirements
  }

  private static func requirement(
    _ text: String, _ isOnUpdate: Bool, place: String?
  ) throws(Failure) -> Requirement {
    do throws(Requirement.Problem) {
      return try Requirement(text, isOnUpdate: isOnUpdate)
    } catch {
      let rule = "\(place ?? "")the requirement \"\(Suggestion.printable(text))\""
      switch error {
      case .noComparison:
        throw .usage(
          message: "\(rule) has no comparison",
          hint: "It looks like servedShare>=0.95; the comparisons are < <= > >= == !=.")
      case .notANumber(let number):
        throw .usage(message: "\(rule) needs a number, not \"\(Suggestion.printable(number))\"")
      case .wrongUnit(let unit):
        throw .usage(message: "\(rule) has a unit that the figure does not have: \(unit)")
      case .aboveOne(let number):
        throw .usage(
          message: "\(rule) is on a share, which is never above 1: "
            + Suggestion.printable(number),
          hint: "A share of 95 % is 0.95 or 95%.")
      case .unknownPath(let path, let suggestion):
        throw .usage(
          message: "\(rule) names no figure of the summary: \(Suggestion.printable(path))",
          hint: suggestion.map { "did you mean \"\($0)\"?" }
            ?? "The figures are those of the summary in JSON, such as energy.delivered.")
      }
    }
  }

  /// Refuses requirements on chargers that the station has never had.
  ///
  /// That is known only after the run, because a `config` event may add a charger.
  func checkChargers(_ summary: Summary) throws(Failure) {
    for requirement in requirements where summary.figure(requirement.path) == nil {
      let known = summary.chargers.flatMap { charger in
        charger.figures.map { "chargers.\(charger.chargerId.text).\($0.path)" }
      }
      let guess = Suggestion.nearest(
        to: requirement.path, among: known.prefix(Suggestion.candidateLimit))
      throw .usage(
        message: "the requirement \"\(Suggestion.printable(requirement.text))\" names a charger "
          + "that the station does not have",
        hint: guess.map { "did you mean \"\(Suggestion.printable($0))\"?" })
    }
  }

  /// Reports the requirements that a summary does not meet.
  func check(_ summary: Summary, _ reporter: Reporter) throws(Failure) {
    let unmet = requirements.filter { !$0.isMet(by: summary) }
    for requirement in unmet {
      let isMeasured = summary.figure(requirement.path)?.thousandths != nil
      let actual =
        isMeasured ? "it is \(summary.shown(requirement.path))" : "there was nothing to measure"
      reporter.report(
        code: "requirement-not-met",
        message: "\(Suggestion.printable(requirement.text)) is not met: \(actual)", hint: nil)
    }
    if !unmet.isEmpty { throw .expectationNotMet }
  }
}
