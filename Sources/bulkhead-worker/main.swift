import BulkheadEngine

ScriptWorker.run(arguments: Array(CommandLine.arguments.dropFirst()))
