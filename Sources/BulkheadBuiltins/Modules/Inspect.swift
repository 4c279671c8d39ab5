/// What `util.inspect` and `console.log` make of a value: the layout is Node's, which people read all day.
///
/// Nothing here trusts the value: proxies are looked through, getters are not called.
let inspectSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { apply, uncurry, Promise, Error, Map, Set, WeakMap, Symbol, Date, Object, isArray, keys, Math,
    getPrototypeOf, getOwnPropertyDescriptor, hasOwn, push, join, split, indexOf, replaceAll, stringSlice,
    startsWith, endsWith, ArrayBuffer, Uint8Array, charCodeAt, Number, String, mapGet, mapSet, mapHas } = primordials;
    const custom = Symbol.for('nodejs.util.inspect.custom');
    const { toStringTag, iterator } = Symbol;
    const { getOwnPropertySymbols, getOwnPropertyNames } = Object;
    const tagOf = uncurry(Object.prototype.toString);
    const sourceOf = uncurry(Function.prototype.toString);
    const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
    const test = uncurry(RegExp.prototype.test);
    const padStart = uncurry(String.prototype.padStart);
    const padEnd = uncurry(String.prototype.padEnd);
    const repeat = uncurry(String.prototype.repeat);
    const numberText = uncurry(Number.prototype.toString);
    const symbolText = uncurry(Symbol.prototype.toString);
    const isoText = uncurry(Date.prototype.toISOString);
    const timeOf = uncurry(Date.prototype.getTime);
    const patternText = uncurry(RegExp.prototype.toString);
    const mapEach = uncurry(Map.prototype.forEach);
    const setEach = uncurry(Set.prototype.forEach);
    const getter = (prototype, name) => uncurry(getOwnPropertyDescriptor(prototype, name).get);
    const mapSize = getter(Map.prototype, 'size');
    const setSize = getter(Set.prototype, 'size');
    const bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
    const isView = ArrayBuffer.isView;
    const { WeakSet, DataView } = globalThis;
    const unboxers = [Number, Boolean, String, Symbol, BigInt];
    const unbox = unboxers.map((type) => uncurry(type.prototype.valueOf));

    const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
    const INDEX = /^(0|[1-9][0-9]{0,15})$/;
    // How the properties of a value are written: `name: value`, a bare element, or properties after elements.
    const OBJECT = 0, ELEMENT = 1, EXTRA = 2;
    const defaults = { showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false,
      maxArrayLength: 100, maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false,
      numericSeparator: false };
    const COLORS = { __proto__: null, special: [36, 39], number: [33, 39], bigint: [33, 39], boolean: [33, 39],
      undefined: [90, 39], null: [1, 22], string: [32, 39], symbol: [32, 39], date: [35, 39], regexp: [31, 39],
      module: [4, 24] };
    const plain = (text) => text;
    function colored(text, style) {
      const codes = COLORS[style];
      return codes === undefined ? text : '\x1b[' + codes[0] + 'm' + text + '\x1b[' + codes[1] + 'm';
    }
    const SHORT = { __proto__: null, 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 92: '\\\\' };

    function quote(text) {
      const mark = indexOf(text, "'") < 0 ? "'" : indexOf(text, '"') < 0 ? '"'
        : indexOf(text, '`') < 0 && indexOf(text, '${') < 0 ? '`' : "'";
      let body = '';
      for (let index = 0; index < text.length; index++) {
        const code = charCodeAt(text, index);
        const short = SHORT[code];
        if (short !== undefined) body += short;
        else if (text[index] === mark) body += '\\' + mark;
        else if (code < 32 || (code >= 127 && code <= 159)) {
          const hex = numberText(code, 16);
          body += '\\x' + (code < 16 ? '0' : '') + hex.toUpperCase();
        } else if (code < 0xd800 || code > 0xdfff) body += text[index];
        else {
          const next = index + 1 < text.length ? charCodeAt(text, index + 1) : 0;
          if (code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
            body += text[index] + text[index + 1];
            index += 1;
          } else body += '\\u' + numberText(code, 16);
        }
      }
      return mark + body + mark;
    }

    const plural = (count) => count > 1 ? 's' : '';
    const spaces = (count) => repeat(' ', count);

    function showString(state, text) {
      let trailer = '';
      if (text.length > state.maxStringLength) {
        const left = text.length - state.maxStringLength;
        text = stringSlice(text, 0, state.maxStringLength);
        trailer = '... ' + left + ' more character' + plural(left);
      }
      if (state.compact !== true && text.length > 16 && text.length > state.breakLength - state.indent - 4
          && indexOf(text, '\n') >= 0) {
        const lines = split(text, '\n');
        const parts = [];
        for (let index = 0; index < lines.length; index++) {
          const isLast = index === lines.length - 1;
          if (isLast && lines[index] === '') break;
          push(parts, state.stylize(quote(lines[index] + (isLast ? '' : '\n')), 'string'));
        }
        return join(parts, ' +\n' + spaces(state.indent + 2)) + trailer;
      }
      return state.stylize(quote(text), 'string') + trailer;
    }
    const decimal = (value) => value === 0 && 1 / value < 0 ? '-0' : '' + value;
    function showPrimitive(state, value) {
      switch (typeof value) {
        case 'string': return showString(state, value);
        case 'number': return state.stylize(decimal(value), 'number');
        case 'bigint': return state.stylize(value + 'n', 'bigint');
        case 'symbol': return state.stylize(symbolText(value), 'symbol');
        case 'object': return state.stylize('null', 'null');
        default: return state.stylize('' + value, typeof value);
      }
    }

    // MARK: Names

    // The class a value says it is of; null for one without a prototype.
    function constructorName(value) {
      for (let object = value; object !== null; object = getPrototypeOf(object)) {
        const descriptor = getOwnPropertyDescriptor(object, 'constructor');
        const made = descriptor === undefined ? undefined : descriptor.value;
        if (typeof made === 'function' && typeof made.name === 'string' && made.name !== '' && isInstance(value, made)) {
          return made.name;
        }
      }
      return getPrototypeOf(value) === null ? null : 'Object <Complex prototype>';
    }
    function isInstance(value, type) {
      try {
        return value instanceof type;
      } catch {
        return false;
      }
    }
    function tagName(value, state) {
      const tag = value[toStringTag];
      if (typeof tag !== 'string' || tag === '') return '';
      return (state.showHidden ? hasOwn : isEnumerable)(value, toStringTag) ? '' : tag;
    }
    function prefixOf(name, tag, fallback, size) {
      if (name === null) {
        return '[' + fallback + size + ': null prototype] ' + (tag !== '' && fallback !== tag ? '[' + tag + '] ' : '');
      }
      return name + size + (tag !== '' && name !== tag ? ' [' + tag + '] ' : ' ');
    }
    function namesOf(value, state, skipsIndices) {
      let names = state.showHidden ? getOwnPropertyNames(value) : keys(value);
      if (skipsIndices) names = names.filter((name) => !test(INDEX, name));
      const symbols = getOwnPropertySymbols(value);
      for (let index = 0; index < symbols.length; index++) {
        if (state.showHidden || isEnumerable(value, symbols[index])) push(names, symbols[index]);
      }
      return names;
    }

    // MARK: Values

    function show(state, value, depth) {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return showPrimitive(state, value);
      const original = value;
      for (let target = binding.proxyTarget(value); target !== undefined; target = binding.proxyTarget(value)) {
        if (target === null) return state.stylize('<Revoked Proxy>', 'special');
        value = target;
      }
      if (state.customInspect) {
        const method = value[custom];
        if (typeof method === 'function' && method !== inspect) {
          const left = state.depth === null ? null : state.depth - depth;
          const result = apply(method, original, [left, optionsOf(state), inspect]);
          if (result !== original) {
            if (result === null || typeof result !== 'object') return '' + result;
            return replaceAll(show(state, result, depth), '\n', '\n' + spaces(state.indent));
          }
        }
      }
      if (state.seen.indexOf(value) >= 0) {
        if (!mapHas(state.circular, value)) mapSet(state.circular, value, state.circular.size + 1);
        return state.stylize('[Circular *' + mapGet(state.circular, value) + ']', 'special');
      }
      return showObject(state, value, depth);
    }
    function optionsOf(state) {
      const options = { stylize: state.stylize };
      const names = keys(defaults);
      for (let index = 0; index < names.length; index++) options[names[index]] = state[names[index]];
      return options;
    }

    // `{ open, close, base, names, fill, kind }`, or the whole text of a value with nothing inside.
    function layoutOf(state, value) {
      const name = constructorName(value);
      const tag = tagName(value, state);
      const plainNames = () => namesOf(value, state, false);
      const layout = { open: '{', close: '}', base: '', names: undefined, fill: undefined, kind: OBJECT, name, tag,
        fallback: 'Object' };
      if (isArray(value)) {
        const prefix = name !== 'Array' || tag !== '' ? prefixOf(name, tag, 'Array', '(' + value.length + ')') : '';
        layout.fallback = 'Array';
        return listLayout(layout, state, value, prefix, fillArray);
      }
      if (typeof value === 'function') {
        layout.base = functionText(value, name, tag);
        layout.names = plainNames();
        return layout.names.length === 0 ? state.stylize(layout.base, 'special') : layout;
      }
      if (value instanceof Error || tagOf(value) === '[object Error]') return errorLayout(layout, state, value);
      if (isView(value)) {
        if (value instanceof DataView) {
          layout.open = prefixOf(name, tag, 'DataView', '') + '{';
          layout.names = ['byteLength', 'byteOffset', 'buffer'].concat(plainNames());
          layout.shown = { byteLength: value.byteLength, byteOffset: value.byteOffset, buffer: value.buffer };
          return layout;
        }
        layout.fallback = 'TypedArray';
        return listLayout(layout, state, value, prefixOf(name, tag, 'TypedArray', '(' + value.length + ')'), fillTyped);
      }
      return collectionLayout(layout, state, value, plainNames)
        || wrapperLayout(layout, state, value, plainNames)
        || objectLayout(layout, state, value, plainNames);
    }
    function listLayout(layout, state, value, prefix, fill) {
      layout.open = prefix + '[';
      layout.close = ']';
      layout.names = namesOf(value, state, true);
      layout.kind = EXTRA;
      layout.fill = fill;
      return value.length === 0 && layout.names.length === 0 ? layout.open + ']' : layout;
    }
    function brand(read, value) {
      try {
        return read(value);
      } catch {
        return undefined;
      }
    }
    function collectionLayout(layout, state, value, plainNames) {
      const maps = brand(mapSize, value);
      const sets = maps === undefined ? brand(setSize, value) : undefined;
      if (maps === undefined && sets === undefined) return undefined;
      const kind = maps === undefined ? 'Set' : 'Map';
      const size = maps === undefined ? sets : maps;
      const prefix = prefixOf(layout.name, layout.tag, kind, '(' + size + ')');
      layout.fallback = kind;
      layout.names = plainNames();
      layout.open = prefix + '{';
      layout.fill = maps === undefined ? fillSet : fillMap;
      return size === 0 && layout.names.length === 0 ? prefix + '{}' : layout;
    }
    function wrapperLayout(layout, state, value, plainNames) {
      const { name, tag } = layout;
      const based = (base, style, fallback) => {
        layout.base = name === fallback && (tag === '' || tag === name) ? base : prefixOf(name, tag, fallback, '') + base;
        layout.names = plainNames();
        return layout.names.length === 0 ? state.stylize(layout.base, style) : layout;
      };
      if (value instanceof Date) {
        const time = brand(timeOf, value);
        if (time !== undefined) return based(time === time ? isoText(value) : 'Invalid Date', 'date', 'Date');
      }
      if (value instanceof RegExp) {
        const text = brand(patternText, value);
        if (text !== undefined) return based(text, 'regexp', 'RegExp');
      }
      const length = brand(bufferLength, value);
      if (length !== undefined) {
        layout.open = prefixOf(name, tag, 'ArrayBuffer', '') + '{';
        layout.names = ['byteLength'].concat(plainNames());
        layout.shown = { byteLength: length };
        layout.fill = fillBuffer;
        return layout;
      }
      const filled = (word, fallback) => {
        layout.open = prefixOf(name, tag, fallback, '') + '{';
        layout.names = plainNames();
        layout.fill = () => [state.stylize(word, 'special')];
        return layout;
      };
      // The engine does not say whether a promise has settled.
      if (value instanceof Promise) return filled('<state unknown>', 'Promise');
      if (value instanceof WeakMap) return filled('<items unknown>', 'WeakMap');
      if (value instanceof WeakSet) return filled('<items unknown>', 'WeakSet');
      for (let index = 0; index < unboxers.length; index++) {
        if (!isInstance(value, unboxers[index])) continue;
        const inner = brand(unbox[index], value);
        if (inner === undefined) continue;
        const type = unboxers[index].name;
        const text = showPrimitive({ stylize: plain, maxStringLength: Infinity, compact: true }, inner);
        const head = '[' + type + (name === type ? '' : name === null ? ' (null prototype)' : ' (' + name + ')') + ': ' + text + ']';
        layout.base = head + (tag !== '' && tag !== name ? ' [' + tag + ']' : '');
        layout.names = namesOf(value, state, type === 'String').filter((key) => type !== 'String' || key !== 'length');
        return layout.names.length === 0 ? state.stylize(layout.base, type.toLowerCase()) : layout;
      }
      return undefined;
    }
    function objectLayout(layout, state, value, plainNames) {
      const { name, tag } = layout;
      layout.names = plainNames();
      if (tagOf(value) === '[object Arguments]') layout.open = '[Arguments] {';
      else if (name !== 'Object' || tag !== '') layout.open = prefixOf(name, tag, 'Object', '') + '{';
      return layout.names.length === 0 ? layout.open + '}' : layout;
    }

    function functionText(value, name, tag) {
      const source = sourceOf(value);
      if (startsWith(source, 'class') && endsWith(source, '}')) {
        const own = getOwnPropertyDescriptor(value, 'name');
        const parent = name === null ? undefined : getPrototypeOf(value);
        return '[class ' + (own !== undefined && typeof own.value === 'string' && own.value !== '' ? own.value : '(anonymous)')
          + (name !== 'Function' && name !== null ? ' [' + name + ']' : '') + (tag !== '' && tag !== name ? ' [' + tag + ']' : '')
          + (name === null ? ' extends null' : parent !== null && parent.name ? ' extends ' + parent.name : '') + ']';
      }
      const kind = tagOf(value);
      const type = (startsWith(kind, '[object Async') ? 'Async' : '') + (indexOf(kind, 'Generator') > 0 ? 'Generator' : '') + 'Function';
      const own = value.name;
      return '[' + type + (name === null ? ' (null prototype)' : '') + (typeof own !== 'string' || own === '' ? ' (anonymous)' : ': ' + own) + ']'
        + (name !== type && name !== null ? ' ' + name : '') + (tag !== '' && tag !== name ? ' [' + tag + ']' : '');
    }

    function errorLayout(layout, state, error) {
      const { name, tag } = layout;
      const called = error.name === undefined || error.name === null ? 'Error' : '' + error.name;
      let stack = error.stack ? '' + binding.formatStack(error) : '';
      if (stack === '') stack = called + (error.message ? ': ' + error.message : '');
      const ignored = ['line', 'column', 'sourceURL'];
      const names = namesOf(error, state, false).filter((key) => ignored.indexOf(key) < 0
        && !((key === 'name' || key === 'message' || key === 'stack') && indexOf(stack, '' + error[key]) >= 0));
      if ('cause' in error && names.indexOf('cause') < 0) push(names, 'cause');
      if (isArray(error.errors) && names.indexOf('errors') < 0) push(names, 'errors');
      // The class says more than the name it inherits.
      if (name !== null && name !== called && endsWith(called, 'Error') && startsWith(stack, called)) {
        const rest = stringSlice(stack, called.length);
        stack = indexOf(name, called) >= 0 ? name + rest : name + ' [' + called + ']' + rest;
      }
      const message = error.message ? indexOf(stack, '' + error.message) : -1;
      const start = message < 0 ? 0 : message + ('' + error.message).length;
      if (indexOf(stringSlice(stack, start), '\n    at') < 0) stack = '[' + stack + ']';
      layout.base = state.indent === 0 ? stack : replaceAll(stack, '\n', '\n' + spaces(state.indent));
      layout.names = names;
      return names.length === 0 ? layout.base : layout;
    }

    function showObject(state, value, depth) {
      const layout = layoutOf(state, value);
      if (typeof layout === 'string') return layout;
      if (state.depth !== null && depth > state.depth) {
        const prefix = prefixOf(layout.name, layout.tag, layout.fallback, '');
        const word = stringSlice(prefix, 0, prefix.length - 1);
        return state.stylize(layout.name === null ? word : '[' + word + ']', 'special');
      }
      push(state.seen, value);
      state.level = depth + 1;
      const parts = layout.fill === undefined ? [] : layout.fill(state, value, depth + 1);
      for (let index = 0; index < layout.names.length; index++) {
        push(parts, showProperty(state, layout.shown, value, layout.names[index], layout.kind, depth + 1));
      }
      state.seen.length -= 1;
      let base = layout.base;
      let open = layout.open;
      if (mapHas(state.circular, value)) {
        const reference = state.stylize('<ref *' + mapGet(state.circular, value) + '>', 'special');
        if (state.compact === true) open = reference + ' ' + open;
        else base = base === '' ? reference : reference + ' ' + base;
      }
      if (state.sorted) {
        const order = typeof state.sorted === 'function' ? state.sorted : undefined;
        if (layout.kind === OBJECT) parts.sort(order);
      }
      return lay(state, parts, base, open, layout.close, layout.kind, depth + 1, isArray(value) || isView(value) ? value : undefined);
    }

    function showProperty(state, shown, object, key, kind, depth) {
      const isShown = shown !== undefined && typeof key === 'string' && hasOwn(shown, key);
      const descriptor = isShown ? { value: shown[key], enumerable: true }
        : getOwnPropertyDescriptor(object, key) || { value: object[key], enumerable: false };
      let text;
      if (descriptor.get !== undefined) {
        const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
        text = state.stylize('[' + label + ']', 'special');
        if (state.getters) text = readGetter(state, object, descriptor, label, depth);
      } else if (descriptor.set !== undefined) text = state.stylize('[Setter]', 'special');
      else {
        const step = state.compact !== true || kind !== OBJECT ? 2 : 3;
        state.indent += step;
        text = show(state, descriptor.value, depth);
        state.indent -= step;
      }
      if (kind === ELEMENT) return text;
      let name;
      if (typeof key === 'symbol') name = '[' + state.stylize(symbolText(key), 'symbol') + ']';
      else if (key === '__proto__') name = "['__proto__']";
      else if (descriptor.enumerable === false) name = '[' + key + ']';
      else name = test(IDENTIFIER, key) ? state.stylize(key, 'name') : state.stylize(quote(key), 'string');
      return name + ': ' + text;
    }
    function readGetter(state, object, descriptor, label, depth) {
      try {
        const value = apply(descriptor.get, object, []);
        state.indent += 2;
        const text = show(state, value, depth);
        state.indent -= 2;
        const isPlain = value === null || typeof value !== 'object';
        const head = state.stylize('[' + label + (isPlain ? ':' : ']'), 'special');
        return isPlain ? head + ' ' + text + state.stylize(']', 'special') : head + ' ' + text;
      } catch (error) {
        return state.stylize('[' + label + ': <Inspection threw (' + (error && error.message) + ')>]', 'special');
      }
    }

    // MARK: What is inside

    const more = (left) => '... ' + left + ' more item' + plural(left);
    function fillArray(state, list, depth) {
      const parts = [];
      let index = 0;
      while (index < list.length && parts.length < state.maxArrayLength) {
        if (hasOwn(list, index)) {
          push(parts, showProperty(state, undefined, list, index, ELEMENT, depth));
          index += 1;
          continue;
        }
        const start = index;
        while (index < list.length && !hasOwn(list, index)) index += 1;
        push(parts, state.stylize('<' + (index - start) + ' empty item' + plural(index - start) + '>', 'undefined'));
      }
      if (index < list.length) push(parts, more(list.length - index));
      return parts;
    }
    function fillTyped(state, list) {
      const parts = [];
      const count = Math.min(list.length, state.maxArrayLength);
      for (let index = 0; index < count; index++) push(parts, showPrimitive(state, list[index]));
      if (count < list.length) push(parts, more(list.length - count));
      return parts;
    }
    function fillEach(state, size, each, make) {
      const parts = [];
      const count = Math.min(size, state.maxArrayLength);
      state.indent += 2;
      each((item, key) => { if (parts.length < count) push(parts, make(item, key)); });
      state.indent -= 2;
      if (count < size) push(parts, more(size - count));
      return parts;
    }
    const fillSet = (state, set, depth) => fillEach(state, setSize(set), (visit) => setEach(set, visit),
      (item) => show(state, item, depth));
    const fillMap = (state, map, depth) => fillEach(state, mapSize(map), (visit) => mapEach(map, visit),
      (item, key) => show(state, key, depth) + ' => ' + show(state, item, depth));
    function fillBuffer(state, buffer) {
      const bytes = new Uint8Array(buffer);
      const count = Math.min(bytes.length, Math.max(0, state.maxArrayLength));
      const words = [];
      for (let index = 0; index < count; index++) push(words, padStart(numberText(bytes[index], 16), 2, '0'));
      const left = bytes.length - count;
      return [state.stylize('[Uint8Contents]', 'special') + ': <' + join(words, ' ')
        + (left > 0 ? ' ... ' + left + ' more byte' + plural(left) : '') + '>'];
    }

    // MARK: Layout

    const width = (state, text) => (state.colors ? text.replace(/\x1b\[[0-9;]*m/g, '') : text).length;

    // On one line where the value is shallow and short, many short elements in columns, else a line for each.
    function lay(state, parts, base, open, close, kind, depth, list) {
      const head = base === '' ? open : base + ' ' + open;
      if (state.compact !== true && typeof state.compact === 'number' && state.compact >= 1) {
        const count = parts.length;
        if (kind === EXTRA && count > 6) parts = columns(state, parts, list);
        if (state.level - depth < state.compact && count === parts.length) {
          const start = parts.length + state.indent + open.length + base.length + 10;
          if (fits(state, parts, start, base)) {
            const line = join(parts, ', ');
            if (indexOf(line, '\n') < 0) return head + ' ' + line + ' ' + close;
          }
        }
      } else if (state.compact === true && fits(state, parts, 0, base)) {
        return open + (base === '' ? '' : ' ' + base) + ' ' + join(parts, ', ') + ' ' + close;
      }
      const margin = '\n' + spaces(state.indent);
      return head + margin + '  ' + join(parts, ',' + margin + '  ') + margin + close;
    }
    function fits(state, parts, start, base) {
      let total = parts.length + start;
      if (total + parts.length > state.breakLength) return false;
      for (let index = 0; index < parts.length; index++) {
        total += width(state, parts[index]);
        if (total > state.breakLength) return false;
      }
      return base === '' || indexOf(base, '\n') < 0;
    }
    // Puts short elements into columns of a nearly square block.
    function columns(state, parts, list) {
      const rest = list !== undefined && state.maxArrayLength < list.length ? 1 : 0;
      const count = parts.length - rest;
      const gap = 2;
      const widths = [];
      let total = 0;
      let widest = 0;
      for (let index = 0; index < count; index++) {
        const size = width(state, parts[index]);
        push(widths, size);
        total += size + gap;
        if (size > widest) widest = size;
      }
      const cell = widest + gap;
      if (cell * 3 + state.indent >= state.breakLength || (total / cell <= 5 && widest > 6)) return parts;
      const bias = Math.sqrt(cell - total / parts.length);
      const biased = Math.max(cell - 3 - bias, 1);
      const number = Math.min(Math.round(Math.sqrt(2.5 * biased * count) / biased),
        Math.floor((state.breakLength - state.indent) / cell), state.compact * 4, 15);
      if (number <= 1) return parts;
      const sizes = [];
      for (let column = 0; column < number; column++) {
        let size = 0;
        for (let index = column; index < count; index += number) if (widths[index] > size) size = widths[index];
        push(sizes, size + gap);
      }
      let isNumeric = list !== undefined;
      for (let index = 0; isNumeric && index < list.length; index++) {
        isNumeric = typeof list[index] === 'number' || typeof list[index] === 'bigint';
      }
      const rows = [];
      for (let start = 0; start < count; start += number) {
        const end = Math.min(start + number, count);
        let row = '';
        for (let index = start; index < end; index++) {
          const isLast = index === end - 1;
          const hidden = parts[index].length - widths[index];
          const size = sizes[index - start] + hidden;
          if (isNumeric) row += padStart(parts[index] + (isLast ? '' : ', '), isLast ? size - gap : size);
          else row += isLast ? parts[index] : padEnd(parts[index] + ', ', size);
        }
        push(rows, row);
      }
      if (rest === 1) push(rows, parts[count]);
      return rows;
    }

    function inspect(value, options, depth, colors) {
      const state = { seen: [], circular: new Map(), indent: 0, level: 0, stylize: plain };
      const names = keys(defaults);
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        const given = options !== null && typeof options === 'object' ? options[name] : undefined;
        state[name] = given === undefined ? inspect.defaultOptions[name] : given;
      }
      if (typeof options === 'boolean') state.showHidden = options;
      if (depth !== undefined && typeof options !== 'object') state.depth = depth;
      if (colors !== undefined && typeof options !== 'object') state.colors = colors;
      if (state.depth === Infinity) state.depth = null;
      if (state.maxArrayLength === null) state.maxArrayLength = Infinity;
      if (state.maxStringLength === null) state.maxStringLength = Infinity;
      if (state.colors) state.stylize = colored;
      return show(state, value, 0);
    }
    inspect.custom = custom;
    inspect.defaultOptions = defaults;

    // Whether `String(value)` says nothing that the program's own code made up.
    function hasOwnText(value) {
      const target = binding.proxyTarget(value);
      if (target !== undefined || typeof value.toString !== 'function') return false;
      if (hasOwn(value, 'toString')) return true;
      let holder = value;
      do holder = getPrototypeOf(holder); while (holder !== null && !hasOwn(holder, 'toString'));
      const maker = holder === null ? undefined : getOwnPropertyDescriptor(holder, 'constructor');
      return maker === undefined || typeof maker.value !== 'function' || indexOf(sourceOf(maker.value), '[native code]') < 0;
    }
    return { inspect, decimal, hasOwnText, quote };
  })
  """#
