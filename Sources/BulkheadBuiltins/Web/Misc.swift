/// Small web APIs.
let miscSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { TypeError, Map, Set, Date, Error, isArray, keys, mapGet, mapSet, mapHas, ArrayBuffer, Uint8Array,
    freeze, Math, getPrototypeOf, Object } = primordials;
    const origin = binding.monotonicMs();
    const performance = {
      timeOrigin: binding.wallMs(), now: () => binding.monotonicMs() - origin, mark() {}, measure() {},
      toJSON: () => ({ timeOrigin: performance.timeOrigin }),
    };

    function structuredClone(value) {
      const seen = new Map();
      function clone(item) {
        if (typeof item === 'function' || typeof item === 'symbol') {
          throw new (load('internal/events').DOMException)('a function or symbol could not be cloned', 'DataCloneError');
        }
        if (item === null || typeof item !== 'object') return item;
        if (mapHas(seen, item)) return mapGet(seen, item);
        let copy;
        if (item instanceof Date) copy = new Date(item.getTime());
        else if (item instanceof RegExp) copy = new RegExp(item.source, item.flags);
        else if (item instanceof Number || item instanceof String || item instanceof Boolean) copy = Object(item.valueOf());
        else if (item instanceof ArrayBuffer) copy = item.slice(0);
        else if (ArrayBuffer.isView(item)) copy = item.slice();
        else if (item instanceof Map) {
          copy = new Map();
          mapSet(seen, item, copy);
          item.forEach((entry, key) => copy.set(clone(key), clone(entry)));
          return copy;
        } else if (item instanceof Set) {
          copy = new Set();
          mapSet(seen, item, copy);
          item.forEach((entry) => copy.add(clone(entry)));
          return copy;
        } else if (item instanceof Error) {
          copy = new item.constructor(item.message);
          copy.stack = item.stack;
        } else {
          copy = isArray(item) ? [] : {};
          mapSet(seen, item, copy);
          const names = keys(item);
          for (let index = 0; index < names.length; index++) copy[names[index]] = clone(item[names[index]]);
          return copy;
        }
        mapSet(seen, item, copy);
        return copy;
      }
      return clone(value);
    }
    return {
      performance, structuredClone, navigator: freeze({ userAgent: 'Bulkhead', hardwareConcurrency: 1, language: 'en-US' }),
      get crypto() { return load('crypto').webcrypto; },
    };
  })
  """#
