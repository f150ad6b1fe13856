import PowerShare

/// A command line split into operands and options, whose values are still unchecked text.
struct ParsedArguments {
  /// The words that are not options; the first is the command.
  var operands: [String] = []
  /// Values by the option's long name; the value of a flag is empty.
  private(set) var values: [String: String] = [:]
  /// All values of repeatable options, by long name.
  private var lists: [String: [String]] = [:]
  /// The options given, in their order and spelling.
  private(set) var given: [(name: String, spelling: String)] = []

  /// Parses a command line.
  ///
  /// Options may precede or follow operands; `--` ends them.
  init(_ arguments: [String], known options: [Option]) throws(Failure) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      } else if argument.hasPrefix("--") {
        try takeLong(argument, &rest, options)
      } else if argument.hasPrefix("-"), argument != "-" {
        try takeLetters(argument, &rest, options)
      } else {
        operands.append(argument)
      }
    }
  }

  /// The value of an option, or nil if it is not given.
  subscript(option: Option) -> String? { values[option.name] }

  /// Returns all values of a repeatable option.
  func all(_ option: Option) -> [String] { lists[option.name] ?? [] }

  /// Whether a flag is given.
  func has(_ option: Option) -> Bool { values[option.name] != nil }

  private mutating func takeLong(
    _ argument: String, _ rest: inout ArraySlice<String>, _ options: [Option]
  ) throws(Failure) {
    let parts = argument.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    guard let option = options.first(where: { $0.name == name }) else {
      throw .unknownOption("--" + name, among: options)
    }
    if option.value == nil {
      guard parts.count == 1 else {
        throw .usage(message: "the option --\(name) takes no value")
      }
      try set(option, "", spelling: "--" + name)
    } else if parts.count == 2 {
      try set(option, String(parts[1]), spelling: "--" + name)
    } else {
      try set(option, try nextValue(&rest, "--" + name, option, options), spelling: "--" + name)
    }
  }

  private mutating func takeLetters(
    _ argument: String, _ rest: inout ArraySlice<String>, _ options: [Option]
  ) throws(Failure) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = options.first(where: { $0.letter == letter }) else {
        throw .unknownOption("-\(letter)", among: options)
      }
      guard option.value != nil else {
        try set(option, "", spelling: "-\(letter)")
        continue
      }
      if letters.first == "=" { letters.removeFirst() }
      let value =
        letters.isEmpty
        ? try nextValue(&rest, "-\(letter)", option, options) : String(letters)
      try set(option, value, spelling: "-\(letter)")
      return
    }
  }

  private func nextValue(
    _ rest: inout ArraySlice<String>, _ spelling: String, _ option: Option, _ options: [Option]
  ) throws(Failure) -> String {
    let isOption = rest.first.map { next in
      next.hasPrefix("--")
        && (next == "--" || options.contains { $0.name == next.dropFirst(2) })
    }
    guard isOption == false, let value = rest.popFirst() else {
      throw .usage(
        message: "the option \(spelling) needs a value",
        hint: "Write \(spelling) \(option.value?.placeholder ?? "").")
    }
    return value
  }

  private mutating func set(
    _ option: Option, _ value: String, spelling: String
  ) throws(Failure) {
    if option.value == nil, values[option.name] != nil { return }
    if option.value?.mayBeFile == false, FileName.hasRawBytes(value) {
      throw .usage(message: "the value of the option \(spelling) is not UTF-8")
    }
    if option.isRepeatable {
      lists[option.name, default: []].append(value)
      values[option.name] = value
      return given.append((option.name, spelling))
    }
    guard values.updateValue(value, forKey: option.name) == nil else {
      throw .usage(message: "the option \(spelling) is given twice")
    }
    given.append((option.name, spelling))
  }
}

extension ParsedArguments {
  /// Returns the value of an option that accepts one of several words.
  func choice<Choice: RawRepresentable<String>>(
    _ option: Option, default fallback: Choice
  ) throws(Failure) -> Choice {
    guard let value = self[option] else { return fallback }
    guard case .choice(let words)? = option.value, words.contains(value),
      let choice = Choice(rawValue: value)
    else { throw .badChoice(value, for: option) }
    return choice
  }
}

extension Failure {
  static func unknownOption(_ spelling: String, among options: [Option]) -> Failure {
    let names = options.map { "--" + $0.name }
    let guess = Suggestion.nearest(to: spelling, among: names)
    return .usage(
      message: "unknown option \"\(Suggestion.printable(spelling))\"",
      hint: guess.map { "did you mean \"\($0)\"?" } ?? "Type \"sems-plan --help\" for help.")
  }

  static func badChoice(_ value: String, for option: Option) -> Failure {
    guard case .choice(let words)? = option.value else {
      return badValue(value, for: option, needs: option.value?.placeholder ?? "nothing")
    }
    let guess = Suggestion.nearest(to: value, among: words)
    return .usage(
      message: "the option --\(option.name) cannot be \"\(Suggestion.printable(value))\"",
      hint: (guess.map { "did you mean \"\($0)\"? " } ?? "")
        + "It is one of \(words.joined(separator: ", ")).")
  }

  static func badValue(_ value: String, for option: Option, needs: String) -> Failure {
    .usage(
      message: "the option --\(option.name) cannot be \"\(Suggestion.printable(value))\"",
      hint: "It needs \(needs).")
  }
}
