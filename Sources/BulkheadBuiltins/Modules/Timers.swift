/// Timers over the engine's clock, and their promises.
let timersSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { apply, Promise, TypeError, Symbol, then } = primordials;
    const { schedule, cancel, hold } = binding;
    const toPrimitive = Symbol.toPrimitive;

    function check(callback) {
      if (typeof callback === 'function') return;
      throw load('internal/errors').received('callback', 'of type function', callback);
    }
    const clamp = (delay) => {
      delay = +delay;
      return delay >= 1 && delay <= 0x7fffffff ? delay : 1;
    };

    class Timeout {
      constructor(callback, delay, parameters, repeats) {
        this._callback = callback;
        this._delay = delay;
        this._parameters = parameters;
        this._repeats = repeats;
        this._held = true;
        this._start();
      }
      _start() {
        this._id = schedule(this._delay, () => {
          if (this._repeats) this._start();
          else this._id = undefined;
          apply(this._callback, this, this._parameters);
        });
        this._number = this._id;
        if (!this._held) hold(this._id, 0);
      }
      ref() {
        this._held = true;
        if (this._id !== undefined) hold(this._id, 1);
        return this;
      }
      unref() {
        this._held = false;
        if (this._id !== undefined) hold(this._id, 0);
        return this;
      }
      hasRef() { return this._held; }
      refresh() {
        this.close();
        this._start();
        return this;
      }
      close() {
        if (this._id !== undefined) cancel(this._id);
        this._id = undefined;
        return this;
      }
      [toPrimitive]() { return this._number; }
    }
    // clearTimeout also takes the number that a Timeout turns into.
    function clear(timer) {
      if (timer instanceof Timeout) {
        timer._repeats = false;
        timer.close();
      } else if (typeof timer === 'number' || typeof timer === 'string') cancel(+timer);
    }
    const timers = {
      setTimeout(callback, delay, ...parameters) {
        check(callback);
        return new Timeout(callback, clamp(delay), parameters, false);
      },
      setInterval(callback, delay, ...parameters) {
        check(callback);
        return new Timeout(callback, clamp(delay), parameters, true);
      },
      setImmediate(callback, ...parameters) {
        check(callback);
        return new Timeout(callback, 0, parameters, false);
      },
      clearTimeout: clear, clearInterval: clear, clearImmediate: clear,
      queueMicrotask(callback) {
        check(callback);
        then(Promise.resolve(), () => callback());
      },
    };
    timers.default = timers;
    Object.defineProperty(timers, 'promises', { enumerable: true, get: () => load('timers/promises') });
    return timers;
  })
  """#

/// `timers/promises`.
let timersPromisesSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Promise, Symbol } = primordials;
    const timers = load('timers');
    function wait(start, stop, value, options) {
      const signal = options && options.signal;
      return new Promise((resolve, reject) => {
        if (signal && signal.aborted) {
          reject(load('internal/events').aborted(signal));
          return;
        }
        const timer = start(() => resolve(value));
        if (options && options.ref === false) timer.unref();
        if (signal) {
          signal.addEventListener('abort', () => {
            stop(timer);
            reject(load('internal/events').aborted(signal));
          }, { once: true });
        }
      });
    }
    const promises = {
      setTimeout: (delay, value, options) =>
        wait((done) => timers.setTimeout(done, delay), timers.clearTimeout, value, options),
      setImmediate: (value, options) => wait(timers.setImmediate, timers.clearImmediate, value, options),
      async *setInterval(delay, value) {
        for (;;) {
          await promises.setTimeout(delay);
          yield value;
        }
      },
    };
    promises.scheduler = { wait: (delay, options) => promises.setTimeout(delay, undefined, options) };
    return promises;
  })
  """#
