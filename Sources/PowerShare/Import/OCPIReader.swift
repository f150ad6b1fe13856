/// A reader of CDRs and Sessions of OCPI 2.1.1, 2.2 and 2.2.1: arrays, responses with a `data`
/// array, or one object a line.
///
/// Source: EVRoaming Foundation, "Open Charge Point Interface 2.2.1" and "2.1.1-d2", modules CDRs,
/// Sessions and Locations.
enum OCPIReader {
  static func read(
    _ source: SourceText, _ options: ImportOptions, into reading: inout RecordReading
  ) {
    var objects: [OCPIObject] = []
    var others = OtherObjects()
    RecordText.forEachRecord(source, kind: "CDRs and Sessions of OCPI", into: &reading) {
      bytes, value, reading in
      reading.records += 1
      var record = JSONRecord(bytes, value, kind: "a CDR or a Session")
      let kind = RecordKind(bytes, record)
      if let kind, kind != .cdr, kind != .session {
        return others.note(kind, at: value.range, into: &reading)
      }
      if kind == nil, value.kind == .object {
        record.reader.report(
          value.range.lowerBound..<value.range.lowerBound + 1, .missingField,
          "neither a CDR nor a Session: \"total_energy\" and \"kwh\" are missing",
          hint: "For other records use: sems-plan import csv FILE --map …")
      }
      var energy: Energy?
      let object = OCPIObject.read(bytes, &record, isCDR: kind == .cdr, &energy, &reading)
      if reading.passes(record.reader, energy: energy), let object { objects.append(object) }
    }
    others.finish(into: &reading)
    OCPISelection.select(objects, into: &reading)
    adviseAboutTimes(options, &reading)
  }

  /// Says that OCPI states times in UTC, if times without an offset were read on another clock.
  private static func adviseAboutTimes(
    _ options: ImportOptions, _ reading: inout RecordReading
  ) {
    guard let clock = options.clock, reading.times.withoutOffset > 0,
      reading.sessions.contains(where: { clock.offset(at: $0.arrival).minutes != 0 })
    else { return }
    let zone = clock.name ?? "ZONE"
    reading.advice.append(
      "check the times without an offset: those of OCPI are in UTC, which is --tz UTC"
        + " --output-tz \(zone)")
  }
}
