import BulkheadStore
import Glibc

/// A private directory beside the installed plugins, in which a plugin is put together. It is on the same
/// file system, so that it can be moved into place in one step.
///
///     .claude/plugins/.staging-PID-RANDOM/   mode 0700, locked by the process that installs
///       name                                 the plugin's name, once it is about to be placed
///       plugin/                              its files; after an exchange the files it replaced
final class StagingArea {
  static let prefix = ".staging-"

  let plugins: Directory
  let name: String
  let directory: Directory
  /// The copy of the plugin.
  let plugin: Directory

  /// Makes one, and removes what killed installs have left.
  init(in plugins: Directory, permissions: PermissionStore) throws {
    self.plugins = plugins
    // Held while areas are made and removed: an area is never seen without its lock.
    let lock = try plugins.open(".staging.lock", O_RDWR | O_CREAT)
    try lock.requireOwnRegularFile()
    try lock.lock()
    try StagingRecovery(plugins: plugins, permissions: permissions).run()
    name = "\(Self.prefix)\(getpid())-\(UInt32.random(in: 0 ... .max))"
    directory = try plugins.child(name, mode: 0o700)
    guard directory.tryLock() else {
      throw InstallError(code: "busy", "\(directory.path) is locked by another process")
    }
    plugin = try directory.child("plugin", mode: 0o755)
    withExtendedLifetime(lock) {}
  }

  /// Removes it with all that is in it.
  func remove() throws { try plugins.removeTree(name) }

  /// Moves the copy into place, or exchanges it for what is there. From here on a recovery can tell what
  /// was going on, until `remove`.
  func place(as pluginName: String) throws {
    try directory.replace("name", with: Array(pluginName.utf8), durable: false)
    let exists = try plugins.status(of: pluginName) != nil
    try directory.move("plugin", to: plugins, pluginName, exists ? .exchange : .never)
    try plugins.sync()
  }

  /// Undoes `place`.
  func takeBack(_ pluginName: String) throws {
    let exchanged = try directory.status(of: "plugin") != nil
    try plugins.move(pluginName, to: directory, "plugin", exchanged ? .exchange : .never)
  }
}

/// What to do about an area whose process was killed.
struct StagingRecovery {
  let plugins: Directory
  let permissions: PermissionStore

  func run() throws {
    for bytes in try plugins.names() {
      guard let name = String(validating: bytes, as: UTF8.self),
        name.hasPrefix(StagingArea.prefix), let area = try plugins.existing(name), area.tryLock()
      else { continue }
      try restore(area)
      try plugins.removeTree(name)
    }
  }

  /// The record is what counts. An install that was killed after it had placed its files, but before it
  /// had written the record, is undone: an older version comes back, files without a record go.
  private func restore(_ area: Directory) throws {
    guard try area.status(of: "name") != nil else { return }
    let bytes = try area.open("name", O_RDONLY).readAll(limit: 256)
    let plugin = String(decoding: bytes, as: UTF8.self)
    guard try plugins.status(of: plugin) != nil else { return }
    let record = try permissions.record(of: plugin)
    if try area.status(of: "plugin") != nil {
      guard let record, try FilePins(directory: area.path + "/plugin").hashes == record.files,
        try FilePins(directory: plugins.path + "/" + plugin).hashes != record.files
      else { return }
      try plugins.move(plugin, to: area, "plugin", .exchange)
    } else if record == nil {
      try plugins.move(plugin, to: area, "plugin", .never)
    }
  }
}
