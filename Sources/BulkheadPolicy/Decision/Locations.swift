/// The directories that path patterns are relative to: absolute real paths without a slash at the end.
public struct Locations: Hashable, Sendable {
  /// The project; relative patterns start here.
  public var project: String
  /// Where the plugin is installed; it may always read this.
  public var pluginRoot: String
  /// Where the plugin may keep data of its own.
  public var pluginData: String
  /// The home directory of the user.
  public var home: String
  /// Where Bulkhead keeps the user's key; closed to every plugin.
  public var configuration: String
  /// The plugin's name, for messages.
  public var pluginName: String

  /// All directories by name; `configuration` defaults to `~/.config/bulkhead`.
  public init(
    project: String, pluginRoot: String, pluginData: String, home: String,
    configuration: String? = nil, pluginName: String
  ) {
    self.project = project
    self.pluginRoot = pluginRoot
    self.pluginData = pluginData
    self.home = home
    self.configuration = configuration ?? home + "/.config/bulkhead"
    self.pluginName = pluginName
  }
}

extension Locations {
  /// Directories without a machine, for judging a permission set before it is known where it will
  /// apply: each is a path that says its own name.
  public static let symbolic = Locations(
    project: "/${CLAUDE_PROJECT_DIR}", pluginRoot: "/${CLAUDE_PLUGIN_ROOT}",
    pluginData: "/${CLAUDE_PLUGIN_DATA}", home: "/${HOME}", pluginName: "PLUGIN")
}
