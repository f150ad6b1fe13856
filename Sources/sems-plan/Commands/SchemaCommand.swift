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
        "The kind of file: station, timeline, result, sweep, size, compare, profile or tariff."
      )
    ],
    operandChoices: Kind.allCases.map(\.rawValue), options: [])

  private enum Kind: String, CaseIterable {
    case station, timeline, result, sweep, size, compare, profile, tariff
  }

  private let kind: Kind
  private let streams: Streams

  init(_ arguments: ParsedArguments, _ streams: Streams) throws(Failure) {
    let choices = Kind.allCases.map(\.rawValue)
    guard let name = arguments.operands.first else {
      throw .usage(
        message: "schema needs a kind of file",
        hint: "It is one of \(choices.joined(separator: ", ")).")
    }
    guard let kind = Kind(rawValue: name) else {
      let guess = Suggestion.nearest(to: name, among: choices)
      throw .usage(
        message: "there is no schema \"\(Suggestion.printable(name))\"",
        hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
          + "It is one of \(choices.joined(separator: ", ")).")
    }
    self.kind = kind
    self.streams = streams
  }

  func run() throws(Failure) {
    switch kind {
    case .station: try streams.write(StationSchema.text)
    case .timeline: try streams.write(TimelineSchema.text)
    case .result: try streams.write(ResultSchema.text)
    case .sweep: try streams.write(SweepSchema.text)
    case .size: try streams.write(SizeSchema.text)
    case .compare: try streams.write(CompareSchema.text)
    case .profile: try streams.write(ProfileSchema.text)
    case .tariff: try streams.write(TariffSchema.text)
    }
  }
}
