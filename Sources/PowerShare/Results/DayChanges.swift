/// The figures of local days before and after a change.
package struct DayChanges: Sendable {
  /// A day and its figures.
  package struct Day: Sendable {
    /// Its date; a number where the timeline counts seconds.
    package let date: FigureValue
    /// Its figures; those of a side that lacks the day have no value there.
    package let figures: FigureChanges
    /// Whether the side before has the day.
    package let isBefore: Bool
    /// Whether the side after has the day.
    package let isAfter: Bool
  }

  /// The days of one side.
  package typealias Side = [(date: FigureValue, figures: [NamedValue])]

  /// The days of both sides, by date.
  package let days: [Day]
  /// The first date that one side has twice; nil where there is none.
  package let repeated: FigureValue?

  /// Joins days by their dates; days of one date in the order of their sides.
  ///
  /// - Complexity: O(n log n) for n days.
  package init(before: Side, after: Side) {
    let old = Self.sorted(before)
    let new = Self.sorted(after)
    var days: [Day] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      var day = (before: Side.Element?.none, after: Side.Element?.none)
      let isOld =
        left < old.count
        && (right == new.count || !Self.isEarlier(new[right].date, old[left].date))
      let isNew =
        right < new.count
        && (left == old.count || !Self.isEarlier(old[left].date, new[right].date))
      if isOld {
        day.before = old[left]
        left += 1
      }
      if isNew {
        day.after = new[right]
        right += 1
      }
      guard let date = day.before?.date ?? day.after?.date else { break }
      days.append(
        Day(
          date: date,
          figures: FigureChanges(
            before: day.before?.figures ?? [], after: day.after?.figures ?? [],
            define: { DayFigures.definition($0.text) }),
          isBefore: isOld, isAfter: isNew))
    }
    self.days = days
    repeated = Self.repeated(old) ?? Self.repeated(new)
  }

  /// The numbers of figures on all days.
  package var counts: FigureChanges.Counts {
    days.reduce(into: FigureChanges.Counts()) { $0.add($1.figures) }
  }

  private static func sorted(_ days: Side) -> Side {
    days.indices.sorted { left, right in
      if isEarlier(days[left].date, days[right].date) { return true }
      return !isEarlier(days[right].date, days[left].date) && left < right
    }.map { days[$0] }
  }

  private static func repeated(_ days: Side) -> FigureValue? {
    zip(days, days.dropFirst()).first { $0.date == $1.date }?.0.date
  }

  /// Returns true if the left date is earlier: seconds by number, dates by length and text, and
  /// seconds before dates.
  private static func isEarlier(_ left: FigureValue, _ right: FigureValue) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left < right
    case (.text(let left), .text(let right)):
      left.count != right.count
        ? left.count < right.count : left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.number, .text): true
    default: false
    }
  }
}

extension DayFigures {
  /// The definitions of the figures of a day, which are the columns of its row but for the date and
  /// texts.
  static let definitions: [FigureDefinition] = [
    FigureDefinition("started", .count, "Sessions that arrived."),
    FigureDefinition("served", .count, better: .higher, "Sessions that got all they requested."),
    FigureDefinition("unserved", .count, better: .lower, "Sessions that left with less."),
    FigureDefinition("abandoned", .count, better: .lower, "Sessions that gave up waiting."),
    FigureDefinition(
      "servedShare", .share, better: .higher, isNullable: true, maximum: 1,
      "Delivered energy as a share of the requested energy."),
    FigureDefinition("requested", .kilowattHours, "Energy that the sessions requested."),
    FigureDefinition(
      "delivered", .kilowattHours, better: .higher, "Requested energy that was delivered."),
    FigureDefinition(
      "unservedEnergy", .kilowattHours, better: .lower,
      "Requested energy that was not delivered."),
    FigureDefinition("peak", .kilowatts, better: .lower, "Highest import at a moment."),
    FigureDefinition(
      "peak15min", .kilowatts, better: .lower, isNullable: true,
      "Highest mean import over a quarter of an hour."),
    FigureDefinition(
      "waitP95", .minutes, better: .lower, isNullable: true, "95th percentile of the waits."),
    FigureDefinition(
      "energyCost", .money, better: .lower, isNullable: true, "Cost of the imported energy."),
    FigureDefinition("feedIn", .money, isNullable: true, "Pay for the exported energy, negative."),
    FigureDefinition(
      "value", .money, better: .higher, isNullable: true,
      "Value of the energy that vehicles drew."),
  ]

  /// Returns the definition of a column, or nil for one without a number.
  package static func definition(_ name: String) -> FigureDefinition? {
    definitions.first { $0.path == name }
  }

  /// The columns whose values are texts.
  package static let texts = ["lostMostTo"]
}
