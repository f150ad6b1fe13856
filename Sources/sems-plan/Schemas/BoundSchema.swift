import PowerShare

/// The JSON Schema of the bound of a run's energy, alone and as a definition of other schemas.
enum BoundSchema {
  /// What `sems-plan bound` writes.
  static let text =
    SchemaText.object(
      [
        SchemaText.member("$schema", string: "https://json-schema.org/draft/2020-12/schema"),
        SchemaText.member("$id", string: "urn:sems-plan:schema:bound"),
        SchemaText.member("title", string: "sems-plan bound"),
        SchemaText.member("description", string: "Bound of `sems-plan bound --format json`."),
      ] + members(hasShare: false, at: 0), at: 0) + "\n"

  /// The bound of a summary, as a definition.
  static let definition = SchemaText.object(
    [SchemaText.member("description", string: group.meaning)] + members(hasShare: true, at: 4),
    at: 4)

  private static let group: FigureGroup = {
    guard let group = FigureTable.groups.first(where: { $0.presence == .bound }) else {
      preconditionFailure("no figures of the bound")
    }
    return group
  }()

  /// Returns the members of the object, but for its description.
  private static func members(hasShare: Bool, at depth: Int) -> [String] {
    let figures = group.figures.filter { hasShare || $0.path != "share" }
    let keys = figures.map(\.path) + ["exact", "reasons", "bottlenecks"]
    return [
      SchemaText.member("type", "[\"object\", \"null\"]"),
      SchemaText.member("required", list: keys, at: depth + 2),
      SchemaText.member("additionalProperties", "false"),
      SchemaText.member(
        "properties",
        SchemaText.object(
          figures.map { SummarySchema.member($0, at: depth + 4) }
            + [exact(at: depth + 4), reasons(at: depth + 4), bottlenecks(at: depth + 4)],
          at: depth + 2)),
    ]
  }

  private static func exact(at depth: Int) -> String {
    SchemaText.member(
      "exact",
      SchemaText.object(
        [
          SchemaText.member(
            "description",
            string: "Whether some way of sharing is known to deliver all of it. Where it is false, "
              + "the bound may be higher than what is possible."),
          SchemaText.member("type", string: "boolean"),
        ], at: depth))
  }

  private static func reasons(at depth: Int) -> String {
    let reasons = EnergyBound.Reasons.meanings
    return SchemaText.member(
      "reasons",
      SchemaText.object(
        [
          SchemaText.member(
            "description", string: "Sessions for which the bound may be too high, by reason."),
          SchemaText.member("type", string: "object"),
          SchemaText.member("required", list: reasons.map(\.name), at: depth + 2),
          SchemaText.member("additionalProperties", "false"),
          SchemaText.member(
            "properties",
            SchemaText.object(
              reasons.map { reason in
                SchemaText.member(
                  reason.name,
                  SchemaText.object(
                    [
                      SchemaText.member("description", string: reason.meaning + " A count."),
                      SchemaText.member("type", string: "integer"),
                      SchemaText.member("minimum", "0"),
                    ], at: depth + 4))
              }, at: depth + 2)),
        ], at: depth))
  }

  private static func bottlenecks(at depth: Int) -> String {
    SchemaText.member(
      "bottlenecks",
      SchemaText.object(
        [
          SchemaText.member(
            "description",
            string: "The limits that keep the bound from being higher, those that keep back most "
              + "first, equals by time."),
          SchemaText.member("type", string: "array"),
          SchemaText.member("items", bottleneck(at: depth + 2)),
        ], at: depth))
  }

  private static func bottleneck(at depth: Int) -> String {
    let time = SchemaText.member("type", "[\"string\", \"number\"]")
    let members: [(key: String, meaning: String, type: [String])] = [
      (
        "from", "First moment: an RFC 3339 date-time, or a number of seconds as in the timeline.",
        [time]
      ),
      ("until", "Moment after its last.", [time]),
      (
        "limit",
        "The grid connection less loads, a group, a charger, or the sum of the outermost groups "
          + "and chargers, which limits vehicles at any connector.",
        [SchemaText.member("enum", "[\"grid\", \"group\", \"charger\", \"chargers\"]")]
      ),
      (
        "id", "Id of the group or of the charger; null for the others.",
        [SchemaText.member("type", "[\"string\", \"null\"]")]
      ),
      (
        "keptBack",
        "Energy that the sessions it holds back could have drawn at their own maxima, less what it "
          + "lets through. In kWh.",
        [SchemaText.member("type", string: "number"), SchemaText.member("minimum", "0")]
      ),
    ]
    return SchemaText.object(
      [
        SchemaText.member(
          "description",
          string: "A limit over a span of time; neighbouring intervals are one span."),
        SchemaText.member("type", string: "object"),
        SchemaText.member("required", list: members.map(\.key), at: depth + 2),
        SchemaText.member("additionalProperties", "false"),
        SchemaText.member(
          "properties",
          SchemaText.object(
            members.map { member in
              SchemaText.member(
                member.key,
                SchemaText.object(
                  [SchemaText.member("description", string: member.meaning)] + member.type,
                  at: depth + 4))
            }, at: depth + 2)),
      ], at: depth)
  }
}
