/// The JSON Schema of a measured profile: the arrivals and stays of a site.
enum ProfileSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:profile",
      "title": "sems-plan profile",
      "description": "The arrivals and stays of a site, as measured from its records.",
      "type": "object",
      "required": [
        "formatVersion", "tz", "from", "days", "weights", "sessionsPerDay", "dispersion", "stays"
      ],
      "properties": {
        "formatVersion": {
          "description": "Version of this form (a count).",
          "const": 1
        },
        "tz": {
          "description": "Time zone: a name, an offset or a POSIX rule (text, no unit).",
          "type": "string",
          "minLength": 1
        },
        "from": {
          "description": "Local date of the first arrival, 1970-01-01 to 9999-12-31.",
          "type": "string",
          "format": "date"
        },
        "days": {
          "description": "Number of days from the first arrival to the last (a count).",
          "type": "integer",
          "minimum": 1,
          "maximum": 10000000
        },
        "weights": {
          "description": "1,000 times the mean number of arrivals in each hour of the week, from\
     Monday 00:00 on, in local time (a count). Not all are 0.",
          "type": "array",
          "minItems": 168,
          "maxItems": 168,
          "items": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000000000
          }
        },
        "sessionsPerDay": {
          "description": "Mean number of arrivals a day (a count).",
          "type": "number",
          "minimum": 0.001,
          "maximum": 1000000
        },
        "dispersion": {
          "description": "Variance of the arrivals of a day, divided by their mean (a ratio).",
          "type": "number",
          "minimum": 1,
          "maximum": 1000
        },
        "stays": {
          "description": "The stays, of which each generated vehicle gets one.",
          "type": "array",
          "minItems": 1,
          "items": {
            "description": "A stay: an energy in kWh, a length in minutes, and a power in kW.",
            "type": "array",
            "minItems": 3,
            "maxItems": 3,
            "prefixItems": [
              {
                "description": "The energy that the vehicle wants, in kWh.",
                "type": "number",
                "minimum": 0,
                "maximum": 1000000
              },
              {
                "description": "The time from its arrival to its departure, in minutes.",
                "type": "number",
                "minimum": 0,
                "maximum": 10080
              },
              {
                "description": "The highest power that the vehicle accepts, in kW.",
                "type": "number",
                "minimum": 0,
                "maximum": 1000000
              }
            ]
          }
        }
      }
    }

    """
}
