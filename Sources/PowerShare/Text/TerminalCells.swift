/// The width of texts in a terminal.
extension String {
  /// The number of cells in which a terminal shows the text.
  ///
  /// A character takes one cell, with these exceptions, which most terminals share:
  ///
  /// - Marks above and below others, format characters, the later parts of a Hangul syllable, and a
  ///   skin tone behind an emoji take none, and neither does an emoji behind a zero-width joiner.
  /// - Characters of East Asian scripts, fullwidth forms and emoji take two.
  /// - The variation selector for emoji makes the character before it two cells wide.
  var terminalCells: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    var cells = 0
    /// The last scalar that took cells, and how many.
    var base: (scalar: Unicode.Scalar, cells: Int)?
    var isBehindJoiner = false
    for scalar in unicodeScalars {
      let isJoined = isBehindJoiner && scalar.properties.isEmoji
      isBehindJoiner = scalar.value == 0x200D
      if isJoined { continue }
      if scalar.value == 0xFE0F, let last = base, last.cells == 1, last.scalar.properties.isEmoji {
        base = (last.scalar, 2)
        cells += 1
      }
      if scalar.properties.isEmojiModifier, base?.scalar.properties.isEmojiModifierBase == true {
        continue
      }
      let width = scalar.terminalCells
      guard width > 0 else { continue }
      base = (scalar, width)
      cells += width
    }
    return cells
  }
}

extension Unicode.Scalar {
  /// The number of cells in which a terminal shows the character on its own.
  fileprivate var terminalCells: Int {
    switch value {
    case ..<0x300: 1
    // The vowels and final consonants of Hangul, which complete the syllable before them.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: 0
    case _ where isMark: 0
    // A flag is two of these.
    case 0x1F1E6...0x1F1FF: 1
    case _ where isWide: 2
    default: 1
    }
  }

  private var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }

  /// Whether it is of an East Asian script, a fullwidth form or an emoji.
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
      0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
      0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}
