/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints, one for each arrow of the flow:
 *
 *	change_begins, change_ends	memory	-> guard
 *	load_begins, _prepared, _ends	loader	-> guard
 *	exec_begins			executor -> guard
 *	unload				guard	-> kernel
 *	event				guard	-> user space
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM kexecguard

#if !defined(KG_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define KG_TRACE_H

#include <linux/tracepoint.h>

#include "core/names.h"
#include "core/policy.h"

/* The events are made in main.c, which includes what defines these. */
struct kg_event;
struct kg_load;
struct kg_operation;

DECLARE_EVENT_CLASS(kg_change,
	TP_PROTO(const struct kg_operation *operation, int ret),
	TP_ARGS(operation, ret),
	TP_STRUCT__entry(
		__array(char, event, KG_CAUSE_NAME)
		__array(char, action, KG_CAUSE_NAME)
		__field(bool, driver)
		__field(u64, start)
		__field(u64, end)
		__field(int, ret)
	),
	TP_fast_assign(
		strscpy(__entry->event,
			kg_cause_name(kg_cause_of(operation->change)),
			KG_CAUSE_NAME);
		strscpy(__entry->action, kg_action_name(operation->action),
			KG_CAUSE_NAME);
		__entry->driver = operation->driver;
		__entry->start = operation->span.start;
		__entry->end = operation->span.end;
		__entry->ret = ret;
	),
	TP_printk("%s [%#llx, %#llx)%s policy=%s ret=%d",
		  __entry->event, __entry->start, __entry->end,
		  __entry->driver ? " driver-managed" : "",
		  __entry->action, __entry->ret)
);

DEFINE_EVENT(kg_change, kexecguard_change_begins,
	TP_PROTO(const struct kg_operation *operation, int ret),
	TP_ARGS(operation, ret)
);

/* ret: 1 an image must be unloaded now, 0 not, -ECANCELED it was cancelled */
DEFINE_EVENT(kg_change, kexecguard_change_ends,
	TP_PROTO(const struct kg_operation *operation, int ret),
	TP_ARGS(operation, ret)
);

DECLARE_EVENT_CLASS(kg_load,
	TP_PROTO(const struct kg_load *load, long ret),
	TP_ARGS(load, ret),
	TP_STRUCT__entry(
		__field(bool, is_file)
		__field(bool, is_crash)
		__field(bool, is_unload)
		__field(u64, generation)
		__field(long, ret)
	),
	TP_fast_assign(
		__entry->is_file = load->is_file;
		__entry->is_crash = load->is_crash;
		__entry->is_unload = load->is_unload;
		__entry->generation = load->generation;
		__entry->ret = ret;
	),
	TP_printk("%s%s%s generation=%llu ret=%ld",
		  __entry->is_file ? "kexec_file_load" : "kexec_load",
		  __entry->is_crash ? " crash" : "",
		  __entry->is_unload ? " unload" : "",
		  __entry->generation, __entry->ret)
);

DEFINE_EVENT(kg_load, kexecguard_load_begins,
	TP_PROTO(const struct kg_load *load, long ret),
	TP_ARGS(load, ret)
);

DEFINE_EVENT(kg_load, kexecguard_load_ends,
	TP_PROTO(const struct kg_load *load, long ret),
	TP_ARGS(load, ret)
);

DECLARE_EVENT_CLASS(kg_image,
	TP_PROTO(unsigned long nr_segments, int ret),
	TP_ARGS(nr_segments, ret),
	TP_STRUCT__entry(
		__field(unsigned long, nr_segments)
		__field(int, ret)
	),
	TP_fast_assign(
		__entry->nr_segments = nr_segments;
		__entry->ret = ret;
	),
	TP_printk("segments=%lu ret=%d", __entry->nr_segments, __entry->ret)
);

DEFINE_EVENT(kg_image, kexecguard_load_prepared,
	TP_PROTO(unsigned long nr_segments, int ret),
	TP_ARGS(nr_segments, ret)
);

/* nr_segments: of the image as it is recorded, 0 if it is not */
DEFINE_EVENT(kg_image, kexecguard_exec_begins,
	TP_PROTO(unsigned long nr_segments, int ret),
	TP_ARGS(nr_segments, ret)
);

TRACE_EVENT(kexecguard_unload,
	TP_PROTO(enum kexecguard_cause trigger, bool was_loaded, int ret),
	TP_ARGS(trigger, was_loaded, ret),
	TP_STRUCT__entry(
		__array(char, trigger, KG_CAUSE_NAME)
		__field(bool, was_loaded)
		__field(int, ret)
	),
	TP_fast_assign(
		strscpy(__entry->trigger, kg_cause_name(trigger) ?: "none",
			KG_CAUSE_NAME);
		__entry->was_loaded = was_loaded;
		__entry->ret = ret;
	),
	TP_printk("trigger=%s was_loaded=%d ret=%d", __entry->trigger,
		  __entry->was_loaded, __entry->ret)
);

TRACE_EVENT(kexecguard_event,
	TP_PROTO(u64 sequence, const struct kg_event *event),
	TP_ARGS(sequence, event),
	TP_STRUCT__entry(
		__array(char, name, KG_CAUSE_NAME)
		__field(u64, sequence)
		__field(u64, generation)
	),
	TP_fast_assign(
		strscpy(__entry->name, kg_cause_name(event->cause),
			KG_CAUSE_NAME);
		__entry->sequence = sequence;
		__entry->generation = event->generation;
	),
	TP_printk("%llu %s generation=%llu", __entry->sequence,
		  __entry->name, __entry->generation)
);

#endif /* KG_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
