/// The version that `sems-plan --version` prints; the CHANGELOG names it.
enum ProgramVersion {
  static let text = "0.1.0"
}
