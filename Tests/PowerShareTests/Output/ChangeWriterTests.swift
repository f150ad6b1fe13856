import Testing

@testable import PowerShare

@Suite struct ChangeWriterTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static let semicolons = RowFormat.csv(delimiter: UInt8(ascii: ";"))

  // MARK: Figures

  private static let figures = FigureChanges(
    summaries: [
      NamedValue("servedShare", .number(ExactDecimal(thousandths: 950))),
      NamedValue("energy.delivered", .number(ExactDecimal(thousandths: 12_500))),
      NamedValue("worstDay.date", .text("2026-03-02")), NamedValue("wait.mean", .null),
    ],
    [
      NamedValue("servedShare", .number(ExactDecimal(thousandths: 950))),
      NamedValue("energy.delivered", .number(ExactDecimal(thousandths: 10_000))),
      NamedValue("worstDay.date", .text("2026-03-03")), NamedValue("battery.given", .null),
    ])

  @Test func `a table shows the figures that differ, with unit and verdict, and counts`() {
    #expect(
      Self.text(FigureChangeWriter.bytes(Self.figures, .table, listsEqual: false)) == """
        figure                      before       after  change  percent  verdict
        energy.delivered (kWh)        12.5          10    -2.5      -20  worse
        worstDay.date           2026-03-02  2026-03-03       -        -  -
        battery.given (kWh)              -           -       -        -  -
        wait.mean (min)                  -           -       -        -  -

        figures   0 better, 1 worse, 3 changed otherwise (2 on one side only), 1 equal

        """)
  }

  @Test func `CSV and JSON have the same cells`() {
    #expect(
      Self.text(FigureChangeWriter.bytes(Self.figures, Self.semicolons, listsEqual: true)) == """
        figure;before;after;change;percent
        servedShare;0,95;0,95;0;0
        energy.delivered;12,5;10;-2,5;-20
        worstDay.date;2026-03-02;2026-03-03;;
        battery.given;;;;
        wait.mean;;;;

        """)
    #expect(
      Self.text(FigureChangeWriter.bytes(Self.figures, .json, listsEqual: false)) == """
        {"figures":[
        {"figure":"energy.delivered","before":12.5,"after":10,"change":-2.5,"percent":-20},
        {"figure":"worstDay.date","before":"2026-03-02","after":"2026-03-03","change":null,\
        "percent":null},
        {"figure":"battery.given","before":null,"after":null,"change":null,"percent":null},
        {"figure":"wait.mean","before":null,"after":null,"change":null,"percent":null}
        ],"equal":1}

        """)
  }

  @Test func `equal summaries have no row`() {
    let equal = FigureChanges(summaries: [NamedValue("a", .null)], [NamedValue("a", .null)])
    #expect(
      Self.text(FigureChangeWriter.bytes(equal, .table, listsEqual: false))
        == "figures   0 better, 0 worse, 0 changed otherwise, 1 equal\n")
    #expect(
      Self.text(FigureChangeWriter.bytes(equal, .json, listsEqual: false))
        == "{\"figures\":[]\n,\"equal\":1}\n".replacing("\n,", with: ","))
  }

  @Test func `days have a row for each figure that differs`() {
    func day(_ date: FigureValue, _ share: Int128) -> DayChanges.Side.Element {
      (date, [NamedValue("servedShare", .number(ExactDecimal(thousandths: share)))])
    }
    let days = DayChanges(
      before: [day(.text("2026-03-02"), 500), day(.text("2026-03-03"), 1_000)],
      after: [day(.text("2026-03-02"), 400), day(.text("2026-03-04"), 1_000)])
    #expect(
      Self.text(FigureChangeWriter.bytes(days, .table, listsEqual: false)) == """
        date        figure       before  after  change  percent  verdict
        2026-03-02  servedShare     0.5    0.4    -0.1      -20  worse
        2026-03-03  servedShare       1      -       -        -  -
        2026-03-04  servedShare       -      1       -        -  -

        days      1 on both sides, 1 only before, 1 only after
        figures   0 better, 1 worse, 2 changed otherwise, 0 equal

        """)
    let seconds = DayChanges(
      before: [day(.number(ExactDecimal(thousandths: 86_400_000)), 500)], after: [])
    #expect(
      Self.text(FigureChangeWriter.bytes(seconds, .json, listsEqual: false)) == """
        {"days":[
        {"date":86400,"figure":"servedShare","before":0.5,"after":null,"change":null,\
        "percent":null}
        ],"equal":0}

        """)
  }

  // MARK: Sessions

  private static func session(
    _ id: Identifier, _ text: String, _ outcome: Departure.Outcome, kWh: Int128, done: String? = nil
  ) -> ComparedSession {
    func stated(_ text: String) -> StatedTime {
      guard let (time, scale) = TimeScale.read(text) else { preconditionFailure("no time") }
      return StatedTime(time, in: scale)
    }
    return ComparedSession(
      id: id, arrival: stated(text), outcome: outcome,
      delivered: ExactDecimal(thousandths: kWh * 1_000), wait: .zero, done: done.map(stated))
  }

  private static let sessions = SessionChanges(
    before: [
      session(
        "=a", "2026-03-02T08:00:00+01:00", .served, kWh: 9, done: "2026-03-02T09:00:00+01:00"),
      session("b", "2026-03-02T08:30:00+01:00", .served, kWh: 5),
    ],
    after: [
      session("=a", "2026-03-02T07:00:00Z", .unserved, kWh: 8),
      session("c", "2026-03-02T09:00:00Z", .abandoned, kWh: 0),
    ])

  @Test func `tables of sessions state all times in one offset`() {
    #expect(
      Self.text(SessionChangeWriter.bytes(Self.sessions, .table, listsAll: false)) == """
        sessions  0 better, 1 worse, 0 the same, 1 only before, 1 only after

        worse, times at +01:00:
        session              side    outcome   delivered  wait  done
        arrival                                      kWh   min
        =a                   before  served            9     0  2026-03-02 09:00:00
        2026-03-02 08:00:00  after   unserved          8     0  -

        only before:
        session              side    outcome  delivered  wait  done
        arrival                                     kWh   min
        b                    before  served           5     0  -
        2026-03-02 08:30:00  after   -                -     -  -

        only after:
        session              side    outcome    delivered  wait  done
        arrival                                       kWh   min
        c                    before  -                  -     -  -
        2026-03-02 10:00:00  after   abandoned          0     0  -

        """)
  }

  @Test func `rows of sessions have the columns of both sides`() {
    #expect(
      Self.text(SessionChangeWriter.bytes(Self.sessions, Self.semicolons, listsAll: false)) == """
        sessionId;arrivalTime;outcomeBefore;outcomeAfter;deliveredBefore;deliveredAfter;\
        waitBefore;waitAfter;doneBefore;doneAfter;verdict
        '=a;2026-03-02T08:00:00+01:00;served;unserved;9;8;0;0;2026-03-02T09:00:00+01:00;;worse
        b;2026-03-02T08:30:00+01:00;served;;5;;0;;;;
        c;2026-03-02T09:00:00Z;;abandoned;;0;;0;;;

        """)
    let json = Self.text(SessionChangeWriter.bytes(Self.sessions, .json, listsAll: false))
    #expect(
      json.hasSuffix(
        """
        ],"totals":{"better":0,"worse":1,"same":0,"onlyBefore":1,"onlyAfter":1},"worst":[
        {"sessionId":"=a","arrivalTime":"2026-03-02T08:00:00+01:00","outcomeBefore":"served",\
        "outcomeAfter":"unserved","deliveredBefore":9,"deliveredAfter":8,"waitBefore":0,\
        "waitAfter":0,"doneBefore":"2026-03-02T09:00:00+01:00","doneAfter":null,\
        "verdict":"worse"}
        ]}

        """), "\(json)")
  }

  @Test func `a table of all sessions has a part for each verdict`() {
    let old = (0..<12).map { ComparedStays.session(Identifier("s\($0)"), at: $0, kWh: 5) }
    let new = (0..<12).map {
      ComparedStays.session(Identifier("s\($0)"), at: $0, kWh: $0 < 11 ? 4 : 5)
    }
    let changes = SessionChanges(before: old, after: new)
    let short = Self.text(SessionChangeWriter.bytes(changes, .table, listsAll: false))
    #expect(short.contains("\nthe ten worst:\n") && !short.contains("s10"))
    let all = Self.text(SessionChangeWriter.bytes(changes, .table, listsAll: true))
    #expect(all.contains("\nworse:\n") && all.contains("s10") && all.contains("\nthe same:\n"))
  }
}
