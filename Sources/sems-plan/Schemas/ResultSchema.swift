import PowerShare

/// The JSON Schema of results in JSON, whose `$defs/tick` describes one line of NDJSON.
enum ResultSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:result",
      "title": "sems-plan result",
      "description": "Results of `sems-plan simulate --format json`. For NDJSON, check each line\
     against `#/$defs/tick`; for a file of --summary, use `#/$defs/summary`.",
      "type": "object",
      "required": [
        "formatVersion", "stationId", "policy", "step", "reallocation", "ticks", "summary"
      ],
      "properties": {
        "formatVersion": {
          "description": "Version of this format.",
          "const": 1
        },
        "stationId": {
          "description": "Name of the station.",
          "type": "string",
          "minLength": 1
        },
        "policy": {
          "description": "Policy that shares the power, as --policy names it.\
     \(PolicySchema.meanings)",
          "enum": [\(PolicySchema.names)]
        },
        "step": {
          "description": "Unit in which power is shared, in kW.",
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 1000000
        },
        "reallocation": {
          "description": "Rule that says when a new allocation takes effect.",
          "enum": ["immediate", "on-update"]
        },
        "ticks": {
          "description": "Ticks, or with --every intervals, in time order. A tick is a moment at\
     which an allocation may change.",
          "type": "array",
          "items": { "$ref": "#/$defs/tick" }
        },
        "summary": { "$ref": "#/$defs/summary" }
      },
      "$defs": {
        "summary": \(SummarySchema.text),
        "curtailed": \(SummarySchema.curtailed),
        "bound": \(BoundSchema.definition),
        "tick": {
          "title": "sems-plan result tick",
          "description": "A tick or an interval: an element of `ticks`, or a line of NDJSON. It\
     holds `sessions`, `chargers`, `connectors` or `groups` as --per says; at station level it\
     holds `activeSessions` and `deliveredEnergy` instead.",
          "type": "object",
          \(tickRequired),
          "oneOf": [
            { "required": ["sessions"] },
            { "required": ["chargers"] },
            { "required": ["connectors"] },
            { "required": ["groups"] },
            { \(totalsRequired) }
          ],
          "dependentRequired": {
            "activeSessions": ["deliveredEnergy"],
            "deliveredEnergy": ["activeSessions"],
            "energy": ["deliveredEnergy"]
          },
          "additionalProperties": false,
          "properties": {
            "time": { "$ref": "#/$defs/time" },
            \(tickMembers),
            "sessions": {
              "description": "Active sessions, in the order in which they started.",
              "type": "array",
              "items": { "$ref": "#/$defs/session" }
            },
            "chargers": {
              "description": "Chargers, with --per charger.",
              "type": "array",
              "items": { "$ref": "#/$defs/charger" }
            },
            "connectors": {
              "description": "Connectors, idle ones included, with --per connector.",
              "type": "array",
              "items": { "$ref": "#/$defs/connector" }
            },
            "groups": {
              "description": "Groups of chargers, with --per group.",
              "type": "array",
              "items": { "$ref": "#/$defs/group" }
            }
          }
        },
        "session": \(row(.session, "One session at a tick, or in an interval.")),
        "charger": \(row(.charger, "One charger at a tick, or in an interval.")),
        "connector": \(row(.connector, "One connector at a tick, or in an interval.")),
        "group": \(row(.group, "One group of chargers at a tick, or in an interval.")),
        "connectorId": {
          "description": "Id of a connector: its charger and its number there.",
          "type": "object",
          "required": ["chargerId", "idx"],
          "additionalProperties": false,
          "properties": {
            "chargerId": {
              "description": "Id of the charger in the station config.",
              "type": "string",
              "minLength": 1
            },
            "idx": {
              "description": "Number of the connector at its charger, counted from 1.",
              "type": "integer",
              "minimum": 1
            }
          }
        },
        "time": {
          "description": "Time of the tick, or start of the interval, to 1 ms: an RFC 3339\
     date-time with the offset of the first event of the timeline or of the zone of --tz, or a\
     number of seconds, as the timeline has it.",
          "type": ["string", "number"],
          "format": "date-time",
          "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\
    T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{0,2}[1-9])?\
    (Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
          "minimum": 0,
          "examples": ["2026-03-02T08:15:00+01:00", 12.5]
        }
      }
    }

    """

  // MARK: Columns

  /// The column in which definitions begin.
  private static let depth = 4

  /// The keys that every tick has, as a list.
  private static let tickRequired = SchemaText.member(
    "required",
    list: ["\(ResultColumn.timeName)"] + names(TypedColumn.tickState(isWhole: false)),
    at: depth + 2)

  /// The keys that every tick has at the level of the station only, as a list.
  private static let totalsRequired = SchemaText.member(
    "required", list: names(TypedColumn.tickTotals(isInterval: false)), at: depth + 6,
    isLast: true)

  /// The values of the station in a tick, as members.
  private static let tickMembers = SchemaText.members(
    (TypedColumn.tickState(isWhole: true) + TypedColumn.tickTotals(isInterval: true)).map {
      member($0, at: depth + 4)
    }, at: depth + 4)

  private static func names(_ columns: [TypedColumn]) -> [String] {
    columns.map { "\($0.column.name)" }
  }

  /// Returns the definition of a level's rows: what only intervals have is not required.
  private static func row(_ level: ResultLevel, _ description: String) -> String {
    SchemaText.object(
      [
        SchemaText.member("description", string: description),
        SchemaText.member("type", string: "object"),
        SchemaText.member(
          "required", list: names(TypedColumn.rows(level, isInterval: false)), at: depth + 2),
        SchemaText.member("additionalProperties", "false"),
        SchemaText.member(
          "properties",
          SchemaText.object(
            TypedColumn.rows(level, isInterval: true, hasGroups: true).map {
              member($0, at: depth + 4)
            },
            at: depth + 2)),
      ], at: depth)
  }

  /// Returns a column as a member of the object of its row.
  private static func member(_ column: TypedColumn, at depth: Int) -> String {
    let description = SchemaText.member("description", string: "\(column.column.meaning)")
    return SchemaText.member(
      "\(column.column.name)",
      SchemaText.object([description] + type(of: column, at: depth), at: depth))
  }

  private static func type(of column: TypedColumn, at depth: Int) -> [String] {
    switch column.kind {
    case .power, .energy, .count:
      [
        SchemaText.member("type", string: column.kind == .count ? "integer" : "number"),
        SchemaText.member("minimum", "\(column.column.minimum)"),
      ] + (column.column.hasLimit ? [SchemaText.member("maximum", "1000000")] : [])
    case .optionalPower, .optionalEnergy:
      [
        SchemaText.member("type", list: ["number", "null"], at: depth + 2),
        SchemaText.member("minimum", "\(column.column.minimum)"),
      ]
    case .identifier:
      [SchemaText.member("type", string: "string"), SchemaText.member("minLength", "1")]
    case .optionalIdentifier:
      [
        SchemaText.member("type", list: ["string", "null"], at: depth + 2),
        SchemaText.member("minLength", "1"),
      ]
    case .connector: [SchemaText.member("$ref", string: "#/$defs/connectorId")]
    case .limitedBy:
      [
        SchemaText.member(
          "enum", list: LimitedBy.allCases.map(\.rawValue), at: depth + 2, isLast: true)
      ]
    case .stopReason:
      [
        SchemaText.member(
          "enum", list: StopReason.allCases.map(\.rawValue) + [nil], at: depth + 2, isLast: true)
      ]
    }
  }
}
