/// `events`.
let eventsSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { apply, Promise, Error, TypeError, ownKeys, create, slice, Symbol } = primordials;
    const table = Symbol('listeners');
    const limit = Symbol('limit');
    function listenersOf(emitter) {
      if (!Object.hasOwn(emitter, table)) Object.defineProperty(emitter, table, { value: create(null), writable: true });
      return emitter[table];
    }
    function check(listener) {
      if (typeof listener === 'function') return;
      throw load('internal/errors').received('listener', 'of type function', listener);
    }
    function add(emitter, name, listener, isFirst) {
      check(listener);
      const all = listenersOf(emitter);
      if (all.newListener !== undefined) emitter.emit('newListener', name, listener.listener || listener);
      const list = all[name] === undefined ? [] : slice(all[name]);
      if (isFirst) list.unshift(listener);
      else list[list.length] = listener;
      all[name] = list;
      return emitter;
    }
    function onceWrapper(emitter, name, listener) {
      check(listener);
      const wrapper = function (...parameters) {
        emitter.removeListener(name, wrapper);
        return apply(listener, this, parameters);
      };
      wrapper.listener = listener;
      return wrapper;
    }

    function EventEmitter() {}
    EventEmitter.prototype = {
      constructor: EventEmitter,
      on(name, listener) { return add(this, name, listener, false); },
      addListener(name, listener) { return add(this, name, listener, false); },
      prependListener(name, listener) { return add(this, name, listener, true); },
      once(name, listener) { return add(this, name, onceWrapper(this, name, listener), false); },
      prependOnceListener(name, listener) { return add(this, name, onceWrapper(this, name, listener), true); },
      off(name, listener) { return this.removeListener(name, listener); },
      removeListener(name, listener) {
        const all = listenersOf(this);
        const list = all[name];
        if (list === undefined) return this;
        for (let index = list.length - 1; index >= 0; index--) {
          if (list[index] === listener || list[index].listener === listener) {
            const rest = slice(list);
            rest.splice(index, 1);
            if (rest.length === 0) delete all[name];
            else all[name] = rest;
            if (all.removeListener !== undefined) this.emit('removeListener', name, listener);
            break;
          }
        }
        return this;
      },
      removeAllListeners(name) {
        if (name === undefined) this[table] = create(null);
        else delete listenersOf(this)[name];
        return this;
      },
      emit(name, ...parameters) {
        const list = listenersOf(this)[name];
        if (list === undefined) {
          if (name !== 'error') return false;
          const cause = parameters[0];
          if (cause instanceof Error) throw cause;
          const error = new Error('Unhandled error. (' + load('util').inspect(cause) + ')');
          error.code = 'ERR_UNHANDLED_ERROR';
          error.context = cause;
          throw error;
        }
        for (let index = 0; index < list.length; index++) apply(list[index], this, parameters);
        return true;
      },
      listeners(name) {
        const list = listenersOf(this)[name];
        return list === undefined ? [] : list.map((listener) => listener.listener || listener);
      },
      rawListeners(name) {
        const list = listenersOf(this)[name];
        return list === undefined ? [] : slice(list);
      },
      listenerCount(name) {
        const list = listenersOf(this)[name];
        return list === undefined ? 0 : list.length;
      },
      eventNames() { return ownKeys(listenersOf(this)); },
      setMaxListeners(count) {
        Object.defineProperty(this, limit, { configurable: true, value: count });
        return this;
      },
      getMaxListeners() { return this[limit] === undefined ? EventEmitter.defaultMaxListeners : this[limit]; },
    };
    EventEmitter.EventEmitter = EventEmitter;
    EventEmitter.default = EventEmitter;
    EventEmitter.defaultMaxListeners = 10;
    EventEmitter.captureRejectionSymbol = Symbol.for('nodejs.rejection');
    EventEmitter.captureRejections = false;
    EventEmitter.errorMonitor = Symbol('events.errorMonitor');
    EventEmitter.listenerCount = (emitter, name) => emitter.listenerCount(name);
    EventEmitter.getEventListeners = (emitter, name) => emitter.listeners(name);
    EventEmitter.setMaxListeners = (count, ...emitters) => emitters.forEach((emitter) => emitter.setMaxListeners(count));
    EventEmitter.once = (emitter, name, options) => new Promise((resolve, reject) => {
      const signal = options && options.signal;
      if (signal) {
        const { aborted } = load('internal/events');
        if (signal.aborted) {
          reject(aborted(signal));
          return;
        }
        signal.addEventListener('abort', () => {
          emitter.removeListener(name, onEvent);
          emitter.removeListener('error', onError);
          reject(aborted(signal));
        }, { once: true });
      }
      const onError = (error) => {
        emitter.removeListener(name, onEvent);
        reject(error);
      };
      const onEvent = (...parameters) => {
        emitter.removeListener('error', onError);
        resolve(parameters);
      };
      emitter.once(name, onEvent);
      if (name !== 'error') emitter.once('error', onError);
    });
    EventEmitter.on = (emitter, name) => {
      const ready = [];
      const waiting = [];
      let failure;
      emitter.on(name, (...parameters) => {
        if (waiting.length > 0) waiting.shift().resolve({ value: parameters, done: false });
        else ready.push(parameters);
      });
      emitter.on('error', (error) => {
        if (waiting.length > 0) waiting.shift().reject(error);
        else failure = error;
      });
      return {
        next() {
          if (ready.length > 0) return Promise.resolve({ value: ready.shift(), done: false });
          if (failure !== undefined) return Promise.reject(failure);
          return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
        },
        return: () => Promise.resolve({ value: undefined, done: true }),
        [Symbol.asyncIterator]() { return this; },
      };
    };
    return EventEmitter;
  })
  """#
