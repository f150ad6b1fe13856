/// Damages texts at random: flips bits, and changes, removes, repeats, inserts or swaps bytes.
enum Damage {
  static func apply(to text: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    var text = text
    for _ in 0..<random.pick([1, 1, 2, 5]) where !text.isEmpty {
      let place = random.int(0...(text.count - 1))
      let end = min(place + random.int(1...12), text.count)
      switch random.int(0...7) {
      case 0: text[place] ^= 1 << UInt8(random.int(0...7))
      case 1: text[place] = UInt8(random.int(0...255))
      case 2: text.removeSubrange(place..<end)
      case 3: text.removeSubrange(place...)
      case 4: text.insert(contentsOf: text[place..<end], at: place)
      case 5: text.insert(random.pick(Array("\"\\,;\n\r{}[]:-.e09\u{0}".utf8)), at: place)
      case 6: text += text[place...]
      default: text.swapAt(place, end - 1)
      }
    }
    return text
  }
}
