/// The JSON Schema of the answer of `size`.
enum SizeSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:size",
      "title": "sems-plan size",
      "description": "Answer of `sems-plan size --format json`.",
      "type": "object",
      "required": ["gridCapacity", "gain", "limitedBy", "exceptions", "skippedEvents", "curve"],
      "additionalProperties": false,
      "properties": {
        "gridCapacity": {
          "description": "Smallest grid capacity that meets every requirement, in kW; null where\
     none does.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 1000000
        },
        "gain": { "$ref": "#/$defs/gain" },
        "limitedBy": { "$ref": "#/$defs/limitedBy" },
        "exceptions": {
          "description": "Larger capacities that do not meet every requirement, in kW.",
          "type": "array",
          "items": { "$ref": "#/$defs/gridCapacity" }
        },
        "skippedEvents": {
          "description": "Highest number of events left out in one run (a count).",
          "type": "integer",
          "minimum": 0
        },
        "curve": {
          "description": "All capacities of the range, in rising order.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/point" }
        }
      },
      "$defs": {
        "gridCapacity": {
          "description": "Grid capacity: the highest power for all vehicles together, in kW.",
          "type": "number",
          "minimum": 0,
          "maximum": 1000000
        },
        "gain": {
          "description": "Energy that the next capacity delivers beyond this one, in kWh, as a mean\
     over the timelines; null for the last capacity, and where none meets the requirements.",
          "type": ["number", "null"]
        },
        "limitedBy": {
          "description": "Limit that lost the most energy, or deferred the most where none lost\
     any; null where none did either.",
          "enum": [
            "grid", "group", "charger", "connector", "limit", "minimum", "queue", "stay",
            "pending", null
          ]
        },
        "point": {
          "description": "A capacity and the results of its timelines. With --seed it has the share\
     of them that met the requirements, else each required figure by its path.",
          "type": "object",
          "required": ["gridCapacity", "meets", "delivered", "gain", "limitedBy"],
          "dependentRequired": {
            "seeds": ["seedsMet", "seedShare", "lowerBound"],
            "seedsMet": ["seeds"],
            "seedShare": ["seeds"],
            "lowerBound": ["seeds"]
          },
          "properties": {
            "gridCapacity": { "$ref": "#/$defs/gridCapacity" },
            "meets": {
              "description": "Whether it meets every requirement.",
              "type": "boolean"
            },
            "seeds": {
              "description": "Timelines that were run (a count).",
              "type": "integer",
              "minimum": 1
            },
            "seedsMet": {
              "description": "Timelines that met every requirement (a count).",
              "type": "integer",
              "minimum": 0
            },
            "seedShare": {
              "description": "Share of the timelines that met every requirement, 0 to 1.",
              "type": "number",
              "minimum": 0,
              "maximum": 1
            },
            "lowerBound": {
              "description": "Lower end of Wilson's 95 % interval for the share, 0 to 1.",
              "type": "number",
              "minimum": 0,
              "maximum": 1
            },
            "delivered": {
              "description": "Requested energy that was delivered, in kWh, as a mean over the\
     timelines.",
              "type": "number",
              "minimum": 0
            },
            "gain": { "$ref": "#/$defs/gain" },
            "limitedBy": { "$ref": "#/$defs/limitedBy" }
          },
          "additionalProperties": {
            "description": "A required figure in its unit; null where it has no data.",
            "type": ["number", "null"]
          }
        }
      }
    }

    """
}
