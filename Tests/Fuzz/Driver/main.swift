// Passes the inputs of libFuzzer to an entry: `fuzz --target=NAME [libFuzzer's options]`.

/// The entry point that libFuzzer's documentation gives for programs with their own main function.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ argumentCount: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ entry: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The entry to fuzz; libFuzzer ignores options that begin with two hyphens.
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
