/// `path`, the POSIX half.
let pathSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { freeze, push, join: joinList, split, startsWith, endsWith, stringSlice,
    lastIndexOf } = primordials;
    function check(path, name) {
      if (typeof path === 'string') return;
      throw load('internal/errors').received(name, 'of type string', path);
    }
    // The names of a path without `.`, and `..` resolved as far as it can be.
    function simplify(path, isAbsolute) {
      const names = split(path, '/');
      const kept = [];
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        if (name === '' || name === '.') continue;
        if (name !== '..') push(kept, name);
        else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.length -= 1;
        else if (!isAbsolute) push(kept, name);
      }
      return joinList(kept, '/');
    }
    function normalize(path) {
      check(path, 'path');
      if (path === '') return '.';
      const isAbsolute = startsWith(path, '/');
      let result = simplify(path, isAbsolute);
      if (result === '') return isAbsolute ? '/' : endsWith(path, '/') ? './' : '.';
      if (endsWith(path, '/')) result += '/';
      return isAbsolute ? '/' + result : result;
    }
    function join(...parts) {
      let joined = '';
      for (let index = 0; index < parts.length; index++) {
        check(parts[index], 'path');
        if (parts[index] !== '') joined += joined === '' ? parts[index] : '/' + parts[index];
      }
      return joined === '' ? '.' : normalize(joined);
    }
    function resolve(...parts) {
      let resolved = '';
      for (let index = parts.length - 1; index >= 0 && !startsWith(resolved, '/'); index--) {
        check(parts[index], 'path');
        if (parts[index] !== '') resolved = resolved === '' ? parts[index] : parts[index] + '/' + resolved;
      }
      if (!startsWith(resolved, '/')) resolved = load('process').cwd() + '/' + resolved;
      const result = simplify(resolved, true);
      return '/' + result;
    }
    function withoutTrailingSlashes(path) {
      let end = path.length;
      while (end > 1 && path[end - 1] === '/') end -= 1;
      return stringSlice(path, 0, end);
    }
    function dirname(path) {
      check(path, 'path');
      if (path === '') return '.';
      const trimmed = withoutTrailingSlashes(path);
      const slash = lastIndexOf(trimmed, '/');
      if (slash < 0) return '.';
      if (slash === 0) return '/';
      return slash === 1 && trimmed[0] === '/' ? '//' : withoutTrailingSlashes(stringSlice(trimmed, 0, slash));
    }
    function basename(path, suffix) {
      check(path, 'path');
      const trimmed = withoutTrailingSlashes(path);
      const name = stringSlice(trimmed, lastIndexOf(trimmed, '/') + 1);
      if (suffix !== undefined && endsWith(name, suffix) && (name !== suffix || trimmed === suffix)) {
        return stringSlice(name, 0, name.length - suffix.length);
      }
      return name;
    }
    function extname(path) {
      const name = basename(path);
      const dot = lastIndexOf(name, '.');
      return dot <= 0 || name === '..' ? '' : stringSlice(name, dot);
    }
    function relative(from, to) {
      const left = split(stringSlice(resolve(from), 1), '/');
      const right = split(stringSlice(resolve(to), 1), '/');
      if (left[0] === '') left.length = 0;
      if (right[0] === '') right.length = 0;
      let common = 0;
      while (common < left.length && common < right.length && left[common] === right[common]) common += 1;
      const result = [];
      for (let index = common; index < left.length; index++) push(result, '..');
      for (let index = common; index < right.length; index++) push(result, right[index]);
      return joinList(result, '/');
    }
    function parse(path) {
      check(path, 'path');
      const root = startsWith(path, '/') ? '/' : '';
      const base = basename(path);
      const ext = extname(path);
      const dir = dirname(path);
      return {
        root, dir: dir === '.' && !startsWith(path, './') ? '' : dir, base, ext,
        name: stringSlice(base, 0, base.length - ext.length),
      };
    }
    function format(parts) {
      const dir = parts.dir || parts.root || '';
      const base = parts.base || (parts.name || '') + (parts.ext ? (startsWith(parts.ext, '.') ? '' : '.') + parts.ext : '');
      if (dir === '') return base;
      return dir === parts.root ? dir + base : dir + '/' + base;
    }
    const path = {
      sep: '/', delimiter: ':', normalize, join, resolve, dirname, basename, extname, relative, parse, format,
      isAbsolute(value) {
        check(value, 'path');
        return startsWith(value, '/');
      },
      toNamespacedPath: (value) => value,
    };
    path.posix = path;
    path.default = path;
    return freeze(path);
  })
  """#
