// Hands what libFuzzer makes up to one of the entries: `fuzz --target=NAME [libFuzzer's options]`.

/// libFuzzer's own main function, as its documentation describes it for programs that have a main
/// function themselves.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ argumentCount: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ entry: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The entry that is fuzzed; libFuzzer passes over options that begin with two hyphens.
let target: FuzzEntry = {
  let names = CommandLine.arguments.compactMap { argument in
    argument.hasPrefix("--target=") ? String(argument.dropFirst("--target=".count)) : nil
  }
  guard let entry = names.last.flatMap(FuzzEntry.init) else {
    fatalError("say --target= and one of \(FuzzEntry.allCases.map(\.rawValue))")
  }
  return entry
}()

var argumentCount = CommandLine.argc
var arguments = CommandLine.unsafeArgv
_ = runFuzzer(&argumentCount, &arguments) { bytes, count in
  do throws(Finding) {
    try target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    fatalError(error.message)
  }
  return 0
}
