import Glibc

extension SandboxView {
  /// Records what the launcher has to mount and what Landlock lets through without the supervisor.
  func describe(in plan: inout LaunchPlan, landlockVersion: Int32, scratchBytes: Int) {
    describeMounts(in: &plan, scratchBytes: scratchBytes)
    plan.restrict(.handled(version: landlockVersion), scopes: landlockVersion >= 6 ? 3 : 0)
    for path in systemDirectories { plan.allow(.programs, beneath: path) }
    if let ownRoot { plan.allow(.programs, beneath: ownRoot) }
    for path in programs { plan.allow(.programs, beneath: path) }
    plan.allow(.readOnly, beneath: "/proc")
    for path in Self.devices { plan.allow(.devices, beneath: path) }
    plan.allow(.devices, beneath: "/dev/pts")
    plan.allow(.readDirectory, beneath: "/dev")
    for path in nativeScratch {
      plan.allow(runsFromScratch ? .everything.union(.execute) : .everything, beneath: path)
    }
  }

  private func describeMounts(in plan: inout LaunchPlan, scratchBytes: Int) {
    for path in ["/dev", "/proc"] + directories { plan.makeDirectory(path, mode: 0o755) }
    for path in Self.scratch {
      plan.mount(
        path, type: "tmpfs", options: "mode=1777,size=\(scratchBytes)", noDevices: true)
    }
    plan.mount(
      "/dev/pts", type: "devpts", options: "newinstance,ptmxmode=0666,mode=620", noDevices: false)
    let links = [
      ("ptmx", "pts/ptmx"), ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"),
      ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
    ]
    for (name, target) in links { plan.makeLink("/dev/" + name, to: target) }
    for link in systemLinks { plan.makeLink(link.path, to: link.target) }
    for path in systemDirectories {
      plan.bind(path, [.readOnly, .noSetUser, .noDevices])
    }
    for path in Self.devices where Kernel.status(path) != nil { plan.bind(path, [.noSetUser]) }
    for bind in binds {
      let attributes: MountAttributes = [.noSetUser, .noDevices]
      plan.bind(bind.path, bind.isWritable ? attributes : attributes.union(.readOnly))
    }
    plan.mountProc()
    // Host settings that an identity-mapped uid 0 could write, and what tells of other processes.
    for name in ["sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi"] {
      plan.mask("/proc/" + name)
    }
  }
}
