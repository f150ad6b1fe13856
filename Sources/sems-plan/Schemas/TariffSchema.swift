/// The JSON Schema of a tariff.
enum TariffSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:tariff",
      "title": "sems-plan tariff",
      "description": "What energy, peaks and the grid connection cost.",
      "type": "object",
      "properties": {
        "currency": {
          "description": "Currency, which only texts for reading show (text, no unit).",
          "type": "string",
          "minLength": 1,
          "maxLength": 255
        },
        "tz": {
          "description": "Time zone: a name, an offset or a POSIX rule (text, no unit). By default\
     that of the run.",
          "type": "string",
          "minLength": 1
        },
        "energy": {
          "description": "Prices of imported energy, of which the last that matches holds. The\
     first has no condition. Only with --prices it may be absent.",
          "type": "array",
          "minItems": 1,
          "maxItems": 100,
          "items": {
            "type": "object",
            "required": ["price"],
            "properties": {
              "price": { "$ref": "#/$defs/energyPrice" },
              "from": { "$ref": "#/$defs/from" },
              "to": { "$ref": "#/$defs/to" },
              "days": { "$ref": "#/$defs/days" },
              "months": { "$ref": "#/$defs/months" }
            }
          }
        },
        "demand": {
          "description": "Prices of the highest mean import over a window of the clock.",
          "type": "array",
          "maxItems": 100,
          "items": {
            "type": "object",
            "required": ["price", "per"],
            "properties": {
              "price": { "$ref": "#/$defs/price" },
              "per": { "$ref": "#/$defs/per" },
              "window": {
                "description": "Length of a window (a duration).",
                "enum": ["15m", "30m", "1h"],
                "default": "15m"
              },
              "minimum": {
                "description": "Lowest peak that is charged, in kW.",
                "type": "number",
                "minimum": 0,
                "maximum": 1000000,
                "default": 0
              },
              "lookback": {
                "description": "A share of the highest peak of the months before that is charged\
     at least; only per month.",
                "type": "object",
                "required": ["months", "share"],
                "properties": {
                  "months": {
                    "description": "Number of months before (a count).",
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 11
                  },
                  "share": {
                    "description": "Share of their highest peak, in percent.",
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 100
                  }
                }
              },
              "average": {
                "description": "Number of months over which peaks are averaged, this one included\
     (a count); only per month, and without lookback.",
                "type": "integer",
                "minimum": 1,
                "maximum": 12
              },
              "from": { "$ref": "#/$defs/from" },
              "to": { "$ref": "#/$defs/to" },
              "days": { "$ref": "#/$defs/days" },
              "months": { "$ref": "#/$defs/months" }
            }
          }
        },
        "capacity": {
          "description": "Price per kW of grid capacity.",
          "$ref": "#/$defs/periodPrice"
        },
        "fixed": {
          "description": "Price of each month or year.",
          "$ref": "#/$defs/periodPrice"
        },
        "feedIn": {
          "description": "Paid per kWh exported, in the currency.",
          "$ref": "#/$defs/energyPrice"
        },
        "value": {
          "description": "What vehicles pay per kWh, in the currency.",
          "$ref": "#/$defs/energyPrice"
        }
      },
      "$defs": {
        "energyPrice": {
          "description": "Price per kWh in the currency, with at most six decimals.",
          "type": "number",
          "minimum": -1000,
          "maximum": 1000
        },
        "price": {
          "description": "Price in the currency, with at most six decimals.",
          "type": "number",
          "minimum": 0,
          "maximum": 1000000
        },
        "per": {
          "description": "Period for which the price is (no unit).",
          "enum": ["month", "year"]
        },
        "from": {
          "description": "Time of day at which it begins, HH:MM from 00:00 to 23:59.",
          "type": "string",
          "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
          "default": "00:00"
        },
        "to": {
          "description": "Time of day at which it ends, HH:MM from 00:00 to 24:00; on the next day\
     where it is not later than from.",
          "type": "string",
          "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
          "default": "24:00"
        },
        "days": {
          "description": "Days of the week, such as Mon-Fri (text, no unit). By default all.",
          "type": "string"
        },
        "months": {
          "description": "Months from 1 to 12, such as 10-3 (text, no unit). By default all.",
          "type": "string"
        },
        "periodPrice": {
          "description": "A price of a period.",
          "type": "object",
          "required": ["price", "per"],
          "properties": {
            "price": { "$ref": "#/$defs/price" },
            "per": { "$ref": "#/$defs/per" }
          }
        }
      }
    }

    """
}
