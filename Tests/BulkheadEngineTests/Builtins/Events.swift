extension Snippet {
  static let events: [Snippet] = [
    Snippet(
      "events",
      #"""
      const EventEmitter = require('events');
      const { once, on } = EventEmitter;
      const e = new EventEmitter();
      e.on('x', function (a, b) { console.log('1', a, b, this === e); });
      e.prependListener('x', () => console.log('0'));
      e.once('x', () => console.log('once'));
      console.log(e.emit('x', 1, 2), e.emit('x'), e.emit('none'), e.listenerCount('x'), e.eventNames(), e.listeners('x').length);
      try { e.emit('error', new Error('bad')); } catch (error) { console.log(error.message); } try { e.emit('error', 'str'); } catch (error) { console.log(error.name, error.code, error.message); } try { e.emit('error'); } catch (error) { console.log(error.message); } try { e.on('x', 5); } catch (error) { console.log(error.name, error.code, error.message); }
      e.on('newListener', (n) => console.log('new', n));
      e.on('y', () => {});
      e.removeAllListeners('x');
      console.log(e.listenerCount('x'), e.off('y', () => {}) === e, e.setMaxListeners(5) === e, e.getMaxListeners(), EventEmitter.defaultMaxListeners, EventEmitter.EventEmitter === EventEmitter);
      class Sub extends EventEmitter { constructor() { super(); this.z = 1; } } const s = new Sub();
      s.on('a', (v) => console.log('sub', v));
      s.emit('a', 5);
      console.log(s instanceof EventEmitter, typeof EventEmitter.captureRejectionSymbol, EventEmitter.listenerCount(s, 'a'));
      setTimeout(() => s.emit('later', 1, 2), 1);
      console.log(await once(s, 'later'));
      setTimeout(() => s.emit('error', new Error('oops')), 1);
      await once(s, 'later2').catch((error) => console.log('rejected', error.message));
      setTimeout(() => { s.emit('tick', 1);
      s.emit('tick', 2); }, 1);
      for await (const [v] of on(s, 'tick')) { console.log('on', v); if (v === 2) break; }
      const r = new EventEmitter();
      const f = () => { console.log('f');
      r.off('q', g); };
      const g = () => console.log('g');
      r.on('q', f);
      r.on('q', g);
      r.emit('q');
      r.emit('q');
      console.log(r.rawListeners('q').length);
      const t = new EventTarget();
      t.addEventListener('z', (ev) => console.log(ev.type, ev.target === t, ev instanceof Event));
      t.dispatchEvent(new Event('z'));
      const ce = new CustomEvent('c', { detail: 7 });
      console.log(ce.detail, ce.type);
      const ac = new AbortController();
      setTimeout(() => ac.abort(), 1);
      await once(s, 'never', { signal: ac.signal }).catch((error) => console.log(error.name, error.code));
      """#,
      prints: #"""
        0
        1 1 2 true
        once
        0
        1 undefined undefined true
        true true false 2 [ 'x' ] 2
        bad
        Error ERR_UNHANDLED_ERROR Unhandled error. ('str')
        Unhandled error. (undefined)
        TypeError ERR_INVALID_ARG_TYPE The "listener" argument must be of type function. Received type number (5)
        new y
        0 true true 5 10 true
        sub 5
        true symbol 1
        [ 1, 2 ]
        rejected oops
        on 1
        on 2
        f
        g
        f
        1
        z true true
        7 c
        AbortError ABORT_ERR
        """#),
    Snippet(
      "timers order",
      #"""
      setTimeout(() => console.log('t0'), 0);
      process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); queueMicrotask(() => console.log('micro2'));
      console.log('sync');
      await new Promise((r) => setTimeout(r, 30));
      process.nextTick((a, b) => console.log('args', a, b), 1, 2);
      await null;
      """#,
      prints: #"""
        sync
        tick
        micro
        micro2
        t0
        args 1 2
        """#),
    Snippet(
      "timers order",
      #"""
      setTimeout((a) => console.log('arg', a), 1, 'A');
      const i = setInterval(() => { console.log('int'); if (++n === 3) clearInterval(i); }, 1);
      let n = 0;
      await new Promise((r) => setTimeout(r, 50));
      """#,
      prints: #"""
        arg A
        int
        int
        int
        """#),
    Snippet(
      "timers order",
      #"""
      const t = setTimeout(() => console.log('never'), 5); clearTimeout(t); clearTimeout(undefined); clearTimeout(null); clearInterval({});
      console.log(typeof t, t.hasRef(), typeof t.ref, typeof t[Symbol.toPrimitive]());
      await new Promise((r) => setTimeout(r, 20));
      """#,
      prints: #"""
        object true function number
        """#),
    Snippet(
      "timers order",
      #"""
      const wait = require('timers/promises').setTimeout;
      const { setImmediate: im } = require('timers/promises');
      console.log(await wait(1, 'v'), await im('i'));
      const ac = new AbortController();
      setTimeout(() => ac.abort(), 1);
      await wait(10000, 0, { signal: ac.signal }).catch((e) => console.log(e.name, e.code));
      """#,
      prints: #"""
        v i
        AbortError ABORT_ERR
        """#),
    Snippet(
      "timers order",
      #"""
      try { setTimeout('code'); } catch (e) { console.log(e.name, e.code, e.message); }
      """#,
      prints: #"""
        TypeError ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type string ('code')
        """#),
    Snippet(
      "timers order",
      #"""
      setTimeout(() => console.log('b'), 10);
      setTimeout(() => console.log('a'), 5);
      setTimeout(() => console.log('c'), 15);
      await new Promise((r) => setTimeout(r, 60));
      """#,
      prints: #"""
        a
        b
        c
        """#),
    Snippet(
      "abort",
      #"""
      const ac = new AbortController();
      ac.signal.addEventListener('abort', (e) => console.log('event', e.type, ac.signal.aborted));
      ac.signal.onabort = () => console.log('on');
      ac.abort();
      ac.abort();
      console.log(ac.signal.aborted, ac.signal.reason.name, ac.signal.reason.message, ac.signal.reason.code, ac.signal.reason instanceof DOMException, ac.signal.reason instanceof Error);
      try { ac.signal.throwIfAborted(); } catch (e) { console.log(e.name); }
      """#,
      prints: #"""
        event abort true
        on
        true AbortError This operation was aborted 20 true true
        AbortError
        """#),
    Snippet(
      "abort",
      #"""
      console.log(AbortSignal.abort('why').reason, AbortSignal.timeout(5).aborted, AbortSignal.any([AbortSignal.abort('z')]).reason);
      const t = AbortSignal.timeout(5);
      await new Promise((r) => setTimeout(r, 30));
      console.log(t.aborted, t.reason.name, t.reason.message);
      try { new AbortSignal(); } catch (e) { console.log(e.name, e.message); }
      """#,
      prints: #"""
        why false z
        true TimeoutError The operation was aborted due to timeout
        TypeError Illegal constructor
        """#),
    Snippet(
      "abort",
      #"""
      const d = new DOMException('m', 'DataCloneError');
      console.log(d.name, d.code, d.message, d + '', new DOMException().name, DOMException.ABORT_ERR);
      """#,
      prints: #"""
        DataCloneError 25 m DataCloneError: m Error 20
        """#),
  ]
}
