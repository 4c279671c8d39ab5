/// `require`, and what ES modules are lowered to: resolution and reading are the host's, which looks only
/// inside the plugin's directory and at approved bytes.
let modulesSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { stringify, parse, defineProperty, create, keys, Error, Map, mapGet, mapSet, mapHas,
    startsWith, stringSlice, indexOf, lastIndexOf, Promise, hasOwn, then } = primordials;

    const PUBLIC = ['assert', 'buffer', 'console', 'crypto', 'events', 'fs', 'fs/promises', 'module', 'os', 'path',
      'process', 'querystring', 'string_decoder', 'timers', 'timers/promises', 'url', 'util'];
    const ABSENT = ['child_process', 'cluster', 'dgram', 'diagnostics_channel', 'dns', 'domain', 'http', 'http2',
      'https', 'inspector', 'net', 'perf_hooks', 'punycode', 'readline', 'repl', 'stream', 'sys', 'tls', 'tty', 'v8',
      'vm', 'wasi', 'worker_threads', 'zlib', 'async_hooks'];
    const HINTS = {
      __proto__: null,
      child_process: 'a plugin script starts no programs',
      http: 'use fetch', https: 'use fetch', net: 'use fetch', dns: 'use fetch', tls: 'use fetch', http2: 'use fetch',
      vm: 'a plugin script makes no code from strings',
      worker_threads: 'a plugin script has one thread',
    };
    const isBuiltin = (name) => PUBLIC.indexOf(name) >= 0;

    function builtin(specifier) {
      const name = startsWith(specifier, 'node:') ? stringSlice(specifier, 5) : specifier;
      const base = indexOf(name, '/') < 0 ? name : stringSlice(name, 0, indexOf(name, '/'));
      if (isBuiltin(name)) return { exports: load(name) };
      if (ABSENT.indexOf(base) >= 0 || startsWith(specifier, 'node:')) {
        const hint = HINTS[base] === undefined ? '' : ': ' + HINTS[base];
        const error = new Error("Permission denied: the module '" + name + "' is not available to a plugin script" + hint);
        error.code = 'ERR_BULKHEAD_MODULE';
        throw error;
      }
      return undefined;
    }

    const cache = new Map();
    let mainModule;

    function dirname(path) {
      const slash = lastIndexOf(path, '/');
      return slash <= 0 ? '/' : stringSlice(path, 0, slash);
    }

    // Asks the host for a module: its real path, its format and its source.
    function fetchModule(from, specifier) {
      const reply = binding.callText(binding.ops.moduleLoad, from + '\0' + specifier);
      const end = indexOf(reply, '\0');
      const info = parse(stringSlice(reply, 0, end));
      return { path: info.path, format: info.format, source: stringSlice(reply, end + 1) };
    }

    function makeModule(path) {
      return { id: path, filename: path, path: dirname(path), exports: {}, loaded: false, children: [] };
    }

    function loadModule(found, awaitable) {
      if (mapHas(cache, found.path)) return mapGet(cache, found.path);
      const record = { module: makeModule(found.path), promise: undefined, format: found.format };
      mapSet(cache, found.path, record);
      try {
        evaluate(record, found, awaitable);
      } catch (error) {
        cache.delete(found.path);
        throw error;
      }
      return record;
    }

    function evaluate(record, found, awaitable) {
      const module = record.module;
      if (found.format === 'json') {
        module.exports = parse(found.source);
      } else if (found.format === 'module') {
        defineProperty(module.exports, '__esModule', { value: true });
        const body = compile(found.source, 'module', found.path,
          '__exports,__import,__importDynamic,__importMeta');
        record.promise = body(module.exports,
          (specifier) => importModule(found.path, specifier),
          (specifier) => Promise.resolve().then(() => importModule(found.path, specifier)),
          { __proto__: null, url: 'file://' + found.path, filename: found.path, dirname: dirname(found.path) });
      } else {
        const body = compile(found.source, awaitable ? 'entry' : 'commonJS', found.path,
          'exports,require,module,__filename,__dirname');
        record.promise = body.call(module.exports, module.exports, createRequire(found.path), module, found.path,
          dirname(found.path));
      }
      module.loaded = true;
    }

    // The namespace that an import sees: a module's own exports, or CommonJS exports with a default.
    async function importModule(from, specifier) {
      const known = builtin(specifier);
      if (known !== undefined) return namespace(known.exports);
      const record = loadModule(fetchModule(from, specifier), false);
      if (record.format === 'module') {
        // A cycle finds the promise of a module that is still being evaluated: its bindings are live.
        if (record.promise !== undefined && !record.settled && !record.awaited) {
          record.awaited = true;
          await record.promise;
          record.settled = true;
        }
        return record.module.exports;
      }
      return namespace(record.module.exports);
    }

    function namespace(exports) {
      const space = create(null);
      if (exports !== null && (typeof exports === 'object' || typeof exports === 'function')) {
        const names = keys(exports);
        for (let index = 0; index < names.length; index++) {
          const name = names[index];
          if (name !== 'default') {
            defineProperty(space, name, { enumerable: true, get: () => exports[name] });
          }
        }
      }
      const isModule = exports !== null && typeof exports === 'object' && exports.__esModule === true
        && hasOwn(exports, 'default');
      defineProperty(space, 'default', { enumerable: true, get: () => isModule ? exports.default : exports });
      return space;
    }

    function createRequire(from, isScript) {
      function require(specifier) {
        if (typeof specifier !== 'string' || specifier === '') {
          const error = new TypeError('require takes the name of a module');
          error.code = 'ERR_INVALID_ARG_VALUE';
          throw error;
        }
        const known = builtin(specifier);
        if (known !== undefined) return known.exports;
        const record = loadModule(fetchModule(from, specifier), false);
        if (record.promise !== undefined && record.format === 'module') {
          then(record.promise, undefined, (reason) => { throw reason; });
        }
        return record.module.exports;
      }
      require.resolve = (specifier) => isBuiltin(specifier) ? specifier : fetchModule(from, specifier).path;
      require.cache = create(null);
      require.main = isScript ? undefined : mainModule;
      return require;
    }

    // A function of `parameters` around a source, on one line with its first, so that lines hold.
    function compile(source, mode, path, parameters) {
      const lowered = binding.lower(source, mode);
      if (lowered !== undefined) return binding.compile(lowered, path);
      const isAsync = mode === 'commonJS' ? '' : 'async ';
      return binding.compile('(' + isAsync + 'function (' + parameters + ') {' + source + '\n})', path);
    }

    // Code of `execute` and `eval`: the value is what it returns, else that of its last expression.
    function compileScript(source, path) {
      const lowered = binding.lower(source, 'interactive');
      if (lowered !== undefined) return binding.compile(lowered, path);
      try {
        return binding.compile('(async function () { return (' + source + '\n) })', path);
      } catch {
        return binding.compile('(async function () {' + source + '\n})', path);
      }
    }

    async function runEntry(path) {
      const found = fetchModule('', path);
      const module = makeModule(found.path);
      const record = { module, promise: undefined, format: found.format };
      mainModule = module;
      mapSet(cache, found.path, record);
      evaluate(record, found, true);
      await record.promise;
      return undefined;
    }

    return { createRequire, compileScript, runEntry, builtinModules: PUBLIC };
  })
  """#
