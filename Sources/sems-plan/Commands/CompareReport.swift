import PowerShare

/// Reports what `compare` finds besides its result.
extension Reporter {
  /// Warns of figures without a definition, which cannot be judged.
  func warnOfUnknown(_ changes: [FigureChange]) {
    let unknown = changes.filter { $0.definition == nil }
    guard let first = unknown.first else { return }
    let name = Suggestion.printable(first.name.text)
    warn(
      code: "unknown-figure",
      message: unknown.count == 1
        ? "the figure \(name) is unknown to this version, and is not judged"
        : "\(unknown.count) figures are unknown to this version, and are not judged: the first is "
          + name,
      hint: "Another version of sems-plan may have written the file; compare with that one.")
  }

  /// Warns of sessions that only one side has, and of those that a side repeats.
  func warn(of changes: SessionChanges) {
    let totals = changes.totals
    if totals.onlyBefore + totals.onlyAfter > 0 {
      warn(
        code: "one-side-only",
        message: Self.oneSided("sessions", totals.onlyBefore, totals.onlyAfter),
        hint: "Sessions are joined by id and arrival; compare runs of one timeline.")
    }
    if let repeated = changes.repeated {
      let (id, time) = changes.sessions[repeated.first].arrival
      warn(
        code: "repeated-row",
        message: "session \(id.quoted) arrives at \(time.text) more than once"
          + (repeated.count > 1 ? " (\(repeated.count) rows repeat another one)" : ""),
        hint: "Rows of one id and arrival are joined in the order of the files.")
    }
  }

  /// Warns of days that only one side has, of those that a side repeats, and of unknown figures.
  func warn(of changes: DayChanges) {
    let before = changes.days.count { !$0.isAfter }
    let after = changes.days.count { !$0.isBefore }
    if before + after > 0 {
      warn(
        code: "one-side-only",
        message: Self.oneSided("days", before, after),
        hint: "Days are joined by date; compare runs of one timeline.")
    }
    if let repeated = changes.repeated {
      warn(
        code: "repeated-row",
        message: "the date \(Suggestion.printable(repeated.shown)) has more than one row",
        hint: "Rows of one date are joined in the order of the files.")
    }
    var names: Set<Identifier> = []
    warnOfUnknown(
      changes.days.flatMap(\.figures.changes).filter { change in
        !DayFigures.texts.contains(change.name.text) && names.insert(change.name).inserted
      })
  }

  /// Returns a sentence on what only one side has.
  private static func oneSided(_ nouns: String, _ before: Int, _ after: Int) -> String {
    let parts = [(before, "before"), (after, "after")].filter { $0.0 > 0 }
    return "\(nouns) on one side only are not judged: "
      + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// Reports what is worse by more than limits allow, and warns of limits that judge nothing.
  func report(_ regressions: Regressions, _ limits: [WorseThan]) {
    for limit in regressions.unused {
      warn(
        code: "unused-limit",
        message: "--worse-than \(Suggestion.printable(limit.text)) judges nothing: no figure that "
          + "can be worse has its unit",
        hint: "The forms are \(WorseThan.forms).")
    }
    if let unjudged = regressions.unjudged {
      let name = Suggestion.printable(unjudged.first.text)
      warn(
        code: "no-verdict",
        message: unjudged.count == 1
          ? "\(name) has no number on one side, and is not judged"
          : "\(unjudged.count) figures have no number on one side, and are not judged: the first "
            + "is \(name)",
        hint: "There was nothing to measure, or one side lacks the loads, the battery or the limit."
      )
    }
    for regression in regressions.list {
      report(code: "worse", message: regression.message, hint: nil)
    }
    if regressions.count > regressions.list.count {
      report(
        code: "worse",
        message: "\(regressions.count - regressions.list.count) more are worse", hint: nil)
    }
  }
}

extension Regression {
  /// The sentence on the figure: how much worse it is, and the limit that this exceeds.
  fileprivate var message: String {
    let limit = Suggestion.printable(limit.text)
    if subject == .sessions {
      return "the number of sessions that are worse is \(after), more than \(limit)"
    }
    let values = "\(shown(before)) before, \(shown(after)) after"
    guard let amount else { return "\(name) is worse, more than \(limit): \(values)" }
    return "\(name) is worse by \(amount.text)\(unit), more than \(limit): \(values)"
  }

  private func shown(_ value: String) -> String { Suggestion.printable(value) }

  private var name: String {
    switch subject {
    case .figure(let name): shown(name.text)
    case .day(let date, let name): "\(shown(name.text)) of \(shown(date.shown))"
    case .session(let id, let time, let column):
      "\(column) of session \(id.quoted), arrival \(time.text),"
    case .sessions: "sessions"
    }
  }
}
