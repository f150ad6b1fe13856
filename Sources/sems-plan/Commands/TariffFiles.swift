import PowerShare

/// The files of a tariff that a command line names.
struct TariffFiles {
  private let tariff: String?
  private let prices: String?

  /// Whether there is no tariff.
  var isEmpty: Bool { tariff == nil }

  /// Reads the options.
  init(_ arguments: ParsedArguments) throws(Failure) {
    tariff = arguments[.tariff]
    prices = arguments[.prices]
    if prices != nil, tariff == nil {
      throw .usage(
        message: "--prices needs a tariff, whose prices of energy it replaces",
        hint: "Add --tariff FILE.")
    }
  }

  /// Reads the files; nil without a tariff, and where all problems are reported and it has some.
  ///
  /// - Parameters:
  ///   - keepsRows: Whether the run has a bill.
  ///   - findsAllProblems: Whether a problem is reported without ending the run.
  func read(
    _ streams: Streams, _ reporter: Reporter, isStrict: Bool, keepsRows: Bool = false,
    findsAllProblems: Bool = false
  ) throws(Failure) -> TariffInput? {
    guard let path = tariff else { return nil }
    let text = try streams.readAll(path)
    let reading = TariffReader.read(
      name: FileName.shown(path), text: text, hasPrices: prices != nil)
    reading.diagnostics.forEach { reporter.report(isStrict ? $0.asError : $0) }
    var isBad = reading.tariff == nil || isStrict && !reading.diagnostics.isEmpty
    var clock: LocalClock?
    if let name = reading.tariff?.timeZone, let unknown = reading.unknownTimeZone {
      clock = try Self.clock(name, unknown, streams, reporter)
      isBad = isBad || clock == nil
    }
    var series: PriceReader.Reading?
    if let prices {
      let bytes = try streams.readAll(prices)
      let reading = PriceReader.read(
        name: FileName.shown(prices), text: bytes, isStrict: isStrict)
      reading.diagnostics.forEach(reporter.report)
      isBad = isBad || reading.prices == nil
      series = reading
    }
    guard let tariff = reading.tariff, !isBad else {
      if findsAllProblems { return nil }
      throw .badInput
    }
    var terms = CostTerms(tariff, prices: series?.prices, clock: clock)
    terms.keepsRows = keepsRows
    if terms.hasPricesOfMegawattHours {
      reporter.warn(
        code: "high-prices",
        message: "the prices of energy are above 5 \(tariff.currency ?? "") per kWh in the mean",
        hint: "Exchanges state prices per MWh: divide those by 1000.")
    }
    return TariffInput(terms: terms, first: series?.first, last: series?.last)
  }

  /// Returns the clock of the tariff; nil where nobody knows its zone, which is reported.
  private static func clock(
    _ name: String, _ unknown: Diagnostic, _ streams: Streams, _ reporter: Reporter
  ) throws(Failure) -> LocalClock? {
    do throws(Failure) {
      return try SiteClock.read(name, streams)
    } catch {
      guard case .usage = error else { throw error }
      var unknown = unknown
      unknown.hint =
        "Write a time zone of this system such as Europe/Paris, an offset such as +01:00, or a "
        + "POSIX rule. Without \"tz\" it is that of the run."
      reporter.report(unknown)
      return nil
    }
  }
}

/// A tariff that has been read.
struct TariffInput {
  let terms: CostTerms
  /// The places of the first and the last time in the file of prices; nil without one.
  fileprivate let first: Diagnostic?
  fileprivate let last: Diagnostic?

  /// Refuses a timeline in seconds.
  func check(against scale: TimeScale) throws(Failure) {
    guard scale == .seconds else { return }
    throw .usage(
      message: "--tariff is for date-times, but the timeline counts seconds",
      hint: "Write the timeline's times as 2026-03-02T08:15:00+01:00.")
  }

  /// Refuses prices that do not cover a run.
  ///
  /// - Parameter findsAllProblems: Whether a problem is reported without ending the run.
  func check(
    _ remarks: CostRemarks, _ clock: OutputClock, _ reporter: Reporter,
    findsAllProblems: Bool = false
  ) throws(Failure) {
    guard let bounds = terms.prices?.bounds, let run = remarks.run else { return }
    var problems: [Diagnostic] = []
    if run.start < bounds.start, var problem = first {
      problem.message = "the prices begin after the run, which begins at \(clock.text(run.start))"
      problem.hint = "Prices of moments have to cover the whole run."
      problems.append(problem)
    }
    if run.end > bounds.end, var problem = last {
      problem.message =
        "the prices end at \(clock.text(bounds.end)), before the run, which ends at "
        + clock.text(run.end)
      problem.hint =
        "The last price lasts as long as the one before. Prices of moments have to "
        + "cover the whole run; --until ends it earlier."
      problems.append(problem)
    }
    problems.forEach(reporter.report)
    if !problems.isEmpty, !findsAllProblems { throw .badInput }
  }

  /// Warns of a part of a day that is missing, by which figures of a year are wrong.
  func warn(of day: CostRemarks.PartialDay, _ reporter: Reporter) {
    let midnight = "Begin with a whole day, and end at midnight: --until ends the run earlier."
    switch day {
    case .uncovered(let thousandths):
      reporter.warn(
        code: "partial-day",
        message: "the run covers \(ExactDecimal(thousandths: Int128(thousandths)).text) days, and "
          + "cost.perYear takes the missing hours to be like the others",
        hint: midnight + " A run with --load, --generation or a battery covers whole days.")
    case .nearlyEmpty:
      reporter.warn(
        code: "partial-day",
        message: "vehicles are there for a quarter or less of the first or last day of the run, "
          + "and cost.perYear counts it as a whole day",
        hint: midnight)
    }
  }

  /// Warns of figures for which the run is too short.
  func warn(of remarks: CostRemarks, _ reporter: Reporter) {
    if !remarks.shortRules.isEmpty {
      let rules = remarks.shortRules.map { "demand.\($0)" }.joined(separator: ", ")
      reporter.warn(
        code: "short-history",
        message: "\(rules): the peaks of months before the run are not known and are left out",
        hint: "The tariff looks back up to eleven months. A run that covers them as well has all.")
    }
    guard remarks.hasYear else { return }
    var lacks: [String] = []
    if !remarks.lackedDays.isEmpty { lacks.append(remarks.lackedDays.joined(separator: ", ")) }
    if !remarks.lackedMonths.isEmpty {
      lacks.append(remarks.lackedMonths.joined(separator: ", "))
    }
    guard !lacks.isEmpty else { return }
    reporter.warn(
      code: "partial-year",
      message: "prices of the tariff depend on the time of the week or the year, and the run lacks "
        + lacks.joined(separator: " and "),
      hint:
        "cost.perYear takes the run for the whole year. A run that has these days as well gives "
        + "a better one.")
  }
}
