import Testing

/// An input with which fuzzing has found a problem.
struct FoundInput: CustomTestStringConvertible, Sendable {
  let entry: FuzzEntry
  /// A description of the problem.
  let testDescription: String
  /// The input in the form of `base64 -w 0`.
  let base64: String

  static let all = [
    FoundInput(
      entry: .replay,
      testDescription: "an event before a tick that was shown because of a refused event",
      base64: """
        ZWVhYWJiY2R7ICJzdGF0aW9uSWQiOiI1IiwgImdyaWRDYXBhY2l0eSI6NDAsCiAiY2hhcmdlcnMiOiBbIHsiaW\
        QiOiJDIiwgIm1heFBvd2VyIjozLCJjb25uZWN0b3JzIjoyfV19AHsidGltZSI6IDAsImV2ZW50Ijoic3RhcnQi\
        LCAic2Vzc2lvbklkIjogImV2LTEiLCJ2ZWhpY2xlTWF4UG93ZXIiOiAxfQp7InRpbWUiOiAxMjAsICJldmVudC\
        I6ICJwb3dlci11cGRhdGUiLCAic2Vzc2lvbklkIjogImV2LTEiLCAiY29uc3VtZWRQb3dlciI6MH0KeyJ0aW1l\
        IjogMTgwLCJldmVudCI6ICJwb3dlci11cGRhdGUiLCAic2Vzc2lvbklkIjogIjIiLCAiY29uc3VtZWRQb3dlci\
        I6MTB9CnsidGltZSI6MTIwLCJldmVudCI6ICJwb3dlci11cGRhdGUiLCAic2Vzc2lvbklkIjoiZXYtMSIsICJj\
        b25zdW1lZFBvd2VyIjoxfQ==
        """
    )
  ]
}
