/// Records for the tests of `import`.
enum Records {
  /// A file of ACN-Data with one session.
  static let acn = """
    {"_items": [{"sessionID": "s1", "stationID": "A", "siteID": "0001",
      "connectionTime": "Mon, 02 Mar 2026 08:00:00 GMT",
      "disconnectTime": "Mon, 02 Mar 2026 10:00:00 GMT", "doneChargingTime": null,
      "kWhDelivered": 12.5, "userInputs": null}]}
    """
}
