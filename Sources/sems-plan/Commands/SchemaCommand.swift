import PowerShare

/// `sems-plan schema`.
struct SchemaCommand {
  static let definition = CommandDefinition(
    name: "schema", summary: "print a JSON Schema for a kind of file",
    usage: "KIND",
    examples: [
      ("sems-plan schema timeline > timeline.schema.json", "let an editor check timelines")
    ],
    operands: [
      (
        "KIND",
        "The kind of file: station, timeline, result, sweep, size, compare, bound, profile or "
          + "tariff."
      )
    ],
    operandChoices: kinds.map(\.name), options: [])

  /// The kinds of files with their schemas.
  ///
  /// A table and no switch: with nine cases that each write a text and may throw, the release build
  /// of Swift 6.3.1 crashes.
  private static let kinds: [(name: String, schema: @Sendable () -> String)] = [
    ("station", { StationSchema.text }),
    ("timeline", { TimelineSchema.text }),
    ("result", { ResultSchema.text }),
    ("sweep", { SweepSchema.text }),
    ("size", { SizeSchema.text }),
    ("compare", { CompareSchema.text }),
    ("bound", { BoundSchema.text }),
    ("profile", { ProfileSchema.text }),
    ("tariff", { TariffSchema.text }),
  ]

  private let schema: @Sendable () -> String
  private let streams: Streams

  init(_ arguments: ParsedArguments, _ streams: Streams) throws(Failure) {
    let choices = Self.kinds.map(\.name)
    guard let name = arguments.operands.first else {
      throw .usage(
        message: "schema needs a kind of file",
        hint: "It is one of \(choices.joined(separator: ", ")).")
    }
    guard let kind = Self.kinds.first(where: { $0.name == name }) else {
      let guess = Suggestion.nearest(to: name, among: choices)
      throw .usage(
        message: "there is no schema \"\(Suggestion.printable(name))\"",
        hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
          + "It is one of \(choices.joined(separator: ", ")).")
    }
    schema = kind.schema
    self.streams = streams
  }

  func run() throws(Failure) { try streams.write(schema()) }
}
