import Foundation

/// The inputs to change: small examples and golden cases.
enum FuzzSeeds {
  /// The largest size in bytes; larger files take too long in a debug build.
  private static let largest = 3_000

  static func of(_ entry: FuzzEntry) throws -> [[UInt8]] {
    switch entry {
    case .stationJSON: try texts { $0.hasPrefix("station") && $0.hasSuffix(".json") }
    case .stationCSV: try texts { $0.hasPrefix("station") && $0.hasSuffix(".csv") }
    case .timelineJSON:
      try texts { $0.hasPrefix("timeline") && ($0.hasSuffix(".json") || $0.hasSuffix(".ndjson")) }
    case .timelineCSV: try texts { $0.hasPrefix("timeline") && $0.hasSuffix(".csv") }
    case .replay: try replays()
    }
  }

  private static let files: [URL] = {
    ["examples", "golden"].flatMap { name -> [URL] in
      let folder = Tree.root.appending(path: name)
      let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
      return (paths ?? []).sorted().map { folder.appending(path: $0) }
    }
  }()

  private static func texts(_ isWanted: (String) -> Bool) throws -> [[UInt8]] {
    try files.filter { isWanted($0.lastPathComponent) }
      .map { Array(try Data(contentsOf: $0)) }.filter { $0.count <= largest }
  }

  /// Returns an input for every timeline with a station in the same folder.
  private static func replays() throws -> [[UInt8]] {
    var inputs: [[UInt8]] = []
    for file in files where file.lastPathComponent.hasPrefix("timeline") {
      let station = file.deletingLastPathComponent().appending(path: "station.json")
      guard let config = try? Data(contentsOf: station) else { continue }
      let choice = Data("abcdefgh".utf8.map { $0 &+ UInt8(inputs.count % 7) })
      let input = Array(choice + config + [0] + (try Data(contentsOf: file)))
      if input.count <= largest { inputs.append(input) }
    }
    return inputs
  }
}
