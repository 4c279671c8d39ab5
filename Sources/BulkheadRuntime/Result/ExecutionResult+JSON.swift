public import BulkheadPolicy
public import BulkheadSource

extension ExecutionResult {
  /// The result as `bulkhead eval --format json` prints it. Members that do not apply are left out,
  /// but for `success`, the times, `usage`, the lists and the streams, which are always there.
  public var json: JSONValue {
    var object: JSONObject = ["success": .bool(success)]
    object["value"] = value
    if value == nil { object["display"] = display.map(JSONValue.string) }
    object["error"] = error?.json
    object["exitCode"] = exitCode.map(JSONValue.integer)
    object["executionTimeMs"] = .number(executionTimeMs)
    object["usage"] = usage.json
    object["violations"] = .array(violations.map(\.json))
    if violationsOmitted > 0 { object["violationsOmitted"] = .integer(violationsOmitted) }
    object["isolation"] = .array(isolation.map(JSONValue.string))
    if stateLost { object["stateLost"] = true }
    object["stdout"] = .string(stdout)
    object["stderr"] = .string(stderr)
    return .object(object)
  }
}

extension ExecutionError {
  /// `{name, message, stack}`, with `code` and `help` where there are.
  public var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "message": .string(message), "stack": .string(stack),
    ]
    object["code"] = code.map(JSONValue.string)
    object["help"] = help.map(JSONValue.string)
    return .object(object)
  }
}

extension ResourceUsage {
  /// `{memoryBytes, cpuTimeMs, networkCalls, filesystemOps}`.
  public var json: JSONValue {
    [
      "memoryBytes": .integer(memoryBytes), "cpuTimeMs": .number(cpuTimeMs),
      "networkCalls": .integer(networkCalls), "filesystemOps": .integer(filesystemOps),
    ]
  }
}

extension Violation {
  /// `{type, severity, message, location, help, timestamp}`, the time as ISO 8601 in UTC.
  public var json: JSONValue {
    var object: JSONObject = [
      "type": .string(type.rawValue), "severity": .string(severity.rawValue),
      "message": .string(message),
    ]
    object["location"] = location.map(JSONValue.string)
    object["help"] = help.map(JSONValue.string)
    object["timestamp"] = .string(TimeText.iso8601(microseconds: Int64(timestamp * 1e6)))
    return .object(object)
  }
}
