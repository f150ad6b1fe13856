/// The figures of a whole run.
///
/// Every figure has a path, such as `energy.delivered`, by which requirements and tables name it.
/// `FigureTable` defines them.
public struct Summary: Equatable, Sendable {
  /// A figure.
  public struct Figure: Equatable, Sendable {
    /// The path: the keys that lead to it in JSON, joined by full stops.
    public let path: String
    /// The value, rounded, in units of 10^−``decimals``; nil where there was nothing to measure,
    /// and where the value is a text.
    package let value: Int128?
    /// The decimals of the value: 3, or 4 for a price.
    package let decimals: Int
    /// The text of a value that is no number, such as a date; nil for any other.
    public internal(set) var text: String?

    /// Whether there was nothing to measure.
    public var isNull: Bool { value == nil && text == nil }

    /// The value in thousandths, in which a fourth decimal is dropped; nil as ``value``.
    public var thousandths: Int128? { decimals == 3 ? value : value.map { $0 / 10 } }

    init(path: String, value: Int128?, decimals: Int, text: String? = nil) {
      self.path = path
      self.value = value
      self.decimals = decimals
      self.text = text
    }

    init(path: String, thousandths: Int128?, text: String? = nil) {
      self.init(path: path, value: thousandths, decimals: 3, text: text)
    }
  }

  /// The figures, in the order of their definitions.
  public internal(set) var figures: [Figure]
  /// The bound of the energy, nil inside where there is none; nil where it was not asked for.
  public internal(set) var bound: EnergyBound??
  /// Whether the bound was asked for and could not be measured.
  package var lacksBound: Bool { bound == .some(nil) }
  /// Whether the run covers more than one local day.
  var hasSeveralDays = false
  /// What the run costs, exactly; nil without a tariff.
  var costs: CostTotals?
  /// The figures of the sessions of each priority, the highest first; empty where all have one.
  public internal(set) var priorities: [Part] = []
  /// The figures of every charger that the station has had, in the order of the configs.
  public internal(set) var chargers: [Part]
  /// The figures of every group of chargers that the station has had, in the order of the configs.
  public internal(set) var groups: [Part] = []

  /// The figures of a charger, of a group or of a priority.
  public struct Part: Equatable, Sendable {
    /// Its id, or the priority.
    public let name: Identifier
    /// Its figures, with the parts of their paths after its name.
    public let figures: [Figure]
  }

  /// Returns the parts that a group of figures is repeated for; empty where it is in no list.
  package func parts(of group: FigureGroup) -> [Part] {
    switch group.repetition {
    case .once, .eachLimit: []
    case .eachPriority: priorities
    case .eachCharger: chargers
    case .eachGroup: groups
    }
  }

  /// Returns the figure with a path, or nil; `chargers.ID.energy` is a figure of charger `ID`.
  public func figure(_ path: String) -> Figure? {
    if let figure = figures.first(where: { $0.path == path }) { return figure }
    for list in FigureTable.lists {
      for part in parts(of: list) {
        let prefix = "\(list.key).\(part.name.text)."
        guard path.hasPrefix(prefix) else { continue }
        let name = path.dropFirst(prefix.count)
        if let figure = part.figures.first(where: { $0.path == name }) { return figure }
      }
    }
    return nil
  }

  /// Whether there are loads or a battery behind the connection.
  package var hasSite: Bool { value("load.energy") != nil || value("battery.given") != nil }

  /// Returns the figures of a list of definitions, null where the summary lacks one.
  ///
  /// - Parameter definitions: In the order of the summary.
  func figures(of definitions: [FigureDefinition]) -> [Figure] {
    var next = 0
    return definitions.map { definition in
      guard next < figures.count, figures[next].path == definition.path else {
        return Figure(path: definition.path, thousandths: nil)
      }
      next += 1
      return figures[next - 1]
    }
  }

  /// Returns the value of a figure in the unit in which it is held, thousandths for most; nil where
  /// it is null or absent.
  func value(_ path: String) -> Int128? { figure(path)?.value }
}

extension Summary {
  /// The limit to which the most lost energy is attributed, the first of equals; nil where no
  /// energy was lost.
  public var mainLimit: Curtailment? {
    var main: (limit: Curtailment, lost: Int128)?
    for limit in FigureTable.limits.map(\.limit) {
      let lost = value("curtailment.\(limit.name).lost") ?? 0
      if lost > main?.lost ?? 0 { main = (limit, lost) }
    }
    return main?.limit
  }
}
