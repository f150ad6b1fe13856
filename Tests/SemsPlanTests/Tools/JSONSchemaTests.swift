import Foundation
import Testing

/// Checks the schemas with Python's `jsonschema`.
@Suite(.needs(.jsonschema)) struct JSONSchemaTests {
  /// A script that checks standard input against a schema and prints the first problem.
  ///
  /// Usage: `check.py SCHEMA [DEFINITION]`; with a definition, each line is checked against it.
  static let check = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.load(open(sys.argv[1]))
    Draft202012Validator.check_schema(schema)
    texts = [sys.stdin.read()]
    if len(sys.argv) > 2:
      schema = {"$schema": schema["$schema"], "$defs": schema["$defs"],
                "$ref": "#/$defs/" + sys.argv[2]}
      texts = [line for line in texts[0].splitlines() if line.strip()]
    validator = Draft202012Validator(schema)
    assert texts
    for text in texts:
      for error in validator.iter_errors(json.loads(text)):
        sys.exit(f"{error.json_path}: {error.message}"[:300])
    """

  static let schemas = """
    for kind in station timeline result sweep size compare bound profile tariff; do
      sems-plan schema $kind >$kind.schema || exit 99
    done

    """

  private func program(_ files: [String: String]) throws -> Program {
    let program = try Program(files: files)
    try program.write(Self.check, to: "check.py")
    return program
  }

  /// The folder of records has files of other systems, which have no schema here.
  @Test(arguments: Example.all.filter { $0 != "records" })
  func `the examples conform to their schemas`(example: String) throws {
    let files = try Example.files(example)
    let program = try program(files)
    for name in files.keys.sorted() where name.hasSuffix("json") {
      let kind =
        example == "tariffs" ? "tariff" : name.hasPrefix("station") ? "station" : "timeline"
      let definition = name.hasSuffix(".ndjson") ? "event" : ""
      let outcome = try program.shell(
        "\(Self.schemas) python3 check.py \(kind).schema \(definition) <\(name)")
      #expect(outcome == .init(status: 0, out: "", err: ""), "\(name)")
    }
  }

  @Test(
    arguments: ["session", "charger", "station", "connector"],
    ["", "--every 15m", "--reallocation on-update", "--from 2026-03-07T00:00:00Z", "--bound"])
  func `results conform to their schema`(level: String, options: String) throws {
    let program = try program(try Example.files("six-charger-day"))
    let line = "sems-plan simulate -q -c station.json -t timeline.csv --per \(level) \(options)"
    let outcome = try program.shell(
      """
      \(Self.schemas)
      \(line) -f json | python3 check.py result.schema || exit
      \(line) -f ndjson >lines
      test ! -s lines || python3 check.py result.schema tick <lines
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test(arguments: ["", "--per session"], ["", "--all"])
  func `comparisons conform to their schema`(level: String, all: String) throws {
    let program = try program(try Example.files("highway-friday"))
    let outcome = try program.shell(
      """
      \(Self.schemas)
      sems-plan compare -q -c station-500.json -c station-300.json -t timeline.csv \(level) \(all) \
        -f json | python3 check.py compare.schema || exit
      for grid in 300 500; do
        sems-plan simulate -q -c station-$grid.json -t timeline.csv -o /dev/null --daily $grid.csv
      done
      sems-plan compare 500.csv 300.csv \(all) -f json | python3 check.py compare.schema
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test(arguments: ["session", "group"], ["", "--every 15m", "--reallocation on-update"])
  func `results of a station with groups and priorities conform to their schema`(
    level: String, options: String
  ) throws {
    let program = try program([
      "station.json": """
      {"stationId": "S", "gridCapacity": 100, "chargers": [
        {"id": "A", "maxPower": 50, "connectors": 2}], "groups": [
        {"id": "g", "maxPower": 40, "members": ["A"]}]}
      """,
      "timeline.csv": """
      time,event,sessionId,chargerId,idx,vehicleMaxPower,energyRequested,priority
      0,start,a,A,1,50,10,1
      60,start,b,A,2,50,10,

      """,
    ])
    let line = "sems-plan simulate -q -c station.json -t timeline.csv --per \(level) \(options)"
    let outcome = try program.shell(
      """
      \(Self.schemas)
      \(line) -f json | python3 check.py result.schema || exit
      \(line) -f json | grep -q '"priorities":.*"groups":' || exit
      \(line) -f ndjson | python3 check.py result.schema tick
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test func `results of a timeline that counts seconds conform to their schema`() throws {
    let program = try program(Sample.files)
    let outcome = try program.shell(
      "\(Self.schemas) sems-plan simulate -q -c station.json -t timeline.csv -f json"
        + " | python3 check.py result.schema")
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test func `a profile that import writes conforms to its schema`() throws {
    let program = try program(["acn.json": Records.acn])
    let outcome = try program.shell(
      "\(Self.schemas) sems-plan import acn acn.json -q -o day.csv --write-profile -"
        + " | python3 check.py profile.schema")
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  private static let generated =
    "-c station-300.json --profile highway --from 2026-03-06T00:00:00Z --sessions-per-day 20"

  @Test(arguments: [
    "-c station-300.json -t timeline.csv --grid-capacity 0:400:200 --policy fair,unmanaged",
    "-c station-300.json -t timeline.csv --policy max-min --reallocation on-update",
    "-c station-300.json -t timeline.csv --battery-capacity 0,50.5 --battery-power 0:50:25",
    "\(generated) --seed 0,18446744073709551615 --scale 0.001,1",
  ])
  func `the rows of a sweep conform to their schema`(options: String) throws {
    let program = try program(try Example.files("highway-friday"))
    let outcome = try program.shell(
      """
      \(Self.schemas)
      sems-plan sweep -q \(options) -f json | python3 check.py sweep.schema || exit
      sems-plan sweep -q \(options) -f ndjson | python3 check.py sweep.schema row
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test(arguments: ["1 2 3", "1 3", "2"])
  func `shards and partial merges conform to the schema of a sweep`(shards: String) throws {
    let program = try program(try Example.files("highway-friday"))
    let outcome = try program.shell(
      """
      \(Self.schemas)
      for shard in 1 2 3; do for format in json ndjson; do
        sems-plan sweep -q -c station-300.json -t timeline.csv --policy fair,max-min \
          --shard $shard/3 -o $shard.$format || exit
      done; done
      for shard in 1 2 3; do
        python3 check.py sweep.schema <$shard.json || exit
        head -n 1 $shard.ndjson | python3 check.py sweep.schema shardHead || exit
      done
      sems-plan merge -q --partial $(printf '%s.json ' \(shards)) | tee merged \
        | python3 check.py sweep.schema || exit
      sems-plan merge -q --partial $(printf '%s.ndjson ' \(shards)) | head -n 1 >head
      case "$(cat merged)" in
        '['*) ;;
        *) python3 check.py sweep.schema partialHead <head ;;
      esac
      """)
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  @Test(arguments: [
    "-c station-300.json -t timeline.csv --grid-capacity 200:600:200 --require wait.p95==0",
    "-c station-300.json -t timeline.csv --grid-capacity 0 --require stretch.mean==0",
    "\(generated) --grid-capacity 0:200:100 --require servedShare==1 --seed 1:3",
    "\(generated) --chargers 1:3 --require servedShare==1 --seed 1:3",
    "\(generated) --battery-capacity 0,50.5 --battery-power 50 --require sessions.open==0",
    "\(generated) --battery-capacity 50 --battery-power 0:50:25 --require servedShare==2%",
    "\(generated) --scale 0.5,1 --require sessions.open==0",
    "\(generated) --chargers 1:3 --policy fair,max-min --require sessions.open==0"
      + " --minimise energy.unserved",
    "\(generated) --chargers 1:3 --scale 1,2 --seed 1:2 --require power.peak==1"
      + " --maximise servedShare",
    "-c station-300.json -t timeline.csv --grid-capacity 200:600:200 --require wait.p95==0 --bound",
    "\(generated) --chargers 1:3 --scale 1,2 --seed 1:2 --require 'bound.share>=0.5'"
      + " --maximise servedShare --bound",
    "\(generated) --chargers 1:2 --seed 1:2 --require power.peak==1 --bound",
  ])
  func `the answer of size conforms to its schema`(options: String) throws {
    let program = try program(try Example.files("highway-friday"))
    let outcome = try program.shell(
      "\(Self.schemas) sems-plan size -q \(options) -f json 2>err | python3 check.py size.schema")
    #expect(outcome == .init(status: 0, out: "", err: ""))
  }

  /// Edits with `sed` that make a good bound bad.
  @Test(arguments: [
    "s/true/1/", "s/\"noEnd\":0,//", "s/\"limit\":\"grid\"/\"limit\":\"net\"/",
    "s/\"gridCapacity\":[^,]*,//", "s/\"keptBack\":/\"keptBack\":-/",
  ])
  func `a bound conforms to its schema, and a bad one does not`(edit: String) throws {
    let program = try program(try Example.files("day-200"))
    let outcome = try program.shell(
      """
      \(Self.schemas)
      sems-plan bound -q -c station.csv -t timeline.csv -f json | tee good | sed '\(edit)' >bad
      python3 check.py bound.schema <good && ! cmp -s good bad || exit 99
      python3 check.py bound.schema <bad 2>err
      """)
    #expect(outcome.status == 1)
  }

  /// Edits with `sed` that make good rows and answers bad.
  @Test(arguments: [
    ("sweep", "s/\"gridCapacity\":40/\"gridCapacity\":null/"),
    ("sweep", "s/\"servedShare\":[^,]*,//"),
    ("sweep", "s/\"gridCapacity\":40/\"gridCapacity\":\"400\"/"),
    ("sweep", "s/\"events\"/\"chargers\":[],\"events\"/"),
    ("sweep --shard 1/1", "s/\"rows\":1/\"rows\":-1/"),
    ("sweep --shard 1/1", "s/\"sweep\":\"./\"sweep\":\"/"),
    ("sweep --shard 1/1", "s/\"of\":1,//"), ("size", "s/\"curve\"/\"points\"/"),
    ("size", "s/\"gridCapacity\":40,/\"policy\":\"fair\",/"), ("size", "s/true/1/"),
    ("size", "s/\"seedsMet\":[^,]*,//"), ("size", "s/\"grid\"/\"net\"/"),
  ])
  func `the schemas refuse bad rows and answers`(kind: String, edit: String) throws {
    let program = try program(try Example.files("highway-friday"))
    let options = "\(Self.generated) --grid-capacity 40 -f json"
    let schema = kind.prefix { $0 != " " }
    let own = kind == "size" ? "--require 'servedShare>=0' --seed 1" : ""
    let outcome = try program.shell(
      """
      \(Self.schemas)
      sems-plan \(kind) -q \(options) \(own) \
        | tee good | sed '\(edit)' >bad
      python3 check.py \(schema).schema <good && ! cmp -s good bad || exit 99
      python3 check.py \(schema).schema <bad 2>err
      """)
    #expect(outcome.status == 1)
  }

  /// Bad files with their kind.
  @Test(arguments: [
    ("station", "{}"),
    ("station", #"{"stationId": "", "gridCapacity": 1, "chargers": []}"#),
    (
      "station",
      #"{"stationId": "S", "gridCapacity": -1, "chargers": "#
        + #"[{"id": "C", "maxPower": 1, "connectors": 1}]}"#
    ),
    (
      "station",
      #"{"stationId": "S", "gridCapacity": 1000001, "chargers": "#
        + #"[{"id": "C", "maxPower": 1, "connectors": 1}]}"#
    ),
    (
      "station",
      #"{"stationId": "S", "gridCapacity": 1, "chargers": "#
        + #"[{"id": "C", "maxPower": 1, "connectors": 0}]}"#
    ),
    (
      "station",
      #"{"stationId": "S", "gridCapacity": 1, "chargers": "#
        + #"[{"id": "C", "maxPower": 1, "connectors": 1.5}]}"#
    ),
    (
      "station",
      #"{"stationId": "S", "gridCapacity": 1, "chargers": "#
        + #"[{"id": "C", "maxPower": 1, "connectors": []}]}"#
    ),
    ("timeline", #"[{"time": 0}]"#),
    ("timeline", #"[{"time": -1, "event": "stop", "sessionId": "a"}]"#),
    ("timeline", #"[{"time": "2026-03-02", "event": "stop", "sessionId": "a"}]"#),
    ("timeline", #"[{"time": "2026-03-02T24:00:00Z", "event": "stop", "sessionId": "a"}]"#),
    ("timeline", #"[{"time": 0, "event": "stop"}]"#),
    ("timeline", #"[{"time": 0, "event": "stop", "sessionId": 5}]"#),
    ("timeline", #"[{"time": 0, "event": "stop", "sessionId": ""}]"#),
    ("timeline", #"[{"time": 0, "event": "halt", "sessionId": "a"}]"#),
    ("timeline", #"[{"time": 0, "event": "power-update", "sessionId": "a"}]"#),
    ("timeline", #"[{"time": 0, "event": "grid-capacity"}]"#),
    ("timeline", #"[{"time": 0, "event": "config", "config": {}}]"#),
    (
      "timeline",
      #"[{"time": 0, "event": "start", "vehicleMaxPower": 5, "#
        + #""connectorId": {"chargerId": "C", "idx": 1.5}}]"#
    ),
    ("timeline", "5"),
  ])
  func `the schema and the program refuse bad files`(kind: String, text: String) throws {
    let program = try program(["file.json": text])
    let schema = try program.shell(
      "\(Self.schemas) python3 check.py \(kind).schema <file.json")
    #expect(schema.status == 1)
    let own = try program.shell("sems-plan validate \(kind == "station" ? "-c" : "-t") file.json")
    #expect(own.status == 65)
  }

  @Test(arguments: [
    ("null", true), (#"{"capacity": 1, "power": 1}"#, true),
    (#"{"initialCapacity": 1, "capacity": null, "power": 1, "maxSoc": 100.0}"#, true),
    ("[]", false), (#"{"capacity": null, "power": 1}"#, false), (#"{"capacity": 1}"#, false),
    (#"{"capacity": 1, "power": 1, "initialCapacity": 1}"#, false),
    (#"{"capacity": 1, "power": 1, "efficiency": 0.5}"#, false),
  ])
  func `the schema and the program agree on batteries`(battery: String, isGood: Bool) throws {
    let station =
      #"{"stationId": "S", "gridCapacity": 1, "battery": "# + battery
      + #", "chargers": [{"id": "C", "maxPower": 1, "connectors": 1}]}"#
    let program = try program(["file.json": station])
    let schema = try program.shell("\(Self.schemas) python3 check.py station.schema <file.json")
    #expect(schema.status == (isGood ? 0 : 1))
    let own = try program.shell("sems-plan validate -c file.json")
    #expect(own.status == (isGood ? 0 : 65))
  }

  /// Good timelines, with absent and null values and every form of times.
  @Test(arguments: [
    "[]", #"{"events": []}"#,
    #"[{"time": 0, "event": "stop", "sessionId": null, "connectorId": {"chargerId": "C", "idx": 1}}]"#,
    #"[{"time": 12.5, "event": "power-update", "sessionId": "a", "consumedPower": 0}]"#,
    #"[{"time": "2026-03-02t08:15:00.25z", "event": "stop", "sessionId": "a"}]"#,
    #"[{"time": "9999-12-31T23:59:59-11:30", "event": "grid-capacity", "gridCapacity": 1e3}]"#,
    #"[{"time": 0, "event": "start", "connectorId": {"chargerId": "C", "idx": 2.0}, "#
      + #""vehicleMaxPower": 5, "sessionId": null}]"#,
  ])
  func `the schema and the program accept good timelines`(text: String) throws {
    let program = try program(["file.json": text])
    let schema = try program.shell(
      "\(Self.schemas) python3 check.py timeline.schema <file.json")
    #expect(schema == .init(status: 0, out: "", err: ""))
    let own = try program.shell("sems-plan validate -q -t file.json")
    #expect(own == .init(status: 0, out: "", err: ""))
  }
}
