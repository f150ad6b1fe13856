/// The JSON Schema of a summary, as definitions of ``ResultSchema``.
///
/// Their lines but the first are indented to stand there.
enum SummarySchema {
  /// The summary.
  static let text = """
    {
          "description": "Figures of the whole run; one with nothing to measure is null.",
          "type": "object",
          "required": [
            "servedShare", "sessions", "energy", "power", "curtailment",
            "fairness", "wait", "stretch", "events", "chargers"
          ],
          "additionalProperties": false,
          "properties": {
            \(figures),
            "chargers": {
              "description": "Each charger the station has had, in the order of the configs.",
              "type": "array",
              "items": {
                "description": "One charger over the whole run.",
                "type": "object",
                "required": ["chargerId", "energy", "peak", "inUse", "atLimit"],
                "additionalProperties": false,
                "properties": {
                  "chargerId": {
                    "description": "Id of the charger in the station config (text, no unit).",
                    "type": "string",
                    "minLength": 1
                  },
                  "energy": {
                    "description": "Energy it delivered, in kWh.",
                    "type": "number",
                    "minimum": 0
                  },
                  "peak": {
                    "description": "Highest power allocated there, in kW.",
                    "type": "number",
                    "minimum": 0,
                    "maximum": 1000000
                  },
                  "inUse": {
                    "description": "Share of the time with a vehicle, 0 to 1 (no unit).",
                    "type": ["number", "null"],
                    "minimum": 0,
                    "maximum": 1
                  },
                  "atLimit": {
                    "description": "Share of the time at its maximum, 0 to 1 (no unit).",
                    "type": ["number", "null"],
                    "minimum": 0,
                    "maximum": 1
                  }
                }
              }
            }
          }
        }
    """

