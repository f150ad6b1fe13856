/// Small inputs for the tests of commands.
enum Sample {
  /// A station of two chargers.
  static let station = """
    {"stationId": "S", "gridCapacity": 330, "chargers": [
      {"id": "CP001", "maxPower": 200, "connectors": 2},
      {"id": "CP002", "maxPower": 200, "connectors": 2}]}
    """

  /// A timeline in which three vehicles plug in and one leaves.
  static let timeline = """
    time,event,sessionId,chargerId,idx,vehicleMaxPower
    0,start,ev-1,CP001,1,80
    0,start,ev-2,CP001,2,150
    60,start,ev-3,CP002,1,150
    120,stop,ev-1,,,

    """

  /// The result of the replay in CSV.
  static let rows = """
    time,sessionId,chargerId,idx,vehicleMaxPower,allocatedPower,limitedBy,deliveredEnergy
    0,ev-1,CP001,1,80,80,vehicle,0
    0,ev-2,CP001,2,150,120,charger,0
    60,ev-1,CP001,1,80,80,vehicle,1.333
    60,ev-2,CP001,2,150,120,charger,2
    60,ev-3,CP002,1,150,130,grid,0
    120,ev-2,CP001,2,150,150,vehicle,4
    120,ev-3,CP002,1,150,150,vehicle,2.167

    """

  /// Both files.
  static let files = ["station.json": station, "timeline.csv": timeline]

  /// The command that replays both files.
  static let simulate = "simulate -c station.json -t timeline.csv"

  /// Returns a timeline of sessions at one connector, each with a start and a stop.
  static func longTimeline(stays: Int) -> String {
    var text = "time,event,sessionId,chargerId,idx,vehicleMaxPower\n"
    for stay in 0..<stays {
      text += "\(stay * 60),start,ev-\(stay),CP001,1,80\n\(stay * 60 + 30),stop,ev-\(stay),,,\n"
    }
    return text
  }
}
