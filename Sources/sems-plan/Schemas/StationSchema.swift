/// The JSON Schema of a station config: the grid connection, its chargers and their connectors.
enum StationSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:station",
      "title": "sems-plan station config",
    \(members.indented(by: 2))
    }

    """

  /// The members of the schema, which a timeline repeats for the station inside it.
  static let members = """
    "description": "The site behind one grid connection; powers are in kW.",
    "type": "object",
    "required": ["stationId", "gridCapacity", "chargers"],
    "properties": {
      "stationId": {
        "description": "Name of the station (text, no unit).",
        "type": "string",
        "minLength": 1
      },
      "gridCapacity": {
        "description": "Grid capacity: the highest power for all vehicles together, in kW.",
        "type": "number",
        "minimum": 0,
        "maximum": 1000000
      },
      "chargers": {
        "description": "The chargers, at least one; their ids are unique.",
        "type": "array",
        "minItems": 1,
        "items": {
          "description": "A charger: connectors that share a power limit.",
          "type": "object",
          "required": ["id", "maxPower", "connectors"],
          "properties": {
            "id": {
              "description": "Name of the charger, unique in the station (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "count": {
              "description": "Number of equal chargers, named with -1, -2 and so on behind the id\
     (a count); absent or null: one charger with the id itself.",
              "type": ["integer", "null"],
              "minimum": 1,
              "maximum": 100000
            },
            "maxPower": {
              "description": "Highest power that it gives to all its vehicles together, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "minPower": {
              "description": "Lowest power to charge with, in kW; absent or null: 0.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "connectors": {
              "description": "Number of connectors (a count), or an array with an object for each.",
              "type": ["integer", "array"],
              "minimum": 1,
              "maximum": 1000,
              "minItems": 1,
              "maxItems": 1000,
              "items": {
                "description": "A connector. Connectors are numbered from 1 in this order.",
                "type": "object",
                "required": ["maxPower"],
                "properties": {
                  "maxPower": {
                    "description": "Highest power that it gives to its vehicle, in kW.",
                    "type": "number",
                    "minimum": 0,
                    "maximum": 1000000
                  }
                }
              }
            }
          }
        }
      },
      "groups": {
        "description": "The groups of chargers that share a limit; their ids are unique, also\
     among those of chargers.",
        "type": ["array", "null"],
        "items": {
          "description": "A group, such as a cabinet, a feeder or a transformer.",
          "type": "object",
          "required": ["id", "maxPower", "members"],
          "properties": {
            "id": {
              "description": "Name of the group, unique in the station (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "maxPower": {
              "description": "Highest power for all vehicles below it together, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "members": {
              "description": "Names of its chargers, of entries with a count, and of groups. Each\
     is a member of one group at most, and groups are nested without a circle.",
              "type": "array",
              "minItems": 1,
              "items": {
                "description": "Name of a charger, of an entry with a count, or of a group.",
                "type": "string",
                "minLength": 1
              }
            }
          }
        }
      },
      "vehicles": {
        "description": "The vehicle types that events may name; their ids are unique.",
        "type": ["array", "null"],
        "items": {
          "description": "A vehicle type. A field of an event overrides that of its type.",
          "type": "object",
          "required": ["id", "maxPower"],
          "properties": {
            "id": {
              "description": "Name of the vehicle type, unique in the station (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "maxPower": {
              "description": "Highest power that a vehicle of the type accepts, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "batteryCapacity": {
              "description": "Capacity of its battery, in kWh; absent or null: not known.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "chargingCurve": {
              "description": "Highest power that its battery accepts, by rising state of charge;\
     linear between the points, flat outside them. Absent or null: its maximum.",
              "type": ["array", "null"],
              "minItems": 1,
    \(curveItems.indented(by: 10))
            }
          }
        }
      },
    \(battery.indented(by: 2))
    }
    """

  /// The stationary battery.
  private static let battery = """
    "battery": {
      "description": "The stationary battery behind the grid connection; absent or null: none. It\
     has capacity or initialCapacity, and minSoc is below maxSoc.",
      "type": ["object", "null"],
      "required": ["power"],
      "if": {
        "type": "object",
        "required": ["capacity"],
        "properties": {"capacity": {"type": "number"}}
      },
      "then": {"properties": {"initialCapacity": {"type": "null"}}},
      "else": {
        "if": {"type": "object"},
        "then": {
          "required": ["initialCapacity"],
          "properties": {"initialCapacity": {"type": "number"}}
        }
      },
      "properties": {
        "capacity": {
          "description": "Energy that it gives from full to empty, in kWh; 0: as if there were\
     none.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 1000000
        },
        "initialCapacity": {
          "description": "The name of capacity in the station's API, in kWh.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 1000000
        },
        "power": {
          "description": "Highest power that it gives, in kW; 0: as if there were none.",
          "type": "number",
          "minimum": 0,
          "maximum": 1000000
        },
        "chargePower": {
          "description": "Highest power that it takes, in kW; absent or null: power.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 1000000
        },
        "efficiency": {
          "description": "Energy that it gives divided by the energy that it took, over a whole\
     cycle, in percent with at most one decimal; absent or null: 90.",
          "type": ["number", "null"],
          "minimum": 1,
          "maximum": 100
        },
        "initialSoc": {
          "description": "State of charge at the beginning, in percent with at most one decimal;\
     absent or null: 100.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 100
        },
        "minSoc": {
          "description": "State of charge below which it gives nothing, in percent with at most one\
     decimal; absent or null: 10.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 100
        },
        "maxSoc": {
          "description": "State of charge above which it takes nothing, in percent with at most one\
     decimal; absent or null: 100.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 100
        },
        "shaveAbove": {
          "description": "It gives what the site draws above this power, in kW; absent or null: the\
     import limit.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 1000000
        },
        "rechargeBelow": {
          "description": "It takes what the site draws less than this power, in kW; absent or null:\
     shaveAbove.",
          "type": ["number", "null"],
          "minimum": 0,
          "maximum": 1000000
        }
      }
    }
    """

  /// The `items` of a charging curve.
  static let curveItems = """
    "items": {
      "description": "A point: a state of charge in percent, and a power in kW.",
      "type": "array",
      "minItems": 2,
      "maxItems": 2,
      "prefixItems": [
        {
          "description": "The state of charge, in percent.",
          "type": "number",
          "minimum": 0,
          "maximum": 100
        },
        {
          "description": "Highest power that the battery accepts there, in kW.",
          "type": "number",
          "minimum": 0,
          "maximum": 1000000
        }
      ]
    }
    """
}

extension String {
  /// Returns the lines with so many spaces before each.
  func indented(by spaces: Int) -> String {
    split(separator: "\n").map { String(repeating: " ", count: spaces) + $0 }
      .joined(separator: "\n")
  }
}
