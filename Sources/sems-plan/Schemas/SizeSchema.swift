/// The JSON Schema of the answer of `size`.
enum SizeSchema {
  /// The keys of the axes.
  private static let axes = [
    "station", "chargers", "batteryCapacity", "batteryPower", "gridCapacity", "policy", "scale",
  ]

  /// Returns the properties of axes, each null where there is no answer.
  ///
  /// - Parameter indent: The number of spaces before each line but the first.
  private static func properties(_ axes: [String], isNullable: Bool, indent: Int) -> String {
    let lines = axes.flatMap { axis -> [String] in
      let reference = "{ \"$ref\": \"#/$defs/\(axis)\" }"
      guard isNullable else { return ["\"\(axis)\": \(reference),"] }
      return [
        "\"\(axis)\": {", "  \"description\": \"Value of the answer; null where there is none.\",",
        "  \"anyOf\": [\(reference), { \"type\": \"null\" }]", "},",
      ]
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  /// Returns alternatives of which each requires an axis.
  private static func required(_ axes: [String]) -> String {
    axes.map { "{ \"required\": [\"\($0)\"] }" }.joined(separator: ",\n        ")
  }

  /// The axes that may be searched alone.
  private static let single = axes.filter { $0 != "policy" }

  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:size",
      "title": "sems-plan size",
      "description": "Answer of `sems-plan size --format json`: that of a search on one axis, or\
     with --minimise or --maximise the best combination.",
      "oneOf": [{ "$ref": "#/$defs/search" }, { "$ref": "#/$defs/combination" }],
      "$defs": {
        "search": {
          "description": "The value on one axis that meets every requirement, whose key is the\
     axis: the smallest; of the scale the largest below the first that does not; of stations the\
     first. Null where none does.",
          "type": "object",
          "required": ["gain", "limitedBy", "exceptions", "skippedEvents", "curve"],
          "oneOf": [
            \(required(single))
          ],
          "additionalProperties": false,
          "properties": {
            \(properties(single, isNullable: true, indent: 8))
            "gain": { "$ref": "#/$defs/gain" },
            "limitedBy": { "$ref": "#/$defs/limitedBy" },
            "exceptions": {
              "description": "Larger values that do not meet every requirement, in the unit of the\
     axis; of the scale larger ones that do; none of stations.",
              "type": "array",
              "items": { "type": "number", "minimum": 0 }
            },
            "skippedEvents": {
              "description": "Highest number of events left out in one run (a count).",
              "type": "integer",
              "minimum": 0
            },
            "bound": { "$ref": "#/$defs/bound" },
            "boundSeed": { "$ref": "#/$defs/boundSeed" },
            "curve": {
              "description": "All values that were tried, in rising order; stations in the order\
     given.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/point" }
            }
          }
        },
        "combination": {
          "description": "The combination that meets every requirement and has the lowest or\
     highest value of a figure. Every key is null where there is none.",
          "type": "object",
          "required": ["figure", "value", "best"],
          "anyOf": [
            \(required(axes))
          ],
          "additionalProperties": false,
          "properties": {
            \(properties(axes, isNullable: true, indent: 8))
            "figure": {
              "description": "Path of the figure that --minimise or --maximise names.",
              "type": ["string", "null"]
            },
            "value": {
              "description": "Value of the figure, in its unit, as a mean over the timelines.",
              "type": ["number", "null"]
            },
            "bound": { "$ref": "#/$defs/bound" },
            "boundSeed": { "$ref": "#/$defs/boundSeed" },
            "best": {
              "description": "The best combinations, at most ten, the best first.",
              "type": ["array", "null"],
              "minItems": 1,
              "maxItems": 10,
              "items": {
                "type": "object",
                "required": ["value"],
                "additionalProperties": false,
                "properties": {
                  \(properties(axes, isNullable: false, indent: 14))
                  "value": {
                    "description": "Value of the figure, as a mean over the timelines.",
                    "type": "number"
                  }
                }
              }
            }
          }
        },
        "bound": \(BoundSchema.definition),
        "boundSeed": {
          "description": "With --bound and seeds: seed of the timeline whose bound is stated, that\
     with the lowest served share; null where there is no answer.",
          "type": ["integer", "null"],
          "minimum": 0
        },
        "station": {
          "description": "Station: the stationId of its config.",
          "type": "string"
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
          "description": "Policy that shares the power, as --policy names it.",
          "enum": [\(PolicySchema.names)]
        },
        "scale": {
          "description": "Multiple of --sessions-per-day.",
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 1000
        },
        "gain": {
          "description": "Energy that the next value delivers beyond this one, in kWh, as a mean\
     over the timelines; null for the last value, and where none meets the requirements.",
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
          "description": "A value, whose key is the axis, and the results of its timelines. With\
     seeds it has the share of them that met the requirements, else each required figure by its\
     path.",
          "type": "object",
          "required": ["meets", "delivered", "gain", "limitedBy"],
          "oneOf": [
            \(required(single))
          ],
          "dependentRequired": {
            "seeds": ["seedsMet", "seedShare", "lowerBound"],
            "seedsMet": ["seeds"],
            "seedShare": ["seeds"],
            "lowerBound": ["seeds"]
          },
          "properties": {
            \(properties(single, isNullable: false, indent: 8))
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
              "description": "Lower end of Wilson's interval for the share, 0 to 1; its confidence\
     is that of --sure, or 95 %.",
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
