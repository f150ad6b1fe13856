extension TimelineOrder.Violation {
  private static let hint = "Use --sort to sort the events first."

  /// The problem of the event that breaks the rule.
  var problem: EventProblem {
    switch self {
    case .mixed(let first):
      EventProblem(
        field: .time, code: .mixedTimes,
        message: first == .seconds
          ? "a date-time in a timeline that counts seconds"
          : "a number of seconds in a timeline of date-times",
        hint: "A timeline has either date-times or seconds, not both.")
    case .backwards(let last, let scale):
      EventProblem(
        field: .time, code: .timeBackwards,
        message: "the time goes backwards: the event before is at \(scale.text(last))",
        hint: Self.hint)
    case .replayedAlready(let time, let scale):
      EventProblem(
        field: .time, code: .timeBackwards,
        message: "the time goes backwards: on the way to a skipped event, the replay has reached "
          + scale.text(time),
        hint: Self.hint)
    }
  }
}
