/// The report of a sweep: each figure over the axes.
///
/// It keeps at most ``mostRows`` rows and counts the others.
package struct SweepReport: Sendable {
  /// The most rows that are kept.
  package static let mostRows = 2_000

  /// The command, its inputs and its options.
  package var head: ReportHead
  /// The axes of the rows.
  package let axes: [ScenarioAxis]
  /// The way in which seeds became one row; nil where each seed has a row.
  package let overSeeds: OverSeeds?
  /// The definitions of the figures.
  let definitions: [FigureDefinition]

  /// A row: its values on the axes and its figures.
  struct Row: Sendable {
    let scenario: Scenario
    /// The values of the figures in the units in which they are held, in the order of the
    /// definitions.
    let values: [Int128?]
  }

  private(set) var rows: [Row] = []
  /// The words for amounts; without a currency where tariffs of rows have different ones.
  var money: MoneyWords { MoneyWords(currency) }
  private var currency: String?
  private var hasCosts = false
  /// The number of rows, with those that are not kept.
  package private(set) var count = 0

  /// Creates a report without rows.
  ///
  /// - Parameters:
  ///   - grid: The scenarios.
  ///   - scope: The scope of the figures, which has those of any scenario.
  package init(
    head: ReportHead, grid: ScenarioGrid, scope: FigureScope, overSeeds: OverSeeds? = nil
  ) {
    self.head = head
    self.overSeeds = overSeeds
    axes = grid.axes.filter { overSeeds == nil || $0 != .seed }
    definitions = FigureTable.figures(scope)
  }

  /// Takes the row of a run.
  package mutating func take(_ scenario: Scenario, _ summary: Summary) {
    note(summary.costs)
    take(scenario, summary.figures(of: definitions))
  }

  /// Takes the row of a combination with all its seeds.
  package mutating func take(_ scenario: Scenario, _ seeds: SeedFigures) {
    note(seeds.costs)
    take(scenario, seeds.figures)
  }

  private mutating func note(_ costs: CostTotals?) {
    guard let costs else { return }
    currency = !hasCosts || currency == costs.currency ? costs.currency : nil
    hasCosts = true
  }

  private mutating func take(_ scenario: Scenario, _ figures: [Summary.Figure]) {
    count += 1
    guard rows.count < Self.mostRows else { return }
    rows.append(Row(scenario: scenario, values: figures.map(\.value)))
  }
}

extension SweepReport {
  /// The page.
  package var html: [UInt8] {
    ReportPage.html(title: title) { page in
      writeAnswer(to: &page)
      SweepPanels(self).write(to: &page)
      page.append(footerOf: head)
    }
  }
}
