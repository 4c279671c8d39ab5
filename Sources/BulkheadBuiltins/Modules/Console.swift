/// `console`, which writes by the channel.
let consoleSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Map, mapGet, mapSet, mapDelete, keys, push, join, split, indexOf } = primordials;
    const { send, ops, utf8Encode } = binding;
    let indent = '';
    const counts = new Map();
    const times = new Map();

    function text(parameters) {
      if (parameters.length === 1 && typeof parameters[0] === 'string') return parameters[0];
      const util = load('util');
      return util.formatList(parameters);
    }
    function write(operation, parameters) {
      let line = text(parameters);
      if (indent !== '') line = indent + (indexOf(line, '\n') < 0 ? line : join(split(line, '\n'), '\n' + indent));
      send(operation, '', utf8Encode(line + '\n'));
    }
    const log = (...parameters) => write(ops.stdout, parameters);
    const error = (...parameters) => write(ops.stderr, parameters);

    // A table of rows and their columns, as wide as the widest cell; `wanted` columns alone, if given.
    function table(data, wanted) {
      if (data === null || typeof data !== 'object') return log(data);
      const { inspect } = load('util');
      const isMap = data instanceof Map;
      const columns = [isMap || data instanceof Set ? '(iteration index)' : '(index)'];
      const rows = [];
      function addRow(index, item) {
        const row = { [columns[0]]: index };
        if (item !== null && typeof item === 'object' && !isMap) {
          const fields = keys(item);
          for (let field = 0; field < fields.length; field++) {
            const column = fields[field];
            if (wanted !== undefined && wanted.indexOf(column) < 0) continue;
            if (columns.indexOf(column) < 0) push(columns, column);
            row[column] = inspect(item[column]);
          }
        } else {
          row.Values = inspect(item);
        }
        push(rows, row);
        return row;
      }
      if (isMap) {
        push(columns, 'Key');
        data.forEach((value, key) => { addRow('' + rows.length, value).Key = inspect(key); });
      } else if (data instanceof Set) data.forEach((item) => addRow('' + rows.length, item));
      else keys(data).forEach((name) => addRow(name, data[name]));
      if (rows.some((row) => row.Values !== undefined)) push(columns, 'Values');
      const widths = columns.map((column) => {
        let width = column.length;
        for (let index = 0; index < rows.length; index++) width = Math.max(width, (rows[index][column] || '').length);
        return width;
      });
      const line = (left, middle, right) => left + widths.map((width) => '\u2500'.repeat(width + 2)).join(middle) + right;
      const cells = (row) => '\u2502' + columns.map((column, index) => ' ' + (row[column] || '').padEnd(widths[index]) + ' ')
        .join('\u2502') + '\u2502';
      const head = {};
      for (let index = 0; index < columns.length; index++) head[columns[index]] = columns[index];
      const lines = [line('\u250c', '\u252c', '\u2510'), cells(head), line('\u251c', '\u253c', '\u2524')];
      for (let index = 0; index < rows.length; index++) push(lines, cells(rows[index]));
      push(lines, line('\u2514', '\u2534', '\u2518'));
      log(join(lines, '\n'));
    }
    const elapsed = (label) => {
      const started = mapGet(times, label);
      return started === undefined ? undefined : (binding.monotonicMs() - started).toFixed(3) + 'ms';
    };
    const console = {
      log, info: log, debug: log, error, warn: error, table,
      dir: (value, options) => log(load('util').inspect(value, options)),
      trace: (...parameters) => error('Trace: ' + text(parameters)),
      assert(condition, ...parameters) {
        if (!condition) error('Assertion failed' + (parameters.length === 0 ? '' : ': ' + text(parameters)));
      },
      group(...parameters) {
        if (parameters.length > 0) log(...parameters);
        indent += '  ';
      },
      groupEnd() { indent = indent.slice(2); },
      count(label = 'default') {
        const count = (mapGet(counts, label) || 0) + 1;
        mapSet(counts, label, count);
        log(label + ': ' + count);
      },
      countReset: (label = 'default') => { mapDelete(counts, label); },
      time: (label = 'default') => { mapSet(times, label, binding.monotonicMs()); },
      timeLog: (label = 'default', ...parameters) => log(label + ': ' + elapsed(label), ...parameters),
      timeEnd(label = 'default') {
        if (elapsed(label) !== undefined) log(label + ': ' + elapsed(label));
        mapDelete(times, label);
      },
    };
    console.groupCollapsed = console.group;
    console.default = console;
    return console;
  })
  """#
