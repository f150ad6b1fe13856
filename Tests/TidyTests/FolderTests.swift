import Testing

/// Folders of the library depend only on those that their data comes from.
///
/// One module cannot enforce that, so the types that a folder names are looked at instead.
@Suite struct FolderTests {
  /// Which folders' types a folder may name.
  static let allowed: [String: Set<String>] = [
    "Units": [],
    "Station": ["Units"],
    "Timeline": ["Units", "Station"],
    "Allocation": ["Units", "Station"],
    "Input": ["Units", "Station", "Timeline"],
    "Replay": ["Units", "Station", "Timeline", "Allocation"],
    "Summary": ["Units", "Station", "Replay"],
    "Import": ["Units", "Station", "Timeline", "Input"],
    "Planning": ["Units", "Station", "Timeline", "Allocation", "Replay", "Summary"],
    "Output": [
      "Units", "Station", "Timeline", "Allocation", "Replay", "Summary", "Planning",
    ],
  ]

  /// Types without data of their own that may be named from other folders as well: words for
  /// messages, and the writing of JSON strings.
  static let shared: Set = ["DiagnosticCode", "Suggestion", "JSONText"]

  private static let files: [(folder: String, source: SwiftSource)] = {
    Tree.files(below: "Sources/PowerShare", ending: ".swift").compactMap { path in
      let parts = path.split(separator: "/")
      guard parts.count > 3, let source = try? SwiftSource(path) else { return nil }
      return (String(parts[2]), source)
    }
  }()

  private static let folderByType: [String: String] = {
    var folders: [String: String] = [:]
    for (folder, source) in files {
      for type in source.declaredTypes { folders[type] = folder }
    }
    return folders
  }()

  @Test func `every folder has a rule`() {
    let folders = Tree.names(in: "Sources/PowerShare").filter { !$0.hasSuffix(".docc") }
    #expect(Set(folders) == Set(Self.allowed.keys))
  }

  @Test func `types are found where they are declared`() {
    #expect(Self.folderByType["Power"] == "Units")
    #expect(Self.folderByType["FairShare"] == "Allocation")
    #expect(Self.folderByType["JSONScanner"] == "Input")
    #expect(Self.folderByType["AllocationPolicy"] == "Allocation")
    #expect(Self.folderByType.count > 50)
  }

  @Test(arguments: allowed.keys.sorted())
  func `a folder names the types of those below it only`(folder: String) {
    let allowed = (Self.allowed[folder] ?? []).union([folder])
    for (_, source) in Self.files where source.path.contains("/PowerShare/\(folder)/") {
      for type in source.typeNames.subtracting(Self.shared).sorted() {
        guard let home = Self.folderByType[type], !allowed.contains(home) else { continue }
        Issue.record("\(source.path) names \(type), which belongs to \(home)")
      }
    }
  }
}
