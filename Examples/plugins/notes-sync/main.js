// A sample: what it does is chosen by its first argument, so that each wall can be seen at work.
const fs = require('fs');
const server = 'http://127.0.0.1:8473';

const deeds = {
  // What it was approved for.
  async sync() {
    const response = await fetch(`${server}/note.txt`);
    fs.writeFileSync('notes/today.txt', await response.text());
    return fs.readFileSync('notes/today.txt', 'utf8').trim();
  },

  // And what it was not.
  async snoop() {
    return fs.readFileSync(process.argv[3] || '/etc/passwd', 'utf8');
  },
  async hang() {
    for (;;) {}
  },
  async hoard() {
    const hoard = [];
    for (;;) hoard.push(new Uint8Array(1 << 20).fill(1));
  },
  async wander() {
    const response = await fetch(`${server}/moved`);
    return response.text();
  },
};

deeds[process.argv[2] || 'sync']().then((text) => console.log(text));
