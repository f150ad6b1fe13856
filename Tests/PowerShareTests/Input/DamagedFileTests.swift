import Testing

@testable import PowerShare

/// Nothing that a file contains may crash the program or make it loop.
@Suite(.tags(.property)) struct DamagedFileTests {
  @Test(arguments: [TimelineFormat.json, .ndjson, .csv])
  func `a damaged timeline is read to its end, and its valid events are replayed`(
    format: TimelineFormat
  ) throws {
    for seed in PropertyCases.seeds(250) {
      var random = SplitMix64(seed: seed)
      let timeline = try RandomTimeline(using: &random, count: 10, hasConfigs: format != .csv)
      let whole = TimelineText.random(timeline.events, format, using: &random)
      let text = Damage.apply(to: whole, using: &random)
      let outcome = TimelineOutcome(
        bytes: text, random.chance(percent: 70) ? format : nil, chunk: 4_096,
        station: timeline.station)
      #expect(outcome.hasEnded, "seed \(seed)")
      check(outcome.diagnostics + outcome.warnings, of: text, seed)
    }
  }

  @Test(arguments: [StationReader.Format.json, .csv])
  func `a damaged station is read to its end`(format: StationReader.Format) throws {
    for seed in PropertyCases.seeds(400) {
      var random = SplitMix64(seed: seed)
      let station = try RandomTimeline(using: &random, count: 0).station
      let whole = format == .json ? StationText.json(station) : StationText.csv(station)
      let text = Damage.apply(to: Array(whole.utf8), using: &random)
      let (read, diagnostics) = StationReader.read(name: "s", text: text, format: format)
      let hasErrors = diagnostics.contains { $0.severity == .error }
      #expect((read == nil) == hasErrors, "seed \(seed)")
      check(diagnostics, of: text, seed)
    }
  }

  /// Checks what must hold for every message.
  private func check(_ diagnostics: [Diagnostic], of text: [UInt8], _ seed: UInt64) {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for diagnostic in diagnostics {
      let place = diagnostic.place
      guard 1...lines.count ~= place.line else {
        Issue.record("seed \(seed): line \(place.line)")
        continue
      }
      let excerpt = place.excerpt.unicodeScalars
      let isRight =
        1...(lines[place.line - 1].count + 1) ~= place.column
        && 0...excerpt.count ~= place.caretOffset && place.caretLength >= 1
        && !excerpt.contains(where: Suggestion.isControl)
        && !diagnostic.message.unicodeScalars.contains(where: Suggestion.isControl)
        && !(diagnostic.hint ?? "").unicodeScalars.contains(where: Suggestion.isControl)
      #expect(isRight, "seed \(seed): \(diagnostic)")
    }
  }
}
