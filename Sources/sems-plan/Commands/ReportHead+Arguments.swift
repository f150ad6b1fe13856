import PowerShare

extension ReportHead {
  /// The options that change nothing that a report shows, or that it shows elsewhere.
  private static let ignored: [Option] = [
    .format, .scenarioFormat, .sizeFormat, .output, .delimiter, .timeFormat, .per, .every, .from,
    .expect, .summary, .sessions, .daily, .bill, .report, .reportIds, .require, .strict, .jobs,
  ]

  /// Creates the head of a report from a command line.
  ///
  /// - Parameters:
  ///   - events: The number of events in the timeline's file; nil where there is none.
  ///   - reporter: The reporter to which the command has reported its warnings.
  init(
    _ command: CommandDefinition, _ arguments: ParsedArguments, events: Int?,
    _ reporter: Reporter
  ) {
    self.init(
      version: ProgramVersion.text, command: command.name,
      warnings: reporter.warningMessages, showsIds: arguments.has(.reportIds))
    for option in command.options where !Self.ignored.contains(option) {
      let values =
        option.isRepeatable ? arguments.all(option) : [arguments[option]].compactMap(\.self)
      for value in values {
        guard let file = option.file(in: value) else {
          settings.append(Setting("--\(option.name)", value))
          continue
        }
        let isTimeline = option.name == Option.timeline.name
        inputs.append(
          Input(
            role: option.name, name: Self.name(file, in: value),
            events: isTimeline ? events : nil))
      }
    }
  }

  /// Returns the name of a file without its folders, behind the id that a value states for it.
  private static func name(_ path: String, in value: String) -> String {
    let id = value.unicodeScalars.dropLast(path.unicodeScalars.count)
    let name = path.unicodeScalars.split(separator: "/").last.map { String($0) } ?? path
    return FileName.shown(String(String.UnicodeScalarView(id)) + name)
  }
}

extension Option {
  /// Returns the file that a value names, or nil.
  func file(in text: String) -> String? {
    switch value {
    case .file: text
    case .namedFile: SiteFiles.parts(of: text).path
    case .choiceOrFile(let words, _): words.contains(text) ? nil : text
    case .choice, .list, .rule, .figure, .zone, .text, nil: nil
    }
  }
}

extension Summary {
  /// The number of events in the timeline, applied or skipped.
  var events: Int {
    let counts = ["events.applied", "events.skipped"].map { figure($0)?.thousandths ?? 0 }
    return Int(counts.reduce(0, +) / 1_000)
  }
}
