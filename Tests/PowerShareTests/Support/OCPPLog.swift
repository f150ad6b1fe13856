/// Lines of an OCPP 1.6 log: a transaction from 8:00 to 10:00 with 10 kWh, unless said otherwise.
enum OCPPLog {
  static func time(_ minutes: Int) -> String {
    let (hour, minute) = (8 + minutes / 60, minutes % 60)
    return "2026-03-02T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00Z"
  }

  static func start(
    _ message: String = "m1", connector: Int = 1, tag: String = "T", meter: Int = 1_000,
    at minute: Int = 0
  ) -> String {
    """
    [2, "\(message)", "StartTransaction", {"connectorId": \(connector), "idTag": "\(tag)", \
    "meterStart": \(meter), "timestamp": "\(time(minute))"}]
    """
  }

  static func reply(_ message: String = "m1", transaction: Int = 7) -> String {
    """
    [3, "\(message)", {"transactionId": \(transaction), "idTagInfo": {"status": "Accepted"}}]
    """
  }

  static func stop(
    _ transaction: Int = 7, meter: Int = 11_000, at minute: Int = 120, more: String = ""
  ) -> String {
    let end = more.isEmpty ? "" : ", " + more
    return """
      [2,"x\(transaction)","StopTransaction",{"transactionId": \(transaction), \
      "meterStop": \(meter), "timestamp": "\(time(minute))", "reason": "Local"\(end)}]
      """
  }

  /// A meter value with sampled values, each an object without its braces.
  static func meter(_ minute: Int, _ samples: String...) -> String {
    let values = samples.map { "{\($0)}" }.joined(separator: ", ")
    return "{\"timestamp\": \"\(time(minute))\", \"sampledValue\": [\(values)]}"
  }

  static func values(
    _ connector: Int = 1, transaction: Int? = 7, _ values: String...
  ) -> String {
    let id = transaction.map { "\"transactionId\": \($0), " } ?? ""
    let all = values.joined(separator: ", ")
    return """
      [2, "v", "MeterValues", {"connectorId": \(connector), \(id)"meterValue": [\(all)]}]
      """
  }

  static func power(_ value: String, _ more: String = "") -> String {
    "\"value\": \"\(value)\", \"measurand\": \"Power.Active.Import\"\(more)"
  }

  static func log(_ lines: String...) -> String { lines.joined(separator: "\n") + "\n" }

  static let plain = log(start(), reply(), stop())
}
