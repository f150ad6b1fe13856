/// The JSON Schema of results in JSON, whose `$defs/tick` describes one line of NDJSON.
enum ResultSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:result",
      "title": "sems-plan result",
      "description": "What `sems-plan simulate --format json` writes. For NDJSON, check each line\
     against `#/$defs/tick`; for a summary on its own, use `#/$defs/summary`.",
      "type": "object",
      "required": [
        "formatVersion", "stationId", "policy", "step", "reallocation", "ticks", "summary"
      ],
      "properties": {
        "formatVersion": {
          "description": "Version of this format (no unit).",
          "const": 1
        },
        "stationId": {
          "description": "Name of the station (text, no unit).",
          "type": "string",
          "minLength": 1
        },
        "policy": {
          "description": "How power is shared, as named by --policy; `fair` by default (no unit).\
     \(PolicySchema.meanings)",
          "enum": [\(PolicySchema.names)]
        },
        "step": {
          "description": "What allocations are rounded down to, in kW.",
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 1000000
        },
        "reallocation": {
          "description": "When a new allocation takes effect (no unit).",
          "enum": ["immediate", "on-update"]
        },
        "ticks": {
          "description": "The moments at which something may change, or with --every the\
     intervals, in time order.",
          "type": "array",
          "items": { "$ref": "#/$defs/tick" }
        },
        "summary": { "$ref": "#/$defs/summary" }
      },
      "$defs": {
        "summary": \(SummarySchema.text),
        "curtailed": \(SummarySchema.curtailed),
        "tick": {
          "title": "sems-plan result tick",
          "description": "The state from one moment on, or one interval: an element of `ticks`, or\
     a line of NDJSON. --per says which of `sessions`, `chargers`, `connectors` it holds;\
     at station level it holds `activeSessions` and `deliveredEnergy` instead.",
          "type": "object",
          "required": ["time", "gridCapacity", "allocatedPower", "stopReason"],
          "oneOf": [
            { "required": ["sessions"] },
            { "required": ["chargers"] },
            { "required": ["connectors"] },
            { "required": ["activeSessions", "deliveredEnergy"] }
          ],
          "dependentRequired": {
            "activeSessions": ["deliveredEnergy"],
            "deliveredEnergy": ["activeSessions"],
            "energy": ["deliveredEnergy"]
          },
          "additionalProperties": false,
          "properties": {
            "time": { "$ref": "#/$defs/time" },
            "gridCapacity": {
              "description": "Power the station may hand out to vehicles in all, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "allocatedPower": {
              "description": "Power allocated at the whole station (with --every the mean), in kW.",
              "type": "number",
              "minimum": 0
            },
            "stopReason": {
              "description": "Which condition ended the allocation (no unit). grid-capacity:\
     nothing remains; vehicles-at-maximum: every vehicle has its maximum; chargers-at-maximum: no\
     vehicle is open; indivisible: what remains cannot be shared in whole steps; null: no session\
     is active, or --reallocation is on-update.",
              "enum": [
                "grid-capacity", "vehicles-at-maximum", "chargers-at-maximum", "indivisible", null
              ]
            },
            "waitingSessions": {
              "description": "Vehicles that wait for a connector, with --every at the interval's\
     end (a count); left out where 0.",
              "type": "integer",
              "minimum": 1
            },
            "activeSessions": {
              "description": "Sessions active at the station (a count); station level only.",
              "type": "integer",
              "minimum": 0
            },
            "energy": {
              "description": "Energy in the interval, in kWh; station level with --every only.",
              "type": "number",
              "minimum": 0
            },
            "deliveredEnergy": {
              "description": "Energy since the replay began, in kWh; station level only.",
              "type": "number",
              "minimum": 0
            },
            "sessions": {
              "description": "The active sessions, in the order they started.",
              "type": "array",
              "items": { "$ref": "#/$defs/session" }
            },
            "chargers": {
              "description": "The chargers, with --per charger.",
              "type": "array",
              "items": { "$ref": "#/$defs/charger" }
            },
            "connectors": {
              "description": "The connectors, idle ones too, with --per connector.",
              "type": "array",
              "items": { "$ref": "#/$defs/connector" }
            }
          }
        },
        "session": {
          "description": "One session at a tick, or in an interval.",
          "type": "object",
          "required": [
            "sessionId", "connectorId", "vehicleMaxPower", "allocatedPower", "limitedBy",
            "deliveredEnergy"
          ],
          "additionalProperties": false,
          "properties": {
            "sessionId": {
              "description": "Name of the session (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "connectorId": {
              "description": "The connector the session is at.",
              "$ref": "#/$defs/connectorId"
            },
            "vehicleMaxPower": {
              "description": "Most power the vehicle and its battery can take now, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "allocatedPower": {
              "description": "Power allocated to the session (with --every the mean), in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "limitedBy": {
              "description": "What keeps the session from more (no unit). vehicle: it has its own\
     maximum; connector: it has its connector's; charger: what is left there cannot give one step\
     to each vehicle below its maximum; grid: what the station can share is used up or cannot be\
     divided; pending: its share is higher, but takes effect at an update (on-update only);\
     minimum: it would get less than its charger's minimum, so it gets 0; energy: it has all its\
     energy, and stays.",
              "enum": ["vehicle", "connector", "charger", "grid", "pending", "minimum", "energy"]
            },
            "energy": {
              "description": "Energy in the interval, in kWh; with --every only.",
              "type": "number",
              "minimum": 0
            },
            "deliveredEnergy": {
              "description": "Energy since the session began, in kWh.",
              "type": "number",
              "minimum": 0
            }
          }
        },
        "charger": {
          "description": "One charger at a tick, or in an interval.",
          "type": "object",
          "required": [
            "chargerId", "maxPower", "activeSessions", "allocatedPower", "deliveredEnergy"
          ],
          "additionalProperties": false,
          "properties": {
            "chargerId": {
              "description": "Id of the charger in the station config (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "maxPower": {
              "description": "Most power it gives to all its vehicles together, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "activeSessions": {
              "description": "Sessions active at the charger (a count).",
              "type": "integer",
              "minimum": 0
            },
            "allocatedPower": {
              "description": "Power allocated at the charger (with --every the mean), in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "energy": {
              "description": "Energy in the interval, in kWh; with --every only.",
              "type": "number",
              "minimum": 0
            },
            "deliveredEnergy": {
              "description": "Energy since the replay began, in kWh.",
              "type": "number",
              "minimum": 0
            }
          }
        },
        "connector": {
          "description": "One connector at a tick, or in an interval.",
          "type": "object",
          "required": ["connectorId", "allocatedPower"],
          "additionalProperties": false,
          "properties": {
            "connectorId": {
              "description": "Which connector.",
              "$ref": "#/$defs/connectorId"
            },
            "allocatedPower": {
              "description": "Power allocated there (with --every the mean), in kW; 0 where idle.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            }
          }
        },
        "connectorId": {
          "description": "A connector: its charger and its number there.",
          "type": "object",
          "required": ["chargerId", "idx"],
          "additionalProperties": false,
          "properties": {
            "chargerId": {
              "description": "Id of the charger in the station config (text, no unit).",
              "type": "string",
              "minLength": 1
            },
            "idx": {
              "description": "Number of the connector at its charger, counted from 1 (no unit).",
              "type": "integer",
              "minimum": 1
            }
          }
        },
        "time": {
          "description": "The moment, or the interval's start: an RFC 3339 date-time in the offset\
     of the timeline's first event, or a number of seconds, as the timeline has it; to 1 ms.",
          "type": ["string", "number"],
          "format": "date-time",
          "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\
    T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{0,2}[1-9])?\
    (Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
          "minimum": 0,
          "examples": ["2026-03-02T08:15:00+01:00", 12.5]
        }
      }
    }

    """
}
