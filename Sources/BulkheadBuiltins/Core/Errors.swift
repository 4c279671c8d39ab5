/// Errors for arguments of the wrong kind, worded as Node's are.
let errorsSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { TypeError, RangeError, stringSlice } = primordials;
    function describe(value) {
      if (value === undefined || value === null) return '' + value;
      if (typeof value === 'function') return 'function ' + value.name;
      const { inspect } = load('internal/inspect');
      if (typeof value === 'object') {
        const made = value.constructor;
        return made && made.name ? 'an instance of ' + made.name : inspect(value, { depth: -1 });
      }
      let text = inspect(value, { colors: false });
      if (text.length > 28) text = stringSlice(text, 0, 25) + '...';
      return 'type ' + typeof value + ' (' + text + ')';
    }
    function coded(error, code) {
      error.code = code;
      return error;
    }
    return {
      coded, describe,
      // `expected` begins with `of type` or `an instance of`.
      received: (name, expected, value) => coded(
        new TypeError('The "' + name + '" argument must be ' + expected + '. Received ' + describe(value)), 'ERR_INVALID_ARG_TYPE'),
      invalid: (name, reason, value) => coded(
        new TypeError("The argument '" + name + "' " + reason + '. Received ' + load('internal/inspect').inspect(value)),
        'ERR_INVALID_ARG_VALUE'),
      outOfRange: (name, range, value) => coded(
        new RangeError('The value of "' + name + '" is out of range. It must be ' + range + '. Received ' + value), 'ERR_OUT_OF_RANGE'),
    };
  })
  """#
