/// Why an event cannot be applied to the station as it is.
///
/// It names the field at fault rather than a place in a file: a reader that still has the event's
/// text knows the place.
public struct EventProblem: Error, Equatable, Sendable {
  /// The field at fault.
  public var field: EventField
  /// The kind of problem.
  public var code: DiagnosticCode
  /// What is wrong, in one line.
  public var message: String
  /// What would help, if anything.
  public var hint: String?

  /// Creates a problem.
  public init(field: EventField, code: DiagnosticCode, message: String, hint: String? = nil) {
    self.field = field
    self.code = code
    self.message = message
    self.hint = hint
  }
}
