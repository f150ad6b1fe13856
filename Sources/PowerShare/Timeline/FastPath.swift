/// The parts of the fast path that a reader, a replay or a writer uses.
///
/// The fast path is a second, faster way for the records, events and rows that most timelines
/// consist of. Each part gives up on anything else and leaves it to the general path, which handles
/// every case by itself. Any part may be deleted: results, messages and counts stay the same, and
/// the program is slower.
///
/// The program uses all parts, and no option changes that. Tests turn parts off and compare.
package struct FastPath: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// CSV rows without quotes are split eight bytes at a time; see ``FastCSVRow``.
  package static let csvRows = FastPath(rawValue: 1)
  /// JSON objects of short form are split eight bytes at a time, with ``FastJSONKeys``.
  package static let jsonObjects = FastPath(rawValue: 2)
  /// Starts, reports and stops are read and applied as a ``FastEvent``.
  package static let events = FastPath(rawValue: 4)
  /// The sessions at many ticks are written together, as a ``FastTickBatch``.
  package static let batches = FastPath(rawValue: 8)

  /// The whole fast path.
  package static let all: FastPath = [.csvRows, .jsonObjects, .events, .batches]
}
