#pragma once

#include <JavaScriptCore/JavaScript.h>
#include <stdbool.h>

/* Exported by libjavascriptcoregtk-4.1 2.36 to 2.50 and declared in no header that Debian ships. The
   linker fails where a later engine no longer has one of them; docs/script-engine.md says what each
   stands for and what to do then. */

/* JavaScriptCore/JSContextRefPrivate.h. A script that runs for `limit` seconds of CPU time is asked to
   stop; starts the engine's only helper thread at the next evaluation. */
typedef bool (*JSShouldTerminateCallback)(JSContextRef ctx, void *context);
void JSContextGroupSetExecutionTimeLimit(JSContextGroupRef group, double limit,
                                         JSShouldTerminateCallback callback, void *context);

/* The same header. Without eval, `eval` and every Function constructor throw an EvalError. */
void JSGlobalContextSetEvalEnabled(JSGlobalContextRef ctx, bool enabled, JSStringRef message);

/* The same header. `function` gets (promise, reason) once the microtasks have run. */
void JSGlobalContextSetUnhandledRejectionCallback(JSGlobalContextRef ctx, JSObjectRef function,
                                                  JSValueRef *exception);

/* Source/JavaScriptCore/API/glib/JSCOptions.cpp. To be called before anything else. The boolean setter
   writes 0 into an option that is not boolean, without an error. */
int jsc_options_set_boolean(const char *option, int value);
int jsc_options_set_uint(const char *option, unsigned value);

/* Source/bmalloc/libpas: whether the allocator may start its own thread. */
extern unsigned char pas_scavenger_is_enabled;

static inline void bulkhead_disable_allocator_thread(void) { pas_scavenger_is_enabled = 0; }
