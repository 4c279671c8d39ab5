/// `util`: `inspect` in the manner of Node's, which people read all day.
let utilSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { apply, Promise, Error, TypeError, Map, Set, WeakMap, Symbol, Date, Object, isArray, keys,
    getPrototypeOf, getOwnPropertyDescriptor, hasOwn, push, join, split, indexOf, replaceAll, stringSlice, freeze,
    ArrayBuffer, Uint8Array, stringify, charCodeAt } = primordials;
    const custom = Symbol.for('nodejs.util.inspect.custom');
    const isIdentifier = (name) => /^[A-Za-z_$][\w$]*$/.test(name);

    function quote(text) {
      const mark = indexOf(text, "'") < 0 ? "'" : indexOf(text, '"') < 0 ? '"' : indexOf(text, '`') < 0 ? '`' : "'";
      let body = '';
      for (let index = 0; index < text.length; index++) {
        const character = text[index];
        const code = charCodeAt(text, index);
        if (character === mark || character === '\\') body += '\\' + character;
        else if (character === '\n') body += '\\n';
        else if (character === '\t') body += '\\t';
        else if (character === '\r') body += '\\r';
        else if (code < 0x20 || code === 0x7f) body += '\\x' + (code < 16 ? '0' : '') + code.toString(16).toUpperCase();
        else body += character;
      }
      return mark + body + mark;
    }

    function primitive(value) {
      switch (typeof value) {
        case 'string': return quote(value);
        case 'number': return Object.is(value, -0) ? '-0' : '' + value;
        case 'bigint': return value + 'n';
        case 'symbol': return value.toString();
        default: return '' + value;
      }
    }

    function className(value) {
      for (let object = value; object !== null; object = getPrototypeOf(object)) {
        const descriptor = getOwnPropertyDescriptor(object, 'constructor');
        if (descriptor !== undefined && typeof descriptor.value === 'function' && descriptor.value.name !== '') {
          return descriptor.value.name;
        }
      }
      return null;
    }

    function propertyText(object, name, state, depth) {
      const descriptor = getOwnPropertyDescriptor(object, name);
      if (descriptor === undefined) return '<gone>';
      if (descriptor.get !== undefined) return descriptor.set === undefined ? '[Getter]' : '[Getter/Setter]';
      if (descriptor.set !== undefined) return '[Setter]';
      return show(descriptor.value, state, depth + 1);
    }
    function properties(object, state, depth, isList) {
      const parts = [];
      const names = keys(object);
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        if (isList && /^(0|[1-9]\d*)$/.test(name)) continue;
        if (parts.length >= 200) {
          push(parts, '... ' + (names.length - index) + ' more');
          break;
        }
        push(parts, (isIdentifier(name) ? name : quote(name)) + ': ' + propertyText(object, name, state, depth));
      }
      const symbols = Object.getOwnPropertySymbols(object);
      for (let index = 0; index < symbols.length; index++) {
        const descriptor = getOwnPropertyDescriptor(object, symbols[index]);
        if (descriptor !== undefined && descriptor.enumerable) {
          push(parts, '[' + symbols[index].toString() + ']: ' + propertyText(object, symbols[index], state, depth));
        }
      }
      return parts;
    }
    function elements(list, state, depth) {
      const parts = [];
      const shown = Math.min(list.length, state.maxArrayLength);
      for (let index = 0; index < shown; index++) {
        if (!hasOwn(list, index)) {
          let holes = 0;
          while (index + holes < list.length && !hasOwn(list, index + holes)) holes += 1;
          push(parts, '<' + holes + ' empty item' + (holes === 1 ? '' : 's') + '>');
          index += holes - 1;
        } else push(parts, isArray(list) ? propertyText(list, index, state, depth) : show(list[index], state, depth + 1));
      }
      if (list.length > shown) push(parts, '... ' + (list.length - shown) + ' more item' + (list.length - shown === 1 ? '' : 's'));
      return parts;
    }
    // On one line where it is short, else one part a line; many short items in columns.
    function wrap(prefix, open, parts, close, depth, state) {
      const start = prefix === '' ? open : prefix + ' ' + open;
      if (parts.length === 0) return start + close;
      let total = start.length + parts.length;
      let isFlat = true;
      for (let index = 0; index < parts.length; index++) {
        total += parts[index].length;
        if (indexOf(parts[index], '\n') >= 0) isFlat = false;
      }
      const pad = '  '.repeat(depth + 1);
      if (isFlat && total + pad.length <= 76 && (parts.length <= 6 || open === '{')) {
        return start + ' ' + join(parts, ', ') + ' ' + close;
      }
      if (isFlat && open === '[' && parts.length > 6) {
        const rows = [];
        let row = '';
        for (let index = 0; index < parts.length; index++) {
          const item = parts[index] + (index + 1 < parts.length ? ',' : '');
          if (row !== '' && row.length + item.length + 1 + pad.length > 76) {
            push(rows, row);
            row = '';
          }
          row += row === '' ? item : ' ' + item;
        }
        push(rows, row);
        return start + '\n' + pad + join(rows, '\n' + pad) + '\n' + '  '.repeat(depth) + close;
      }
      return start + '\n' + pad + join(parts, ',\n' + pad) + '\n' + '  '.repeat(depth) + close;
    }

    function show(value, state, depth) {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return primitive(value);
      if (state.seen.indexOf(value) >= 0) return '[Circular *1]';
      const customized = value[custom];
      if (typeof customized === 'function') {
        const result = apply(customized, value, [state.depth - depth, state, inspect]);
        return typeof result === 'string' ? result : show(result, state, depth);
      }
      state.seen.push(value);
      try {
        return showObject(value, state, depth);
      } finally {
        state.seen.pop();
      }
    }
    function showObject(value, state, depth) {
      const name = className(value);
      if (value instanceof Error) return showError(value, state, depth);
      if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString();
      if (value instanceof RegExp) return '' + value;
      const isTooDeep = depth > state.depth;
      if (typeof value === 'function') {
        const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : name || 'Function';
        const head = kind === 'class' ? '[class ' + (value.name || '(anonymous)') + ']'
          : '[' + kind + (value.name === '' ? ' (anonymous)' : ': ' + value.name) + ']';
        const parts = properties(value, state, depth, false);
        return parts.length === 0 || isTooDeep ? head : wrap(head, '{', parts, '}', depth, state);
      }
      if (isArray(value)) {
        if (isTooDeep) return '[Array]';
        const prefix = name === 'Array' ? '' : (name || 'Array') + '(' + value.length + ')';
        const parts = elements(value, state, depth);
        const extra = properties(value, state, depth, true);
        for (let index = 0; index < extra.length; index++) push(parts, extra[index]);
        return wrap(prefix, '[', parts, ']', depth, state);
      }
      if (value instanceof Map || value instanceof Set) {
        const prefix = (name || 'Map') + '(' + value.size + ')';
        if (isTooDeep) return '[' + name + ']';
        const parts = [];
        value.forEach((item, key) => {
          push(parts, value instanceof Map ? show(key, state, depth + 1) + ' => ' + show(item, state, depth + 1)
            : show(item, state, depth + 1));
        });
        return wrap(prefix, '{', parts, '}', depth, state);
      }
      if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
        if (name === 'Buffer') {
          let bytes = '';
          for (let index = 0; index < Math.min(value.length, 50); index++) {
            bytes += ' ' + (value[index] < 16 ? '0' : '') + value[index].toString(16);
          }
          return '<Buffer' + bytes + (value.length > 50 ? ' ... ' + (value.length - 50) + ' more bytes' : '') + '>';
        }
        return isTooDeep ? '[' + name + ']' : wrap(name + '(' + value.length + ')', '[', elements(value, state, depth), ']', depth, state);
      }
      if (value instanceof ArrayBuffer) return 'ArrayBuffer { byteLength: ' + value.byteLength + ' }';
      if (value instanceof Promise) return 'Promise { <pending> }';
      if (value instanceof WeakMap) return 'WeakMap { <items unknown> }';
      if (value instanceof Number || value instanceof String || value instanceof Boolean) {
        return '[' + name + ': ' + primitive(value.valueOf()) + ']';
      }
      const tag = value[Symbol.toStringTag];
      let prefix = name === 'Object' ? '' : name === null ? '[Object: null prototype]' : name;
      if (typeof tag === 'string' && tag !== '' && tag !== name) prefix = (prefix || 'Object') + ' [' + tag + ']';
      if (isTooDeep) return '[' + (name || 'Object') + ']';
      return wrap(prefix, '{', properties(value, state, depth, false), '}', depth, state);
    }
    function showError(error, state, depth) {
      const head = (error.name || 'Error') + (error.message ? ': ' + error.message : '');
      const stack = binding.formatStack(error);
      let text = stack === '' ? head : stack;
      const parts = [];
      const names = keys(error);
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        if (name === 'line' || name === 'column' || name === 'sourceURL' || name === 'message' || name === 'stack') continue;
        push(parts, name + ': ' + show(error[name], state, depth + 1));
      }
      if (error.cause !== undefined) push(parts, '[cause]: ' + show(error.cause, state, depth + 1));
      if (depth > 0 && indexOf(text, '\n') < 0) text = '[' + text + ']';
      return parts.length === 0 ? text : text + ' {\n  ' + join(parts, ',\n  ') + '\n}';
    }

    function inspect(value, options) {
      const state = {
        seen: [], depth: options && options.depth !== undefined ? (options.depth === null ? Infinity : options.depth) : 2,
        maxArrayLength: options && options.maxArrayLength !== undefined ? (options.maxArrayLength ?? Infinity) : 100,
      };
      return show(value, state, 0);
    }
    inspect.custom = custom;
    inspect.defaultOptions = { depth: 2 };

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
      switch (kind) {
        case 's': return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? inspect(value, { depth: 0 }) : primitive(value);
        case 'd': return typeof value === 'bigint' ? value + 'n' : typeof value === 'symbol' ? 'NaN' : '' + Number(value);
        case 'i': return typeof value === 'bigint' ? value + 'n' : '' + parseInt(value, 10);
        case 'f': return '' + parseFloat(value);
        case 'j':
          try {
            return stringify(value);
          } catch {
            return '[Circular]';
          }
        case 'c': return '';
        default: return inspect(value, kind === 'O' ? {} : { depth: 4 });
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
      if (left instanceof Map) {
        if (left.size !== right.size) return false;
        let same = true;
        left.forEach((value, key) => {
          if (!right.has(key) || !isDeepStrictEqual(value, right.get(key), seen)) same = false;
        });
        return same;
      }
      if (left instanceof Set) {
        if (left.size !== right.size) return false;
        let same = true;
        left.forEach((value) => {
          if (!right.has(value)) same = false;
        });
        return same;
      }
      const names = keys(left);
      if (names.length !== keys(right).length) return false;
      for (let index = 0; index < names.length; index++) {
        if (!hasOwn(right, names[index]) || !isDeepStrictEqual(left[names[index]], right[names[index]], seen)) return false;
      }
      return !isArray(left) || left.length === right.length;
    }

    const promisified = Symbol.for('nodejs.util.promisify.custom');
    function promisify(original) {
      if (typeof original !== 'function') throw new TypeError('The "original" argument must be of type function');
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
      styleText: (style, text) => text,
      isArray,
      types: freeze({
        isDate: is(Date), isRegExp: is(RegExp), isMap: is(Map), isSet: is(Set), isPromise: is(Promise),
        isNativeError: is(Error), isUint8Array: is(Uint8Array), isArrayBuffer: is(ArrayBuffer),
        isTypedArray: (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
        isAsyncFunction: (value) => typeof value === 'function' && value.constructor.name === 'AsyncFunction',
        isGeneratorFunction: (value) => typeof value === 'function' && value.constructor.name === 'GeneratorFunction',
        isProxy: () => false,
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
