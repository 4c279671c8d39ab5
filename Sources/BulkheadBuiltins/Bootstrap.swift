let bootstrapSource = #"""
  (function (binding) {
    'use strict';
    const stringify = JSON.stringify;
    const then = Promise.prototype.then;
    const apply = Reflect.apply;

    function errorInfo(error) {
      try {
        if (error !== null && typeof error === 'object') {
          return {
            name: '' + (error.name || 'Error'),
            message: '' + error.message,
            stack: '' + (error.stack || ''),
            code: error.code === undefined ? undefined : '' + error.code,
          };
        }
        return { name: 'Error', message: 'threw ' + String(error), stack: '' };
      } catch {
        return { name: 'Error', message: 'threw something that cannot be shown', stack: '' };
      }
    }
    function failure(error) {
      return stringify({ ok: false, error: errorInfo(error) });
    }
    function success(value) {
      return stringify({ ok: true, value, display: String(value) });
    }

    const readFileSync = (path, options) =>
      options === 'utf8' ? binding.callText(binding.ops.readFile, path)
        : new Uint8Array(binding.call(binding.ops.readFile, path));
    globalThis.console = { log: (...a) => binding.send(binding.ops.stdout, '', binding.utf8Encode(a.join(' ') + '\n')) };
    globalThis.require = (name) => { if (name === 'fs') return { readFileSync }; throw new Error('no module ' + name); };

    return {
      execute(options, source, done) {
        let run;
        try {
          run = binding.compile('(async function () { return (' + source + '\n) })', options.path);
        } catch {
          run = binding.compile('(async function () {' + source + '\n})', options.path);
        }
        apply(then, run(), [(value) => done(success(value)), (error) => done(failure(error))]);
      },
      uncaught: failure,
      makeError(code, message) {
        const error = new Error(message);
        error.code = code;
        return error;
      },
    };
  })
  """#
