import BulkheadCommands

await BulkheadTool.runTool()
