import PowerShare

/// The lines that `import` says at its end: what was used and left out, what was assumed, what
/// looks implausible, and what to do next.
enum ImportReport {
  /// A line, with its code in JSON.
  struct Line {
    let code: String
    let text: String
  }

  /// Returns the lines.
  ///
  /// - Parameter measurement: The profile that is written, if there is one.
  static func lines(
    _ records: RecordImport, _ measurement: ProfileMeasurement?, _ settings: ImportSettings
  ) -> [Line] {
    var lines = used(records)
    if let count = measurement?.longStays, count > 0 {
      lines.append(
        Line(
          code: "records",
          text: "  \(count) left out of the profile: \(count == 1 ? "a stay" : "stays")"
            + " of more than 7 days"))
    }
    lines += counts("assumed", records.assumed) + counts("implausible", records.implausible)
    let advice = advice(records, settings) + (measurement?.advice ?? [])
    return lines + advice.map { Line(code: "next", text: "next: " + $0) }
  }

  private static func used(_ records: RecordImport) -> [Line] {
    let left = records.leftOut
    var text = "\(records.records.counted("record")): \(records.used) used, \(left.total) left out"
    text += "; \(kilowattHours(records.usedEnergy)) used"
    if let energy = left.energy { text += ", \(kilowattHours(energy)) left out" }
    var lines = [Line(code: "records", text: text)]
    lines += counts("left out", left, code: "records")
    lines += counts("ignored", records.ignored, code: "records")
    for problems in records.hiddenProblems {
      lines.append(
        Line(
          code: "records",
          text: "  only the first \(problems.shown) of \(problems.count) errors "
            + "\(problems.code.rawValue) are shown"))
    }
    return lines
  }

  private static func counts(_ word: String, _ tally: ImportTally, code: String? = nil) -> [Line] {
    tally.entries.map { entry in
      let energy = entry.energy.map { " (\(kilowattHours($0)))" } ?? ""
      return Line(code: code ?? word, text: "  \(entry.count) \(word): \(entry.text)\(energy)")
    }
  }

  private static func advice(_ records: RecordImport, _ settings: ImportSettings) -> [String] {
    guard records.used > 0 else { return records.advice }
    var advice = records.advice
    if settings.options.demand == .delivered {
      advice.append(
        "allow for throttled sessions, whose delivered energy understates what they wanted")
    }
    advice.append(
      "allow for vehicles that found no free connector and drove on: records hold none of them")
    if settings.config != nil {
      advice.append(
        "put the capacity of the grid connection into the station: gridCapacity is the sum of the "
          + "chargers")
      if let step = records.station.flatMap(finerStep) {
        advice.append(
          "replay with --step \(step), because not every rating is a whole number of kW")
      }
    }
    return advice
  }

  /// Returns a smaller step for a station with a limit that the default step would cut noticeably,
  /// or nil if it has none.
  private static func finerStep(_ station: StationConfig) -> String? {
    guard station.coarseLimit(step: ReplayOptions().step) != nil else { return nil }
    return station.coarseLimit(step: Power(watts: 100)) == nil ? "0.1" : "0.001"
  }

  private static func kilowattHours(_ energy: Energy) -> String {
    energy.kilowattHours + " kWh"
  }
}
