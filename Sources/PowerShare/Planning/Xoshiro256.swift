/// A generator of random bits: xoshiro256**, its state filled by SplitMix64.
///
/// Both use only additions, multiplications, shifts and exclusive ors of 64 bits, so a seed gives
/// the same bits on every machine. A copy of a generator repeats its bits.
///
/// Sources: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
/// 47(4), 2021, doi:10.1145/3460772; G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014, doi:10.1145/2660193.2660195.
struct Xoshiro256: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Creates a stream.
  init(seed: UInt64) {
    var counter = seed
    func split() -> UInt64 {
      counter &+= 0x9E37_79B9_7F4A_7C15
      var bits = counter
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return bits ^ (bits >> 31)
    }
    state = (split(), split(), split(), split())
  }

  /// Returns the next 64 bits.
  mutating func next() -> UInt64 {
    func rotated(_ bits: UInt64, _ count: UInt64) -> UInt64 {
      bits << count | bits >> (64 - count)
    }
    let result = rotated(state.1 &* 5, 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, 45)
    return result
  }

  /// Returns a number from 0 up to, not including, `bound`.
  ///
  /// It is the upper half of the 128-bit product of the next 64 bits and the bound: always one
  /// draw. Each number's chance differs from 1 ÷ bound by less than 2⁻⁶⁴.
  ///
  /// - Precondition: `bound` is positive.
  mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "there is no number below 0")
    return next().multipliedFullWidth(by: bound).high
  }
}
