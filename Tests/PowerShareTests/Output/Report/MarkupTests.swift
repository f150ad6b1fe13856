import Testing

@testable import PowerShare

@Suite struct MarkupTests {
  private static func text(_ write: (inout Markup) -> Void) -> String {
    var markup = Markup()
    write(&markup)
    return String(decoding: markup.bytes, as: UTF8.self)
  }

  private static let cases: [(String, String)] = [
    ("<b>&\"'</b>", "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;"), ("a\u{0}b", "a\\u0000b"),
    ("a\nb\u{1B}[1m\u{7F}\u{85}", "a\\u000ab\\u001b[1m\\u007f\\u0085"),
    ("\u{202E}gnp.exe\u{2066}\u{200F}\u{61C}", "\\u202egnp.exe\\u2066\\u200f\\u061c"),
    ("Ünïcode 充電 🔌", "Ünïcode 充電 🔌"),
  ]

  @Test func `code points that are no characters are shown by their numbers`() {
    let text = [0xFFFE, 0xFDD0, 0x1FFFF].compactMap(Unicode.Scalar.init).map(String.init).joined()
    #expect(Self.text { $0.text(text) } == "\\ufffe\\ufdd0\\u1ffff")
  }

  @Test(arguments: cases)
  func `texts and attributes are escaped`(text: String, escaped: String) {
    #expect(Self.text { $0.text(text) } == escaped)
    #expect(
      Self.text { $0.element("p", .text("title", text), text: text) }
        == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test func `a text without markup is as long as it looks`() {
    #expect(Markup.visible("a\u{0}<") == "a\\u0000<")
    #expect(Markup.visible("plain") == "plain")
  }

  @Test func `coordinates are tenths, as short as possible`() {
    let text = Self.text { markup in
      markup.shape("rect", .x(0), .y(-5), .width(1_234), .height(20))
      var path = SVGPath()
      path.move(1, 25)
      path.line(-10, 30)
      path.horizontal(to: 99)
      path.vertical(to: 100)
      path.close()
      markup.shape("path", .path(path))
    }
    #expect(
      text == """
        <rect x="0" y="-0.5" width="123.4" height="2"/><path d="M0.1 2.5L-1 3H9.9V10Z"/>
        """)
  }

  @Test func `an element is closed behind its content`() {
    let text = Self.text { page in
      page.element("ul", .style("a b")) { list in
        list.element("li", text: "1")
        list.void("br")
      }
    }
    #expect(text == "<ul class=\"a b\"><li>1</li><br></ul>")
  }
}
