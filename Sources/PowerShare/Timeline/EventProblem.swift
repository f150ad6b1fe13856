/// The reason why an event cannot be applied to the station in its present state.
///
/// It names the field at fault, not a place in a file: a reader that still has the event's text
/// finds the place.
public struct EventProblem: Error, Equatable, Sendable {
  /// The field at fault.
  public var field: EventField
  /// The kind of problem.
  public var code: DiagnosticCode
  /// The message: one lower-case line without a full stop.
  public var message: String
  /// Advice in a sentence, if there is any.
  public var hint: String?

  /// Creates a problem.
  public init(field: EventField, code: DiagnosticCode, message: String, hint: String? = nil) {
    self.field = field
    self.code = code
    self.message = message
    self.hint = hint
  }
}
