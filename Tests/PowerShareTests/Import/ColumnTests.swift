import Testing

@testable import PowerShare

@Suite struct ColumnTests {
  private static let map =
    "sessionId=Id,chargerId=Place,startTime=From,endTime=To,deliveredEnergy=kWh"

  private static func csv(
    _ text: String, map: String = map, format: String? = nil, zone: String? = nil,
    _ configure: (inout ImportOptions) -> Void = { _ in }
  ) -> Imported {
    Imported(.csv, text, name: "logs/site.v1.csv") { options in
      try? options.columns.add(map)
      options.datePattern = format.flatMap(DatePattern.init)
      options.clock = zone.flatMap(LocalClock.init(rule:))
      configure(&options)
    }
  }

  @Test func `columns are found by their names or their places`() {
    let text = """
      From,x,Id,"kWh",To,Place
      2026-03-02T08:00:00Z,,a,12.5,2026-03-02T10:00:00+01:00,P
      2026-03-02 09:00:00Z,,b,3,2026-03-02T11:00:00,P

      """
    let expected = [
      "2026-03-02T08:00:00Z,a,P,1,22,12.5,2026-03-02T09:00:00Z",
      "2026-03-02T09:00:00Z,b,P,1,22,3,2026-03-02T11:00:00Z",
    ]
    #expect(Self.csv(text).starts == expected)
    let places = "sessionId=#3,chargerId=#6,startTime=#1,endTime=To,deliveredEnergy=#4"
    #expect(Self.csv(text, map: places).starts == expected)
    #expect(Self.csv(text).result.station?.stationId == "site.v1")
  }

