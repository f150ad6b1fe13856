import PowerShare

/// A list of sites, each with its own station and events.
struct SiteList {
  private var list: SiteListReader.List
  private let path: String
  private let command: String
  private let arguments: ParsedArguments
  private let streams: Streams
  private let reporter: Reporter

  /// The options that a row of the list replaces, with the columns that state them.
  private static let options: [(column: SiteListReader.Column, option: Option)] = [
    (.config, .sweepConfig), (.timeline, .sweepTimeline), (.sessionsPerDay, .sessionsPerDay),
    (.profile, .profile), (.tz, .scenarioTimeZone),
  ]

  /// Reads a list.
  init(
    _ path: String, _ arguments: ParsedArguments, for command: String, _ streams: Streams,
    _ reporter: Reporter
  ) throws(Failure) {
    let text = try streams.readAll(path)
    let (list, diagnostics) = SiteListReader.read(name: FileName.shown(path), text: text)
    let isStrict = arguments.has(.strict)
    diagnostics.forEach { reporter.report(isStrict ? $0.asError : $0) }
    guard let list, !isStrict || diagnostics.isEmpty else { throw .badInput }
    self.list = list
    self.path = path
    self.arguments = arguments
    self.command = command
    self.streams = streams
    self.reporter = reporter
  }

  /// The names of the sites.
  var names: [String] { list.rows.map(\.name.text) }

  /// Reads the inputs of a site, and reports its problems at its row.
  ///
  /// - Throws: ``Failure/badInput`` if they cannot be used.
  mutating func inputs(of site: Int) throws(Failure) -> ScenarioInputs {
    let row = list.rows[site]
    var arguments = arguments
    for (column, option) in Self.options {
      guard let text = row.text(column) else { continue }
      let isFile =
        switch column {
        case .config, .timeline: true
        case .profile: SiteKind(rawValue: text) == nil
        case .site, .sessionsPerDay, .tz, .seedOffset: false
        }
      arguments = arguments.with(option, isFile ? besideList(text) : text)
    }
    do throws(Failure) {
      let settings = try ScenarioSettings(arguments, for: command, streams, isSite: true)
      return try ScenarioInputs(
        settings, arguments, for: command, seedOffset: row.seedOffset, streams, reporter)
    } catch {
      report(error, site)
      throw .badInput
    }
  }

  /// Reports why the inputs of a site cannot be used.
  private mutating func report(_ failure: Failure, _ site: Int) {
    switch failure {
    case .usage(let message, let hint):
      // The message names the option that the column replaces.
      let column = Self.options.first { message.contains("--\($0.option.name) ") }?.column
      reporter.report(list.diagnostic(message, hint: hint, row: site, column: column))
    case .inputNotOpened(let path, let reason), .readOrWriteFailed(let path, let reason):
      let row = list.rows[site]
      let column = Self.options.first { row.text($0.column).map(besideList) == path }?.column
      reporter.report(
        list.diagnostic(
          "cannot open \(Suggestion.printable(path)): \(reason)",
          // A file that the command line names is relative to the present folder.
          hint: column.map { _ in "Files are named relative to the folder of the list." },
          row: site, column: column))
    case .badInput, .badRequirement, .expectationNotMet, .outputNotCreated, .outputClosed:
      reporter.note("note: the problem is in site \(list.rows[site].name.quoted)")
    }
  }

  /// Returns the path of a file that the list names, relative to the folder of the list.
  private func besideList(_ name: String) -> String {
    if name.hasPrefix("/") { return name }
    guard let slash = path.lastIndex(of: "/") else { return name == "-" ? "./-" : name }
    return String(path[...slash]) + name
  }
}
