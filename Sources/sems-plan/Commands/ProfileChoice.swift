import PowerShare

/// The arrivals that `--profile` asks for: a kind of site, hourly weights, or a measured profile.
enum ProfileChoice {
  case site(SiteKind)
  case weights(ArrivalProfile)
  /// A measured profile, with the problem to report if nobody knows its time zone.
  case measured(MeasuredProfile, unknownTimeZone: Diagnostic?)

  /// Reads the option and the file that it names.
  init(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) {
    guard let text = arguments[.profile] else {
      self = .site(.urban)
      return
    }
    if let site = SiteKind(rawValue: text) {
      self = .site(site)
      return
    }
    let bytes = try Self.bytes(text, streams)
    if ProfileReader.isProfile(bytes) {
      let reading = ProfileReader.read(name: FileName.shown(text), text: bytes)
      reading.diagnostics.forEach(reporter.report)
      guard let profile = reading.profile else { throw .badInput }
      self = .measured(profile, unknownTimeZone: reading.unknownTimeZone)
      return
    }
    let (weights, problems) = WeightsReader.read(name: text, text: bytes)
    problems.forEach(reporter.report)
    guard let weights, let profile = ArrivalProfile(weights: weights) else { throw .badInput }
    self = .weights(profile)
  }

  private static func bytes(_ text: String, _ streams: Streams) throws(Failure) -> [UInt8] {
    do throws(Failure) {
      return try streams.readAll(text)
    } catch {
      let sites = SiteKind.allCases.map(\.rawValue)
      // A name with a dot or a slash was meant to be a file.
      let isPath = text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
      let guess = Suggestion.nearest(to: text, among: sites)
      guard case .inputNotOpened(_, let reason) = error, !isPath || guess != nil else {
        throw error
      }
      throw .usage(
        message: "the option --profile cannot be \"\(Suggestion.printable(text))\", and as a "
          + "file it cannot be opened: \(reason)",
        hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
          + "It is one of \(sites.joined(separator: ", ")), or a file: 24 or 168 weights, or a "
          + "profile from import.")
    }
  }

  /// The kind of site with the parts that the profile does not state.
  var site: SiteKind {
    if case .site(let site) = self { site } else { .urban }
  }

  /// Returns the clock of `--tz`, else of the measured profile; nil where neither states a zone.
  func clock(
    _ arguments: ParsedArguments, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) -> LocalClock? {
    if let zone = arguments[.timeZone] { return try SiteClock.read(zone, streams) }
    guard case .measured(let profile, let unknown) = self else { return nil }
    do throws(Failure) {
      return try SiteClock.read(profile.timeZone, streams)
    } catch {
      guard case .usage = error, var unknown else { throw error }
      unknown.hint =
        "It has to be a time zone of this system, an offset or a POSIX rule; --tz replaces it."
      reporter.report(unknown)
      throw .badInput
    }
  }
}
