/// The JSON Schema of a timeline in JSON, whose `$defs/event` describes one line of NDJSON.
enum TimelineSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sems-plan:schema:timeline",
      "title": "sems-plan timeline",
      "description": "An array of events in time order, or an object that holds one in `events`.\
     For NDJSON, check each line against `#/$defs/event`.",
      "type": ["array", "object"],
      "items": { "$ref": "#/$defs/event" },
      "required": ["events"],
      "properties": {
        "config": {
          "description": "The station, written before `events`; used when --config is not given.",
          "$ref": "#/$defs/station"
        },
        "events": {
          "description": "The events, in time order.",
          "type": "array",
          "items": { "$ref": "#/$defs/event" }
        }
      },
      "$defs": {
        "event": {
          "title": "sems-plan timeline event",
          "description": "One event: an element of `events`, or a line of NDJSON.",
          "type": "object",
          "required": ["time", "event"],
          "properties": {
            "time": { "$ref": "#/$defs/time", "type": ["string", "number"] },
            "event": {
              "description": "Kind of the event (no unit).",
              "enum": ["start", "power-update", "stop", "config", "grid-capacity", "load",\
     "limit"]
            }
          },
          "allOf": [
            {
              "if": {
                "required": ["event"],
                "properties": { "event": { "const": "start" } }
              },
              "then": { "$ref": "#/$defs/startEvent" }
            },
            {
              "if": {
                "required": ["event"],
                "properties": { "event": { "const": "power-update" } }
              },
              "then": { "$ref": "#/$defs/powerUpdateEvent" }
            },
            {
              "if": {
                "required": ["event"],
                "properties": { "event": { "const": "stop" } }
              },
              "then": { "$ref": "#/$defs/stopEvent" }
            },
            {
              "if": {
                "required": ["event"],
                "properties": { "event": { "const": "config" } }
              },
              "then": { "$ref": "#/$defs/configEvent" }
            },
            {
              "if": {
                "required": ["event"],
                "properties": { "event": { "const": "grid-capacity" } }
              },
              "then": { "$ref": "#/$defs/gridCapacityEvent" }
            },
            {
              "if": {
                "required": ["event"],
                "properties": { "event": { "const": "load" } }
              },
              "then": { "$ref": "#/$defs/loadEvent" }
            },
            {
              "if": {
                "required": ["event"],
                "properties": { "event": { "const": "limit" } }
              },
              "then": { "$ref": "#/$defs/limitEvent" }
            }
          ]
        },
        "startEvent": {
          "description": "A vehicle arrives: it plugs in, or waits for a connector.",
          "properties": {
            "sessionId": {
              "description": "Name of the session (text, no unit); absent or null: session-N,\
     for the Nth start of the timeline.",
              "type": ["string", "null"],
              "minLength": 1
            },
            "connectorId": {
              "description": "Connector at which it plugs in; with only `chargerId`, any\
     connector of that charger; absent or null: any connector.",
              "$ref": "#/$defs/connectorChoice"
            },
            "vehicleMaxPower": {
              "description": "Highest power that the vehicle accepts, in kW; needed unless\
     `vehicle` gives it. Null counts as absent.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "energyRequested": {
              "description": "Energy that it requests, in kWh; absent or null: the energy up to\
     `targetSoc`, or no request.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "departureTime": {
              "description": "Latest time at which it leaves, served or not: after `time`, and of\
     the same kind. Absent or null: not known.",
              "$ref": "#/$defs/time"
            },
            "leavesWhenDone": {
              "description": "Whether it leaves when its energy is delivered (no unit); absent or\
     null: true without a `departureTime`, false with one.",
              "type": ["boolean", "null"]
            },
            "maxWait": {
              "description": "Longest time that it waits for a connector before it drives on, in\
     seconds; absent or null: no limit.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 10000000000
            },
            "vehicle": {
              "description": "Name of a vehicle type of the station config (text, no unit), which\
     gives the fields that the event does not state.",
              "type": ["string", "null"],
              "minLength": 1
            },
            "batteryCapacity": {
              "description": "Capacity of its battery, in kWh; with `soc`, its state of charge is\
     followed. Null counts as absent.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "soc": {
              "description": "State of charge on arrival, in percent; null counts as absent.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 100
            },
            "targetSoc": {
              "description": "State of charge that it requests, in percent; used only without\
     `energyRequested`, and then needs `soc` and a battery capacity.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 100
            },
            "chargingCurve": {
              "description": "Highest power that its battery accepts, by rising state of charge;\
     linear between the points, flat outside them. Null counts as absent.",
              "type": ["array", "null"],
              "minItems": 1,
    \(StationSchema.curveItems.indented(by: 10))
            },
            "priority": {
              "description": "Its priority (whole number, no unit): vehicles of the highest are\
     served first, then those of the next. Absent or null: 0.",
              "type": ["integer", "null"],
              "minimum": -100,
              "maximum": 100
            },
            "weight": {
              "description": "Size of its share in relation to other vehicles (whole number, no\
     unit): twice as much with 2 as with 1. Absent or null: 1.",
              "type": ["integer", "null"],
              "minimum": 1,
              "maximum": 100
            }
          },
          "allOf": [
            {
              "if": {
                "required": ["vehicle"],
                "properties": { "vehicle": { "type": "string" } }
              },
              "else": {
                "required": ["vehicleMaxPower"],
                "properties": { "vehicleMaxPower": { "type": "number" } }
              }
            },
            {
              "if": {
                "required": ["targetSoc"],
                "properties": {
                  "targetSoc": { "type": "number" },
                  "energyRequested": { "type": "null" }
                }
              },
              "then": {
                "required": ["soc"],
                "properties": { "soc": { "type": "number" } },
                "anyOf": [
                  {
                    "required": ["batteryCapacity"],
                    "properties": { "batteryCapacity": { "type": "number" } }
                  },
                  {
                    "required": ["vehicle"],
                    "properties": { "vehicle": { "type": "string" } }
                  }
                ]
              }
            }
          ]
        },
        "powerUpdateEvent": {
          "description": "A vehicle reports the power that it draws.",
          "required": ["consumedPower"],
          "properties": {
            "consumedPower": {
              "description": "Power it draws, in kW; if below its allocation, its new maximum.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "vehicleMaxPower": {
              "description": "New maximum, in kW, set before `consumedPower` is compared;\
     absent or null: no change.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            }
          },
          "$ref": "#/$defs/sessionReference"
        },
        "stopEvent": {
          "description": "A vehicle unplugs.",
          "$ref": "#/$defs/sessionReference"
        },
        "configEvent": {
          "description": "The station changes.",
          "required": ["config"],
          "properties": {
            "config": {
              "description": "The station from now on.",
              "$ref": "#/$defs/station"
            }
          }
        },
        "gridCapacityEvent": {
          "description": "Only the grid limit changes.",
          "required": ["gridCapacity"],
          "properties": {
            "gridCapacity": {
              "description": "Highest power for all vehicles together from now on, in kW.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            }
          }
        },
        "loadEvent": {
          "description": "Something else behind the grid connection draws or generates from now\
     on.",
          "required": ["power"],
          "properties": {
            "loadId": {
              "description": "Name of the load (text, no unit); absent or null: `site`.",
              "type": ["string", "null"],
              "minLength": 1
            },
            "power": {
              "description": "Power that it draws, in kW; below 0: that it generates.",
              "type": "number",
              "minimum": -1000000,
              "maximum": 1000000
            }
          }
        },
        "limitEvent": {
          "description": "A temporary limit begins, changes or ends: of a charger, of a group, or\
     of the grid where neither is named.",
          "required": ["maxPower"],
          "properties": {
            "maxPower": {
              "description": "Highest power from now on, in kW; null ends the limit.",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1000000
            },
            "chargerId": {
              "description": "Id of the charger, or of an entry with `count`: each of its chargers\
     (text, no unit). Null counts as absent.",
              "type": ["string", "null"],
              "minLength": 1
            },
            "groupId": {
              "description": "Id of the group (text, no unit). Null counts as absent.",
              "type": ["string", "null"],
              "minLength": 1
            },
            "connectorId": {
              "description": "Not allowed: a limit is not for a single connector.",
              "type": "null"
            }
          },
          "if": {
            "required": ["groupId"],
            "properties": { "groupId": { "type": "string" } }
          },
          "then": {
            "properties": { "chargerId": { "type": "null" } }
          }
        },
        "sessionReference": {
          "description": "The session that an event concerns, by `sessionId` or `connectorId`.",
          "properties": {
            "sessionId": {
              "description": "Name of the session (text, no unit); null counts as absent.",
              "type": ["string", "null"],
              "minLength": 1
            },
            "connectorId": {
              "description": "The connector of the session; null counts as absent.",
              "$ref": "#/$defs/connectorId"
            }
          },
          "anyOf": [
            {
              "required": ["sessionId"],
              "properties": { "sessionId": { "type": "string" } }
            },
            {
              "required": ["connectorId"],
              "properties": { "connectorId": { "type": "object" } }
            }
          ]
        },
        "connectorChoice": {
          "description": "A connector, any connector of a charger, or any connector.",
          "type": ["object", "null"],
          "properties": {
            "chargerId": {
              "description": "Id of the charger in the station config (text, no unit); absent or\
     null: any charger.",
              "type": ["string", "null"],
              "minLength": 1
            },
            "idx": {
              "description": "Number of the connector at its charger, from 1 (no unit), only with\
     `chargerId`; absent or null: any of its connectors.",
              "type": ["integer", "null"],
              "minimum": 1
            }
          },
          "if": {
            "required": ["idx"],
            "properties": { "idx": { "type": "number" } }
          },
          "then": {
            "required": ["chargerId"],
            "properties": { "chargerId": { "type": "string" } }
          }
        },
        "connectorId": {
          "description": "A connector: its charger and its number there.",
          "type": ["object", "null"],
          "required": ["chargerId", "idx"],
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
          "description": "A time: an RFC 3339 date-time with an offset, years 1970 to\
     9999, or a number of seconds; one timeline uses one of the two kinds. Resolution 1 ms.",
          "type": ["string", "number", "null"],
          "format": "date-time",
          "pattern": "^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\
    [Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?\
    ([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
          "minimum": 0,
          "maximum": 10000000000,
          "examples": ["2026-03-02T08:15:00+01:00", 12.5]
        },
        "station": {
    \(StationSchema.members.indented(by: 6))
        }
      }
    }

    """
}
