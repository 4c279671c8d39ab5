import BulkheadLinux
import BulkheadPolicy
import BulkheadWire

/// Why a request has no other answer than an error.
struct Refusal: Error, Equatable {
  /// What scripts compare: `EACCES`, `ENOENT`, `ERR_…`.
  let code: String
  /// What people read.
  let message: String

  init(code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The kernel said no.
  init(_ error: FileError) {
    self.init(code: error.name, error.description)
  }

  /// The policy said no.
  init(_ denial: Denial) {
    self.init(code: "EACCES", denial.description)
  }

  var reply: Reply { .error(code: code, message: message) }
}

/// Runs calls on files and passes on what the kernel says against them.
func fileCall<Result: ~Copyable>(
  _ body: () throws(FileError) -> Result
) throws(Refusal) -> Result {
  do throws(FileError) {
    return try body()
  } catch {
    throw Refusal(error)
  }
}
