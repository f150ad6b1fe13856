import Testing

@testable import sems_plan

@Suite struct ProcessorsTests {
  private func quota(_ groups: String, _ files: [String: String]) -> Int? {
    Processors.quota(groups) { files[$0] }
  }

  @Test(
    arguments: [
      ("max 100000\n", nil), ("100000 100000\n", 1), ("150000 100000\n", 2), ("1000 100000\n", 1),
      ("400000 100000", 4), ("0 100000", nil), ("100000 0", nil), ("-1 100000", nil), ("", nil),
      ("x y", nil), ("100000", nil), ("1 2 3", nil), ("9223372036854775807 1", Int.max),
      ("99999999999999999999 1", nil),
    ] as [(String, Int?)])
  func `a quota is rounded up to whole processors`(text: String, expected: Int?) {
    #expect(quota("0::/\n", ["/sys/fs/cgroup/cpu.max": text]) == expected)
  }

  @Test func `the smallest quota of a group and those above it counts`() {
    let groups = "0::/user.slice/job/step\n"
    let step = "/sys/fs/cgroup/user.slice/job/step/cpu.max"
    let job = "/sys/fs/cgroup/user.slice/job/cpu.max"
    #expect(quota(groups, [step: "max 100000\n", job: "300000 100000\n"]) == 3)
    #expect(quota(groups, [step: "200000 100000\n", job: "300000 100000\n"]) == 2)
    #expect(quota(groups, [step: "800000 100000\n", job: "300000 100000\n"]) == 3)
    #expect(quota(groups, ["/sys/fs/cgroup/cpu.max": "500000 100000\n"]) == 5)
    #expect(quota(groups, [:]) == nil)
    #expect(
      quota(groups, ["/sys/fs/cgroup/unified/user.slice/cpu.max": "250000 100000"]) == 3)
  }

  @Test func `a group outside of the container is looked for at the root only`() {
    let files = ["/sys/fs/cgroup/cpu.max": "200000 100000", "/sys/fs/cgroup/a/cpu.max": "1 1"]
    #expect(quota("0::/../a\n", files) == 2)
  }

  @Test func `quotas of the first version of control groups are read`() {
    let groups = "5:memory:/a\n4:cpu,cpuacct:/a/b\n3:cpuset:/c\n"
    let folder = "/sys/fs/cgroup/cpu,cpuacct/a"
    let files = [
      "\(folder)/cpu.cfs_quota_us": "250000\n", "\(folder)/cpu.cfs_period_us": "100000\n",
    ]
    #expect(quota(groups, files) == 3)
    #expect(
      quota(
        groups,
        [
          "/sys/fs/cgroup/cpu/a/b/cpu.cfs_quota_us": "-1\n",
          "/sys/fs/cgroup/cpu/a/b/cpu.cfs_period_us": "100000\n",
        ]) == nil)
    #expect(quota(groups, ["/sys/fs/cgroup/cpuset/c/cpu.cfs_quota_us": "1"]) == nil)
  }

  @Test(
    arguments: [
      ("Name:\tx\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\nMems_allowed_list:\t0\n", 2),
      ("Cpus_allowed_list:\t0\n", 1), ("Cpus_allowed_list:\t5", 1),
      ("Cpus_allowed_list:\t0-3,8-11,20\n", 9), ("", nil), ("Cpus_allowed:\t3\n", nil),
      ("Cpus_allowed_list:\t\n", nil), ("Cpus_allowed_list:\t3-1\n", nil),
      ("Cpus_allowed_list:\t0-\n", nil), ("Cpus_allowed_list:\t1-2-3\n", nil),
      ("Cpus_allowed_list:\t0-9223372036854775807\n", nil),
    ] as [(String, Int?)])
  func `the processors of the affinity are counted`(status: String, expected: Int?) {
    #expect(Processors.allowed(status) == expected)
  }

  @Test(arguments: ["", "\n\n", "0", "x:y", ":::", "0::", "1:cpu:", "0:cpu:/a:b"])
  func `other texts limit nothing`(groups: String) { #expect(quota(groups, [:]) == nil) }

  @Test func `there is a processor`() {
    #expect(Processors.available >= 1)
    #expect(Processors.available <= POSIX.processorCount)
  }
}
