import Foundation
import Testing

@testable import PowerShare

/// The article on generating has the built-in figures, so that the generator can be written from
/// it.
@Suite struct SiteDocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The lines of the page that begin with a site's name.
  private static func lines(of site: SiteKind) throws -> [[Substring]] {
    let page = root.appending(path: "Sources/sems-plan/Manual/Generating.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    return text.split(separator: "\n").map { $0.split(separator: " ") }
      .filter { $0.first == site.rawValue[...] }
  }

  @Test(arguments: SiteKind.allCases)
  func `the weights of the page are those of the site`(site: SiteKind) throws {
    let weights = site.profile.weights
    for (day, begin) in [("workday", 0), ("saturday", 120), ("sunday", 144)] {
      let line = try #require(try Self.lines(of: site).first { $0[1] == day[...] })
      #expect(line.dropFirst(2).map { Int($0) } == Array(weights[begin..<begin + 24]))
    }
    for hour in 0..<120 { #expect(weights[hour] == weights[hour % 24]) }
  }

  @Test(arguments: SiteKind.allCases)
  func `the mix of the page is that of the site`(site: SiteKind) throws {
    let line = try #require(try Self.lines(of: site).first { $0[1].contains(":") })
    let mix = site.vehicles.map { share in
      guard case .power(let power) = share.kind else { return "" }
      return "\(power.kilowatts):\(share.weight)"
    }
    #expect(line.dropFirst().map(String.init) == mix)
  }
}
