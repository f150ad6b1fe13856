/// The processors that the process may use.
enum Processors {
  /// The number of processors, or the processor time in whole processors if that is less; at least
  /// 1.
  static var available: Int {
    let limits = [
      text("/proc/self/status").flatMap(allowed),
      text("/proc/self/cgroup").flatMap { quota($0, text) },
    ]
    return limits.reduce(POSIX.processorCount) { min($0, $1 ?? $0) }
  }

  private static func text(_ path: String) -> String? {
    guard let descriptor = try? POSIX.open(path) else { return nil }
    defer { try? POSIX.close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64 * 1024)
    guard let count = try? POSIX.read(descriptor, into: &bytes, 0..<bytes.count) else {
      return nil
    }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  /// Returns the number of processors that the process may run on; nil if the text does not say.
  ///
  /// They may include some that are not online.
  ///
  /// - Parameter status: The text of `/proc/self/status`.
  static func allowed(_ status: String) -> Int? {
    let key = "Cpus_allowed_list:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else {
      return nil
    }
    var count = 0
    for part in line.dropFirst(key.count).drop(while: { $0 == "\t" || $0 == " " }).split(
      separator: ",")
    {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1],
        0...last ~= first, last < 1_000_000
      else { return nil }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }

  /// Returns the processor time that control groups grant, in whole processors, rounded up; nil if
  /// they do not limit it.
  ///
  /// - Parameters:
  ///   - groups: The text of `/proc/self/cgroup`.
  ///   - read: Returns the text of a file, or nil if it cannot be read.
  static func quota(_ groups: String, _ read: (String) -> String?) -> Int? {
    var least: Int?
    for line in groups.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(separator: ",")
      let isUnified = parts[0] == "0" && controllers.isEmpty
      guard isUnified || controllers.contains("cpu") else { continue }
      let mounts = isUnified ? ["", "/unified"] : ["/\(parts[1])", "/cpu"]
      for mount in mounts {
        for folder in folders(of: parts[2]).map({ "/sys/fs/cgroup\(mount)\($0)" }) {
          let granted =
            isUnified
            ? read("\(folder)/cpu.max").flatMap(processors)
            : processors(
              "\(read("\(folder)/cpu.cfs_quota_us") ?? "") "
                + (read("\(folder)/cpu.cfs_period_us") ?? ""))
          if let granted { least = min(granted, least ?? granted) }
        }
      }
    }
    return least
  }

  /// Returns the folder of a control group and those above it, up to the root, which is "".
  ///
  /// A container may see its own group at the root, and a path that does not exist there.
  private static func folders(of path: Substring) -> [String] {
    var names = path.split(separator: "/")
    if names.contains("..") { names = [] }
    var folders = [""]
    for name in names { folders.append(folders[folders.count - 1] + "/" + name) }
    return folders.reversed()
  }

  /// Returns the whole processors of a quota and a period, such as `150000 100000`, rounded up; nil
  /// for `max 100000`, -1 and every other text.
  private static func processors(_ text: String) -> Int? {
    let numbers = text.split { $0 == " " || $0 == "\n" }.map { Int($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0,
      period > 0
    else { return nil }
    return quota / period + (quota % period == 0 ? 0 : 1)
  }
}
