/// The JSON Schema of the answer of `size`.
enum SizeSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:size",
      "title": "sems-plan size",
      "description": "What `sems-plan size --format json` writes.",
      "type": "object",
      "required": ["gridCapacity", "gain", "limitedBy", "exceptions", "skippedEvents", "curve"],
      "additionalProperties": false,
      "properties": {
        "gridCapacity": {
          "description": "The smallest that meets every requirement, in kW; null where none does.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 1000000
        },
        "gain": { "$ref": "#/$defs/gain" },
        "limitedBy": { "$ref": "#/$defs/limitedBy" },
        "exceptions": {
          "description": "Larger ones that do not meet every requirement, in kW.",
          "type": "array",
          "items": { "$ref": "#/$defs/gridCapacity" }
        },
        "skippedEvents": {
          "description": "How many events were left out, in the run in which that were most (a\
     count).",
          "type": "integer",
          "minimum": 0
        },
        "curve": {
          "description": "Every capacity of the range, in rising order.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/point" }
        }
      },
      "$defs": {
        "gridCapacity": {
          "description": "Power the station may hand out to vehicles in all, in kW.",
          "type": "number",
          "minimum": 0,
          "maximum": 1000000
        },
        "gain": {
          "description": "What the next capacity delivers more, in kWh, as a mean over the\
     timelines; null behind the last one, and where no capacity will do.",
          "type": ["number", "null"]
        },
        "limitedBy": {
          "description": "The limit that cost the most energy, or put off the most where none cost\
     any; null where none did either (no unit).",
          "enum": [
            "grid", "charger", "connector", "minimum", "pending", "queue", "stay", null
          ]
        },
        "point": {
          "description": "A capacity: what its timelines have come to. With --seed it has the share\
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
              "description": "Whether it meets every requirement (no unit).",
              "type": "boolean"
            },
            "seeds": {
              "description": "How many timelines were run (a count).",
              "type": "integer",
              "minimum": 1
            },
            "seedsMet": {
              "description": "How many of them met every requirement (a count).",
              "type": "integer",
              "minimum": 0
            },
            "seedShare": {
              "description": "The same as a share, 0 to 1 (no unit).",
              "type": "number",
              "minimum": 0,
              "maximum": 1
            },
            "lowerBound": {
              "description": "What the share is at least, the lower end of Wilson's 95 % interval,\
     0 to 1 (no unit).",
              "type": "number",
              "minimum": 0,
              "maximum": 1
            },
            "delivered": {
              "description": "Energy delivered to vehicles that wanted any, in kWh, as a mean over\
     the timelines.",
              "type": "number",
              "minimum": 0
            },
            "gain": { "$ref": "#/$defs/gain" },
            "limitedBy": { "$ref": "#/$defs/limitedBy" }
          },
          "additionalProperties": {
            "description": "A required figure, in its own unit; null where it was not measured.",
            "type": ["number", "null"]
          }
        }
      }
    }

    """
}
