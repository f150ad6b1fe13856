import Testing

@testable import PowerShare

@Suite struct DayWriterTests {
  private static let days = [
    DayFigures(
      day: .date(20_514), started: 4, served: 1, unserved: 1, abandoned: 1,
      requested: Energy(wattHours: 90_000), delivered: Energy(wattHours: 60_000),
      lostMostTo: .queue, peak: Power(watts: 60_000), peak15min: Power(watts: 59_500), waitP95: 15),
    DayFigures(
      day: .second(86_400), started: 0, served: 0, unserved: 0, abandoned: 0, requested: .zero,
      delivered: .zero, lostMostTo: nil, peak: .zero, peak15min: nil, waitP95: nil),
  ]

  private static func text(_ format: RowFormat) -> String {
    var writer = DayWriter(format)
    var bytes: [UInt8] = []
    writer.begin(into: &bytes)
    for day in days { writer.write(day, into: &bytes) }
    writer.end(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `CSV has a row a day`() {
    #expect(
      Self.text(.csv(delimiter: UInt8(ascii: ";"))) == """
        date;started;served;unserved;abandoned;servedShare;requested;delivered;unservedEnergy;\
        lostMostTo;peak;peak15min;waitP95
        2026-03-02;4;1;1;1;0,667;90;60;30;queue;60;59,5;1,5
        86400;0;0;0;0;;0;0;0;;0;;

        """)
  }

  @Test func `JSON has null where there was nothing to measure`() {
    let rows = [
      """
      {"date":"2026-03-02","started":4,"served":1,"unserved":1,"abandoned":1,"servedShare":0.667,\
      "requested":90,"delivered":60,"unservedEnergy":30,"lostMostTo":"queue","peak":60,\
      "peak15min":59.5,"waitP95":1.5}
      """,
      """
      {"date":86400,"started":0,"served":0,"unserved":0,"abandoned":0,"servedShare":null,\
      "requested":0,"delivered":0,"unservedEnergy":0,"lostMostTo":null,"peak":0,"peak15min":null,\
      "waitP95":null}
      """,
    ]
    #expect(Self.text(.ndjson) == rows.map { $0 + "\n" }.joined())
    #expect(Self.text(.json) == "[\n" + rows.joined(separator: ",\n") + "\n]\n")
  }
}
