/// A station and a timeline that use every field of a vehicle's wishes, present and null.
enum WishSample {
  /// A station with a minimum power, limits of connectors, and vehicle types.
  static let station = """
    {"stationId": "S", "gridCapacity": 90, "chargers": [
      {"id": "DC1", "maxPower": 150, "minPower": null,
        "connectors": [{"maxPower": 60}, {"maxPower": 100}]},
      {"id": "AC1", "maxPower": 22, "minPower": 4.2, "connectors": 2}],
     "vehicles": [
      {"id": "compact", "maxPower": 100, "batteryCapacity": 52,
        "chargingCurve": [[0, 90], [50, 90], [80, 45], [100, 5]]},
      {"id": "van", "maxPower": 22, "batteryCapacity": null, "chargingCurve": null}]}
    """

  /// Vehicles that charge to a state of charge, wait, give up waiting, and stay when they are done.
  static let timeline = """
    {"time": 0, "event": "start", "sessionId": "a", "connectorId": {"chargerId": "DC1", "idx": 1},\
     "vehicle": "compact", "soc": 20, "targetSoc": 80, "departureTime": 7200}
    {"time": 0, "event": "start", "sessionId": "b", "connectorId": {"chargerId": "DC1"},\
     "vehicleMaxPower": 150, "energyRequested": 40, "priority": -5, "weight": 2}
    {"time": 10, "event": "start", "connectorId": {"chargerId": "AC1", "idx": null},\
     "vehicle": "van", "energyRequested": 5, "leavesWhenDone": false, "departureTime": 3600.5}
    {"time": 20, "event": "start", "connectorId": null, "vehicleMaxPower": 7, "vehicle": null,\
     "energyRequested": null, "departureTime": null, "leavesWhenDone": null, "maxWait": null,\
     "batteryCapacity": null, "soc": null, "targetSoc": null, "chargingCurve": null,\
     "priority": null, "weight": null}
    {"time": 30, "event": "start", "sessionId": "w", "vehicleMaxPower": 50, "maxWait": 60,\
     "energyRequested": 10}
    {"time": 40, "event": "start", "sessionId": "x", "connectorId": {"chargerId": "DC1"},\
     "vehicleMaxPower": 80, "batteryCapacity": 60, "soc": 10.5,\
     "chargingCurve": [[10, 70], [90, 10]], "departureTime": 9000, "energyRequested": 30}
    {"time": 90, "event": "grid-capacity", "gridCapacity": 80}
    {"time": 300, "event": "power-update", "sessionId": "b", "consumedPower": 20}
    {"time": 400, "event": "grid-capacity", "gridCapacity": 8}
    {"time": 900, "event": "grid-capacity", "gridCapacity": 90}
    {"time": 1000, "event": "power-update", "sessionId": "b", "consumedPower": 1,\
     "vehicleMaxPower": 150}
    {"time": 4000, "event": "stop", "sessionId": "session-4"}
    {"time": 8000, "event": "start", "sessionId": "late", "vehicleMaxPower": 11,\
     "energyRequested": 100}

    """

  /// Both files.
  static let files = ["station.json": station, "timeline.ndjson": timeline]

  /// The command that replays both files and writes JSON.
  static let simulate = "simulate -q -c station.json -t timeline.ndjson -f json"
}