  /// The figures but those of the chargers.
  static let figures = """
    "servedShare": {
              "description": "Delivered as a share of requested energy, 0 to 1 (no unit).",
              "type": ["number", "null"],
              "minimum": 0,
              "maximum": 1
            },
            "sessions": {
              "description": "How the sessions came out.",
              "type": "object",
              "required": [
                "started", "served", "unserved", "abandoned", "open", "withoutTarget"
              ],
              "additionalProperties": false,
              "properties": {
                "started": {
                  "description": "All that started, the sum of the others (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "served": {
                  "description": "Those that got all their energy (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "unserved": {
                  "description": "Those that left without all of it (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "abandoned": {
                  "description": "Those that gave up waiting for a connector (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "open": {
                  "description": "Those still there at the end (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "withoutTarget": {
                  "description": "Those that asked for no energy (a count).",
                  "type": "integer",
                  "minimum": 0
                }
              }
            },
            "energy": {
              "description": "Energies of the sessions with a request that are not open.",
              "type": "object",
              "required": ["requested", "attainable", "delivered", "unserved"],
              "additionalProperties": false,
              "properties": {
                "requested": {
                  "description": "What they wanted, in kWh.",
                  "type": "number",
                  "minimum": 0
                },
                "attainable": {
                  "description": "What each could have taken, limited by itself only, in kWh.",
                  "type": "number",
                  "minimum": 0
                },
                "delivered": {
                  "description": "What they got of it, in kWh.",
                  "type": "number",
                  "minimum": 0
                },
                "unserved": {
                  "description": "What they did not get, in kWh.",
                  "type": "number",
                  "minimum": 0
                }
              }
            },
            "power": {
              "description": "The station's power.",
              "type": "object",
              "required": [
                "peak", "peak15min", "mean", "gridUtilisation", "loadFactor",
                "overload", "stranded"
              ],
              "additionalProperties": false,
              "properties": {
                "peak": {
                  "description": "Highest power allocated at the whole station, in kW.",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "peak15min": {
                  "description": "Highest mean over a quarter of an hour of the clock, in kW.",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "mean": {
                  "description": "Mean power delivered, from the first tick to the end, in kW.",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "gridUtilisation": {
                  "description": "Delivered as a share of what the grid could deliver (no unit).",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "loadFactor": {
                  "description": "Mean as a share of the peak, 0 to 1 (no unit).",
                  "type": ["number", "null"],
                  "minimum": 0,
                  "maximum": 1
                },
                "overload": {
                  "description": "Highest excess over the grid capacity, in kW; unmanaged only.",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "stranded": {
                  "description": "Energy left idle because it was indivisible, in kWh.",
                  "type": "number",
                  "minimum": 0
                }
              }
            },
            "curtailment": {
              "description": "The ledger: what each limit held back.",
              "type": "object",
              "required": ["grid", "charger", "connector", "minimum", "queue", "stay"],
              "additionalProperties": false,
              "properties": {
                "grid": {
                  "description": "By the grid capacity.",
                  "$ref": "#/$defs/curtailed"
                },
                "charger": {
                  "description": "By a charger's maximum.",
                  "$ref": "#/$defs/curtailed"
                },
                "connector": {
                  "description": "By a connector's maximum.",
                  "$ref": "#/$defs/curtailed"
                },
                "minimum": {
                  "description": "By a charger's minimum.",
                  "$ref": "#/$defs/curtailed"
                },
                "queue": {
                  "description": "By waiting for a connector.",
                  "$ref": "#/$defs/curtailed"
                },
                "stay": {
                  "description": "By the length of the stay: not attainable even alone.",
                  "$ref": "#/$defs/curtailed"
                },
                "pending": {
                  "description": "By waiting for an update; with --reallocation on-update only.",
                  "$ref": "#/$defs/curtailed"
                }
              }
            },
            "fairness": {
              "description": "How alike the sessions' served shares are.",
              "type": "object",
              "required": ["jain", "lowest", "p10"],
              "additionalProperties": false,
              "properties": {
                "jain": {
                  "description": "Jain's index, 0 to 1 (no unit).",
                  "type": ["number", "null"],
                  "minimum": 0,
                  "maximum": 1
                },
                "lowest": {
                  "description": "The lowest share, 0 to 1 (no unit).",
                  "type": ["number", "null"],
                  "minimum": 0,
                  "maximum": 1
                },
                "p10": {
                  "description": "The 10th percentile, 0 to 1 (no unit).",
                  "type": ["number", "null"],
                  "minimum": 0,
                  "maximum": 1
                }
              }
            },
            "wait": {
              "description": "How long arrivals waited for a connector.",
              "type": "object",
              "required": ["mean", "p50", "p95", "max"],
              "additionalProperties": false,
              "properties": {
                "mean": {
                  "description": "Mean over all arrivals, in minutes.",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "p50": {
                  "description": "Median, in minutes.",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "p95": {
                  "description": "95th percentile, in minutes.",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "max": {
                  "description": "The longest, in minutes.",
                  "type": ["number", "null"],
                  "minimum": 0
                }
              }
            },
            "stretch": {
              "description": "Time until done over that needed alone; served sessions only.",
              "type": "object",
              "required": ["mean", "p95"],
              "additionalProperties": false,
              "properties": {
                "mean": {
                  "description": "Mean, as a ratio (no unit).",
                  "type": ["number", "null"],
                  "minimum": 0
                },
                "p95": {
                  "description": "95th percentile, as a ratio (no unit).",
                  "type": ["number", "null"],
                  "minimum": 0
                }
              }
            },
            "events": {
              "description": "The events of the timeline.",
              "type": "object",
              "required": ["applied", "skipped"],
              "additionalProperties": false,
              "properties": {
                "applied": {
                  "description": "Those that were applied (a count).",
                  "type": "integer",
                  "minimum": 0
                },
                "skipped": {
                  "description": "Those that --on-error skip left out (a count).",
                  "type": "integer",
                  "minimum": 0
                }
              }
            }
    """

  /// What the summary says of each limit.
  static let curtailed = """
    {
          "description": "What one limit held back.",
          "type": "object",
          "required": ["deferred", "lost", "minutes"],
          "additionalProperties": false,
          "properties": {
            "deferred": {
              "description": "Energy not offered at once, in kWh; it may have come later.",
              "type": "number",
              "minimum": 0
            },
            "lost": {
              "description": "Unserved energy laid to this limit, in kWh.",
              "type": "number",
              "minimum": 0
            },
            "minutes": {
              "description": "How long it held anyone back, in minutes.",
              "type": "number",
              "minimum": 0
            }
          }
        }
    """
}
