// What Swift sees of JavaScriptCore: the public C API, and what the library exports but no
// installed header declares. Checked against libjavascriptcoregtk-4.1 2.50; the linker looks up
// each, so a library without one of them fails the build and not a run.
#ifndef BULKHEAD_JAVASCRIPTCORE_SHIM_H
#define BULKHEAD_JAVASCRIPTCORE_SHIM_H

#include <JavaScriptCore/JavaScript.h>
#include <stdbool.h>
#include <stdint.h>

// JSContextRefPrivate.h; WebKitGTK installs no private headers. Makes `eval` and all Function
// constructors throw EvalError; JSEvaluateScript is not concerned.
void JSGlobalContextSetEvalEnabled(JSGlobalContextRef ctx, bool enabled, JSStringRef message);

// JSContextRefPrivate.h, since macOS 10.15.4: `function(promise, reason)` is called when the
// microtask queue has drained and nobody has handled the rejection.
void JSGlobalContextSetUnhandledRejectionCallback(JSGlobalContextRef ctx, JSObjectRef function,
                                                  JSValueRef *exception);

// JSObjectRefPrivate.h: NULL for an object that is no Proxy.
JSObjectRef JSObjectGetProxyTarget(JSObjectRef object);

// JSBasePrivate.h: collects at once and returns when done.
void JSSynchronousGarbageCollectForDebugging(JSContextRef ctx);

// JSBasePrivate.h: an object with heapSize, heapCapacity, extraMemorySize, objectCount.
JSObjectRef JSGetMemoryUsageStatistics(JSContextRef ctx);

// jsc/JSCOptions.h, declared here because that header brings all of GLib. To be called before any
// other function of the library. The boolean setter silently writes 0 into an option of another
// type; each returns whether the option exists.
int jsc_options_set_boolean(const char *option, int value);
int jsc_options_set_uint(const char *option, unsigned value);

// jsc/jsc-version.h, likewise.
unsigned jsc_get_major_version(void);
unsigned jsc_get_minor_version(void);
unsigned jsc_get_micro_version(void);

// libpas, bmalloc: 0 before the first allocation keeps the allocator from starting a thread
// (bmalloc::api::disableScavenger would later wait 93 ms for it to stop).
extern unsigned char pas_scavenger_is_enabled;

// bmalloc::api::scavenge(): gives freed memory back to the kernel at once.
void _ZN7bmalloc3api8scavengeEv(void);

static inline void bulkhead_disable_allocator_thread(void) { pas_scavenger_is_enabled = 0; }
static inline void bulkhead_return_free_memory(void) { _ZN7bmalloc3api8scavengeEv(); }

#endif
