/// What a whole run has come to.
///
/// Every figure has a path, such as `energy.delivered`, by which requirements and tables name it.
public struct Summary: Equatable, Sendable {
  /// A figure.
  public struct Figure: Equatable, Sendable {
    /// Its name: the keys that lead to it in JSON, with full stops between them.
    public let path: String
    /// What is shown, in thousandths of its unit; nil where there was nothing to measure.
    public let thousandths: Int?
  }

  /// The figures in the order in which they are shown.
  public internal(set) var figures: [Figure]
  /// Each charger the station has had, in the order of the configs.
  public internal(set) var chargers: [ChargerSummary]

  /// What a charger has come to.
  public struct ChargerSummary: Equatable, Sendable {
    /// Its id.
    public let chargerId: Identifier
    /// Its figures, named `energy`, `peak`, `inUse` and `atLimit`.
    public let figures: [Figure]
  }

  /// The figure of that path; `chargers.ID.energy` names one of a charger.
  public func figure(_ path: String) -> Figure? {
    if let figure = figures.first(where: { $0.path == path }) { return figure }
    for charger in chargers {
      let prefix = "chargers.\(charger.chargerId.text)."
      guard path.hasPrefix(prefix) else { continue }
      let name = path.dropFirst(prefix.count)
      if let figure = charger.figures.first(where: { $0.path == name }) { return figure }
    }
    return nil
  }

  /// The value of a figure in thousandths, or nil where there is none.
  func value(_ path: String) -> Int? { figure(path)?.thousandths }
}

extension Summary {
  /// The limit that cost the most energy; nil where none did.
  ///
  /// Among equals the one listed first.
  public var mainLimit: Curtailment? {
    var main: (limit: Curtailment, lost: Int)?
    for limit in FigureTable.limits.map(\.limit) {
      let lost = value("curtailment.\(limit.name).lost") ?? 0
      if lost > main?.lost ?? 0 { main = (limit, lost) }
    }
    return main?.limit
  }
}
