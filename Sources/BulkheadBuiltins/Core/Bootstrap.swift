/// Makes the globals and returns what the engine calls. Everything but the essentials is evaluated at its
/// first use: `eval '1+2'` should not pay for URL parsing.
///
/// One realm serves built-ins and plugin, so a plugin can replace any method of any prototype. What stands
/// here therefore keeps the originals it needs, and uses no spread of iterables, array destructuring or
/// `for…of`, which would call replaced iterators. That protects honest plugins from each other's
/// libraries; the wall is the process, not this file.
let bootstrapSource = #"""
  (function (binding) {
    'use strict';
    const global = globalThis;
    const { apply, ownKeys } = Reflect;
    const { create, defineProperty, freeze } = Object;
    const { stringify, parse } = JSON;
    const Promise = global.Promise;
    const uncurry = (method) => (self, ...rest) => apply(method, self, rest);

    const primordials = freeze({
      __proto__: null,
      apply, ownKeys, create, defineProperty, freeze, stringify, parse, uncurry, Promise,
      isArray: Array.isArray,
      getPrototypeOf: Object.getPrototypeOf,
      getOwnPropertyDescriptor: Object.getOwnPropertyDescriptor,
      keys: Object.keys,
      then: uncurry(Promise.prototype.then),
      hasOwn: Object.hasOwn,
      Error, TypeError, RangeError, SyntaxError, Proxy, Map, Set, WeakMap, Symbol, Uint8Array, ArrayBuffer, Date, Number,
      String, Object, Array, Math,
      push: uncurry(Array.prototype.push),
      join: uncurry(Array.prototype.join),
      slice: uncurry(Array.prototype.slice),
      map: uncurry(Array.prototype.map),
      forEach: uncurry(Array.prototype.forEach),
      stringSlice: uncurry(String.prototype.slice),
      indexOf: uncurry(String.prototype.indexOf),
      lastIndexOf: uncurry(String.prototype.lastIndexOf),
      startsWith: uncurry(String.prototype.startsWith),
      endsWith: uncurry(String.prototype.endsWith),
      split: uncurry(String.prototype.split),
      charCodeAt: uncurry(String.prototype.charCodeAt),
      replaceAll: uncurry(String.prototype.replaceAll),
      toLowerCase: uncurry(String.prototype.toLowerCase),
      toUpperCase: uncurry(String.prototype.toUpperCase),
      trim: uncurry(String.prototype.trim),
      mapGet: uncurry(Map.prototype.get),
      mapSet: uncurry(Map.prototype.set),
      mapHas: uncurry(Map.prototype.has),
      mapDelete: uncurry(Map.prototype.delete),
    });
    const { split, indexOf, startsWith, stringSlice, mapGet, mapSet, mapHas } = primordials;

    // Internal modules, each evaluated once. `internal/…` is for built-ins only.
    const loaded = new Map();
    function load(name) {
      if (mapHas(loaded, name)) return mapGet(loaded, name);
      const source = binding.moduleSource(name);
      if (source === undefined) return undefined;
      const exports = binding.compile(source, 'bulkhead:' + name)(binding, load, primordials);
      mapSet(loaded, name, exports);
      return exports;
    }

    // A global that is made when somebody first looks at it, and can be replaced like any other.
    function lazyGlobal(name, make) {
      defineProperty(global, name, {
        configurable: true,
        enumerable: false,
        get() {
          const value = make();
          defineProperty(global, name, { configurable: true, writable: true, enumerable: false, value });
          return value;
        },
        set(value) {
          defineProperty(global, name, { configurable: true, writable: true, enumerable: true, value });
        },
      });
    }
    function lazyGlobals(module, names) {
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        lazyGlobal(name, () => load(module)[name]);
      }
    }
    defineProperty(global, 'global', { configurable: true, writable: true, value: global });
    lazyGlobal('console', () => load('console'));
    lazyGlobal('process', () => load('process'));
    lazyGlobals('buffer', ['Buffer', 'atob', 'btoa', 'Blob']);
    lazyGlobals('timers', ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate',
      'clearImmediate', 'queueMicrotask']);
    lazyGlobals('internal/url', ['URL', 'URLSearchParams']);
    lazyGlobals('internal/encoding', ['TextEncoder', 'TextDecoder']);
    lazyGlobals('internal/events', ['Event', 'EventTarget', 'AbortController', 'AbortSignal', 'CustomEvent',
      'DOMException']);
    lazyGlobals('internal/fetch', ['fetch', 'FormData', 'Headers', 'Request', 'Response']);
    lazyGlobals('internal/misc', ['performance', 'structuredClone', 'crypto', 'navigator']);

    // Errors of the host look as Node's do: code, errno, syscall, path.
    const ERRNO = freeze({
      __proto__: null, EPERM: 1, ENOENT: 2, EIO: 5, EBADF: 9, EACCES: 13, EBUSY: 16, EEXIST: 17, EXDEV: 18,
      ENOTDIR: 20, EISDIR: 21, EINVAL: 22, EMFILE: 24, EFBIG: 27, ENOSPC: 28, EROFS: 30,
      ENAMETOOLONG: 36, ENOTEMPTY: 39, ELOOP: 40,
    });
    const SYSCALL = { __proto__: null };
    const named = ['readFile', 'open', 'writeFile', 'open', 'stat', 'stat', 'readdir', 'scandir', 'mkdir',
      'mkdir', 'rm', 'rm', 'unlink', 'unlink', 'rmdir', 'rmdir', 'rename', 'rename', 'copyFile', 'copyfile',
      'access', 'access', 'realpath', 'realpath', 'truncate', 'open', 'chmod', 'chmod', 'mkdtemp', 'mkdtemp',
      'symlink', 'symlink', 'readlink', 'readlink'];
    for (let index = 0; index < named.length; index += 2) {
      SYSCALL[binding.ops[named[index]]] = named[index + 1];
    }
    function makeError(code, message, operation, text) {
      let syscall = operation === undefined ? undefined : SYSCALL[operation];
      let shown = message;
      let path;
      let dest;
      if (syscall !== undefined) {
        const { ops } = binding;
        const fields = split('' + text, '\0');
        path = fields[0];
        if (operation === ops.rename || operation === ops.copyFile || operation === ops.symlink) dest = fields[1];
        // As Node's own functions do it: they open first, and look before they remove or resolve.
        if (code === 'EISDIR' && operation === ops.readFile) { syscall = 'read'; path = undefined; }
        if (operation === ops.stat && fields[1] === '0') syscall = 'lstat';
        if (code === 'ENOENT' && (operation === ops.rm || operation === ops.realpath)) syscall = 'lstat';
        // What comes on lines of its own is help, which has to stay as it is to be typed.
        const end = indexOf(message, '\n') < 0 ? message.length : indexOf(message, '\n');
        const said = stringSlice(message, 0, end);
        const help = stringSlice(message, end);
        if (path === undefined) shown = said + ', ' + syscall + help;
        else if (indexOf(said, path) < 0 || (dest !== undefined && startsWith(said, code))) {
          shown = said + ', ' + syscall + " '" + path + "'" + (dest === undefined ? '' : " -> '" + dest + "'") + help;
        } else if (!startsWith(said, code)) shown = code + ': ' + said + ', ' + syscall + help;
      }
      const error = new Error(shown);
      error.code = code;
      if (ERRNO[code] !== undefined) error.errno = -ERRNO[code];
      if (syscall !== undefined) {
        error.syscall = syscall;
        if (path !== undefined) error.path = path;
        if (dest !== undefined) error.dest = dest;
      }
      return error;
    }

    // Results leave for the host as JSON text, whose size the engine bounds.
    const inspect = (value) => load('internal/inspect').inspect(value);
    const success = (value) => binding.resultJSON(value, typeof value === 'string' ? (text) => text : inspect);
    const failure = (error) => binding.errorJSON(error, inspect);

    // `await` asks neither Promise.resolve nor Symbol.species, which a plugin may replace.
    async function settle(result, done) {
      let value;
      try {
        value = await result;
      } catch (error) {
        done(failure(error));
        return;
      }
      done(success(value));
    }

    // Whether a listener of the plugin's own took the event.
    function handled(event, first, second) {
      const process = mapGet(loaded, 'process');
      return process !== undefined && process.listenerCount(event) > 0 && process.emit(event, first, second);
    }
    binding.onUnhandledRejection((promise, reason) => handled('unhandledRejection', reason, promise));

    return {
      execute(options, source, done) {
        if (options.mode === 'script') {
          global.require === undefined && defineProperty(global, 'require', {
            configurable: true, writable: true, enumerable: false,
            value: load('internal/modules').createRequire(options.path, true),
          });
        } else {
          load('process').argv[1] = options.path;
        }
        if (primordials.isArray(options.argv)) {
          const argv = load('process').argv;
          for (let index = 0; index < options.argv.length; index++) argv[index + 2] = '' + options.argv[index];
        }
        const run = options.mode === 'script'
          ? () => load('internal/modules').compileScript(source, options.path)()
          : () => load('internal/modules').runEntry(options.path);
        let result;
        try {
          result = run();
        } catch (error) {
          done(failure(error));
          return;
        }
        settle(result, done);
      },
      // Undefined where a listener of the plugin's own took it.
      uncaught: (error, origin) => handled('uncaughtException', error, origin) ? undefined : failure(error),
      makeError,
    };
  })
  """#
