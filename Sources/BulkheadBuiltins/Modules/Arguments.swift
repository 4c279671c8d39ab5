/// `util.parseArgs`.
let argumentsSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { TypeError, create, keys, push, hasOwn, startsWith, indexOf, stringSlice } = primordials;
    function fail(code, message) {
      const error = new TypeError(message);
      error.code = code;
      return error;
    }
    function parseArgs(config = {}) {
      const options = config.options || {};
      const isStrict = config.strict !== false;
      const allowsPositionals = config.allowPositionals === undefined ? !isStrict : config.allowPositionals;
      const rest = (config.args || load('process').argv.slice(2)).slice();
      const result = { values: create(null), positionals: [] };
      const nameOfShort = (letter) => keys(options).find((name) => options[name].short === letter) || letter;
      function store(name, value, shown) {
        const option = hasOwn(options, name) ? options[name] : undefined;
        if (option === undefined && isStrict) {
          throw fail('ERR_PARSE_ARGS_UNKNOWN_OPTION', "Unknown option '" + shown + "'");
        }
        if (option !== undefined && option.type === 'string' && value === true && isStrict) {
          throw fail('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', "Option '" + shown + " <value>' argument missing");
        }
        if (option !== undefined && option.type === 'boolean' && value !== true && value !== false && isStrict) {
          throw fail('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', "Option '" + shown + "' does not take an argument");
        }
        if (option !== undefined && option.multiple) {
          if (result.values[name] === undefined) result.values[name] = [];
          push(result.values[name], value);
        } else result.values[name] = value;
      }
      const takesValue = (name) => hasOwn(options, name) && options[name].type === 'string';
      while (rest.length > 0) {
        const word = rest.shift();
        if (word === '--') {
          while (rest.length > 0) push(result.positionals, rest.shift());
        } else if (startsWith(word, '--')) {
          const equals = indexOf(word, '=');
          const name = equals < 0 ? stringSlice(word, 2) : stringSlice(word, 2, equals);
          const shown = '--' + name;
          if (equals >= 0) store(name, stringSlice(word, equals + 1), shown);
          else if (takesValue(name) && rest.length > 0) store(name, rest.shift(), shown);
          else store(name, true, shown);
        } else if (word.length > 1 && word[0] === '-') {
          for (let index = 1; index < word.length; index++) {
            const name = nameOfShort(word[index]);
            const shown = '-' + word[index];
            if (!takesValue(name)) store(name, true, shown);
            else {
              const value = index + 1 < word.length ? stringSlice(word, index + 1) : rest.length > 0 ? rest.shift() : true;
              store(name, value, shown);
              break;
            }
          }
        } else {
          if (!allowsPositionals) {
            throw fail('ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
              "Unexpected argument '" + word + "'. This command does not take positional arguments");
          }
          push(result.positionals, word);
        }
      }
      const names = keys(options);
      for (let index = 0; index < names.length; index++) {
        const option = options[names[index]];
        if (option.default !== undefined && result.values[names[index]] === undefined) {
          result.values[names[index]] = option.default;
        }
      }
      return result;
    }
    return parseArgs;
  })
  """#
