/// The report of a run: one page of HTML that needs nothing else.
package struct RunReport: Sendable {
  /// The command, its inputs and its options.
  package var head: ReportHead
  /// The requirements on the run.
  package var requirements: [Requirement]
  /// The run.
  package var run: ReportedRun

  package init(head: ReportHead, requirements: [Requirement], run: ReportedRun) {
    self.head = head
    self.requirements = requirements
    self.run = run
  }

  /// The page.
  package var html: [UInt8] {
    ReportPage.html(title: title) { page in
      writeAnswer(to: &page)
      RunCharts(run, showsIds: head.showsIds).write(to: &page)
      page.append(figuresOf: run.summary, heading: "All figures")
      page.append(footerOf: head)
    }
  }
}
