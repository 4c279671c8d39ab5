/// ECMAScript modules over what they are lowered to: loading, linking, evaluation in the order of
/// ECMA-262 section 16.2.1.5 (cycles and top-level await included), namespaces.
///
/// CommonJS modules, built-ins and JSON are synthetic modules. The names of a CommonJS module are
/// known once it has run: an import of a name it lacks fails then, right before the importer.
let esModulesSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { uncurry, defineProperty, create, keys, hasOwn, then, push, apply, Promise,
      SyntaxError, TypeError, Error, Map, Proxy, mapGet, mapSet, mapHas, mapDelete,
      getOwnPropertyDescriptor } = primordials;
    const sort = uncurry(Array.prototype.sort), pop = uncurry(Array.prototype.pop);
    const includes = uncurry(Array.prototype.includes);
    const toStringTag = Symbol.toStringTag;
    const { preventExtensions } = Object;
    const noop = () => {};

    // States of a module, in their order.
    const NEW = 0, EVALUATING = 1, WAITING = 2, EVALUATED = 3;
    const DONE = -1;
    let asyncCounter = 0;

    return function makeLoader(host) {
      const cache = new Map();
      // (namespace of a built-in): its record.
      const builtins = new Map();

      function makeRecord(path) {
        return {
          path, state: NEW, error: undefined, requests: [], isAsync: false, locals: undefined, indirect: undefined,
          stars: [], imports: [], scope: undefined, synthetic: undefined, isLinked: false, space: undefined,
          steps: undefined, ready: undefined, index: 0, ancestor: 0, root: undefined, order: 0, parents: [],
          pending: 0, promise: undefined, resolve: undefined, reject: undefined,
        };
      }

      // A module that is an object: `values()` is it, `run` makes it, `defaultOnly` hides its properties.
      function makeSynthetic(path, values, run, defaultOnly) {
        const record = makeRecord(path);
        record.isLinked = true;
        if (run === undefined) record.state = EVALUATED;
        record.synthetic = { values, run, defaultOnly };
        return record;
      }

      // MARK: Loading

      // In an import declaration an attribute nobody knows is a SyntaxError, in `import()` a TypeError.
      function checkAttributes(attributes, specifier, Unknown) {
        let type;
        for (let index = 0; index < attributes.length; index++) {
          if (attributes[index][0] !== 'type') {
            throw coded(Unknown, 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED',
              "Import attribute '" + attributes[index][0] + "' is not supported (" + specifier + ')');
          }
          type = attributes[index][1];
        }
        if (type !== undefined && type !== 'json') {
          throw coded(TypeError, 'ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE',
            "Modules of type '" + type + "' are not supported (" + specifier + ')');
        }
        return type;
      }

      function coded(Constructor, code, message) {
        const error = new Constructor(message);
        error.code = code;
        return error;
      }

      // The record of a module; `created` gets those that were not loaded before.
      function find(from, specifier, attributes, created, Unknown = SyntaxError) {
        const type = checkAttributes(attributes, specifier, Unknown);
        const known = host.builtin(specifier);
        if (known !== undefined) {
          if (!mapHas(builtins, known.exports)) {
            mapSet(builtins, known.exports, makeSynthetic(specifier, () => known.exports));
          }
          return mapGet(builtins, known.exports);
        }
        return fromSource(host.fetchModule(from, specifier), type, created);
      }

      function fromSource(found, type, created) {
        if ((found.format === 'json') !== (type === 'json')) {
          throw found.format === 'json'
            ? coded(TypeError, 'ERR_IMPORT_ATTRIBUTE_MISSING',
              "Module '" + found.path + "' needs an import attribute of 'type: json'")
            : coded(TypeError, 'ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE',
              "Module '" + found.path + "' is not of type 'json'");
        }
        const known = mapGet(cache, found.path);
        if (known !== undefined) return known;
        let record;
        if (found.format === 'json') {
          const value = host.parseJSON(found);
          record = makeSynthetic(found.path, () => value, undefined, true);
        } else if (found.format === 'module') {
          record = makeRecord(found.path);
          instantiate(record, found.source);
        } else {
          let exports;
          record = makeSynthetic(found.path, () => exports, () => { exports = host.runCommonJS(found); });
        }
        mapSet(cache, found.path, record);
        push(created, record);
        return record;
      }

      // Makes the module's scope and functions, without evaluating it.
      function instantiate(record, source) {
        const own = {
          __proto__: null,
          locals: undefined,
          import: (specifier, options) => importDynamic(record.path, specifier, options),
          nameDefault: (value) => defineProperty(value, 'name', { __proto__: null, configurable: true, value: 'default' }),
        };
        defineProperty(own, 'meta', { __proto__: null, configurable: true, get() {
          const meta = {
            __proto__: null, dirname: host.dirname(record.path), filename: record.path,
            url: 'file://' + record.path,
            resolve: (specifier) => host.resolve(record.path, specifier),
          };
          defineProperty(own, 'meta', { __proto__: null, value: meta });
          return meta;
        } });
        record.scope = create(null);
        const description = host.compile(source, 'module', record.path)(own, record.scope);
        record.isAsync = description.isAsync;
        record.requests = description.requests;
        record.imports = description.imports;
        record.stars = description.stars;
        record.indirect = create(null);
        for (let index = 0; index < description.indirect.length; index++) {
          const entry = description.indirect[index];
          record.indirect[entry[0]] = entry;
        }
        record.steps = apply(description.run, undefined, []);
        record.ready = record.steps.next();
        record.locals = create(null);
        for (let index = 0; index < own.locals.length; index++) {
          record.locals[own.locals[index][0]] = own.locals[index][1];
        }
        own.locals = undefined;
      }

      // Loads whatever a module asks for, and what that asks for.
      function loadGraph(first, created) {
        const pending = [first];
        for (let next = 0; next < pending.length; next++) {
          const record = pending[next];
          for (let index = 0; index < record.requests.length; index++) {
            const request = record.requests[index];
            if (request.length === undefined) continue;
            const before = created.length;
            const child = find(record.path, request[0], request[1], created);
            record.requests[index] = { specifier: request[0], record: child };
            if (created.length > before) push(pending, child);
          }
        }
      }

      // A record that is loaded and linked with all it needs.
      function prepare(getRecord) {
        const created = [];
        let record;
        try {
          record = getRecord(created);
          if (record.synthetic === undefined) {
            loadGraph(record, created);
            link(record);
          }
        } catch (error) {
          for (let index = 0; index < created.length; index++) mapDelete(cache, created[index].path);
          throw error;
        }
        return record;
      }

      // MARK: Linking

      function link(first) {
        const pending = [first];
        first.isLinked = true;
        try {
          for (let next = 0; next < pending.length; next++) {
            const record = pending[next];
            for (let index = 0; index < record.requests.length; index++) {
              const child = record.requests[index].record;
              if (!child.isLinked) {
                child.isLinked = true;
                push(pending, child);
              }
            }
            // A star's names have to be known.
            for (let index = 0; index < record.stars.length; index++) {
              const child = record.requests[record.stars[index]].record;
              if (child.synthetic !== undefined) runSynthetic(child);
            }
          }
          for (let next = 0; next < pending.length; next++) {
            const record = pending[next];
            const names = keys(record.indirect);
            for (let index = 0; index < names.length; index++) required(record, names[index], record);
            bindImports(record, record.imports, record.scope);
          }
        } catch (error) {
          for (let next = 0; next < pending.length; next++) pending[next].isLinked = false;
          throw error;
        }
      }

      function bindImports(record, imports, scope) {
        for (let index = 0; index < imports.length; index++) {
          const local = imports[index][0];
          const child = record.requests[imports[index][1]].record;
          const name = imports[index][2];
          const get = name === null ? () => namespace(child) : required(child, name, record).get;
          defineProperty(scope, local, { __proto__: null, configurable: true, enumerable: true, get });
        }
      }

      function required(record, name, importer) {
        const found = resolveExport(record, name, []);
        if (found === null || found === 'ambiguous') throw missing(record, name, importer, found);
        return found;
      }

      function missing(record, name, importer, found) {
        const error = new SyntaxError(found === 'ambiguous'
          ? "The requested module '" + record.path + "' contains conflicting star exports for name '" + name + "'"
          : "The requested module '" + record.path + "' does not provide an export named '" + name + "'");
        error.sourceURL = importer.path;
        error.line = 1;
        return error;
      }

      // {record, name, get}, null, or 'ambiguous': section 16.2.1.7.2.2.
      function resolveExport(record, name, visited) {
        if (record.synthetic !== undefined) return resolveSynthetic(record, name);
        for (let index = 0; index < visited.length; index += 2) {
          if (visited[index] === record && visited[index + 1] === name) return null;
        }
        push(visited, record, name);
        const get = record.locals[name];
        if (get !== undefined) return { record, name, get };
        const entry = record.indirect[name];
        if (entry !== undefined) {
          const child = record.requests[entry[1]].record;
          if (entry[2] === null) return { record: child, name: null, get: () => namespace(child) };
          return resolveExport(child, entry[2], visited);
        }
        if (name === 'default') return null;
        let result = null;
        for (let index = 0; index < record.stars.length; index++) {
          const found = resolveExport(record.requests[record.stars[index]].record, name, visited);
          if (found === 'ambiguous') return found;
          if (found === null) continue;
          if (result === null) result = found;
          else if (result.record !== found.record || result.name !== found.name) return 'ambiguous';
        }
        return result;
      }

      function resolveSynthetic(record, name) {
        const { values, defaultOnly } = record.synthetic;
        if (name === 'default') return { record, name, get: values };
        if (defaultOnly) return null;
        if (record.state === EVALUATED && !provides(record, name)) return null;
        return { record, name, get: () => values()[name] };
      }

      function provides(record, name) {
        const value = record.synthetic.values();
        const isObject = value !== null && (typeof value === 'object' || typeof value === 'function');
        return name === 'default' || (isObject && name in value);
      }

      function exportedNames(record, names, visited) {
        if (record.synthetic !== undefined) {
          runSynthetic(record);
          const value = record.synthetic.values();
          names.default = true;
          if (record.synthetic.defaultOnly || value === null
              || (typeof value !== 'object' && typeof value !== 'function')) return;
          const own = keys(value);
          for (let index = 0; index < own.length; index++) names[own[index]] = true;
          return;
        }
        for (let index = 0; index < visited.length; index++) if (visited[index] === record) return;
        push(visited, record);
        const locals = keys(record.locals), indirect = keys(record.indirect);
        for (let index = 0; index < locals.length; index++) names[locals[index]] = true;
        for (let index = 0; index < indirect.length; index++) names[indirect[index]] = true;
        for (let index = 0; index < record.stars.length; index++) {
          const inner = create(null);
          exportedNames(record.requests[record.stars[index]].record, inner, visited);
          const found = keys(inner);
          for (let at = 0; at < found.length; at++) if (found[at] !== 'default') names[found[at]] = true;
        }
      }

      // MARK: Namespaces

      // A module namespace exotic object, section 10.4.6. The proxy's target has the same properties, so
      // that only reading and writing need traps: values come from the module's variables, and nothing
      // but the same value can be written.
      function namespace(record) {
        if (record.space !== undefined) return record.space;
        const names = create(null);
        exportedNames(record, names, []);
        const list = sort(keys(names));
        const target = create(null), getters = create(null);
        for (let index = 0; index < list.length; index++) {
          const name = list[index];
          const found = resolveExport(record, name, []);
          if (found === null || found === 'ambiguous') continue;
          getters[name] = found.get;
          defineProperty(target, name, { __proto__: null, enumerable: true, writable: true, value: undefined });
        }
        defineProperty(target, toStringTag, { __proto__: null, value: 'Module' });
        preventExtensions(target);
        const read = (key) => typeof key === 'string' && getters[key] !== undefined ? getters[key]() : target[key];
        record.space = new Proxy(target, {
          __proto__: null,
          get: (_, key) => read(key),
          set: () => false,
          getOwnPropertyDescriptor(_, key) {
            const descriptor = getOwnPropertyDescriptor(target, key);
            if (descriptor !== undefined) descriptor.value = read(key);
            return descriptor;
          },
          defineProperty(_, key, wanted) {
            const present = getOwnPropertyDescriptor(target, key);
            if (present === undefined || wanted.configurable === true) return false;
            if (hasOwn(wanted, 'get') || hasOwn(wanted, 'set')) return false;
            if (hasOwn(wanted, 'enumerable') && wanted.enumerable !== present.enumerable) return false;
            if (hasOwn(wanted, 'writable') && wanted.writable !== present.writable) return false;
            return !hasOwn(wanted, 'value') || primordials.Object.is(wanted.value, read(key));
          },
        });
        return record.space;
      }

      // MARK: Evaluation

      function runSynthetic(record) {
        if (record.state === EVALUATED) {
          if (record.error !== undefined) throw record.error.value;
          return;
        }
        record.state = EVALUATED;
        try {
          record.synthetic.run();
        } catch (error) {
          mapDelete(cache, record.path);
          record.error = { value: error };
          throw error;
        }
      }

      // A promise of the end of a module and of all it needs: section 16.2.1.5.3.
      function evaluateModule(first) {
        let record = first;
        if (record.synthetic !== undefined) {
          try {
            runSynthetic(record);
          } catch (error) {
            return Promise.reject(error);
          }
          return Promise.resolve();
        }
        if (record.state >= WAITING && record.root !== undefined) record = record.root;
        if (record.promise !== undefined) return record.promise;
        record.promise = new Promise((resolve, reject) => {
          record.resolve = resolve;
          record.reject = reject;
        });
        const stack = [];
        try {
          visit(record, stack, 0);
          if (record.order === 0) record.resolve();
        } catch (error) {
          for (let index = 0; index < stack.length; index++) {
            stack[index].state = EVALUATED;
            stack[index].error = { value: error };
            stack[index].root = stack[index];
          }
          record.reject(error);
        }
        return record.promise;
      }

      function visit(record, stack, first) {
        if (record.synthetic !== undefined) {
          runSynthetic(record);
          return first;
        }
        if (record.state >= WAITING) {
          if (record.error !== undefined) throw record.error.value;
          return first;
        }
        if (record.state === EVALUATING) return first;
        let index = first;
        record.state = EVALUATING;
        record.index = record.ancestor = index++;
        push(stack, record);
        for (let at = 0; at < record.requests.length; at++) {
          let child = record.requests[at].record;
          index = visit(child, stack, index);
          if (child.synthetic !== undefined) continue;
          if (child.state === EVALUATING) {
            if (child.ancestor < record.ancestor) record.ancestor = child.ancestor;
          } else {
            child = child.root;
            if (child.error !== undefined) throw child.error.value;
          }
          if (child.order > 0) {
            record.pending++;
            push(child.parents, record);
          }
        }
        if (record.pending > 0 || record.isAsync) {
          record.order = ++asyncCounter;
          if (record.pending === 0) runAsync(record);
        } else {
          run(record);
        }
        if (record.ancestor === record.index) {
          for (;;) {
            const done = pop(stack);
            done.state = done.order === 0 ? EVALUATED : WAITING;
            done.root = record;
            if (done === record) break;
          }
        }
        return index;
      }

      // The second step of a module: its code.
      function run(record) {
        for (let index = 0; index < record.imports.length; index++) {
          const child = record.requests[record.imports[index][1]].record, name = record.imports[index][2];
          if (child.synthetic !== undefined && name !== null && child.synthetic.run !== undefined
              && !provides(child, name)) {
            throw missing(child, name, record, null);
          }
        }
        const steps = record.steps;
        record.steps = undefined;
        return steps.next();
      }

      function runAsync(record) {
        let promise;
        try {
          promise = run(record);
        } catch (error) {
          promise = Promise.reject(error);
        }
        then(promise, () => fulfilled(record), (error) => rejected(record, error));
      }

      function fulfilled(record) {
        if (record.state === EVALUATED) return;
        finish(record);
        const ready = [];
        gather(record, ready);
        sort(ready, (one, other) => one.order - other.order);
        for (let index = 0; index < ready.length; index++) {
          const parent = ready[index];
          if (parent.state === EVALUATED) continue;
          if (parent.isAsync) {
            runAsync(parent);
            continue;
          }
          try {
            run(parent);
          } catch (error) {
            rejected(parent, error);
            continue;
          }
          finish(parent);
        }
      }

      function finish(record) {
        record.order = DONE;
        record.state = EVALUATED;
        if (record.resolve !== undefined) record.resolve();
      }

      function gather(record, ready) {
        for (let index = 0; index < record.parents.length; index++) {
          const parent = record.parents[index];
          if (includes(ready, parent) || (parent.root !== undefined && parent.root.error !== undefined)) continue;
          if (--parent.pending > 0) continue;
          push(ready, parent);
          if (!parent.isAsync) gather(parent, ready);
        }
      }

      function rejected(record, error) {
        if (record.state === EVALUATED) return;
        record.error = { value: error };
        record.order = DONE;
        record.state = EVALUATED;
        if (record.reject !== undefined) record.reject(error);
        for (let index = 0; index < record.parents.length; index++) rejected(record.parents[index], error);
      }

      // Asynchronous modules stand at their first step a few turns of the queue later.
      async function settled(record) {
        const visited = [record];
        for (let next = 0; next < visited.length; next++) {
          const current = visited[next];
          if (current.isAsync && current.state === NEW) await current.ready;
          for (let index = 0; index < current.requests.length; index++) {
            const child = current.requests[index].record;
            if (!includes(visited, child)) push(visited, child);
          }
        }
      }

      // MARK: Entrances

      function attributesOf(options) {
        const attributes = [];
        if (options === undefined) return attributes;
        if (options === null || (typeof options !== 'object' && typeof options !== 'function')) {
          throw new TypeError('The second argument of import() must be an object');
        }
        const wanted = options.with;
        if (wanted === undefined) return attributes;
        if (wanted === null || (typeof wanted !== 'object' && typeof wanted !== 'function')) {
          throw new TypeError("The 'with' option of import() must be an object");
        }
        const names = keys(wanted);
        for (let index = 0; index < names.length; index++) {
          const value = wanted[names[index]];
          if (typeof value !== 'string') throw new TypeError('Import attribute values must be strings');
          push(attributes, [names[index], value]);
        }
        return attributes;
      }

      async function importDynamic(from, specifier, options) {
        const name = `${specifier}`;
        const attributes = attributesOf(options);
        const record = prepare((created) => find(from, name, attributes, created, TypeError));
        await settled(record);
        await evaluateModule(record);
        return namespace(record);
      }

      async function importAll(from, requests, imports, scope) {
        const importer = makeRecord(from);
        for (let index = 0; index < requests.length; index++) {
          const record = prepare((created) => find(from, requests[index][0], requests[index][1], created));
          push(importer.requests, { specifier: requests[index][0], record });
        }
        importer.locals = create(null);
        importer.indirect = create(null);
        bindImports(importer, imports, scope);
        for (let index = 0; index < importer.requests.length; index++) {
          const record = importer.requests[index].record;
          await settled(record);
          await evaluateModule(record);
        }
      }

      async function runEntry(found) {
        const record = prepare((created) => fromSource(found, undefined, created));
        await settled(record);
        await evaluateModule(record);
      }

      function isGraphAsync(record, visited) {
        if (includes(visited, record) || record.state === EVALUATED) return false;
        push(visited, record);
        if (record.isAsync) return true;
        for (let index = 0; index < record.requests.length; index++) {
          if (isGraphAsync(record.requests[index].record, visited)) return true;
        }
        return false;
      }

      // `require` of a module: its namespace, unless something in it awaits.
      function requireModule(found) {
        const record = prepare((created) => fromSource(found, undefined, created));
        if (isGraphAsync(record, [])) {
          throw coded(Error, 'ERR_REQUIRE_ASYNC_MODULE',
            "require() cannot be used on a module that awaits at its top: use import('" + found.path + "')");
        }
        if (record.state === EVALUATING) {
          throw coded(Error, 'ERR_REQUIRE_CYCLE_MODULE', "Cannot require() a module in a cycle: '" + found.path + "'");
        }
        then(evaluateModule(record), noop, noop);
        if (record.error !== undefined) throw record.error.value;
        return namespace(record);
      }

      return { importDynamic, importAll, runEntry, requireModule };
    };
  })
  """#
