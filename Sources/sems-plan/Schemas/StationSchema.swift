/// The JSON Schema of a station config: the grid connection, its chargers and their connectors.
enum StationSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:station",
      "title": "sems-plan station config",
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
        }
      }
    }

    """
}
