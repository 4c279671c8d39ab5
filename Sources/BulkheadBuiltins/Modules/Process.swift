/// `process`: the variables that are granted, harmless facts, and output by the channel.
let processSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { apply, Promise, Error, TypeError, then, parse, freeze, stringSlice, charCodeAt, Math } = primordials;
    const start = binding.start || {};
    const EventEmitter = load('events');
    const process = new EventEmitter();
    let exitCode;

    // Variables are asked for one by one, so that the audit log has what was read and nothing else.
    const known = Object.create(null);
    const changed = Object.create(null);
    function readVariable(name) {
      if (name in changed) return changed[name];
      if (name in known) return known[name];
      const reply = binding.callText(binding.ops.envGet, name);
      return known[name] = charCodeAt(reply, 0) === 1 ? stringSlice(reply, 1) : undefined;
    }
    function variableNames() {
      const names = parse(binding.callText(binding.ops.envList, ''));
      const extra = Object.keys(changed);
      for (let index = 0; index < extra.length; index++) {
        if (names.indexOf(extra[index]) < 0) names.push(extra[index]);
      }
      return names.filter((name) => readVariable(name) !== undefined);
    }
    const isName = (name) => typeof name === 'string' && name !== '' && name.indexOf('\0') < 0;
    const env = new Proxy(Object.create(null), {
      get: (_, name) => isName(name) ? readVariable(name) : undefined,
      has: (_, name) => isName(name) && readVariable(name) !== undefined,
      set(_, name, value) {
        if (isName(name)) changed[name] = '' + value;
        return true;
      },
      deleteProperty(_, name) {
        if (isName(name)) changed[name] = undefined;
        return true;
      },
      ownKeys: () => variableNames(),
      getOwnPropertyDescriptor(_, name) {
        const value = isName(name) ? readVariable(name) : undefined;
        return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
      },
      defineProperty(_, name, { value }) {
        if (isName(name)) changed[name] = '' + value;
        return true;
      },
    });

    function output(operation, fd) {
      const stream = new EventEmitter();
      return Object.assign(stream, {
        fd, isTTY: false, writable: true, columns: 80,
        write(chunk, encoding, callback) {
          const done = typeof encoding === 'function' ? encoding : callback;
          binding.send(operation, '', typeof chunk === 'string' ? binding.utf8Encode(chunk) : chunk);
          if (done) process.nextTick(done);
          return true;
        },
        end(chunk) { if (chunk !== undefined) this.write(chunk); return this; },
      });
    }

    const version = 'v20.0.0';
    const elapsed = binding.monotonicMs();
    function hrtime(previous) {
      const now = binding.monotonicMs();
      let seconds = Math.floor(now / 1000);
      let nanoseconds = Math.floor((now % 1000) * 1e6);
      if (previous !== undefined) {
        seconds -= previous[0];
        nanoseconds -= previous[1];
        if (nanoseconds < 0) {
          seconds -= 1;
          nanoseconds += 1e9;
        }
      }
      return [seconds, nanoseconds];
    }
    hrtime.bigint = () => BigInt(Math.floor(binding.monotonicMs() * 1e6));

    function exit(code) {
      if (code !== undefined) exitCode = code;
      const final = exitCode === undefined ? 0 : exitCode | 0;
      const listeners = process.listeners('exit');
      for (let index = 0; index < listeners.length; index++) apply(listeners[index], process, [final]);
      binding.send(binding.ops.exit, '' + (final & 255));
      // The host ends this process; nothing of the script may run until it does.
      for (;;) {}
    }

    Object.assign(process, {
      title: 'bulkhead', version, versions: freeze({ node: stringSlice(version, 1), bulkhead: start.version || '0' }),
      release: freeze({ name: 'node' }), arch: start.arch || 'x64', platform: 'linux', pid: start.pid || 1, ppid: 0,
      argv: ['/usr/bin/bulkhead', ''], argv0: 'bulkhead', execArgv: [], execPath: '/usr/bin/bulkhead', env, exit,
      config: freeze({}), features: freeze({}), allowedNodeEnvironmentFlags: new Set(),
      cwd: () => start.cwd || '/',
      chdir() { throw new Error('Permission denied: a plugin script cannot change its working directory'); },
      umask: () => 0o022, uptime: () => (binding.monotonicMs() - elapsed) / 1000, hrtime,
      memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
      cpuUsage: () => ({ user: 0, system: 0 }),
      nextTick(callback, ...parameters) {
        if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function');
        then(Promise.resolve(), () => apply(callback, undefined, parameters));
      },
      emitWarning(warning) {
        process.stderr.write('Warning: ' + (warning && warning.message || warning) + '\n');
      },
      kill() { throw new Error('Permission denied: a plugin script cannot signal processes'); },
      abort() { exit(134); },
      getuid: () => 65534, getgid: () => 65534, geteuid: () => 65534, getegid: () => 65534,
      stdout: output(binding.ops.stdout, 1), stderr: output(binding.ops.stderr, 2),
    });
    Object.defineProperty(process, 'exitCode', {
      enumerable: true, get: () => exitCode, set(value) { exitCode = value; },
    });
    Object.defineProperty(process, 'stdin', {
      enumerable: true, configurable: true,
      get() {
        const stdin = new EventEmitter();
        Object.assign(stdin, { fd: 0, isTTY: false, setEncoding() { return stdin; }, resume() { return stdin; },
          async *[Symbol.asyncIterator]() {} });
        process.nextTick(() => stdin.emit('end'));
        Object.defineProperty(process, 'stdin', { value: stdin });
        return stdin;
      },
    });
    process.default = process;
    return process;
  })
  """#
