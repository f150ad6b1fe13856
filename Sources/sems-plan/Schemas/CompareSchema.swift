/// The JSON Schema of what `compare` writes.
enum CompareSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:compare",
      "title": "sems-plan compare",
      "description": "Comparison of `sems-plan compare --format json`: of two summaries, of two\
     files of days, or of the sessions of two runs.",
      "oneOf": [
        { "$ref": "#/$defs/figures" },
        { "$ref": "#/$defs/days" },
        { "$ref": "#/$defs/sessions" }
      ],
      "$defs": {
        "figures": {
          "title": "comparison of two summaries",
          "type": "object",
          "required": ["figures", "equal"],
          "additionalProperties": false,
          "properties": {
            "figures": {
              "description": "The figures that differ; with --all every figure.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["figure", "before", "after", "change", "percent"],
                "additionalProperties": false,
                "properties": {
                  "figure": { "$ref": "#/$defs/figure" },
                  "before": { "$ref": "#/$defs/value" },
                  "after": { "$ref": "#/$defs/value" },
                  "change": { "$ref": "#/$defs/change" },
                  "percent": { "$ref": "#/$defs/percent" }
                }
              }
            },
            "equal": { "$ref": "#/$defs/equal" }
          }
        },
        "days": {
          "title": "comparison of two files of days",
          "type": "object",
          "required": ["days", "equal"],
          "additionalProperties": false,
          "properties": {
            "days": {
              "description": "The figures that differ, by date; with --all every figure.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["date", "figure", "before", "after", "change", "percent"],
                "additionalProperties": false,
                "properties": {
                  "date": {
                    "description": "Date of the day; where the timeline counts seconds, the second\
     with which it begins.",
                    "type": ["string", "number"]
                  },
                  "figure": { "$ref": "#/$defs/figure" },
                  "before": { "$ref": "#/$defs/value" },
                  "after": { "$ref": "#/$defs/value" },
                  "change": { "$ref": "#/$defs/change" },
                  "percent": { "$ref": "#/$defs/percent" }
                }
              }
            },
            "equal": { "$ref": "#/$defs/equal" }
          }
        },
        "sessions": {
          "title": "comparison of sessions",
          "type": "object",
          "required": ["sessions", "totals", "worst"],
          "additionalProperties": false,
          "properties": {
            "sessions": {
              "description": "The sessions that are not the same, and those of one side only, by\
     arrival and id; with --all every session.",
              "type": "array",
              "items": { "$ref": "#/$defs/session" }
            },
            "totals": {
              "description": "Numbers of all sessions.",
              "type": "object",
              "required": ["better", "worse", "same", "onlyBefore", "onlyAfter"],
              "additionalProperties": false,
              "properties": {
                "better": {
                  "description": "Sessions that are better (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "worse": {
                  "description": "Sessions that are worse (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "same": {
                  "description": "Sessions that are neither (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "onlyBefore": {
                  "description": "Sessions that only the side before has (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "onlyAfter": {
                  "description": "Sessions that only the side after has (a count).",
                  "type": "integer",
                  "minimum": 0
                }
              }
            },
            "worst": {
              "description": "The ten worst: those that lost the most energy, then those that were\
     done latest, then by arrival.",
              "type": "array",
              "maxItems": 10,
              "items": { "$ref": "#/$defs/session" }
            }
          }
        },
        "session": {
          "description": "A session; what the other side alone has is null.",
          "type": "object",
          "required": [
            "sessionId", "arrivalTime", "outcomeBefore", "outcomeAfter", "deliveredBefore",
            "deliveredAfter", "waitBefore", "waitAfter", "doneBefore", "doneAfter", "verdict"
          ],
          "additionalProperties": false,
          "properties": {
            "sessionId": {
              "description": "Id of the session.",
              "type": "string",
              "minLength": 1
            },
            "arrivalTime": {
              "description": "Time of arrival, as the side before states it.",
              "type": ["string", "number"]
            },
            "outcomeBefore": { "$ref": "#/$defs/outcome" },
            "outcomeAfter": { "$ref": "#/$defs/outcome" },
            "deliveredBefore": { "$ref": "#/$defs/delivered" },
            "deliveredAfter": { "$ref": "#/$defs/delivered" },
            "waitBefore": { "$ref": "#/$defs/wait" },
            "waitAfter": { "$ref": "#/$defs/wait" },
            "doneBefore": { "$ref": "#/$defs/done" },
            "doneAfter": { "$ref": "#/$defs/done" },
            "verdict": {
              "description": "By outcome (served, stopped, open, unserved, abandoned), then by\
     energy, then by the time at which it was done; null where one side lacks the session.",
              "enum": ["better", "worse", "same", null]
            }
          }
        },
        "outcome": {
          "description": "Outcome of the session.",
          "enum": ["served", "unserved", "abandoned", "open", "stopped", null]
        },
        "delivered": {
          "description": "Energy that was delivered to the session, in kWh.",
          "type": ["number", "null"],
          "minimum": 0
        },
        "wait": {
          "description": "Time that the vehicle waited for a connector, in minutes.",
          "type": ["number", "null"],
          "minimum": 0
        },
        "done": {
          "description": "Time at which the vehicle had all it requested; null if never.",
          "type": ["string", "number", "null"]
        },
        "figure": {
          "description": "Path of the figure, as `sems-plan help figures` lists it, or a column of\
     --daily.",
          "type": "string",
          "minLength": 1
        },
        "value": {
          "description": "Value on one side, in the unit of the figure; null where that side has\
     none.",
          "type": ["number", "string", "null"]
        },
        "change": {
          "description": "The number after less the number before, in the unit of the figure; null\
     where a side has no number.",
          "type": ["number", "null"]
        },
        "percent": {
          "description": "The change in percent of the magnitude before; null where that is 0 or a\
     side has no number.",
          "type": ["number", "null"]
        },
        "equal": {
          "description": "Number of figures that are equal on both sides (a count).",
          "type": "integer",
          "minimum": 0
        }
      }
    }

    """
}
