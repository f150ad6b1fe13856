extension TimeScale {
  /// Returns a moment as this scale writes it: `90`, `12.5`, `2026-03-02T08:15:00+01:00`.
  public func text(_ instant: Instant) -> String {
    var bytes: [UInt8] = []
    bytes.append(instant, in: self)
    return String(decoding: bytes, as: UTF8.self)
  }
}
