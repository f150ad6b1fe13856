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
        "description": "Power the station may hand out to vehicles in all, in kW.",
        "type": "number",
        "minimum": 0,
        "maximum": 1000000
      },
      "chargers": {
        "description": "The chargers, at least one; their ids are unique.",
        "type": "array",
        "minItems": 1,
        "items": {
          "description": "A cabinet with a power limit of its own.",
          "type": "object",
          "required": ["id", "maxPower", "connectors"],
          "properties": {
            "id": {
              "description": "Name of the charger, unique here (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "maxPower": {
              "description": "Most power it gives to all its vehicles together, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "minPower": {
              "description": "Least power to charge with there, in kW; absent or null: none.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "connectors": {
              "description": "How many connectors (a count), or one object for each.",
              "type": ["integer", "array"],
              "minimum": 1,
              "maximum": 1000,
              "minItems": 1,
              "maxItems": 1000,
              "items": {
                "description": "One connector; numbered from 1 in the order written.",
                "type": "object",
                "required": ["maxPower"],
                "properties": {
                  "maxPower": {
                    "description": "Most power it gives to its vehicle, in kW.",
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
      "vehicles": {
        "description": "The vehicle types that events may name; their ids are unique.",
        "type": ["array", "null"],
        "items": {
          "description": "A vehicle type; what an event states itself comes first.",
          "type": "object",
          "required": ["id", "maxPower"],
          "properties": {
            "id": {
              "description": "Name of the vehicle type, unique here (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "maxPower": {
              "description": "Most power a vehicle of the type can take, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "batteryCapacity": {
              "description": "What its battery holds, in kWh; absent or null: not known.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "chargingCurve": {
              "description": "Most power its battery accepts, by rising state of charge;\
     linear between the points, flat outside them. Absent or null: its maximum.",
              "type": ["array", "null"],
              "minItems": 1,
    \(curveItems.indented(by: 10))
            }
          }
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
          "description": "Most power the battery accepts there, in kW.",
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
