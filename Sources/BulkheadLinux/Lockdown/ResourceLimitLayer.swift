import Glibc

/// Limits of setrlimit(2), soft and hard alike.
enum ResourceLimitLayer {
  /// - Parameter dataBytes: for RLIMIT_DATA, which counts what is mapped already, about 5 GB of
  ///   reserved addresses in JavaScriptCore.
  static func engage(dataBytes: Int?) throws(LinuxError) {
    var limits: [(resource: __rlimit_resource, name: String, value: Int)] = [
      (RLIMIT_CORE, "core", 0),
      // A write to a regular file is then SIGXFSZ; pipes are not concerned.
      (RLIMIT_FSIZE, "fsize", 0),
      (__RLIMIT_NPROC, "nproc", 0),
      (__RLIMIT_MEMLOCK, "memlock", 0),
      (__RLIMIT_MSGQUEUE, "msgqueue", 0),
    ]
    if let dataBytes { limits.append((RLIMIT_DATA, "data", dataBytes)) }
    for limit in limits {
      var both = rlimit(rlim_cur: rlim_t(limit.value), rlim_max: rlim_t(limit.value))
      // SAFETY: the structure outlives the call.
      guard unsafe setrlimit(__rlimit_resource_t(limit.resource.rawValue), &both) == 0 else {
        throw Layer.resourceLimits.error("set the limit \(limit.name) to \(limit.value)", errno)
      }
    }
  }
}
