import Testing

/// Checks CSV with Python's `csv` module.
@Suite(.needs(.python)) struct PythonCSVTests {
  private let program: Program

  init() throws {
    let names = #"[ev,1, "ev "2"", 'ev;3', =1+1, über, ev\n5]"#
    let station =
      #"{"stationId": "S", "gridCapacity": 100, "chargers": ["#
      + #"{"id": "CP,\"1\"", "maxPower": 33.3, "connectors": 6}]}"#
    program = try Program(files: ["station.json": station, "names": names])
    let ids = [#"ev,1"#, #"ev \"2\""#, "ev;3", "=1+1", "über", #"ev\n5"#]
    let events = ids.enumerated().map { index, id in
      #"{"time": 0, "event": "start", "sessionId": "\#(id)", "connectorId": "#
        + #"{"chargerId": "CP,\"1\"", "idx": \#(index + 1)}, "vehicleMaxPower": 7.4}"#
    }
    try program.write(events.joined(separator: "\n"), to: "timeline.ndjson")
  }

  private static let simulate = "sems-plan simulate -q -c station.json -t timeline.ndjson -f csv"

  @Test(arguments: [",", ";", "\t"])
  func `Python reads the fields that were written`(delimiter: String) throws {
    try program.write(
      """
      import csv, sys
      rows = list(csv.reader(open("out.csv", newline="", encoding="utf-8"),
                             delimiter=sys.argv[1], strict=True, lineterminator="\\n"))
      assert all(len(row) == 8 for row in rows), rows
      assert [row[1] for row in rows[1:]] == [
        "ev,1", 'ev "2"', "ev;3", "'=1+1", "über", "ev\\n5"], rows
      assert {row[2] for row in rows[1:]} == {'CP,"1"'}, rows
      number = lambda text: float(text.replace(",", ".")) if sys.argv[1] == ";" else float(text)
      assert [number(row[4]) for row in rows[1:]] == [7.4] * 6, rows
      assert sum(number(row[5]) for row in rows[1:]) == 30, rows
      """, to: "read.py")
    let outcome = try program.shell(
      "\(Self.simulate) --delimiter '\(delimiter)' >out.csv && python3 read.py '\(delimiter)'")
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test(arguments: ["session", "charger", "station", "connector"])
  func `every row has the fields of the heading`(level: String) throws {
    let day = try Program(files: try Example.files("six-charger-day"))
    let outcome = try day.shell(
      """
      for every in '' '--every 15m'; do
        sems-plan simulate -q -c station.json -t timeline.csv -f csv --per \(level) $every |
          python3 -c '
      import csv, sys
      rows = list(csv.DictReader(sys.stdin, restkey="more", strict=True))
      assert len(rows) > 70, len(rows)
      for row in rows:
        assert None not in row.values() and "more" not in row, row
        float(row["allocatedPower"])
      ' || exit
      done
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test func `Python reads local times`() throws {
    let day = try Program(files: try Example.files("six-charger-day"))
    let outcome = try day.shell(
      """
      sems-plan simulate -q -c station.json -t timeline.csv -f csv --time-format local |
        python3 -c '
      import csv, sys
      from datetime import datetime
      times = [datetime.strptime(row["time"], "%Y-%m-%d %H:%M:%S")
               for row in csv.DictReader(sys.stdin)]
      assert len(times) > 100 and times == sorted(times)
      '
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }
}
