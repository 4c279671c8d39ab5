/// Event, EventTarget and the abort classes.
let eventTargetSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Error, TypeError, push, slice, Symbol } = primordials;
    class DOMException extends Error {
      constructor(message = '', name = 'Error') {
        super(message);
        Object.defineProperty(this, 'name', { value: typeof name === 'string' ? name : 'Error', configurable: true });
        const codes = { AbortError: 20, TimeoutError: 23, InvalidCharacterError: 5, DataCloneError: 25 };
        Object.defineProperty(this, 'code', { value: codes[this.name] || 0, configurable: true });
      }
    }
    class Event {
      constructor(type, options = {}) {
        this.type = '' + type;
        this.cancelable = !!options.cancelable;
        this.defaultPrevented = false;
        this.target = null;
      }
      preventDefault() { if (this.cancelable) this.defaultPrevented = true; }
      stopImmediatePropagation() { this._stopped = true; }
      stopPropagation() {}
    }
    class CustomEvent extends Event {
      constructor(type, options = {}) {
        super(type, options);
        this.detail = options.detail === undefined ? null : options.detail;
      }
    }
    const codes = { ABORT_ERR: 20, TIMEOUT_ERR: 23, INVALID_CHARACTER_ERR: 5, DATA_CLONE_ERR: 25 };
    Object.keys(codes).forEach((name) => Object.defineProperty(DOMException, name, { value: codes[name], enumerable: true }));
    // What Node's own functions reject with when their signal is aborted.
    function aborted(signal) {
      const error = new Error('The operation was aborted');
      error.name = 'AbortError';
      error.code = 'ABORT_ERR';
      Object.defineProperty(error, 'name', { enumerable: false });
      Object.defineProperty(error, 'cause', { value: signal.reason, configurable: true, writable: true });
      return error;
    }
    class EventTarget {
      constructor() { Object.defineProperty(this, '_listeners', { value: [] }); }
      addEventListener(type, listener, options) {
        if (listener === null || listener === undefined) return;
        if (this._listeners.some((entry) => entry.type === type && entry.listener === listener)) return;
        push(this._listeners, { type, listener, once: typeof options === 'object' && options !== null && !!options.once });
      }
      removeEventListener(type, listener) {
        const index = this._listeners.findIndex((entry) => entry.type === type && entry.listener === listener);
        if (index >= 0) this._listeners.splice(index, 1);
      }
      dispatchEvent(event) {
        event.target = this;
        const entries = slice(this._listeners);
        for (let index = 0; index < entries.length && !event._stopped; index++) {
          const entry = entries[index];
          if (entry.type !== event.type) continue;
          if (entry.once) this.removeEventListener(entry.type, entry.listener);
          if (typeof entry.listener === 'function') entry.listener.call(this, event);
          else entry.listener.handleEvent(event);
        }
        const handler = this['on' + event.type];
        if (typeof handler === 'function') handler.call(this, event);
        return !event.defaultPrevented;
      }
    }
    const internal = Symbol('internal');
    class AbortSignal extends EventTarget {
      constructor(key) {
        super();
        if (key !== internal) throw new TypeError('Illegal constructor');
        this.aborted = false;
        this.reason = undefined;
        this.onabort = null;
      }
      throwIfAborted() { if (this.aborted) throw this.reason; }
      static abort(reason) {
        const controller = new AbortController();
        controller.abort(reason);
        return controller.signal;
      }
      static timeout(delay) {
        const controller = new AbortController();
        load('timers').setTimeout(() => {
          controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
        }, delay).unref();
        return controller.signal;
      }
      static any(signals) {
        const controller = new AbortController();
        for (const signal of signals) {
          if (signal.aborted) controller.abort(signal.reason);
          else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
        }
        return controller.signal;
      }
    }
    class AbortController {
      constructor() { this.signal = new AbortSignal(internal); }
      abort(reason) {
        const signal = this.signal;
        if (signal.aborted) return;
        signal.aborted = true;
        signal.reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
        signal.dispatchEvent(new Event('abort'));
      }
    }
    return { DOMException, Event, CustomEvent, EventTarget, AbortSignal, AbortController, aborted };
  })
  """#
