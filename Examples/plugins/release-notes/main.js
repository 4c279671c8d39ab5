const fs = require('fs');
const path = require('path');

async function main() {
  const changelog = fs.readFileSync('CHANGELOG.md', 'utf8');
  const latest = changelog.split(/^## /m)[1];

  const response = await fetch('http://127.0.0.1:8473/contributors.json');
  const contributors = await response.json();

  const file = path.join('output', 'release-notes.md');
  const notes = `# ${latest.trim()}\n\nThanks to ${contributors.join(', ')}.\n`;
  fs.writeFileSync(file, notes);
  console.log(`wrote ${file}: ${notes.length} characters, ${contributors.length} contributors`);
}

main();
