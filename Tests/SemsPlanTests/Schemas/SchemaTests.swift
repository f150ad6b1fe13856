import Foundation
import Testing

@testable import sems_plan

@Suite struct SchemaTests {
  private static func schema(_ kind: String) throws -> [String: Any] {
    let outcome = CapturedStreams().run("schema \(kind)")
    #expect(outcome.code == .done)
    #expect(outcome.err.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
    return try #require(object as? [String: Any])
  }

  @Test(arguments: ["station", "timeline", "result"])
  func `a schema names its dialect, itself and its title`(kind: String) throws {
    let schema = try Self.schema(kind)
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["$id"] as? String == "urn:sems-plan:schema:\(kind)")
    #expect((schema["title"] as? String)?.hasPrefix("sems-plan ") == true)
  }

  @Test func `a timeline's station is the station of its own schema`() throws {
    var station = try Self.schema("station")
    for key in ["$schema", "$id", "title"] { #expect(station.removeValue(forKey: key) != nil) }
    let definitions = try #require(try Self.schema("timeline")["$defs"] as? [String: Any])
    let embedded = try #require(definitions["station"] as? [String: Any])
    #expect(NSDictionary(dictionary: station) == NSDictionary(dictionary: embedded))
  }

  @Test(arguments: ["station", "timeline", "result"])
  func `every reference leads to a definition, and every definition is used`(kind: String) throws {
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

  @Test(arguments: ["station", "timeline", "result"])
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

  /// The properties that say what a value is, and do not only narrow one described elsewhere.
  private static func properties(in value: Any) -> [(String, [String: Any])] {
    if let array = value as? [Any] { return array.flatMap(properties) }
    guard let object = value as? [String: Any] else { return [] }
    return object.flatMap { key, value -> [(String, [String: Any])] in
      guard key == "properties", let members = value as? [String: [String: Any]] else {
        return ["if", "anyOf", "oneOf"].contains(key) ? [] : properties(in: value)
      }
      return members.map { ($0, $1) } + members.values.flatMap { properties(in: $0) }
    }
  }
}
