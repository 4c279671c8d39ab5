/// Functions of the binding that are simpler in JavaScript than through the C API.
///
/// A function of the binding, which adds to it. It captures what it uses before any plugin runs.
/// ASCII only, as all built-in source should be: a character beyond it makes the whole source one of
/// two bytes a character, and the other parser that this takes costs a start half a millisecond.
enum Prelude {
  static let source = #"""
    (function (binding) {
      'use strict';
      const { apply, defineProperty } = Reflect, { stringify } = JSON, E = Error, S = String;
      const P = Promise, { then } = P.prototype, { isView } = ArrayBuffer, AB = ArrayBuffer;
      const { split, startsWith, lastIndexOf, slice, indexOf } = S.prototype;
      const regExp = RegExp, fail = binding.fail;
      const brands = [
        Map.prototype.has, Set.prototype.has, WeakMap.prototype.has, WeakSet.prototype.has,
      ];
      const done = P.resolve();
      // Without it `then` would ask Promise[Symbol.species], which a plugin may replace.
      defineProperty(done, 'constructor', { __proto__: null, value: undefined });

      // What JSON shows as it is. The others are for display only.
      function isPlain(value) {
        const type = typeof value;
        if (type !== 'object') return type !== 'function' && type !== 'symbol' && type !== 'bigint';
        if (value === null) return true;
        if (isView(value) || value instanceof AB || value instanceof E) return false;
        if (value instanceof P || value instanceof regExp) return false;
        for (let i = 0; i < brands.length; i++) {
          try { apply(brands[i], value, [value]); return false; } catch {}
        }
        return true;
      }

      function json(value, limit) {
        // Cycles and nested BigInts throw, and so may every look at an object of the program's.
        try {
          if (value === undefined || !isPlain(value)) return undefined;
          const text = stringify(value);
          return text !== undefined && text.length <= limit ? text : undefined;
        } catch { return undefined; }
      }

      function bounded(text, limit) {
        return text.length <= limit ? text
          : apply(slice, text, [0, limit]) + '\u2026 ' + (text.length - limit) + ' more characters';
      }

      function display(value, inspect, limit) {
        // Nobody has to load what shows objects for these.
        if (typeof value === 'bigint') return bounded(S(value) + 'n', limit);
        if (value === null || (typeof value !== 'object' && typeof value !== 'string'
            && typeof value !== 'function' && typeof value !== 'symbol')) {
          return value === 0 && 1 / value < 0 ? '-0' : S(value);
        }
        try { return bounded(S(inspect(value)), limit); } catch {}
        try { return bounded(S(value), limit); } catch {}
        return '[' + typeof value + ']';
      }

      const isOurs = (place) =>
        apply(startsWith, place, ['node:']) || apply(startsWith, place, ['bulkhead:']);

      // How many columns were put before the first line of a source, by its URL.
      const heads = { __proto__: null };

      // A place as the program's author counts; undefined inside what was put before.
      function withoutHead(place) {
        const last = apply(lastIndexOf, place, [':']);
        const line = apply(lastIndexOf, place, [':', last - 1]);
        const head = heads[apply(slice, place, [0, line])];
        if (head === undefined || apply(slice, place, [line, last]) !== ':1') return place;
        const column = +apply(slice, place, [last + 1]) - head;
        return column > 0 ? apply(slice, place, [0, last + 1]) + column : undefined;
      }

      // `name@url:line:column` becomes the notation programs know from V8. Frames of the built-ins
      // and of the engine are left out.
      function frames(stack) {
        const lines = apply(split, stack, ['\n']);
        let text = '';
        for (let i = 0; i < lines.length; i++) {
          const line = lines[i], at = apply(lastIndexOf, line, ['@']);
          const name = at < 0 ? '' : apply(slice, line, [0, at]);
          const place = apply(slice, line, [at + 1]);
          if (apply(indexOf, place, [':']) < 0 || isOurs(place)) continue;
          const shown = withoutHead(place);
          if (shown === undefined) continue;
          const isCode = name === '' || name === 'global code' || name === 'eval code';
          text += '\n    at ' + (isCode ? shown : name + ' (' + shown + ')');
        }
        return text;
      }

      function field(object, name) {
        try {
          const value = object[name];
          return value === undefined || value === null ? '' : S(value);
        } catch { return ''; }
      }

      function formatStack(error) {
        const stack = field(error, 'stack');
        if (apply(indexOf, stack, ['\n    at ']) >= 0) return stack;
        const name = field(error, 'name') || 'Error', message = field(error, 'message');
        let text = message === '' ? name : name + ': ' + message;
        const known = frames(stack);
        // A syntax error is thrown where the source was compiled: its own place is in properties.
        if (name === 'SyntaxError' && field(error, 'sourceURL') !== '') {
          const place = field(error, 'sourceURL') + ':' + field(error, 'line');
          if (!isOurs(place) && apply(indexOf, known, [place + ':']) < 0) text += '\n    at ' + place;
        }
        return text + known;
      }

      function isError(value) {
        if (typeof value !== 'object' || value === null) return false;
        try { return value instanceof E || field(value, 'stack') !== ''; } catch { return false; }
      }

      function errorJSON(error, inspect, limit = 65536) {
        if (isError(error)) {
          const code = field(error, 'code');
          return '{"ok":false,"error":{"name":'
            + stringify(bounded(field(error, 'name') || 'Error', limit))
            + ',"message":' + stringify(bounded(field(error, 'message'), limit))
            + ',"stack":' + stringify(bounded(formatStack(error), limit))
            + (code === '' ? '' : ',"code":' + stringify(bounded(code, 256))) + '}}';
        }
        const text = typeof error === 'string' ? bounded(error, limit) : display(error, inspect, limit);
        return '{"ok":false,"error":{"name":"Error","message":' + stringify(text)
          + ',"stack":' + stringify('Uncaught ' + text) + '}}';
      }

      // (value, inspect): the JSON of a result. Its size is bounded, in UTF-16 code units.
      function resultJSON(value, inspect, limit = 4194304, displayLimit = 262144) {
        const text = json(value, limit);
        return '{"ok":true' + (text === undefined ? '' : ',"value":' + text)
          + ',"display":' + stringify(display(value, inspect, displayLimit)) + '}';
      }

      binding.noteHead = (url, columns) => { heads[url] = columns; };
      binding.formatStack = formatStack;
      binding.errorJSON = errorJSON;
      binding.resultJSON = resultJSON;
      binding.microtask = function microtask(callback) {
        apply(then, done, [() => { try { callback(); } catch (error) { fail(error); } }]);
      };
    })
    """#
}
