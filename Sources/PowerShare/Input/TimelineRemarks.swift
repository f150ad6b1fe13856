/// The remarks about a timeline, gathered while its text moves through a window.
struct TimelineRemarks: Sendable {
  /// The remarks, each with the diagnostic of its first place.
  private var all: [(remark: Remarks.Remark, first: Diagnostic)] = []
  /// The decimal signs of a CSV file with semicolons.
  private(set) var decimals = DecimalSigns()
  /// The place of the first decimal sign.
  private var firstDecimal: Diagnostic?

  /// Takes the remarks about a part of the text that is in the window.
  ///
  /// - Returns: The first occurrence of each kind that is new.
  mutating func take(_ remarks: Remarks, _ source: inout SourceText) -> [Diagnostic] {
    var new: [Diagnostic] = []
    for remark in remarks.all {
      if let place = all.firstIndex(where: { $0.remark.kind == remark.kind }) {
        all[place].remark.count += remark.count
      } else {
        let first = source.diagnostic(remark.problem(isAlone: true))
        all.append((remark, first))
        new.append(first)
      }
    }
    return new
  }

  /// Takes the decimal signs after an event that is in the window.
  mutating func take(_ decimals: DecimalSigns, _ source: inout SourceText) {
    if firstDecimal == nil, let remark = decimals.remark {
      firstDecimal = source.diagnostic(remark.problem())
    }
    self.decimals = decimals
  }

  /// Returns a warning for each remark, in the order of their places, and forgets them.
  mutating func takeWarnings() -> [Diagnostic] {
    defer { self = TimelineRemarks() }
    if let remark = decimals.remark, let firstDecimal { all.append((remark, firstDecimal)) }
    let warnings = all.map { remark, first in
      var warning = first
      warning.message = remark.problem().message
      return warning
    }
    return warnings.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
  }
}