  @Test func `units`() {
    let text = "a;b;c;d;e;f\n2026-03-02T08:00:00Z;90;12500;7,4;30;20000\n"
    let map =
      "startTime=a,duration:min=b,deliveredEnergy:Wh=c,vehicleMaxPower=d,chargingTime:s=e,"
      + "energyRequested:Wh=f"
    #expect(
      Self.csv(text, map: map).starts == [
        "2026-03-02T08:00:00Z,,site.v1,1,7.4,12.5,2026-03-02T09:30:00Z"
      ])
    let requested = Self.csv(text, map: map) { $0.demand = .requested }
    #expect(requested.starts[0].contains(",20,"))
    let others = "startTime=a,duration:s=b,deliveredEnergy:MWh=d,vehicleMaxPower:W=c"
    #expect(
      Self.csv(text, map: others).starts == [
        "2026-03-02T08:00:00Z,,site.v1,1,12.5,7400,2026-03-02T08:01:30Z"
      ])
    #expect(
      Self.csv(text, map: "startTime=a,duration=b,deliveredEnergy=d").starts[0].hasSuffix(
        "2026-03-06T02:00:00Z"))
  }

  @Test func `a time may stand in two columns, and a duration be written as a clock`() {
    let text = """
      Day,Hour,Took,kWh,A+B
      02/03/2026,8:05,1:30:10,9,x
      02/03/2026,12:00,100:05,9,y
      02/03/2026,,1:60,9,z

      """
    let imported = Self.csv(
      text, map: "sessionId=A+B,startTime=Day+Hour,duration:h:m:s=Took,deliveredEnergy=kWh",
      format: "%d/%m/%Y %H:%M")
    #expect(
      imported.starts == [
        "2026-03-02T08:05:00Z,x,site.v1,1,7.4,9,2026-03-02T09:35:10Z",
        "2026-03-02T12:00:00Z,y,site.v1,1,7.4,9,2026-03-06T16:05:00Z",
      ])
    #expect(imported.problems == ["4:1 invalid-time", "4:13 not-a-number"])
    let places = "startTime=#1+#2,duration:h:m:s=Took,deliveredEnergy=kWh"
    #expect(Self.csv(text, map: places, format: "%d/%m/%Y %H:%M").starts.count == 2)
  }

  @Test func `times are from 1970 to 9999`() {
    func problems(_ row: String) -> [String] {
      Self.csv(
        "a,b,c\n\(row),1\n", map: "startTime=a,duration=b,deliveredEnergy=c",
        format: "%Y-%m-%d %H:%M %z"
      ).problems
    }
    #expect(problems("9999-12-31 23:59 Z,0.01") == [])
    #expect(problems("9999-12-31 23:59 Z,0.1") == ["2:1 out-of-range"])
    #expect(problems("9999-12-31 23:59 -0100,0.01") == ["2:1 out-of-range"])
    #expect(problems("1970-01-01 00:30 +0100,1") == ["2:1 out-of-range"])
  }

  @Test func `a charger that is given is that of the rows that name none`() {
    let text =
      "Id,Place,From,To,kWh\na,P,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,1\n"
      + "b,,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,1\n"
    let imported = Self.csv(text) { $0.charger = "Q" }
    #expect(imported.starts.map { $0.split(separator: ",")[2] } == ["P", "Q"])
    #expect(Self.csv(text).problems == ["3:3 missing-field"])
  }

  @Test func `fields may have the names of a timeline's`() {
    let text = "a,b,c\n2026-03-02T08:00:00Z,2026-03-02T09:30:00Z,9\n"
    #expect(
      Self.csv(text, map: "time=a,departureTime=b,energyRequested=c").starts == [
        "2026-03-02T08:00:00Z,,site.v1,1,7.4,9,2026-03-02T09:30:00Z"
      ])
  }

  @Test func `a map says what is wrong with it`() {
    func problem(_ text: String) -> ColumnMap.Problem? {
      var map = ColumnMap()
      do throws(ColumnMap.Problem) {
        try map.add(text)
        return nil
      } catch { return error }
    }
    #expect(problem("startTime") == .noColumn("startTime"))
    #expect(problem("startTime=") == .noColumn("startTime="))
    #expect(problem("=a") == .noColumn("=a"))
    #expect(problem("startTime=a,") == .noColumn(""))
    #expect(problem("begin=a") == .unknownField("begin"))
    #expect(problem("startTime=a,startTime=b") == .twice("startTime"))
    #expect(problem("startTime:h=a") == .unknownUnit("h", known: []))
    #expect(problem("duration:d=a") == .unknownUnit("d", known: ["h", "min", "s", "h:m:s"]))
    #expect(problem("startTime=a=b,sessionId=c d") == nil)
  }

  @Test func `what is wrong has its place`() {
    let header = "Id,Place,From,To,kWh\n"
    let good = "a,P,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,1\n"
    let imported = Self.csv(
      header + good + "b,,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,x\n" + "c,P,1,2,3\n"
        + "d,P,2026-03-02T08:00:00Z\n" + "e,P,,2026-03-02T09:00:00Z,-1\n\n"
        + "f,P,1969-12-31T23:00:00Z,2026-03-02T09:00:00Z,1\n")
    #expect(
      imported.problems == [
        "3:3 missing-field", "3:46 not-a-number", "4:5 invalid-time", "4:7 invalid-time",
        "5:5 too-few-fields", "6:5 missing-field", "6:27 negative-value", "8:5 invalid-time",
      ])
    #expect(imported.starts.count == 1)
    #expect(imported.leftOut == ["5 not readable: reported above"] && imported.isComplete)
    #expect(Self.csv("").problems == ["1:1 invalid-csv"])
    #expect(Self.csv("Id,Place,From,To,kwh\n").problems == ["1:1 missing-field"])
    #expect(Self.csv("Id,Place,From,To,kWh,Id\n").problems == ["1:22 duplicate-column"])
    #expect(Self.csv(header + "\"a").problems == ["2:2 unclosed-quote"])
    #expect(Self.csv(header + "\"a\"b\n" + good).starts.count == 1)
  }

  @Test func `rows without an end or an energy are counted`() {
    let imported = Self.csv(
      "Id,Place,From,To,kWh\na,P,2026-03-02T08:00:00Z,,1\nb,P,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,\n"
    )
    #expect(imported.leftOut == ["1 has no end", "1 has no energy"])
    #expect(imported.isComplete && imported.problems.isEmpty && imported.result.station == nil)
  }

  // MARK: Local times

  private static let paris = "CET-1CEST,M3.5.0,M10.5.0/3"

  /// One row of a start, an end and hours of duration.
  private static func local(_ start: String, _ end: String, _ hours: String) -> Imported {
    csv(
      "From;To;h;kWh\n\(start);\(end);\(hours);1\n",
      map: "startTime=From,endTime=To,duration=h,deliveredEnergy=kWh", format: "%d/%m/%Y %H:%M",
      zone: paris)
  }

  @Test func `a time that clocks skip is an error`() {
    let imported = Self.local("29/03/2026 02:30", "29/03/2026 04:00", "1")
    #expect(imported.problems == ["2:1 invalid-time"])
    #expect(imported.starts.isEmpty && imported.isComplete)
    #expect(Self.local("29/03/2026 01:59", "29/03/2026 03:00", "").starts[0].contains("T00:59"))
  }

  @Test(arguments: [
    // The hour from two to three stands twice: from 00:00Z and from 01:00Z on.
    ("25/10/2026 02:30", "25/10/2026 05:00", "3,5", "00:30", "04:00", true),
    ("25/10/2026 02:30", "25/10/2026 05:00", "2,5", "01:30", "04:00", true),
    ("25/10/2026 02:30", "25/10/2026 05:00", "", "00:30", "04:00", false),
    ("25/10/2026 01:00", "25/10/2026 02:15", "2,25", "23:00", "01:15", true),
    ("25/10/2026 01:00", "25/10/2026 02:15", "1,25", "23:00", "00:15", true),
    ("25/10/2026 02:45", "25/10/2026 02:15", "0,5", "00:45", "01:15", true),
    ("25/10/2026 02:45", "25/10/2026 02:15", "", "00:45", "01:15", false),
    ("25/10/2026 02:10", "25/10/2026 02:50", "1,67", "00:10", "01:50", true),
    ("25/10/2026 02:10", "25/10/2026 02:50", "0,67", "00:10", "00:50", true),
  ])
  func `an hour that stands twice is told apart by the duration`(
    start: String, end: String, hours: String, from: String, to: String, isTold: Bool
  ) throws {
    let imported = Self.local(start, end, hours)
    let row = try #require(imported.starts.first).split(separator: ",")
    #expect(row[0].dropFirst(11).prefix(5) == from)
    #expect(row.last?.dropFirst(11).prefix(5) == to[...])
    #expect(
      imported.remarks == [
        isTold
          ? "1 in the hour that clocks show twice, told apart by the duration"
          : "1 in the hour that clocks show twice, taken to be its first time"
      ])
  }

  // MARK: ElaadNL

  private static let elaad =
    "TransactionId;ChargePoint;Connector;UTCTransactionStart;UTCTransactionStop;StartCard;"
    + "ConnectedTime;ChargeTime;TotalEnergy;MaxPower\n"

  @Test func `transactions of ElaadNL`() throws {
    let text =
      Self.elaad
        + """
        3491779;CP-1;2;01/01/2019 00:12;01/01/2019 15:05;ab;14,8833;7,81;50,41;7,28
        3491780;"CP;2";1;31/12/2018 23:59:30;01/01/2019 01:00;cd;1,01;0,5;5;0

        """
    let imported = Imported(.elaad, text)
    #expect(
      imported.starts == [
        "2018-12-31T23:59:30Z,3491780,CP;2,1,11,5,2019-01-01T01:00:00Z",
        "2019-01-01T00:12:00Z,3491779,CP-1,2,7.28,50.41,2019-01-01T15:05:00Z",
      ])
    #expect(
      imported.rules.contains("1 vehicleMaxPower is a recorded maximum"))
    let station = try #require(imported.result.station)
    #expect(
      station.chargers == [
        Charger(
          id: "CP-1", maxPower: Power(watts: 7_400),
          connectors: .individual([Power(watts: 7_400), Power(watts: 7_400)])),
        Charger(id: "CP;2", maxPower: Power(watts: 11_000), connectors: .alike(count: 1)),
      ])
    let local = Imported(.elaad, text) { $0.clock = LocalClock(rule: Self.paris) }
    #expect(local.starts[0].hasPrefix("2018-12-31T22:59:30Z,"))
  }

  @Test func `odd transactions of ElaadNL`() {
    let text =
      Self.elaad
        + """
        1;A;1;31/02/2019 00:12;01/01/2019 15:05;ab;1;1;1;1
        2;A;0;01/01/2019 00:12;01/01/2019 15:05;ab;1;1;1;1
        3;A;1;01/01/2019 00:12;01/01/2019 15:05;ab;1;1;1.000,5;1
        4;A;1;01/01/2019 16:12;01/01/2019 15:05;ab;1;1;1;1
        5;A;1;01/01/2019 16:12;;ab;1;1;1;1
        """
    let imported = Imported(.elaad, text)
    #expect(
      imported.problems == ["2:7 invalid-time", "3:5 out-of-range", "4:48 not-a-number"])
    #expect(
      imported.leftOut == [
        "3 not readable: reported above", "1 ends when or before it begins",
      ])
    // Without an end, the time connected tells it.
    #expect(imported.starts == ["2019-01-01T16:12:00Z,5,A,1,1,1,2019-01-01T17:12:00Z"])
    #expect(imported.isComplete)
    // With commas between the fields, decimals have points.
    let commas = Self.elaad.replacing(";", with: ",")
    #expect(
      Imported(.elaad, commas + "1,A,1,01/01/2019 00:12,01/01/2019 15:05,ab,1,1,1.5,1\n").starts[0]
        .contains(",1.5,"))
  }
}

