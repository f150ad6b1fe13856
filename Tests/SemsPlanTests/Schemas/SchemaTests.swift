import Foundation
import PowerShare
import Testing

@testable import sems_plan

@Suite struct SchemaTests {
  static let kinds = [
    "station", "timeline", "result", "sweep", "size", "compare", "bound", "profile",
  ]

  private static func schema(_ kind: String) throws -> [String: Any] {
    let outcome = CapturedStreams().run("schema \(kind)")
    #expect(outcome.code == .done)
    #expect(outcome.err.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
    return try #require(object as? [String: Any])
  }

  @Test(arguments: kinds)
  func `a schema names its dialect, itself and its title`(kind: String) throws {
    let schema = try Self.schema(kind)
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["$id"] as? String == "urn:sems-plan:schema:\(kind)")
    #expect((schema["title"] as? String)?.hasPrefix("sems-plan ") == true)
  }

  @Test func `the timeline's schema has the same station as the station's schema`() throws {
    var station = try Self.schema("station")
    for key in ["$schema", "$id", "title"] { #expect(station.removeValue(forKey: key) != nil) }
    let definitions = try #require(try Self.schema("timeline")["$defs"] as? [String: Any])
    let embedded = try #require(definitions["station"] as? [String: Any])
    #expect(NSDictionary(dictionary: station) == NSDictionary(dictionary: embedded))
  }

  @Test(arguments: kinds)
  func `every reference has a definition, and every definition is used`(kind: String) throws {
    let schema = try Self.schema(kind)
    let definitions = (schema["$defs"] as? [String: Any])?.keys.map { "#/$defs/\($0)" } ?? []
    #expect(Set(Self.references(in: schema)) == Set(definitions))
  }

  private static func references(in value: Any) -> [String] {
    if let array = value as? [Any] { return array.flatMap(references) }
    guard let object = value as? [String: Any] else { return [] }
    return object.flatMap { key, value in
      key == "$ref" ? [value as? String].compactMap(\.self) : references(in: value)
    }
  }

  @Test(arguments: kinds)
  func `every property is described`(kind: String) throws {
    let schema = try Self.schema(kind)
    let definitions = schema["$defs"] as? [String: Any] ?? [:]
    for (name, property) in Self.properties(in: schema) {
      var property = property
      if property["description"] == nil, let reference = property["$ref"] as? String {
        property = try #require(definitions[String(reference.dropFirst(8))] as? [String: Any])
      }
      #expect(property["description"] is String, "\(name)")
    }
  }

  /// Returns the properties that define a value, without those that only narrow another definition.
  private static func properties(in value: Any) -> [(String, [String: Any])] {
    if let array = value as? [Any] { return array.flatMap(properties) }
    guard let object = value as? [String: Any] else { return [] }
    return object.flatMap { key, value -> [(String, [String: Any])] in
      guard key == "properties", let members = value as? [String: [String: Any]] else {
        let isNarrowing = ["if", "then", "else", "anyOf", "oneOf"].contains(key)
        return isNarrowing ? [] : properties(in: value)
      }
      return members.map { ($0, $1) } + members.values.flatMap { properties(in: $0) }
    }
  }

  // MARK: Results

  /// Returns the words that a property may have.
  private static func words(_ property: String, in properties: Any?) throws -> [String] {
    let properties = try #require(properties as? [String: [String: Any]])
    let words = try #require(properties[property]?["enum"] as? [Any])
    return words.compactMap { $0 as? String }
  }

  @Test func `the words of a result are those of the program`() throws {
    let schema = try Self.schema("result")
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    #expect(
      try Self.words("policy", in: schema["properties"]) == PolicyChoice.allCases.map(\.rawValue))
    let session = definitions["session"]?["properties"]
    #expect(
      try Set(Self.words("limitedBy", in: session)) == Set(LimitedBy.allCases.map(\.rawValue)))
    let tick = definitions["tick"]?["properties"]
    #expect(
      try Set(Self.words("stopReason", in: tick)) == Set(StopReason.allCases.map(\.rawValue)))
  }

  @Test(arguments: [("immediate", false), ("on-update", true)])
  func `the schema describes the figures of a summary`(mode: String, isWhole: Bool) throws {
    let outcome = CapturedStreams(files: WishSample.files).run(
      "\(WishSample.simulate) --reallocation \(mode)")
    #expect(outcome.code == .done)
    let result = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
    let summary = try #require(result?["summary"])
    let definitions = try #require(try Self.schema("result")["$defs"] as? [String: [String: Any]])
    let described = try #require(definitions["summary"])
    let paths = Self.paths(described: described, definitions)
    let pending = Set(["deferred", "lost", "minutes"].map { "curtailment.pending.\($0)" })
    // The sample has neither groups, nor loads, nor a battery, nor a tariff, nor --bound.
    let absent = ["groups.", "load.", "battery.", "cost.", "bound."]
    let others = paths.filter { path in absent.contains { path.hasPrefix($0) } }
    #expect(paths.isSuperset(of: pending.union(["groups.peak", "priorities.p10"])))
    #expect(
      Self.paths(in: summary) == paths.subtracting(others).subtracting(isWhole ? [] : pending))
  }

  @Test(arguments: [("immediate", false), ("on-update", true)])
  func `the schema describes the figures in the rows of a sweep`(
    mode: String, isWhole: Bool
  ) throws {
    let outcome = CapturedStreams(files: WishSample.files).run(
      "sweep -q -c station.json -t timeline.ndjson --policy fair --reallocation \(mode) -f ndjson")
    #expect(outcome.code == .done)
    let row = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
    let definitions = try #require(try Self.schema("sweep")["$defs"] as? [String: [String: Any]])
    let paths = Self.paths(described: try #require(definitions["row"]), definitions)
    let site = paths.filter { path in
      ["load.", "battery.", "cost."].contains { path.hasPrefix($0) }
    }
    #expect(!site.isEmpty)
    let others = Set(ScenarioAxis.allCases.map(\.rawValue)).subtracting(["policy"])
      .union(["seeds"]).union(site)
    let pending = Set(["deferred", "lost", "minutes"].map { "curtailment.pending.\($0)" })
    #expect(
      Self.paths(in: row) == paths.subtracting(others).subtracting(isWhole ? [] : pending))
    #expect(paths.isSuperset(of: others.union(pending)))
  }

  @Test func `the words of a sweep and of a size are those of the program`() throws {
    let row = (try Self.schema("sweep")["$defs"] as? [String: [String: Any]])?["row"]
    #expect(
      try Self.words("policy", in: row?["properties"]) == PolicyChoice.allCases.map(\.rawValue))
    let definitions = try Self.schema("size")["$defs"]
    #expect(
      try Set(Self.words("limitedBy", in: definitions)) == Set(Curtailment.allCases.map(\.name)))
  }

  /// Returns the paths of the figures that a schema describes.
  private static func paths(
    described schema: [String: Any], _ definitions: [String: [String: Any]]
  ) -> Set<String> {
    var schema = schema
    if let reference = schema["$ref"] as? String {
      schema = definitions[String(reference.dropFirst(8))] ?? [:]
    }
    if let items = schema["items"] as? [String: Any] { schema = items }
    guard let members = schema["properties"] as? [String: [String: Any]] else { return [""] }
    return members.reduce(into: []) { paths, member in
      for path in Self.paths(described: member.value, definitions) {
        paths.insert(path.isEmpty ? member.key : "\(member.key).\(path)")
      }
    }
  }

  /// Returns the paths of the figures in a summary, with the same path for all chargers.
  private static func paths(in value: Any) -> Set<String> {
    if let array = value as? [Any] {
      return array.reduce(into: []) { $0.formUnion(paths(in: $1)) }
    }
    guard let object = value as? [String: Any] else { return [""] }
    return object.reduce(into: []) { paths, member in
      for path in Self.paths(in: member.value) {
        paths.insert(path.isEmpty ? member.key : "\(member.key).\(path)")
      }
    }
  }
}
