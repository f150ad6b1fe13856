/// The JSON Schema of the rows of a sweep, whose `$defs/row` describes one line of NDJSON.
enum SweepSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:sweep",
      "title": "sems-plan sweep",
      "description": "What `sems-plan sweep --format json` and `sems-plan merge` write. For NDJSON,\
     check each line against `#/$defs/row`.",
      "type": "array",
      "items": { "$ref": "#/$defs/row" },
      "$defs": {
        "row": {
          "title": "sems-plan sweep row",
          "description": "A scenario: its values on the axes that the command line names, then the\
     figures of its summary; one with nothing to measure is null.",
          "type": "object",
          \(SummarySchema.sweepRequired),
          "anyOf": [
            { "required": ["gridCapacity"] },
            { "required": ["policy"] },
            { "required": ["seed"] },
            { "required": ["scale"] }
          ],
          "additionalProperties": false,
          "properties": {
            "gridCapacity": {
              "description": "Power the station may hand out to vehicles in all, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "policy": {
              "description": "How power is shared, as named by --policy (no unit).\
     \(PolicySchema.meanings)",
              "enum": [\(PolicySchema.names)]
            },
            "seed": {
              "description": "Which arrivals are drawn (no unit).",
              "type": "integer",
              "minimum": 0,
              "maximum": 18446744073709551615
            },
            "scale": {
              "description": "Multiple of --sessions-per-day (no unit).",
              "type": "number",
              "exclusiveMinimum": 0,
              "maximum": 1000
            },
            \(SummarySchema.sweepFigures)
          }
        },
        "curtailed": \(SummarySchema.curtailed)
      }
    }

    """
}
