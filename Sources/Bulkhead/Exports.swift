// `import Bulkhead` alone gives the whole vocabulary. Re-exported rather than aliased name by name:
// under MemberImportVisibility an alias shows a type, but none of its members.
@_exported public import BulkheadCommandSandbox
@_exported public import BulkheadInstaller
@_exported public import BulkheadPolicy
@_exported public import BulkheadRuntime
@_exported public import BulkheadScanner
@_exported public import BulkheadSource
@_exported public import BulkheadStore

@_exported public import protocol BulkheadBroker.AuthoritySource
@_exported public import struct BulkheadLinux.Facility
// Of the layers below only what the options of a runtime name.
@_exported public import enum BulkheadLinux.Layer
