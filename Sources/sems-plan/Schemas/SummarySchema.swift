import PowerShare

/// The JSON Schema of a summary, made from the table of figures, as definitions of other schemas.
enum SummarySchema {
  /// The column in which definitions begin.
  private static let depth = 4

  /// The summary.
  static let text = SchemaText.object(
    [
      SchemaText.member(
        "description", string: "Figures of the whole run; a figure without data is null."),
      SchemaText.member("type", string: "object"),
      SchemaText.member(
        "required",
        list: keys(FigureTable.groups.filter { !$0.isList || $0.repetition == .eachCharger }),
        at: depth + 2),
      SchemaText.member("additionalProperties", "false"),
      SchemaText.member(
        "properties",
        SchemaText.object(
          FigureTable.groups.flatMap { members($0, at: depth + 4) }, at: depth + 2)),
    ], at: depth)

  /// The groups of a sweep's rows: all but lists.
  ///
  /// A scenario without loads or a battery has null where another one has their figures, and one
  /// of a site that was skipped has no figure.
  private static let sweepGroups = FigureTable.groups.filter {
    !$0.isList && $0.presence != .bound
  }.map(\.nullable)

  /// The keys of a sweep's row that hold figures, as a list.
  static let sweepRequired = SchemaText.member("required", list: keys(sweepGroups), at: depth + 2)

  /// The figures of a sweep's row, as members.
  static let sweepFigures = SchemaText.members(
    sweepGroups.flatMap { members($0, at: depth + 4) }, at: depth + 4)

  /// The figures of a limit.
  static let curtailed = SchemaText.object(
    [SchemaText.member("description", string: "Energy and time of one limit.")]
      + object(FigureTable.limitFigures, at: depth),
    at: depth)

  /// Returns the keys in the object of the summary of the groups that every summary has.
  private static func keys(_ groups: [FigureGroup]) -> [String] {
    groups.filter { $0.presence == .always }
      .flatMap { $0.key.isEmpty ? $0.figures.map(\.path) : [$0.key] }
  }

  /// Returns the members of the summary that hold a group's figures.
  private static func members(_ group: FigureGroup, at depth: Int) -> [String] {
    if group.key.isEmpty { return group.figures.map { member($0, at: depth) } }
    if group.presence == .bound {
      let reference = SchemaText.member("$ref", string: "#/$defs/bound")
      return [SchemaText.member(group.key, "{ \(reference) }")]
    }
    let description = SchemaText.member("description", string: group.meaning)
    let inside: [String]
    switch group.repetition {
    case .once: inside = object(group.figures, isNullable: group.isNullable, at: depth)
    case .eachLimit: inside = ledger(at: depth)
    case .eachPriority, .eachCharger, .eachGroup: inside = list(group, at: depth)
    }
    return [SchemaText.member(group.key, SchemaText.object([description] + inside, at: depth))]
  }

  /// Returns the members, but for the description, of an object of figures.
  ///
  /// - Parameter name: The key and the members of the name that identifies the object among others
  ///   of its kind.
  private static func object(
    _ figures: [FigureDefinition], name: (key: String, members: [String])? = nil,
    isNullable: Bool = false, at depth: Int
  ) -> [String] {
    let names = name.map {
      [SchemaText.member($0.key, SchemaText.object($0.members, at: depth + 4))]
    }
    return [
      SchemaText.member("type", isNullable ? "[\"object\", \"null\"]" : "\"object\""),
      SchemaText.member(
        "required", list: [name?.key].compactMap(\.self) + figures.map(\.path), at: depth + 2),
      SchemaText.member("additionalProperties", "false"),
      SchemaText.member(
        "properties",
        SchemaText.object(
          (names ?? []) + figures.map { member($0, at: depth + 4) }, at: depth + 2)),
    ]
  }

  private static func ledger(at depth: Int) -> [String] {
    [
      SchemaText.member("type", string: "object"),
      SchemaText.member(
        "required",
        list: FigureTable.limits.filter { !$0.isOnUpdateOnly }.map(\.limit.name), at: depth + 2),
      SchemaText.member("additionalProperties", "false"),
      SchemaText.member(
        "properties",
        SchemaText.object(
          FigureTable.limits.map { limit in
            SchemaText.member(
              limit.limit.name,
              SchemaText.object(
                [
                  SchemaText.member("description", string: limit.meaning),
                  SchemaText.member("$ref", string: "#/$defs/curtailed"),
                ], at: depth + 4))
          }, at: depth + 2)),
    ]
  }

  private static func list(_ group: FigureGroup, at depth: Int) -> [String] {
    let (meaning, name) = element(of: group)
    return [
      SchemaText.member("type", string: "array"),
      SchemaText.member(
        "items",
        SchemaText.object(
          [SchemaText.member("description", string: meaning)]
            + object(group.figures, name: (group.nameKey, name), at: depth + 2), at: depth + 2)),
    ]
  }

  /// Returns the meaning of an element of a list, and the members of its name.
  private static func element(of group: FigureGroup) -> (meaning: String, name: [String]) {
    if group.repetition == .eachPriority {
      return (
        "The sessions of one priority over the whole run.",
        [
          SchemaText.member("description", string: "Priority of the sessions."),
          SchemaText.member("type", string: "integer"), SchemaText.member("minimum", "-100"),
          SchemaText.member("maximum", "100"),
        ]
      )
    }
    let part = group.repetition == .eachGroup ? "group" : "charger"
    return (
      "One \(part) over the whole run.",
      [
        SchemaText.member("description", string: "Id of the \(part) in the station config."),
        SchemaText.member("type", string: "string"), SchemaText.member("minLength", "1"),
      ]
    )
  }

  /// Returns a figure as a member of the object that holds it.
  static func member(_ figure: FigureDefinition, at depth: Int) -> String {
    let types =
      switch figure.unit {
      case .count: ["integer"]
      case .date: ["string", "integer"]
      default: ["number"]
      }
    let all = (types + (figure.isNullable ? ["null"] : [])).map { "\"\($0)\"" }
    return SchemaText.member(
      figure.path,
      SchemaText.object(
        [
          SchemaText.member("description", string: description(of: figure)),
          SchemaText.member(
            "type", all.count == 1 ? all[0] : "[\(all.joined(separator: ", "))]"),
        ] + (figure.unit.mayBeNegative ? [] : [SchemaText.member("minimum", "0")])
          + (figure.unit == .date ? [SchemaText.member("format", string: "date")] : [])
          + (figure.maximum.map { [SchemaText.member("maximum", "\($0)")] } ?? []), at: depth))
  }

  /// Returns the meaning of a figure, with a sentence on its unit.
  private static func description(of figure: FigureDefinition) -> String {
    figure.meaning + (unit(of: figure).map { " " + $0 } ?? "")
  }

  private static func unit(of figure: FigureDefinition) -> String? {
    switch figure.unit {
    case .kilowatts: "In kW."
    case .kilowattHours: "In kWh."
    case .minutes: "In minutes."
    case .share: figure.maximum == 1 ? "A share, 0 to 1." : "A share."
    case .ratio: "A ratio."
    case .cycles: "A number of cycles."
    case .count: "A count."
    case .money: "In the currency of the tariff."
    case .moneyPerKilowattHour: "In the currency of the tariff per kWh."
    case .date: nil
    }
  }
}
