import Testing

/// Opens every kind of CSV file that the program writes with LibreOffice.
@Suite(.needs(.soffice), .needs(.python)) struct SpreadsheetTests {
  private let program: Program

  init() throws {
    var files = try Example.files("worked-example")
    files["day.csv"] = """
      time,event,sessionId,chargerId,idx,vehicleMaxPower,energyRequested,departureTime
      2026-03-28T22:40:00Z,start,=1+1,CP001,1,22.5,,
      2026-03-29T00:50:00.25Z,start,"b;b,b",CP002,1,100,60.125,2026-03-29T02:15:00.5Z
      2026-03-29T01:10:00.5Z,start,c,CP002,2,150,80,2026-03-29T05:00:00Z
      2026-03-29T01:20:00Z,start,d,CP002,1,50,9,2026-03-29T04:00:00Z
      2026-03-29T23:30:00.125Z,stop,=1+1,,,,,

      """
    files["log.csv"] = """
      id;from;to;Wh
      88121;02.03.2026 08:05;02.03.2026 12:20;18250

      """
    files["write.sh"] = Self.write
    files["check.py"] = Self.check
    program = try Program(files: files)
  }

  /// Writes files named `NAME.comma.csv` and `NAME.semicolon.csv`; those named `local-…` have local
  /// times.
  private static let write = """
    set -e
    run() { sems-plan simulate -q -c station.json -t day.csv --on-busy wait "$@"; }
    zone='CET-1CEST,M3.5.0,M10.5.0/3'
    for form in comma semicolon; do
      case $form in comma) delimiter=, ;; semicolon) delimiter=';' ;; esac
      for level in session charger station connector; do
        for every in '' '--every 1h'; do
          set -- -f csv --delimiter "$delimiter" --per $level $every
          name="$level$(echo $every | tr -d ' ')"
          run "$@" -o "$name.$form.csv"
          run "$@" --time-format local -o "local-$name.$form.csv" \\
            --sessions "local-sessions-$name.$form.csv"
          run "$@" --time-format local --tz "$zone" -o "local-zone-$name.$form.csv" \\
            --sessions "local-zone-sessions-$name.$form.csv"
        done
      done
      run -f ndjson -o /dev/null --sessions sessions.$form.csv --delimiter "$delimiter"
      for shard in 1/2 2/2; do
        sems-plan sweep -q -c station.json -t day.csv --on-busy wait --tz "$zone" \\
          --policy fair,max-min --grid-capacity 60.5:100:10 --shard $shard -f csv \\
          --delimiter "$delimiter" -o shard-${shard%/*}.$form.csv
      done
      sems-plan merge -q shard-1.$form.csv shard-2.$form.csv -o merged.$form.csv
      sems-plan size -q -c station.json -t day.csv --on-busy wait --grid-capacity 60.5:200:20 \\
        --require 'servedShare>0.1' -f csv --delimiter "$delimiter" -o size.$form.csv
    done
    sems-plan generate -q --from 2026-03-29 --tz "$zone" --sessions-per-day 5 \\
      -o generated.comma.csv
    sems-plan import csv log.csv -q --date-format '%d.%m.%Y %H:%M' --tz "$zone" --charger C \\
      --map sessionId=id,startTime=from,endTime=to,deliveredEnergy:Wh=Wh -o imported.comma.csv
    """

  /// Compares each cell of the files with the cell that LibreOffice has made of it.
  private static let check = #"""
    import csv, re, sys
    from datetime import datetime
    from decimal import Decimal
    from xml.etree import ElementTree

    OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    LOCAL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d([.,]\d+)?")

    def moment(text):
      date, _, time = text.replace(",", ".").replace(" ", "T").partition("T")
      return datetime.strptime(
        date + "T" + (time or "00:00:00") + ("" if "." in time else ".0"), "%Y-%m-%dT%H:%M:%S.%f")

    def opened(name):
      rows = []
      for row in ElementTree.parse(name).iter(TABLE + "table-row"):
        cells = []
        for cell in row.iter(TABLE + "table-cell"):
          count = int(cell.get(TABLE + "number-columns-repeated", "1"))
          kind = cell.get(OFFICE + "value-type")
          value = {"float": "value", "date": "date-value"}.get(kind)
          cells += [(kind, cell.get(OFFICE + value) if value else None)] * min(count, 1000)
        rows += [cells] * min(int(row.get(TABLE + "number-rows-repeated", "1")), 1000)
      return rows

    counts = {"float": 0, "date": 0}
    for name in sys.argv[1:]:
      point = "," if ".semicolon." in name else "."
      number = re.compile(r"-?\d+(%s\d+)?" % re.escape(point))
      with open(name, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";" if point == "," else ",", strict=True))
      assert len(rows) > 1, name
      sheet = opened(name[:-4] + ".fods")
      for row, cells in zip(rows, sheet, strict=False):
        for text, (kind, value) in zip(row, cells):
          place = (name, row, text, kind, value)
          if text == "":
            assert kind is None, place
          elif number.fullmatch(text):
            assert kind == "float" and Decimal(value) == Decimal(text.replace(",", ".")), place
            counts[kind] += 1
          elif LOCAL.fullmatch(text):
            assert kind == "date", place
            # The file has hundredths of a second.
            assert abs((moment(text) - moment(value)).total_seconds()) < 0.01, place
            counts[kind] += 1
          elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            assert kind == "date" and value[:10] == text, place
            counts[kind] += 1
          else:
            assert kind in ("string", "boolean"), place
        assert all(kind is None for kind, _ in cells[len(row):]), (name, row)
      assert len(sheet) >= len(rows), name
      assert not name.startswith("local-") or any(map(LOCAL.fullmatch, rows[1])), name
    print(len(sys.argv) - 1, counts)
    assert counts["float"] > 1000 and counts["date"] > 500, counts
    """#

  @Test func `LibreOffice reads numbers as numbers and local times as times`() throws {
    // German for semicolons, because the comma is the decimal sign there; the second true is for
    // special numbers, without which times stay text.
    let outcome = try program.shell(
      """
      . ./write.sh
      convert() {
        soffice "-env:UserInstallation=file://$PWD/profile" --headless --convert-to fods \\
          --infilter="CSV:$1,34,76,1,,$2,false,true" *.$3.csv
      }
      convert 44 1033 comma >office.log 2>&1
      convert 59 1031 semicolon >>office.log 2>&1
      python3 check.py *.comma.csv *.semicolon.csv
      """)
    #expect(outcome.status == 0, "\(outcome.err)")
    #expect(outcome.out.hasPrefix("92 "), "\(outcome.out)")
  }
}
