import PowerShare

extension ProfileMeasurement {
  /// Measures the sessions of an imported timeline, or reports why they have no profile.
  ///
  /// - Parameters:
  ///   - clock: The clock on which the timeline states its times.
  ///   - path: The file with the records.
  init(
    imported events: ImportedEvents, on clock: LocalClock, from path: String, _ reporter: Reporter
  ) throws(Failure) {
    do throws(Problem) {
      try self.init(of: events, on: clock)
    } catch {
      let (message, hint) = error.text
      reporter.report(code: "no-profile", message: message, hint: hint, file: path)
      throw .badInput
    }
  }

  /// The advice on what the profile lacks.
  var advice: [String] {
    guard profile.days < 7 else { return [] }
    return [
      "measure the profile from a week or more: it is of \(profile.days.counted("day")), and "
        + "generate puts the arrivals of a whole week on those days of the week"
    ]
  }
}

extension ProfileMeasurement.Problem {
  fileprivate var text: (message: String, hint: String) {
    switch self {
    case .noStay:
      (
        "there is no stay of at most 7 days, so there is no profile to write",
        "Leave out --write-profile."
      )
    case .tooFew(let sessions, let days):
      (
        "\(sessions.counted("session")) in \(days.counted("day")) are too few for a profile",
        "Is a date of one of the records wrong?"
      )
    case .tooMany(let sessions, let days):
      (
        "\(sessions.counted("session")) in \(days.counted("day")) are too many for a profile",
        "A profile has at most 1000000 arrivals a day."
      )
    }
  }
}
