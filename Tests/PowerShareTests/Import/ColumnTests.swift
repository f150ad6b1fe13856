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
      options.datePatterns = [format.flatMap(DatePattern.init)].compactMap(\.self)
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

  @Test func `a column may have any unit of its field`() {
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

  @Test func `a time may be in two columns, and a duration may be written as a clock`() {
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
    #expect(imported.problems == ["4:13 not-a-number"])
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

  @Test func `the charger of the options is that of rows without a charger`() {
    let text =
      "Id,Place,From,To,kWh\na,P,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,1\n"
      + "b,,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,1\n"
    let imported = Self.csv(text) { $0.charger = "Q" }
    #expect(imported.starts.map { $0.split(separator: ",")[2] } == ["P", "Q"])
    #expect(Self.csv(text).leftOut == ["1 has no charger"])
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

  @Test func `a problem has its place`() {
    let header = "Id,Place,From,To,kWh\n"
    let good = "a,P,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,1\n"
    let imported = Self.csv(
      header + good + "b,,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,x\n" + "c,P,1,2,3\n"
        + "d,P,2026-03-02T08:00:00Z\n" + "e,P,,2026-03-02T09:00:00Z,-1\n\n"
        + "f,P,1969-12-31T23:00:00Z,2026-03-02T09:00:00Z,1\n")
    #expect(
      imported.problems == [
        "3:46 not-a-number", "4:5 invalid-time", "4:7 invalid-time", "5:5 too-few-fields",
        "8:5 invalid-time",
      ])
    #expect(imported.starts.count == 1)
    #expect(
      imported.leftOut == [
        "1 not readable (not-a-number), reported above",
        "2 not readable (invalid-time), reported above",
        "1 not readable (too-few-fields), reported above",
        "1 has no start",
      ])
    #expect(imported.isComplete)
    #expect(Self.csv("").problems == ["1:1 invalid-csv"])
    #expect(Self.csv("Id,Place,From,To,kwh\n").problems == ["1:1 missing-field"])
    #expect(Self.csv("Id,Place,From,To,kWh,Id\n").problems == ["1:22 duplicate-column"])
    #expect(Self.csv(header + "\"a").problems == ["2:2 unclosed-quote"])
    #expect(Self.csv(header + "\"a\"b\n" + good).starts.count == 1)
  }

  private static let hour = "2026-03-02T08:00:00Z,2026-03-02T09:00:00Z"

  @Test(arguments: [
    "", "NA", "N/A", "#N/A", "NaN", "NaT", "NULL", "null", "None", "\\N", "-", "  ",
  ])
  func `rows with an empty cell are counted by the missing value`(nothing: String) {
    let times = Self.hour.split(separator: ",")
    let imported = Self.csv(
      """
      Id,Place,From,To,kWh
      a,P,\(times[0]),\(nothing),1
      b,P,\(Self.hour),\(nothing)
      c,,\(Self.hour),1
      d,P,\(nothing),\(times[1]),1

      """)
    #expect(
      imported.leftOut == ["1 has no end", "1 has no energy", "1 has no charger", "1 has no start"])
    #expect(imported.isComplete && imported.problems.isEmpty && imported.result.station == nil)
  }

  @Test func `spaces around cells and names do not matter`() {
    let imported = Self.csv(
      "Id, Place ,From , To,kWh\na ,P , 2026-03-02T08:00:00Z ,\t2026-03-02T09:00:00Z, 5 \n")
    #expect(imported.starts == ["2026-03-02T08:00:00Z,a,P,1,7.4,5,2026-03-02T09:00:00Z"])
    // Two columns that differ in nothing else are told apart.
    #expect(Self.csv("Id,Place,From,To,kWh, kWh\na,P,\(Self.hour),5,6\n").starts[0].contains(",5,"))
    #expect(Self.csv("Id,Place,From,To, kWh,kWh \n").problems == ["1:1 missing-field"])
  }

  @Test(arguments: [
    ("1:05", "09:05:00"), ("0:45:30", "08:45:30"), ("00:45:30.25", "08:45:30.25"),
    ("0 days 01:02:03", "09:02:03"), ("1 day, 0:00:01", "08:00:01"), ("27:00", "11:00:00"),
  ])
  func `a duration may be written as a clock, with days before it`(took: String, end: String) {
    let imported = Self.csv(
      "From,Took,kWh\n2026-03-02T08:00:00Z,\"\(took)\",1\n",
      map: "startTime=From,duration:h:m:s=Took,deliveredEnergy=kWh")
    #expect(imported.starts.first?.hasSuffix("T\(end)Z") == true, "\(imported.problems)")
  }

  @Test(arguments: [
    "5", "1:60", "1:00:60", "1:2:3:4", ":30", "1:", "-1:00", "1 day", "1 week 1:00", "1:00:1e1",
    "1:00:.5", "1.5:00", "day 1:00", "1 day 1:00 x",
  ])
  func `a text that is not a clock duration is refused`(took: String) {
    let imported = Self.csv(
      "From,Took,kWh\n2026-03-02T08:00:00Z,\(took),1\n",
      map: "startTime=From,duration:h:m:s=Took,deliveredEnergy=kWh")
    #expect(imported.problems == ["2:22 not-a-number"])
  }

  @Test func `rows may end with a delimiter that the header lacks`() {
    let imported = Self.csv(
      "Id,Place,From,To,kWh\na,P,\(Self.hour),5,\nb,Q,\(Self.hour),5,,\nc,R,\(Self.hour),5,x\n")
    #expect(imported.starts.count == 2 && imported.problems == ["4:49 too-many-fields"])
  }

  @Test func `a number may carry its unit`() {
    let imported = Self.csv(
      "Id,Place,From,To,kWh\na,P,\(Self.hour),12.5 kWh\nb,Q,\(Self.hour),7500Wh\n"
        + "c,R,\(Self.hour),0.5 MWH\nd,S,\(Self.hour),5 kW\ne,S,\(Self.hour),kWh\n")
    #expect(imported.starts.map { $0.split(separator: ",")[5] } == ["12.5", "7.5", "500"])
    #expect(imported.problems == ["5:47 not-a-number", "6:47 not-a-number"])
  }

  @Test func `decimal commas are read between tabs and in quotes where they are asked for`() {
    let text = "Id,Place,From,To,kWh\na,P,\(Self.hour),\"12,5\"\n"
    #expect(Self.csv(text).problems == ["2:47 not-a-number"])
    #expect(Self.csv(text) { $0.decimalComma = true }.starts[0].contains(",12.5,"))
    let tabs = Self.csv(
      "Id\tPlace\tFrom\tTo\tkWh\na\tP\t\(Self.hour.replacing(",", with: "\t"))\t12,5\n"
    ) { $0.decimalComma = true }
    #expect(tabs.starts[0].contains(",12.5,"))
  }

  @Test func `times are read as ISO 8601 writes them, without being asked`() {
    let times = [
      "2026-03-02 08:00", "2026-03-02T08:00", "2026-03-02 08:00:00", "2026-03-02 09:00:00+01",
      "2026-03-02T08:00:00.000+0000", "2026-03-02 08:00:00.0000004", "2026-03-02 09:00 +01:00",
      "2026-03-02t08:00:00z",
    ]
    for time in times {
      let imported = Self.csv("Id,Place,From,To,kWh\na,P,\(time),2026-03-02T09:00:00Z,5\n")
      #expect(imported.starts.first?.hasPrefix("2026-03-02T08:00:00Z,") == true, "\(time)")
    }
    let imported = Self.csv("Id,Place,From,To,kWh\na,P,2026-03-02,2026-03-02T09:00:00Z,5\n")
    #expect(imported.problems == ["2:5 invalid-time"])
  }

  @Test func `times may be written in several ways`() {
    let text = "Id,Place,From,To,kWh\na,P,02/03/2026 08:00,2026-03-02T09:00:00 CET,5\n"
    #expect(Self.csv(text, format: "%d/%m/%Y %H:%M").problems == ["2:22 invalid-time"])
    let imported = Self.csv(text, zone: Self.paris) { options in
      options.datePatterns = ["%d/%m/%Y %R", "%FT%T CET", "%FT%T CEST"].compactMap(DatePattern.init)
    }
    #expect(imported.starts == ["2026-03-02T07:00:00Z,a,P,1,7.4,5,2026-03-02T08:00:00Z"])
  }

  @Test func `connectors with names are numbered after those with numbers`() {
    let imported = Self.csv(
      """
      Id,Place,Plug,From,To,kWh
      a,P,CCS,\(Self.hour),5
      b,P,3,\(Self.hour),5
      c,P,A/C,\(Self.hour),5
      d,Q,right,\(Self.hour),5
      e,Q,left,\(Self.hour),5

      """, map: Self.map + ",idx=Plug")
    let places = imported.starts.map { $0.split(separator: ",")[1...3].joined(separator: " ") }
    #expect(places == ["b P 3", "c P 4", "a P 5", "e Q 1", "d Q 2"])
    #expect(
      imported.assumed == ["4 at a connector with a name, numbered in the order of the names"])
    let refused = Self.csv(
      "Id,Place,Plug,From,To,kWh\na,P,0,\(Self.hour),5\nb,P,1.5,\(Self.hour),5\n"
        + "c,P,1001,\(Self.hour),5\nd,P,-1,\(Self.hour),5\n", map: Self.map + ",idx=Plug")
    #expect(refused.problems == (2...5).map { "\($0):5 out-of-range" })
    let many = Self.csv(
      "Id,Place,Plug,From,To,kWh\na,P,1000,\(Self.hour),5\nb,P,x,\(Self.hour),5\n",
      map: Self.map + ",idx=Plug")
    #expect(many.leftOut == ["1 at a charger with more than 1000 connectors"])
    #expect(many.isComplete)
  }

  @Test func `a name may be joined from several columns`() {
    let imported = Self.csv(
      "Site,Box,No,From,To,kWh\nParis,7,a,\(Self.hour),5\nParis,,b,\(Self.hour),5\n",
      map: "chargerId=Site+Box+No,sessionId=No,startTime=From,endTime=To,deliveredEnergy=kWh")
    #expect(imported.starts.map { $0.split(separator: ",")[2] } == ["Paris 7 a", "Paris b"])
    let other = Self.csv(
      "From,To,k,Wh\n\(Self.hour),5,6\n", map: "startTime=From,endTime=To,deliveredEnergy=k+Wh")
    #expect(other.problems == ["1:1 missing-field"])
  }

  @Test func `a first row that is not a header is shown in the hint`() {
    let hints = ["Report of March\n", "a|b|c\n", "a,b,c\n"].map { text in
      let imported = Self.csv(text + "x,y\n")
      #expect(imported.problems == ["1:1 missing-field"] && imported.result.isUnreadable)
      return imported.result.problems[0].hint
    }
    #expect(hints[0]?.hasSuffix("with a comma, a semicolon, a tab or | between them.") == true)
    #expect(hints[1] == hints[2])
    #expect(hints[2] == "The first row names the columns: here \"a\", \"b\", \"c\".")
  }

  @Test func `at most ten problems of a code are kept, and the result counts the others`() {
    let bad = "a,P,x,y,z\n"
    let few = Self.csv("Id,Place,From,To,kWh\n" + String(repeating: bad, count: 5))
    #expect(few.result.problems.count == 6 && few.result.hiddenProblems.isEmpty)
    let many = Self.csv("Id,Place,From,To,kWh\n" + String(repeating: bad, count: 400))
    #expect(many.result.problems.count == 11)
    #expect(many.result.hiddenProblems.map(\.count) == [400])
    #expect(many.leftOut == ["400 not readable (invalid-time), reported above"])
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
    // Clocks show the hour from two to three twice: from 00:00Z and from 01:00Z on.
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
  func `the duration tells apart the two hours that clocks show twice`(
    start: String, end: String, hours: String, from: String, to: String, isTold: Bool
  ) throws {
    let imported = Self.local(start, end, hours)
    let row = try #require(imported.starts.first).split(separator: ",")
    #expect(row[0].dropFirst(11).prefix(5) == from)
    #expect(row.last?.dropFirst(11).prefix(5) == to[...])
    #expect(
      imported.assumed == [
        isTold
          ? "1 in the hour that clocks show twice, told apart by the duration"
          : "1 in the hour that clocks show twice, taken as the first"
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

  @Test func `columns of ElaadNL that sessions do not need may be missing`() {
    let header = "ChargePoint,UTCTransactionStart,UTCTransactionStop,TotalEnergy"
    let row = "A,01/01/2019 00:12,01/01/2019 04:12,20\n"
    let imported = Imported(.elaad, header + "\n" + row)
    #expect(imported.starts == ["2019-01-01T00:12:00Z,,A,1,7.4,20,2019-01-01T04:12:00Z"])
    #expect(
      imported.assumed == [
        "5 columns that the file lacks, read as empty: \"TransactionId\", \"Connector\", "
          + "\"ConnectedTime\", \"ChargeTime\", \"MaxPower\""
      ])
    let misspelt = Imported(.elaad, header + ",Max Power\n" + row.dropLast() + ",5\n")
    #expect(misspelt.problems == ["1:1 missing-field"])
    #expect(misspelt.result.problems[0].hint == "did you mean \"Max Power\"?")
    let needed = header.replacing("ChargePoint,", with: "")
    let refused = Imported(.elaad, needed + "\n" + row.dropFirst(2))
    #expect(refused.problems == ["1:1 missing-field"])
    let named = Imported(.elaad, needed + "\n" + row.dropFirst(2)) { $0.charger = "P" }
    #expect(named.starts.first?.contains(",P,1,") == true)
  }

  @Test(arguments: [
    (RecordFormat.elaad, "[{\"cdr_location\": {}}]", "an OCPI CDR"),
    (.elaad, "{\"a\": 1}", "other JSON"),
    (.elaad, "08:00 [2,\"1\",\"Heartbeat\",{}]", "OCPP messages"),
    (.elaad, "transaction_pk,charge_box_id\n1,A\n", "SteVe's"),
    (.csv, "08:00 [2,\"1\",\"Heartbeat\",{}]", "OCPP messages"),
    (.csv, "[2,\"1\",\"Heartbeat\",{}]", "OCPP messages"),
  ])
  func `a file of another system is named`(format: RecordFormat, text: String, kind: String) {
    let imported = Imported(format, text) { try? $0.columns.add(Self.map) }
    #expect(imported.result.isUnreadable)
    #expect(imported.result.problems.first?.message.contains(kind) == true)
  }

  @Test func `a difference of columns names the fields for it`() {
    let imported = Self.csv(
      "a,b,from,to\n1,2,3,4\n", map: "startTime=a,endTime=b,deliveredEnergy:Wh=to-from")
    #expect(
      imported.result.problems.first?.hint?.hasSuffix("meterStart:Wh=from,meterStop:Wh=to.") == true
    )
  }

  @Test func `odd transactions of ElaadNL`() {
    let text =
      Self.elaad
        + """
        1;A;1;31/02/2019 00:12;01/01/2019 15:05;ab;1;1;1;1
        2;A;0;01/01/2019 00:12;01/01/2019 15:05;ab;1;1;1;1
        3;A;1;01/01/2019 00:12;01/01/2019 15:05;ab;1;1;1.000,5;1
        4;A;1;01/01/2019 16:12;01/01/2019 15:05;ab;0;1;1;1
        5;A;1;01/01/2019 16:12;;ab;1;1;1;1
        """
    let imported = Imported(.elaad, text)
    #expect(
      imported.problems == ["2:7 invalid-time", "3:5 out-of-range", "4:48 not-a-number"])
    #expect(
      imported.leftOut == [
        "1 not readable (invalid-time), reported above",
        "1 not readable (out-of-range), reported above",
        "1 not readable (not-a-number), reported above", "1 ends before it begins",
      ])
    // Without an end, the time connected determines it.
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
    ("%Q", "1772439330250", "2026-03-02T08:15:30.25Z"),
    ("%s.%f", "1772439330.25", "2026-03-02T08:15:30.25Z"),
    ("%Y-%m-%d %H:%M:%S%z", "2026-03-02 10:15:30+02", "2026-03-02T08:15:30Z"),
    ("%F %R", "2026-03-02 08:15", "2026-03-02T08:15:00Z"),
    ("%D %T", "03/02/26 08:15:30", "2026-03-02T08:15:30Z"),
    ("00%y-%m-%d %R", "0014-03-02 08:15", "2014-03-02T08:15:00Z"),
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
  func `a text that does not match, or names no moment, is refused`(text: String) throws {
    let pattern = try #require(DatePattern("%Y-%m-%d %H:%M"))
    #expect(pattern.read(Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    ("%s", "253402300800"), ("%Q", "253402300800000"), ("%Q", "-1"),
    ("%F %R%z", "2026-03-02 08:15+1"), ("%F %R%z", "2026-03-02 08:15+01:"),
    ("%F %R%z", "2026-03-02 08:15+010"), ("%F %R%z", "2026-03-02 08:15+24"),
    ("%F %R%z", "2026-03-02 08:15"),
  ])
  func `a text with a wrong offset or after 9999 is refused`(format: String, text: String) throws {
    let pattern = try #require(DatePattern(format))
    #expect(pattern.read(Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    "", "%", "%q", "%H:%M", "%F", "%Y-%m-%d", "%Y-%m-%d %I:%M", "yyyy-MM-dd", "%d %H %Y",
  ])
  func `a text that is not a pattern is refused`(text: String) {
    #expect(DatePattern(text) == nil)
  }
}
