import Foundation
import Testing

/// A program that some tests need and that may be missing.
struct Tool: Sendable {
  /// The name in the message that the tool is missing.
  let name: String
  /// The command to install it.
  let package: String
  let isInstalled: Bool

  /// Creates a tool that counts as installed if the shell command `check` succeeds.
  private init(_ name: String, package: String, check: String) {
    self.name = name
    self.package = package
    isInstalled = (try? Program().shell(check).status) == 0
  }

  static let jq = Tool("jq", package: "apt install jq", check: "jq --version")
  static let python = Tool(
    "python3", package: "apt install python3", check: "python3 -c 'import csv'")
  static let jsonschema = Tool(
    "python3's jsonschema 4", package: "pip install 'jsonschema>=4'",
    check: "python3 -c 'from jsonschema import Draft202012Validator'")
  static let parallel = Tool(
    "GNU parallel", package: "apt install parallel", check: "parallel --version | grep -q GNU")
  static let rsync = Tool("rsync", package: "apt install rsync", check: "rsync --version")
  static let slurm = Tool(
    "Slurm, or the right to run it", package: "apt install slurm-wlm, and run as root on Linux",
    check:
      "PATH=$PATH:/usr/sbin; test $(id -u) = 0 && munged --version && slurmctld -V && slurmd -V")
  static let kubernetesValidate = Tool(
    "kubernetes-validate", package: "pip install kubernetes-validate",
    check: "kubernetes-validate --version")
  static let unshare = Tool(
    "unshare with the right to make namespaces", package: "run as root on Linux",
    check: "unshare -pf --kill-child true && unshare -m true")
  static let soffice = Tool(
    "LibreOffice", package: "apt install libreoffice-calc", check: "soffice --version")
  static let tidy = Tool("tidy", package: "apt install tidy", check: "tidy -v")
  static let html5lib = Tool(
    "python3's html5lib", package: "apt install python3-html5lib",
    check: "python3 -c 'import html5lib'")
  static let bash = Tool("bash", package: "apt install bash", check: "bash --version")
  static let zsh = Tool("zsh", package: "apt install zsh", check: "zsh --version")
  static let zones = Tool(
    "the system's time zones", package: "apt install tzdata",
    check: "test -f /usr/share/zoneinfo/Europe/Paris")
  static let fish = Tool("fish", package: "apt install fish", check: "fish --version")
}

extension Trait where Self == ConditionTrait {
  /// Skips a test if a tool is missing, and names the tool.
  static func needs(_ tool: Tool) -> Self {
    .enabled(if: tool.isInstalled, "\(tool.name) is missing: \(tool.package)")
  }
}
