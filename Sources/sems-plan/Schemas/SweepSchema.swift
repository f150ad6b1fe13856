/// The JSON Schema of the rows of a sweep, whose `$defs/row` describes one line of NDJSON.
enum SweepSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:sweep",
      "title": "sems-plan sweep",
      "description": "Rows of `sems-plan sweep --format json` and `sems-plan merge`: alone, of a\
     shard, or of a partial merge. For NDJSON, check each row against `#/$defs/row`, and the first\
     line of a shard or a partial merge against `#/$defs/shardHead` or `#/$defs/partialHead`.",
      "anyOf": [
        { "$ref": "#/$defs/rows" },
        { "$ref": "#/$defs/shard" },
        { "$ref": "#/$defs/partial" }
      ],
      "$defs": {
        "rows": {
          "description": "The rows, one a line.",
          "type": "array",
          "items": { "$ref": "#/$defs/row" }
        },
        "shard": {
          "title": "output of sweep --shard",
          "type": "object",
          "required": ["shard", "rows"],
          "additionalProperties": false,
          "properties": {
            "shard": { "$ref": "#/$defs/shardHead" },
            "rows": { "$ref": "#/$defs/rows" }
          }
        },
        "partial": {
          "title": "output of merge --partial without some of the shards",
          "type": "object",
          "required": ["shard", "rows"],
          "additionalProperties": false,
          "properties": {
            "shard": { "$ref": "#/$defs/partialHead" },
            "rows": { "$ref": "#/$defs/rows" }
          }
        },
        "shardHead": {
          "title": "head of a shard",
          "description": "The part of the sweep that the file has.",
          "type": "object",
          "required": ["shard", "of", "rows", "version", "sweep"],
          "additionalProperties": false,
          "properties": {
            "shard": {
              "description": "Number of the shard, from 1.",
              "type": "integer",
              "minimum": 1,
              "maximum": 1000000
            },
            "of": { "$ref": "#/$defs/shards" },
            "rows": { "$ref": "#/$defs/rowCount" },
            "version": { "$ref": "#/$defs/version" },
            "sweep": { "$ref": "#/$defs/sweep" }
          }
        },
        "partialHead": {
          "title": "head of a partial merge",
          "description": "The shards that the file lacks.",
          "type": "object",
          "required": ["of", "rows", "version", "sweep", "missing"],
          "additionalProperties": false,
          "properties": {
            "of": { "$ref": "#/$defs/shards" },
            "rows": { "$ref": "#/$defs/rowCount" },
            "version": { "$ref": "#/$defs/version" },
            "sweep": { "$ref": "#/$defs/sweep" },
            "missing": {
              "description": "Numbers of the shards whose rows are missing, rising.",
              "type": "array",
              "minItems": 1,
              "uniqueItems": true,
              "items": { "type": "integer", "minimum": 1, "maximum": 1000000 }
            }
          }
        },
        "shards": {
          "description": "Number of shards of the sweep.",
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000
        },
        "rowCount": {
          "description": "Number of rows that follow.",
          "type": "integer",
          "minimum": 0
        },
        "version": {
          "description": "Version of the program that wrote the rows.",
          "type": "string",
          "pattern": "^[0-9A-Za-z.+-]{1,64}$"
        },
        "sweep": {
          "description": "Hash of the options and the inputs of the sweep.",
          "type": "string",
          "pattern": "^[0-9a-f]{16}$"
        },
        "row": {
          "title": "sems-plan sweep row",
          "description": "A scenario: its values on the axes that the command line names, then the\
     figures of its summary; a figure without data is null.",
          "type": "object",
          \(SummarySchema.sweepRequired),
          "additionalProperties": false,
          "properties": {
            "site": {
              "description": "Name of the site in the list of --sites.",
              "type": "string",
              "minLength": 1,
              "maxLength": 255
            },
            "station": {
              "description": "Id of the station, of several configs.",
              "type": "string",
              "minLength": 1,
              "maxLength": 255
            },
            "chargers": {
              "description": "Number of chargers, the first ones of the config (a count).",
              "type": "integer",
              "minimum": 1,
              "maximum": 100000
            },
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
            "scale": {
              "description": "Multiple of --sessions-per-day.",
              "type": "number",
              "exclusiveMinimum": 0,
              "maximum": 1000
            },
            "seed": {
              "description": "Seed of the generated timeline.",
              "type": "integer",
              "minimum": 0,
              "maximum": 18446744073709551615
            },
            "seeds": {
              "description": "Number of seeds in the row, with --over-seeds (a count).",
              "type": "integer",
              "minimum": 1
            },
            \(SummarySchema.sweepFigures)
          }
        },
        "curtailed": \(SummarySchema.curtailed)
      }
    }

    """
}
