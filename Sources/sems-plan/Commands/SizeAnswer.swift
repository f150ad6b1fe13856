import PowerShare

/// The answer of a search on one axis, or on several.
enum SizeAnswer {
  case one(Sizing)
  case best(BestScenarios)

  /// Creates the answer.
  ///
  /// - Parameters:
  ///   - runs: All runs.
  ///   - axis: The axis of a search on one axis; nil if a figure decides.
  ///   - axes: All axes but the seed.
  init(_ runs: SizingRuns, _ axis: ScenarioAxis?, axes: [ScenarioAxis]) {
    if let axis {
      self = .one(Sizing(axis, runs))
    } else if let goal = runs.rules.goal {
      self = .best(BestScenarios(axes, goal, runs))
    } else {
      preconditionFailure("a search without an axis and without a goal")
    }
  }

  /// Returns the answer as bytes.
  ///
  /// - Parameter bound: The bound of the answer; nil where it was not asked for.
  func bytes(_ format: RowFormat, hasSeeds: Bool, bound: AnswerBound?) -> [UInt8] {
    switch self {
    case .one(let sizing): SizingWriter.bytes(sizing, format, hasSeeds: hasSeeds, bound: bound)
    case .best(let best):
      BestScenariosWriter.bytes(best, format, hasSeeds: hasSeeds, bound: bound)
    }
  }

  /// The statement that there is no answer; nil if there is one.
  private var failure: String? {
    switch self {
    case .one(let sizing): sizing.answer == nil ? sizing.failure : nil
    case .best(let best): best.best.isEmpty ? best.failure : nil
    }
  }

  private func shortfall(hasSeeds: Bool) -> [String] {
    switch self {
    case .one(let sizing): sizing.shortfall(hasSeeds: hasSeeds)
    case .best(let best): best.shortfall(hasSeeds: hasSeeds)
    }
  }

  /// The results of the answer, or those that say what is missing.
  private var point: SizingPoint? {
    switch self {
    case .one(let sizing):
      sizing.answer.map { sizing.points[$0] }
        ?? (sizing.findsLargest ? sizing.points.first : sizing.points.last)
    case .best(let best): best.best.first
    }
  }

  // MARK: Report

  /// The index of the answer among all points; nil if there is none.
  var place: Int? {
    switch self {
    case .one(let sizing): sizing.answer
    case .best(let best):
      best.best.first.flatMap { first in
        best.points.firstIndex { $0.scenario == first.scenario }
      }
    }
  }

  /// The search, as a report shows it.
  var search: SizingReport.Search {
    switch self {
    case .one(let sizing): .axis(sizing)
    case .best(let best): .best(best)
    }
  }

  // MARK: Standard error

  /// Reports what standard output does not say.
  ///
  /// - Parameters:
  ///   - runs: The number of runs in words.
  ///   - skipped: The greatest number of events that a run left out.
  /// - Throws: ``Failure/expectationNotMet`` where there is no answer.
  func report(
    _ runs: String, skipped: Int, hasSeeds: Bool, _ reporter: Reporter
  ) throws(Failure) {
    if case .one(let sizing) = self { Self.warnOfTurns(sizing, reporter) }
    let skippedText = skipped.counted("event") + " skipped"
    let empty = Self.empty(point)
    if let failure {
      if skipped > 0 { reporter.note(skippedText) }
      var sentences = (shortfall(hasSeeds: hasSeeds) + [empty].compactMap { $0 })
        .map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
      if case .best(let best) = self, best.meeting > 0 {
        sentences += [ReportSettings.need(of: best.goal.path)].compactMap { $0 }
      }
      reporter.report(
        code: "no-size", message: failure,
        hint: sentences.isEmpty ? nil : sentences.joined(separator: " "))
      throw .expectationNotMet
    }
    if let empty { reporter.note("note: \(empty)") }
    reporter.note(skipped > 0 ? "\(runs), \(skippedText)" : runs)
  }

  /// Warns of values that are against the trend.
  private static func warnOfTurns(_ sizing: Sizing, _ reporter: Reporter) {
    let axis = sizing.axis
    let (better, what) = sizing.findsLargest ? ("worse", "meet") : ("better", "do not meet")
    let unsteady = sizing.unsteadyFigures
    if !sizing.exceptions.isEmpty {
      reporter.warn(
        code: "not-monotone",
        message: "larger \(axis.plural) \(what) every requirement: "
          + axis.text(of: sizing.exceptions, most: 8),
        hint: "Not every figure gets \(better) with the \(axis.shortNoun); the curve shows which.")
    } else if !unsteady.isEmpty {
      reporter.warn(
        code: "not-monotone",
        message: "over the range of \(axis.shortPlural), figures both rise and fall: "
          + unsteady.map { Suggestion.printable($0) }.joined(separator: ", "),
        hint: axis == .chargers
          ? "More chargers are not always better; the curve shows where."
          : "A \(axis.shortNoun) between two others may be worse than both; try a smaller step.")
    }
  }

  /// Returns the number of timelines without data, as text; nil if none, or for one timeline.
  private static func empty(_ point: SizingPoint?) -> String? {
    guard let point, point.unmeasured > 0, point.timelines > 1 else { return nil }
    return "\(point.unmeasured) of \(point.timelines) timelines have no data for a requirement, "
      + "which counts as not met"
  }
}
