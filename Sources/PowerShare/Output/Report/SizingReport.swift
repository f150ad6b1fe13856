/// The report of a search for the station that meets requirements.
package struct SizingReport: Sendable {
  /// A search that has ended.
  package enum Search: Sendable {
    /// On one axis.
    case axis(Sizing)
    /// For the best combination of values on several axes.
    case best(BestScenarios)
  }

  /// The command, its inputs and its options.
  package var head: ReportHead
  /// The search.
  package var search: Search
  /// Whether several timelines were run for each value.
  package var hasSeeds: Bool
  /// The run that is shown: that of the answer in its timeline with the lowest served share, or of
  /// the last value tried where there is no answer.
  package var run: ReportedRun
  /// The values of that run on the axes, and its seed.
  package var scenario: Scenario

  package init(
    head: ReportHead, search: Search, hasSeeds: Bool, run: ReportedRun, scenario: Scenario
  ) {
    self.head = head
    self.search = search
    self.hasSeeds = hasSeeds
    self.run = run
    self.scenario = scenario
  }
}

extension SizingReport {
  /// The page.
  package var html: [UInt8] {
    ReportPage.html(title: title) { page in
      writeAnswer(to: &page)
      page.element("h2", text: "The run that is shown")
      page.element("p", text: runText)
      page.append(tilesOf: run.summary)
      RunCharts(run, showsIds: head.showsIds).write(to: &page)
      page.append(figuresOf: run.summary, heading: "All figures of this run")
      page.append(footerOf: head)
    }
  }
}