@Suite struct DatePatternTests {
  @Test(arguments: [
    ("%Y-%m-%d %H:%M:%S", "2026-03-02 08:15:30", "2026-03-02T08:15:30Z"),
    ("%d.%m.%y %H.%M", "2.3.26 8.05", "2026-03-02T08:05:00Z"),
    ("%m/%d/%Y %I:%M %p", "03/02/2026 12:15 AM", "2026-03-02T00:15:00Z"),
    ("%m/%d/%Y %I:%M%p", "3/2/2026 12:15pm", "2026-03-02T12:15:00Z"),
    ("%a, %d %b %Y %T", "Mon, 02 Mar 2026 08:15:30", "2026-03-02T08:15:30Z"),
    ("%d %B %Y, %H:%M", "2 October 2026, 08:15", "2026-10-02T08:15:00Z"),
    ("%Y%m%dT%H%M%S.%f", "20260302T081530.2509", "2026-03-02T08:15:30.25Z"),
    ("%Y-%m-%d %H:%M %z", "2026-03-02 08:15 +0130", "2026-03-02T06:45:00Z"),
    ("%Y-%m-%d %H:%M%z", "2026-03-02 08:15-01:30", "2026-03-02T09:45:00Z"),
    ("%Y-%m-%d %H:%M%z", "2026-03-02 08:15Z", "2026-03-02T08:15:00Z"),
    ("%s", "1772439330", "2026-03-02T08:15:30Z"),
    ("%d/%m/%Y %H:%M", "02/03/2026   08:15", "2026-03-02T08:15:00Z"),
  ])
  func `times are read as they are written`(format: String, text: String, time: String) throws {
    let pattern = try #require(DatePattern(format))
    let reading = try #require(pattern.read(Array(text.utf8)))
    let moment = Instant(milliseconds: reading.local - (reading.offset ?? 0) * 1_000)
    #expect(TimeScale.dateTime(.zulu).text(moment) == time)
  }

  @Test(arguments: [
    "2026-02-29 08:15", "2026-13-01 08:15", "2026-03-32 08:15", "2026-03-02 24:00",
    "2026-03-02 08:60", "2026-03-02", "2026-03-02 08:15 ", " 2026-03-02 08:15", "26-03-02 08:15",
    "1969-03-02 08:15", "2026-03-02T08:15", "", "2026-00-02 08:15",
  ])
  func `what is written otherwise, or cannot be, is refused`(text: String) throws {
    let pattern = try #require(DatePattern("%Y-%m-%d %H:%M"))
    #expect(pattern.read(Array(text.utf8)) == nil)
  }

  @Test(arguments: ["", "%", "%Q", "%H:%M", "%Y-%m-%d", "%Y-%m-%d %I:%M", "yyyy-MM-dd", "%d %H %Y"])
  func `what is no pattern is refused`(text: String) {
    #expect(DatePattern(text) == nil)
  }
}
