/// A figure or a session that is worse by more than a limit allows.
package struct Regression: Equatable, Sendable {
  /// What is worse.
  package enum Subject: Equatable, Sendable {
    /// A figure of the summary.
    case figure(Identifier)
    /// A figure of a day.
    case day(FigureValue, Identifier)
    /// A session; the text is the name of a column.
    case session(Identifier, StatedTime, String)
    /// The number of sessions that are worse.
    case sessions
  }

  package let subject: Subject
  /// How much worse it is; nil for a vehicle that is not done any more.
  package let amount: ExactDecimal?
  /// The unit behind numbers, with a space before it; empty for numbers without one.
  package let unit: String
  /// The value before, as it is shown; empty for a number of sessions.
  package let before: String
  /// The value after, as it is shown.
  package let after: String
  /// The limit.
  package let limit: WorseThan

  /// The most that are kept in a list.
  package static let mostListed = 100
}

/// What is worse by more than limits allow, and which limits are for nothing that was compared.
package struct Regressions: Equatable, Sendable {
  /// What is worse, in the order of the comparison; the first ones of a long list.
  package private(set) var list: [Regression] = []
  /// The number of all that is worse.
  package private(set) var count = 0
  /// The limits that are for no figure with a better direction.
  package let unused: [WorseThan]
  /// The first figure with a better direction and a limit that has no number on one of the sides,
  /// and the number of such figures; nil where there is none.
  package private(set) var unjudged: (first: Identifier, count: Int)?

  /// True if what is listed is equal, the counts follow from it.
  package static func == (left: Regressions, right: Regressions) -> Bool {
    left.list == right.list && left.count == right.count && left.unused == right.unused
  }

  /// Judges the figures of summaries.
  package init(_ changes: FigureChanges, _ limits: [WorseThan]) {
    unused = Self.unused(limits, changes.changes)
    for change in changes.changes { judge(change, .figure(change.name), limits) }
  }

  /// Judges the figures of days.
  package init(_ days: DayChanges, _ limits: [WorseThan]) {
    unused = Self.unused(limits, days.days.flatMap(\.figures.changes))
    for day in days.days where day.isBefore && day.isAfter {
      for change in day.figures.changes {
        judge(change, .day(day.date, change.name), limits)
      }
    }
  }

  /// Judges sessions: their energy and their wait by limits in kWh, in minutes and in percent, the
  /// time at which they were done by limits in minutes, and the number of those that are worse by
  /// limits on sessions.
  package init(_ changes: SessionChanges, _ limits: [WorseThan]) {
    unused = limits.filter { limit in
      switch limit.scale {
      case .kilowattHours, .minutes, .percent, .sessions: false
      case .kilowatts, .number, .money: true
      }
    }
    for change in changes.sessions { judge(change, limits) }
    let worse = ExactDecimal(thousandths: Int128(changes.totals.worse) * 1_000)
    for limit in limits where limit.scale == .sessions && worse > limit.limit {
      add(
        Regression(
          subject: .sessions, amount: worse, unit: "", before: "", after: worse.text,
          limit: limit))
    }
  }

  private static func unused(_ limits: [WorseThan], _ changes: [FigureChange]) -> [WorseThan] {
    limits.filter { limit in
      !changes.contains { change in
        change.definition.map { $0.better != nil && limit.holds(for: $0.unit) } ?? false
      }
    }
  }

  private mutating func add(_ regression: Regression) {
    count += 1
    if list.count < Regression.mostListed { list.append(regression) }
  }

  private mutating func judge(
    _ change: FigureChange, _ subject: Regression.Subject, _ limits: [WorseThan]
  ) {
    guard let definition = change.definition, definition.better != nil,
      limits.contains(where: { $0.holds(for: definition.unit) }), !change.isEqual
    else { return }
    guard let worsening = change.worsening, let before = change.before, let after = change.after,
      let number = before.number
    else {
      unjudged = (unjudged?.first ?? change.name, (unjudged?.count ?? 0) + 1)
      return
    }
    let limit = limits.first {
      $0.holds(for: definition.unit) && $0.isExceeded(by: worsening, before: number)
    }
    guard let limit else { return }
    add(
      Regression(
        subject: subject, amount: worsening, unit: definition.unit.suffixInText,
        before: before.shown, after: after.shown, limit: limit))
  }

  private mutating func judge(_ change: SessionChange, _ limits: [WorseThan]) {
    guard let before = change.before, let after = change.after else { return }
    let (id, time) = change.arrival
    func judge(
      _ column: String, _ unit: FigureDefinition.Unit, _ old: ExactDecimal, _ new: ExactDecimal,
      by worsening: ExactDecimal
    ) -> Regression? {
      limits.first { $0.holds(for: unit) && $0.isExceeded(by: worsening, before: old) }.map {
        Regression(
          subject: .session(id, time, column), amount: worsening, unit: unit.suffixInText,
          before: old.text, after: new.text, limit: $0)
      }
    }
    let energy = judge(
      "deliveredEnergy", .kilowattHours, before.delivered, after.delivered,
      by: before.delivered - after.delivered)
    if let energy { add(energy) }
    let wait = judge(
      "waitMinutes", .minutes, before.wait, after.wait, by: after.wait - before.wait)
    if let wait { add(wait) }
    guard let old = before.done else { return }
    let delay = after.done.map { $0.time.milliseconds - old.time.milliseconds }
    let limit = limits.first {
      $0.scale == .minutes && (delay.map($0.isExceeded(byMilliseconds:)) ?? true)
    }
    guard let limit else { return }
    add(
      Regression(
        subject: .session(id, time, "doneTime"), amount: delay.map(Self.minutes), unit: " min",
        before: old.text, after: after.done?.text ?? "never", limit: limit))
  }

  /// Returns a positive delay in minutes, rounded to millionths.
  private static func minutes(_ milliseconds: Int) -> ExactDecimal {
    ExactDecimal(
      millionths: divideRoundingToEven(Int128(milliseconds) * 1_000_000, by: 60_000 as Int128))
  }
}
