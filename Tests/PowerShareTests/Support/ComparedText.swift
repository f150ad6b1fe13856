@testable import PowerShare

/// Reads and makes files to compare.
enum ComparedText {
  static let names = ComparedFile.Names(
    lists: Dictionary(uniqueKeysWithValues: FigureTable.lists.map { ($0.key, $0.nameKey) }),
    ignored: ["bound.exact", "bound.reasons", "bound.bottlenecks"],
    outcomes: Departure.Outcome.allCases.map(\.rawValue),
    isNumeric: { FigureTable.figure($0, isOnUpdate: true)?.unit.isNumeric == true },
    isNumericOfDay: { DayFigures.definition($0) != nil })

  static func read(_ text: String) -> (file: ComparedFile?, diagnostics: [Diagnostic]) {
    ComparedFile.read(name: "f", text: Array(text.utf8), names)
  }

  /// Returns the figures of a summary as `path=value`.
  static func figures(_ text: String) -> [String]? {
    guard case .summary(let figures)? = read(text).file?.content else { return nil }
    return figures.map { "\($0.name.text)=\($0.value.shown)" }
  }

  /// Returns the sessions of a file as texts.
  static func sessions(_ text: String) -> [String]? {
    guard case .sessions(let sessions)? = read(text).file?.content else { return nil }
    return sessions.map { session in
      [
        session.id.text, session.arrival.text, session.outcome, session.delivered.text,
        session.wait.text, session.done?.text ?? "-",
      ].joined(separator: " ")
    }
  }

  /// Returns the codes and places of the problems of a file.
  static func problems(_ text: String) -> [String] {
    read(text).diagnostics.map {
      "\($0.place.line):\($0.place.column) \($0.code.rawValue) \($0.message)"
    }
  }

  static let sessionHeader =
    "sessionId,arrivalTime,doneTime,deliveredEnergy,waitMinutes,outcome\n"
}
