/// `os`: answers that help no one to know the machine.
let osSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { freeze } = primordials;
    const start = binding.start || {};
    const os = {
      EOL: '\n', devNull: '/dev/null',
      arch: () => start.arch || 'x64', platform: () => 'linux', type: () => 'Linux', release: () => '0.0.0',
      version: () => 'bulkhead', machine: () => 'x86_64', hostname: () => 'bulkhead', endianness: () => 'LE',
      homedir: () => start.home || '/', tmpdir: () => start.tmpdir || '/tmp',
      cpus: () => [], availableParallelism: () => 1, totalmem: () => 0, freemem: () => 0, loadavg: () => [0, 0, 0],
      uptime: () => Math.floor(binding.monotonicMs() / 1000), networkInterfaces: () => ({}),
      userInfo: () => ({ uid: -1, gid: -1, username: 'plugin', homedir: start.home || '/', shell: null }),
      constants: freeze({ signals: freeze({}), errno: freeze({}) }),
    };
    os.default = os;
    return freeze(os);
  })
  """#
