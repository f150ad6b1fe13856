/// The texts of the rows of sessions in one form of results, behind the beginnings of the rows.
///
/// A row goes on with the allocated power, the limit, the energy of an interval, if it is one, and
/// the delivered energy.
struct SessionRowTexts: Sendable {
  let limits: LimitTexts
  let numbers: NumberTexts
  /// The bytes between the energy of an interval and the delivered energy.
  private let between: [UInt8]

  /// The most bytes that a row takes behind its beginning.
  static var rowCapacity: Int { LimitTexts.room + 3 * ByteCursor.numberCapacity + 64 }

  /// Creates the texts.
  ///
  /// - Precondition: `between` has at most 32 bytes.
  /// - Parameters:
  ///   - limits: The limits with the bytes around them.
  ///   - between: The bytes between the energy of an interval and the delivered energy.
  init(_ limits: LimitTexts, _ numbers: NumberTexts, between: String) {
    precondition(between.utf8.count <= 32, "no room between two energies")
    self.limits = limits
    self.numbers = numbers
    self.between = Array(between.utf8)
  }

  /// Appends a row of a tick or an interval behind its beginning, without its end.
  func append(_ row: ResultTick.SessionRow, to bytes: inout [UInt8]) {
    bytes.append(upTo: Self.rowCapacity) { out in
      numbers.append(thousandths: row.allocatedPower.watts, to: &out)
      limits.append(row.limitedBy, to: &out)
      if let energy = row.energy {
        numbers.append(thousandths: energy.roundedWattHours, to: &out)
        out.append(between.span)
      }
      numbers.append(thousandths: row.deliveredEnergy.roundedWattHours, to: &out)
    }
  }
}
