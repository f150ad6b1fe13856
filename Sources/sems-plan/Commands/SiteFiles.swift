import PowerShare

/// The profiles of loads, generation and limits that a command line names.
struct SiteFiles {
  /// A file with a profile.
  struct File: Equatable {
    let option: Option
    /// The id of the load, or of the charger or group that is limited; nil for the grid.
    let id: Identifier?
    let path: String

    /// Whether it is a limit, whose id names a part of the station.
    var isLimit: Bool { option == .limit }

    /// The kind of the profile; a limit is for the grid until the station is known.
    fileprivate var kind: SiteProfileKind {
      guard let id, !isLimit else { return .limit(.grid) }
      return option == .load ? .load(id) : .generation(id)
    }
  }

  /// The options that name profiles.
  static let options: [Option] = [.load, .generation, .limit]

  /// The files: loads, then generation, then limits, each in the order given.
  let files: [File]

  var isEmpty: Bool { files.isEmpty }

  /// The ids of the loads, which no `load` event may use.
  var loadIds: [Identifier] { files.filter { !$0.isLimit }.compactMap(\.id) }

  /// Reads the options.
  init(_ arguments: ParsedArguments) throws(Failure) {
    var files: [File] = []
    for option in Self.options {
      for text in arguments.all(option) { files.append(try Self.file(text, option)) }
    }
    self.files = files
  }

  /// Returns the parts of `[ID=]FILE`; the id ends at the first `=`.
  static func parts(of text: String) -> (id: String?, path: String) {
    guard let sign = text.unicodeScalars.firstIndex(of: "=") else { return (nil, text) }
    let path = text.unicodeScalars[text.unicodeScalars.index(after: sign)...]
    return (String(text.unicodeScalars[..<sign]), String(path))
  }

  static func file(_ text: String, _ option: Option) throws(Failure) -> File {
    let (name, path) = parts(of: text)
    guard !path.isEmpty, name != "" else {
      throw .badValue(
        text, for: option,
        needs: option == .limit
          ? "FILE, or ID=FILE with the id of a charger or a group"
          : "FILE, or ID=FILE such as roof=pv.csv")
    }
    if option == .limit, name == nil { return File(option: option, id: nil, path: path) }
    let id = name ?? stem(of: path)
    guard !FileName.hasRawBytes(id) else {
      throw .usage(
        message: "the id in --\(option.name) \(quoted(text)) is not UTF-8",
        hint: name == nil ? "Write --\(option.name) ID=FILE." : nil)
    }
    guard id.utf8.count <= 255 else {
      throw .usage(
        message: "the id in --\(option.name) has \(id.utf8.count) bytes",
        hint: "An id has at most 255 bytes.")
    }
    return File(option: option, id: Identifier(id), path: path)
  }

  /// Returns the name of a file without its folder and its extension.
  private static func stem(of path: String) -> String {
    let name = path.unicodeScalars.split(separator: "/").last.map { String($0) } ?? path
    guard let dot = name.unicodeScalars.lastIndex(of: "."), dot > name.unicodeScalars.startIndex
    else { return name }
    return String(name.unicodeScalars[..<dot])
  }

  private static func quoted(_ path: String) -> String { "\"\(Suggestion.printable(path))\"" }

  // MARK: Opening

  /// Opens the files, whose events are then read as they are needed.
  ///
  /// - Parameter findsAllProblems: Whether a problem is reported without ending the run.
  func open(
    _ streams: Streams, _ reporter: Reporter, isStrict: Bool, findsAllProblems: Bool = false
  ) throws(Failure) -> SiteFeed {
    let files = try differentLoads(reporter, findsAllProblems)
    var sources: [any ByteSource] = []
    var readers: [SiteProfileReader] = []
    for file in files {
      let source = try streams.open(file.path)
      sources.append(source)
      let text = SourceText(name: file.path, size: source.size, capacity: 64 * 1024)
      readers.append(SiteProfileReader(source: text, kind: file.kind, isStrict: isStrict))
    }
    return SiteFeed(
      files, SiteEvents(readers), sources, reporter, findsAllProblems: findsAllProblems)
  }

  /// Reads the files into memory, for runs that each have a copy of their events.
  func read(
    _ streams: Streams, _ reporter: Reporter, isStrict: Bool
  ) throws(Failure) -> SiteFeed {
    let files = try differentLoads(reporter, false)
    var readers: [SiteProfileReader] = []
    for file in files {
      let text = SourceText(name: file.path, text: try streams.readAll(file.path))
      readers.append(SiteProfileReader(source: text, kind: file.kind, isStrict: isStrict))
    }
    return SiteFeed(files, SiteEvents(readers), [], reporter, findsAllProblems: false)
  }

  /// Reports loads whose id another profile has, and returns the files without them.
  private func differentLoads(
    _ reporter: Reporter, _ findsAllProblems: Bool
  ) throws(Failure) -> [File] {
    var kept: [File] = []
    var paths: [Identifier: String] = [:]
    for file in files {
      guard let id = file.id, !file.isLimit else {
        kept.append(file)
        continue
      }
      guard let other = paths[id] else {
        paths[id] = file.path
        kept.append(file)
        continue
      }
      reporter.report(
        code: DiagnosticCode.duplicateLoad.rawValue,
        message: "the load \(Self.quoted(id.text)) has two profiles: \(Self.quoted(other)) and "
          + Self.quoted(file.path),
        hint: "Give one of them another id, such as --\(file.option.name) "
          + "\(Suggestion.printable(id.text))-2=FILE.")
    }
    if kept.count < files.count, !findsAllProblems { throw .badInput }
    return kept
  }
}
