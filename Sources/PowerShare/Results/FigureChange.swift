/// A figure before and after a change.
package struct FigureChange: Equatable, Sendable {
  /// Its path, or the name of a column of days.
  package let name: Identifier
  /// Its definition; nil for a figure that this version does not know, and for a text.
  package let definition: FigureDefinition?
  /// The value before; nil where there is none of that name.
  package let before: FigureValue?
  /// The value after; nil where there is none of that name.
  package let after: FigureValue?

  package init(
    _ name: Identifier, _ definition: FigureDefinition?, before: FigureValue?, after: FigureValue?
  ) {
    self.name = name
    self.definition = definition
    self.before = before
    self.after = after
  }

  /// True if only names and values are equal.
  package static func == (left: FigureChange, right: FigureChange) -> Bool {
    left.name == right.name && left.before == right.before && left.after == right.after
  }

  /// Whether both values are equal; false where only one side has the figure.
  package var isEqual: Bool { before == after }

  /// Whether only one side has the figure.
  package var isOneSided: Bool { before == nil || after == nil }

  /// Both numbers; nil where one is missing, and for dates.
  private var numbers: (before: ExactDecimal, after: ExactDecimal)? {
    guard let before = before?.number, let after = after?.number,
      definition?.unit.isNumeric != false
    else { return nil }
    return (before, after)
  }

  /// The number after less the number before; nil where they are not both numbers.
  package var change: ExactDecimal? { numbers.map { $0.after - $0.before } }

  /// The change in percent of the magnitude before, with one decimal, ties to even; nil where that
  /// is 0, and where there is no change to state.
  package var percent: ExactDecimal? {
    numbers.flatMap { ($0.after - $0.before).percent(of: $0.before) }
  }

  /// How much worse the figure is; negative where it is better, nil where neither direction is.
  package var worsening: ExactDecimal? {
    guard let change, let better = definition?.better else { return nil }
    switch better {
    case .higher: return .zero - change
    case .lower: return change
    }
  }

  /// A judgement of a change.
  package enum Verdict: String, Sendable { case better, worse, same }

  /// The judgement; nil where the figure has no better direction or a side has no number.
  package var verdict: Verdict? {
    worsening.map { $0 == .zero ? .same : $0 > .zero ? .worse : .better }
  }
}

/// The changes of a list of figures.
package struct FigureChanges: Equatable, Sendable {
  /// The figures of both sides: those before in their order, each followed by those that only come
  /// behind it after the change.
  package let changes: [FigureChange]

  /// Joins figures by their names.
  ///
  /// - Parameter define: Returns the definition of a figure, or nil.
  /// - Precondition: No name occurs twice on one side.
  /// - Complexity: O(number of figures).
  package init(
    before: [NamedValue], after: [NamedValue], define: (Identifier) -> FigureDefinition?
  ) {
    let old = Dictionary(
      before.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let new = Dictionary(after.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let names = Self.merged(before.map(\.name), after.map(\.name)) { old[$0] != nil }
    changes = names.map {
      FigureChange($0, define($0), before: old[$0], after: new[$0])
    }
  }

  /// Returns the names before in their order, each followed by the new ones that come behind it
  /// after the change.
  private static func merged(
    _ before: [Identifier], _ after: [Identifier], isOld: (Identifier) -> Bool
  ) -> [Identifier] {
    var first: [Identifier] = []
    var followers: [Identifier: [Identifier]] = [:]
    var last: Identifier?
    for name in after {
      if isOld(name) {
        last = name
      } else if let last {
        followers[last, default: []].append(name)
      } else {
        first.append(name)
      }
    }
    return first + before.flatMap { [$0] + (followers[$0] ?? []) }
  }

  /// The numbers of figures by their changes.
  package struct Counts: Equatable, Sendable {
    package var better = 0
    package var worse = 0
    /// Figures that differ and are neither better nor worse.
    package var other = 0
    package var equal = 0

    package init() {}

    /// Counts figures.
    package mutating func add(_ changes: FigureChanges) {
      for change in changes.changes {
        if change.isEqual {
          equal += 1
          continue
        }
        switch change.verdict {
        case .better: better += 1
        case .worse: worse += 1
        case .same, nil: other += 1
        }
      }
    }
  }
}

extension FigureChanges {
  /// Joins the figures of two summaries.
  package init(summaries before: [NamedValue], _ after: [NamedValue]) {
    self.init(before: Self.expanded(before), after: Self.expanded(after)) { name in
      FigureTable.figure(name.text, isOnUpdate: true)
    }
  }

  /// Returns figures with those of an object that is null in the place of the object.
  private static func expanded(_ figures: [NamedValue]) -> [NamedValue] {
    figures.flatMap { figure in
      guard figure.value == .null,
        let group = FigureTable.nullableGroups.first(where: { Identifier($0.key) == figure.name })
      else { return [figure] }
      return group.figuresWithPaths.map { NamedValue(Identifier($0.path), .null) }
    }
  }
}

extension Summary {
  /// The figures with their paths, those of priorities, chargers and groups at the end.
  package var namedValues: [NamedValue] {
    var values = figures.map { NamedValue(Identifier($0.path), $0.stated) }
    for list in FigureTable.lists {
      for part in parts(of: list) {
        let path = Array("\(list.key).".utf8) + part.name.utf8 + [UInt8(ascii: ".")]
        for figure in part.figures {
          values.append(
            NamedValue(Identifier(validUTF8: path + Array(figure.path.utf8)), figure.stated))
        }
      }
    }
    return values
  }
}

extension Summary.Figure {
  /// The value as a file of the summary states it.
  fileprivate var stated: FigureValue {
    if let text { return .text(Identifier(text)) }
    // Values have three or four decimals.
    return value.map { .number(ExactDecimal(millionths: $0 * (decimals == 3 ? 1_000 : 100))) }
      ?? .null
  }
}
