/// The JSON Schema of the rows of a sweep, whose `$defs/row` describes one line of NDJSON.
enum SweepSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:sweep",
      "title": "sems-plan sweep",
      "description": "Rows of `sems-plan sweep --format json` and `sems-plan merge`. For NDJSON,\
     check each line against `#/$defs/row`.",
      "type": "array",
      "items": { "$ref": "#/$defs/row" },
      "$defs": {
        "row": {
          "title": "sems-plan sweep row",
          "description": "A scenario: its values on the axes that the command line names, then the\
     figures of its summary; a figure without data is null.",
          "type": "object",
          \(SummarySchema.sweepRequired),
          "anyOf": [
            { "required": ["batteryCapacity"] },
            { "required": ["batteryPower"] },
            { "required": ["gridCapacity"] },
            { "required": ["policy"] },
            { "required": ["seed"] },
            { "required": ["scale"] }
          ],
          "additionalProperties": false,
          "properties": {
            "batteryCapacity": {
              "description": "Capacity of the battery in kWh; 0 for no battery.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "batteryPower": {
              "description": "Power of the battery in kW; 0 for no battery.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "gridCapacity": {
              "description": "Grid capacity: the highest power for all vehicles together, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "policy": {
              "description": "Policy that shares the power, as --policy names it.\
     \(PolicySchema.meanings)",
              "enum": [\(PolicySchema.names)]
            },
            "seed": {
              "description": "Seed of the generated timeline.",
              "type": "integer",
              "minimum": 0,
              "maximum": 18446744073709551615
            },
            "scale": {
              "description": "Multiple of --sessions-per-day.",
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
