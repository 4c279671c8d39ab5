/// `require`, the prompt's scripts, and the entry of a plugin. Resolution and reading are the host's, which looks only
/// inside the plugin's directory and at approved bytes.
let modulesSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { parse, create, apply, Error, SyntaxError, TypeError, Map, mapGet, mapSet, mapHas, mapDelete,
      startsWith, stringSlice, indexOf, lastIndexOf } = primordials;
    const { defineProperty: defineOwn } = Reflect;

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

    // ECMAScript modules have a loader of their own, which costs nothing until one is loaded.
    let loader;
    function esModules() {
      if (loader === undefined) {
        loader = load('internal/esm')({ fetchModule, builtin, compile, dirname, resolve,
          parseJSON: (found) => loadModule(found).module.exports,
          runCommonJS: (found) => loadModule(found).module.exports });
      }
      return loader;
    }

    function loadModule(found) {
      if (mapHas(cache, found.path)) return mapGet(cache, found.path);
      const record = { module: makeModule(found.path), promise: undefined };
      mapSet(cache, found.path, record);
      try {
        evaluate(record, found, 'commonJS');
      } catch (error) {
        mapDelete(cache, found.path);
        throw error;
      }
      return record;
    }

    function evaluate(record, found, mode) {
      const module = record.module;
      if (found.format === 'json') {
        module.exports = parse(found.source);
      } else {
        const body = compile(found.source, mode, found.path)(importer(found.path));
        record.promise = apply(body, module.exports, [module.exports, createRequire(found.path), module, found.path,
          dirname(found.path)]);
      }
      module.loaded = true;
    }

    // What lowered code finds in the place of `import()`.
    function importer(path) {
      return { __proto__: null, import: (specifier, options) => esModules().importDynamic(path, specifier, options) };
    }

    function resolve(from, specifier) {
      const name = startsWith(specifier, 'node:') ? stringSlice(specifier, 5) : specifier;
      return isBuiltin(name) ? 'node:' + name : 'file://' + fetchModule(from, specifier).path;
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
        const found = fetchModule(from, specifier);
        return found.format === 'module' ? esModules().requireModule(found) : loadModule(found).module.exports;
      }
      require.resolve = (specifier) => isBuiltin(specifier) ? specifier : fetchModule(from, specifier).path;
      require.cache = create(null);
      require.main = isScript ? undefined : mainModule;
      return require;
    }

    // What a source is lowered to; its lines hold.
    function compile(source, mode, path) {
      const lowered = binding.lower(source, mode, path);
      if (!startsWith(lowered, '{')) {
        const start = indexOf(lowered, '(');
        binding.noteHead(path, +stringSlice(lowered, 0, start));
        return binding.compile(stringSlice(lowered, start), path);
      }
      const problem = parse(lowered);
      const error = new SyntaxError(problem.message);
      error.sourceURL = path;
      error.line = problem.line;
      error.column = problem.column;
      throw error;
    }

    // Code of `execute` and `eval`: the value is what it returns, else that of its last statement.
    function compileScript(source, path) {
      const host = importer(path);
      host.importAll = (requests, imports, scope) => esModules().importAll(path, requests, imports, scope);
      host.persist = persist;
      return compile(source, 'interactive', path)(host, create(null));
    }

    // Makes the names a text declares visible to the texts that come later: `[[name, get, set], …]`.
    function persist(names) {
      for (let index = 0; index < names.length; index++) {
        // Names such as `undefined` cannot be given anew; the text has its own.
        defineOwn(globalThis, names[index][0], {
          __proto__: null, configurable: true, enumerable: true, get: names[index][1], set: names[index][2],
        });
      }
    }

    async function runEntry(path) {
      const found = fetchModule('', path);
      if (found.format === 'module') return esModules().runEntry(found);
      const record = { module: makeModule(found.path), promise: undefined };
      mainModule = record.module;
      mapSet(cache, found.path, record);
      evaluate(record, found, 'entry');
      await record.promise;
      return undefined;
    }

    return { createRequire, compileScript, runEntry, builtinModules: PUBLIC };
  })
  """#
