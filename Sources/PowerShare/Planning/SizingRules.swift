/// The conditions by which a search judges the runs at each of the values that it tries.
package struct SizingRules: Sendable {
  /// The requirements; at least one.
  package let requirements: [Requirement]
  /// The share of timelines that have to meet them, in thousandths, 1 to 1,000.
  package let seedShare: Int
  /// The confidence with which the share has to be shown; nil to take the share that was seen.
  package let confidence: Confidence?
  /// The figure that decides between combinations that meet the requirements; nil if there is none.
  package let goal: Goal?
  /// The paths of the figures by which a run is judged, each once.
  package let paths: [String]

  /// The indices in ``paths`` of the figures of the requirements, in their order.
  let requiredIndices: [Int]
  /// The index in ``paths`` of the figure of the goal; nil without a goal.
  let goalIndex: Int?

  /// A figure whose lowest or highest value is searched for.
  package struct Goal: Equatable, Sendable {
    /// The path of the figure.
    package let path: String
    /// True to search for the highest value, false for the lowest.
    package let isHighest: Bool

    /// The reason why a text is no figure.
    package enum Problem: Error, Equatable, Sendable {
      /// There is no such figure; the nearest ones are suggested.
      case unknownPath(suggestions: [String])
      /// The figure is a date.
      case notNumeric
    }

    /// Creates a goal.
    ///
    /// - Parameter isOnUpdate: Whether the replay is in `on-update` mode, which has more figures.
    /// - Throws: The reason why the text is no figure.
    package init(_ path: String, isHighest: Bool, isOnUpdate: Bool) throws(Problem) {
      guard let figure = FigureTable.figure(path, isOnUpdate: isOnUpdate) else {
        let paths = FigureTable.figures(FigureScope(isOnUpdate: isOnUpdate)).map(\.path)
        throw .unknownPath(suggestions: Requirement.suggestions(for: path, among: paths))
      }
      guard figure.unit.isNumeric else { throw .notNumeric }
      self.path = path
      self.isHighest = isHighest
    }
  }

  /// Creates rules.
  package init(
    _ requirements: [Requirement], seedShare: Int = 1_000, confidence: Confidence? = nil,
    goal: Goal? = nil
  ) {
    self.requirements = requirements
    self.seedShare = seedShare
    self.confidence = confidence
    self.goal = goal
    var paths = Self.alwaysNeeded
    func index(of path: String) -> Int {
      if let index = paths.firstIndex(of: path) { return index }
      paths.append(path)
      return paths.count - 1
    }
    requiredIndices = requirements.map { index(of: $0.path) }
    goalIndex = goal.map { index(of: $0.path) }
    self.paths = paths
  }

  /// Returns true if enough of the timelines meet the requirements.
  func accepts(_ met: Int, of timelines: Int) -> Bool {
    if let confidence { return WilsonBound.isAtLeast(seedShare, met, of: timelines, confidence) }
    return met * 1_000 >= timelines * seedShare
  }

  /// Returns true if a figure may be absent from rows: it is null then, as in a run without loads,
  /// without a battery, or not in `on-update` mode.
  package func mayLack(_ path: String) -> Bool {
    Self.optional.contains(path) && !requirements.contains { $0.path == path }
      && goal?.path != path
  }

  // MARK: Figures of every search

  /// The indices in ``paths`` of figures that every search needs.
  enum Fixed {
    static let delivered = 0
    static let skipped = 1
    static let overload = 2
    static let loads = 3
    static let battery = 4
    /// The first of two figures for each limit of the ledger: what it lost and what it deferred.
    static let limits = 5
  }

  private static let alwaysNeeded =
    ["energy.delivered", "events.skipped", "power.overload", "load.energy", "battery.given"]
    + FigureTable.limits.flatMap {
      ["curtailment.\($0.limit.name).lost", "curtailment.\($0.limit.name).deferred"]
    }

  private static let optional =
    ["load.energy", "battery.given"]
    + FigureTable.limits.filter(\.isOnUpdateOnly).flatMap {
      ["curtailment.\($0.limit.name).lost", "curtailment.\($0.limit.name).deferred"]
    }
}
