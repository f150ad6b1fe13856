/// The most by which figures of a unit may be worse after a change, such as `0.5kWh` or `2%`.
package struct WorseThan: Equatable, Sendable {
  /// The figures that a limit is for.
  package enum Scale: Equatable, Sendable, CaseIterable {
    case kilowatts, kilowattHours, minutes
    /// Shares and other numbers without a unit.
    case number
    case money
    /// Numbers of sessions and of events.
    case sessions
    /// All figures, in percent of their magnitude before.
    case percent
  }

  /// The text from which it was read, without spaces around it.
  package let text: String
  package let scale: Scale
  /// The number, in the unit of the scale.
  package let limit: ExactDecimal

  /// The reason why a text is no limit.
  package enum Problem: Error, Equatable, Sendable {
    /// It has no number, or one with more than six decimals.
    case notANumber(String)
    /// The number is below zero.
    case negative
    /// It has an unknown unit.
    case unknownUnit(String)
  }

  /// The forms of a limit, for hints.
  package static let forms = "0.5kWh, 10kW, 5min, 0.01 (shares), 2%, cost:100 or sessions:5"

  /// Reads a limit.
  package init(_ text: String) throws(Problem) {
    let text = Self.trimmed(text[...])
    self.text = text
    let number: String
    if let colon = text.firstIndex(of: ":") {
      switch text[..<colon] {
      case "cost": scale = .money
      case "sessions": scale = .sessions
      default: throw .unknownUnit(String(text[..<colon]))
      }
      number = Self.trimmed(text[text.index(after: colon)...])
    } else {
      guard let end = text.lastIndex(where: { "0123456789.,".contains($0) }) else {
        throw .notANumber(text)
      }
      let start = text.index(after: end)
      switch Self.trimmed(text[start...]) {
      case "": scale = .number
      case "kW": scale = .kilowatts
      case "kWh": scale = .kilowattHours
      case "min": scale = .minutes
      case "%": scale = .percent
      case let unit: throw .unknownUnit(unit)
      }
      number = Self.trimmed(text[..<start])
    }
    guard case .number(let limit) = ExactDecimal.read(number) else { throw .notANumber(number) }
    guard limit >= .zero else { throw .negative }
    self.limit = limit
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }

  /// Returns true if it is a limit for figures of a unit.
  package func holds(for unit: FigureDefinition.Unit) -> Bool {
    guard let scale = unit.scale else { return false }
    return self.scale == scale || self.scale == .percent
  }

  /// Returns true if a figure is worse by more.
  ///
  /// - Parameters:
  ///   - worsening: How much worse it is, in its unit; negative where it is better.
  ///   - before: Its value before. In percent, any worsening is too much where that is 0.
  package func isExceeded(by worsening: ExactDecimal, before: ExactDecimal) -> Bool {
    scale == .percent ? worsening.exceeds(percent: limit, of: before) : worsening > limit
  }

  /// Returns true if a moment is later by more, for a limit in minutes.
  package func isExceeded(byMilliseconds milliseconds: Int) -> Bool {
    scale == .minutes && Int128(milliseconds) * 1_000_000 > limit.millionths * 60_000
  }
}

extension FigureDefinition.Unit {
  /// The scale of limits on figures of the unit; nil for dates, which are never worse.
  var scale: WorseThan.Scale? {
    switch self {
    case .kilowatts: .kilowatts
    case .kilowattHours: .kilowattHours
    case .minutes: .minutes
    case .share, .ratio, .cycles: .number
    case .count: .sessions
    case .money, .moneyPerKilowattHour: .money
    case .date: nil
    }
  }

  /// The unit behind a value in a sentence, with a space before it; empty for numbers without one.
  package var suffixInText: String { isPhysical ? " " + name : "" }
}
