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
        try refuseSingleDash(argument, options)
        try takeLetters(argument, &rest, options)
      } else {
        try refuseLongDash(argument)
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

  /// Returns the command line with another value of an option that is not repeatable.
  func with(_ option: Option, _ value: String) -> ParsedArguments {
    var arguments = self
    arguments.values[option.name] = value
    return arguments
  }

  /// Refuses a long name behind one dash, which would be read as letters.
  private func refuseSingleDash(_ argument: String, _ options: [Option]) throws(Failure) {
    let name = argument.dropFirst().prefix { $0 != "=" }
    guard name.count > 1, options.contains(where: { $0.name == name }) else { return }
    throw .usage(
      message: "the option \(argument) has one dash, and long names have two",
      hint: "did you mean \"-\(argument)\"?")
  }

  /// Refuses the dashes that a text program makes of hyphens.
  private func refuseLongDash(_ argument: String) throws(Failure) {
    guard argument.hasPrefix("–") || argument.hasPrefix("—") else { return }
    throw .usage(
      message: "\"\(Suggestion.printable(argument))\" begins with a dash that is not a hyphen",
      hint:
        "Type the hyphens anew, such as --\(Suggestion.printable(String(argument.dropFirst()))).")
  }

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
        throw .unknownLetter(letter, among: options)
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
      let isLetter = options.contains { $0.letter.map { "-\($0)" } == next }
      return isLetter
        || next.hasPrefix("--")
          && (next == "--"
            || options.contains { $0.name == next.dropFirst(2).prefix { $0 != "=" } })
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

  static func unknownLetter(_ letter: Character, among options: [Option]) -> Failure {
    if letter == "v" || letter == "V" {
      return .usage(message: "unknown option \"-\(letter)\"", hint: "did you mean \"--version\"?")
    }
    let letters = options.compactMap(\.letter).map { "-\($0)" }
    return .usage(
      message: "unknown option \"-\(Suggestion.printable(String(letter)))\"",
      hint: "The options of one letter are \(letters.joined(separator: ", ")).")
  }

  /// The failure of an option that needs a number, with a hint for units and commas.
  static func badNumber(_ value: String, for option: Option, needs: String) -> Failure {
    .usage(
      message: "the option --\(option.name) cannot be \"\(Suggestion.printable(value))\"",
      hint: "It needs \(needs)." + (numberHint(value).map { " " + $0 } ?? ""))
  }

  /// Returns a hint for a text that is a number but for a unit, a decimal comma or separators.
  static func numberHint(_ text: String) -> String? {
    let digits = text.prefix { "0123456789.,".contains($0) }
    guard !digits.isEmpty else { return nil }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    if !digits.contains(","), !unit.isEmpty, unit.allSatisfy({ $0.isLetter || $0 == "%" }) {
      return "Leave out the unit: \(digits)."
    }
    let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
    guard unit.isEmpty, groups.count > 1, groups.allSatisfy({ !$0.isEmpty }) else { return nil }
    let isGrouped =
      1...3 ~= groups[0].count && groups[0] != "0"
      && groups.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count == 3 }
    if isGrouped { return "Write \(groups.joined()), without separators." }
    guard groups.count == 2, !digits.contains(".") else { return nil }
    return "Write \(groups.joined(separator: ".")), with a decimal point."
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
