/// `util`: what `console.log` makes of its arguments, and small functions; `inspect` has its own file.
let utilSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { apply, Promise, Error, Map, Set, WeakMap, Symbol, Date, Object, isArray, keys, getPrototypeOf, hasOwn,
    push, indexOf, stringSlice, freeze, ArrayBuffer, Uint8Array, stringify, Number, String } = primordials;
    const { inspect, decimal, hasOwnText } = load('internal/inspect');
    const { received } = load('internal/errors');

    // The words of console.log: placeholders of the first text, then the rest by spaces.
    function formatList(parameters) {
      const first = parameters[0];
      let text = '';
      let next = 0;
      if (typeof first === 'string') {
        next = 1;
        let start = 0;
        for (let index = 0; index < first.length - 1; index++) {
          if (first[index] !== '%') continue;
          const kind = first[index + 1];
          if (kind === '%') {
            text += stringSlice(first, start, index) + (parameters.length > 1 ? '%' : '%%');
          } else if (next < parameters.length && indexOf('sdifjoOc', kind) >= 0) {
            text += stringSlice(first, start, index) + placeholder(kind, parameters[next]);
            next += 1;
          } else continue;
          start = index + 2;
          index += 1;
        }
        text += stringSlice(first, start);
      }
      for (; next < parameters.length; next++) {
        const value = parameters[next];
        text += (next === 0 ? '' : ' ') + (typeof value === 'string' ? value : inspect(value));
      }
      return text;
    }
    function placeholder(kind, value) {
      const isObject = value !== null && (typeof value === 'object' || typeof value === 'function');
      switch (kind) {
        case 's':
          if (typeof value === 'number') return decimal(value);
          if (typeof value === 'bigint') return value + 'n';
          return !isObject || hasOwnText(value) ? String(value) : inspect(value, { depth: 0 });
        case 'd':
          return typeof value === 'bigint' ? value + 'n' : typeof value === 'symbol' ? 'NaN' : decimal(Number(value));
        case 'i':
          return typeof value === 'bigint' ? value + 'n' : typeof value === 'symbol' ? 'NaN' : decimal(parseInt(value));
        case 'f': return typeof value === 'symbol' ? 'NaN' : decimal(parseFloat(value));
        case 'j':
          try {
            return '' + stringify(value);
          } catch {
            return '[Circular]';
          }
        case 'c': return '';
        default: return inspect(value, kind === 'O' ? {} : { showHidden: true, depth: 4 });
      }
    }

    function isDeepStrictEqual(left, right, seen = []) {
      if (Object.is(left, right)) return true;
      if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
      if (getPrototypeOf(left) !== getPrototypeOf(right)) return false;
      for (let index = 0; index < seen.length; index++) {
        if (seen[index][0] === left && seen[index][1] === right) return true;
      }
      push(seen, [left, right]);
      if (left instanceof Date) return left.getTime() === right.getTime();
      if (left instanceof RegExp) return '' + left === '' + right;
      if (left instanceof Error && (left.message !== right.message || left.name !== right.name)) return false;
      if (left instanceof Map || left instanceof Set) return sameMembers(left, right, seen);
      if (unboxed(left) !== unboxed(right)) return false;
      const names = keys(left);
      if (names.length !== keys(right).length) return false;
      for (let index = 0; index < names.length; index++) {
        if (!hasOwn(right, names[index]) || !isDeepStrictEqual(left[names[index]], right[names[index]], seen)) return false;
      }
      return !isArray(left) || left.length === right.length;
    }

    function unboxed(value) {
      if (value instanceof Number || value instanceof String || value instanceof Boolean) return value.valueOf();
      return undefined;
    }
    // Members are compared by value; each of the right side is used once.
    function sameMembers(left, right, seen) {
      if (left.size !== right.size) return false;
      const isMap = left instanceof Map;
      const rest = [];
      right.forEach((value, key) => push(rest, [key, value]));
      let same = true;
      left.forEach((value, key) => {
        if (!same) return;
        const index = rest.findIndex((entry) => isDeepStrictEqual(key, entry[0], seen)
          && (!isMap || isDeepStrictEqual(value, entry[1], seen)));
        if (index < 0) same = false;
        else rest.splice(index, 1);
      });
      return same;
    }

    const promisified = Symbol.for('nodejs.util.promisify.custom');
    function promisify(original) {
      if (typeof original !== 'function') throw received('original', 'of type function', original);
      if (typeof original[promisified] === 'function') return original[promisified];
      return function (...parameters) {
        return new Promise((resolve, reject) => {
          push(parameters, (error, value) => {
            if (error) reject(error);
            else resolve(value);
          });
          apply(original, this, parameters);
        });
      };
    }
    promisify.custom = promisified;

    const is = (type) => (value) => value instanceof type;
    const util = {
      inspect, formatList, format: (...parameters) => formatList(parameters), isDeepStrictEqual, promisify,
      callbackify: (original) => function (...parameters) {
        const callback = parameters[parameters.length - 1];
        parameters.length -= 1;
        apply(original, this, parameters).then((value) => callback(null, value), (error) => callback(error));
      },
      inherits(child, parent) {
        Object.setPrototypeOf(child.prototype, parent.prototype);
        child.super_ = parent;
      },
      deprecate: (original) => original,
      debuglog: () => Object.assign(() => {}, { enabled: false }),
      stripVTControlCharacters: (text) => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, ''),
      toUSVString: (text) => text.toWellFormed(),
      // As for an output that is not a terminal.
      styleText: (style, text) => text,
      get parseArgs() { return load('internal/arguments'); },
      isArray,
      types: freeze({
        isDate: is(Date), isRegExp: is(RegExp), isMap: is(Map), isSet: is(Set), isPromise: is(Promise),
        isNativeError: is(Error), isUint8Array: is(Uint8Array), isArrayBuffer: is(ArrayBuffer),
        isTypedArray: (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
        isAsyncFunction: (value) => typeof value === 'function' && value.constructor.name === 'AsyncFunction',
        isGeneratorFunction: (value) => typeof value === 'function' && value.constructor.name === 'GeneratorFunction',
        isProxy: (value) => binding.proxyTarget(value) !== undefined,
        isBoxedPrimitive: (value) => value !== null && typeof value === 'object'
          && /^\[object (Number|String|Boolean|Symbol|BigInt)\]$/.test(Object.prototype.toString.call(value)),
        isWeakMap: is(WeakMap), isWeakSet: is(WeakSet), isDataView: is(DataView), isAnyArrayBuffer: is(ArrayBuffer),
        isArrayBufferView: ArrayBuffer.isView, isSharedArrayBuffer: () => false,
      }),
    };
    const forwarded = (names, module) => {
      for (let index = 0; index < names.length; index++) {
        Object.defineProperty(util, names[index], { enumerable: true, get: () => load(module)[names[index]] });
      }
    };
    forwarded(['TextEncoder', 'TextDecoder'], 'internal/encoding');
    util.default = util;
    return util;
  })
  """#
