/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The protocol between memory hotplug, loaders, the executor, a crash and the
 * guard: one step for each effect that another party can see. Code under
 * guard.lock is one d_step, as is each access of the kernel to its lock and its
 * image. Steps that no party can tell apart are merged.
 *
 * "impl" comments name the functions of module/ that a step stands for, and
 * check.sh verifies that they still exist. "truth" marks state that only the
 * properties read, not the kernel or the guard: an image is stale once the
 * memory that its loader saw has changed. The number before an assertion is
 * that of the design's invariant.
 *
 * Bounds and scenarios are macros; each NO_ macro leaves one step of the guard
 * out, others do one wrong. check.sh has the list, docs/model.md explains it.
 */

#ifndef OPERATIONS
#define OPERATIONS	1	/* of memory, one after the other */
#endif
#ifndef LOADS
#define LOADS		1	/* loads or unloads by each of two loaders */
#endif
#ifndef CRASH_LOADS
#define CRASH_LOADS	0
#endif
#ifndef EXECUTIONS
#define EXECUTIONS	0
#endif
#ifndef ASKED_UNLOADS
#define ASKED_UNLOADS	0	/* at the device, or by policy "release" */
#endif
#ifndef CRASHES
#define CRASHES		0
#endif

#ifndef LOADERS
#define LOADERS		2	/* that take part; 1 or 2 */
#endif
#define IMAGES		2	/* addresses: the installed one, the next one */

/* The kernel's __kexec_lock: who holds it. */
#define FREE		0
#define LOADER		1
#define CRASH_LOADER	2
#define USER_UNLOAD	3
#define EXECUTOR	4
#define GUARD_UNLOAD	5	/* do_kexec_load(0, 0, NULL, 0) for the guard */
#define GUARD		6	/* the guard itself: never */

byte lock;
byte kexec_image;		/* address of the installed image, 0 none */
bool hotplug_lock;		/* device_hotplug_lock and what it stands for */

/* An image by its address, which is used again. Index 0 is no image. */
bool alive[IMAGES + 1];
bool in_driver_memory[IMAGES + 1];
byte order_of[IMAGES + 1];	/* truth: whose it is */
bool stale[IMAGES + 1];		/* truth */
bool accepted[IMAGES + 1];	/* truth: the loader was told success */

/* struct guard */
bool is_open;
byte outdated;			/* images up to this order are, 0 none */
bool is_executing;
byte unloading;
byte generation;
byte last_outdating;
byte last_order;		/* of images prepared and changes ended */

/* guard.operations: those that outdate, and one of driver-managed memory */
byte outdating;
bool keeping;

/* guard.record */
bool record_is_valid;
byte record_order;
byte record_generation;
bool record_in_driver;

/* guard.loads */
bool load_is_active[2];
byte load_order[2];
byte load_image[2];
byte load_generation[2];
byte load_seen[2];		/* last_order when it began */
bool load_in_driver[2];
bool load_is_changed[2];
bool load_is_undone[2];
bool load_moves[2];	/* truth: began in an operation, and it lasts */
bool load_is_lost[2];	/* truth: the guard unloaded its image */
bool map_is_old[2];	/* truth: of a map read before the syscall */

bool retry_is_scheduled;
bool is_moving;			/* truth: the kernel is changing memory */
bool is_driver_moving;		/* truth: likewise, driver-managed memory */
bool untold;			/* truth: a valid image was unloaded unreported */
bool is_warned;			/* "memory is removed while a kexec executes" */

/* The guard: called with guard.lock held. */

/* An operation in progress affects what this load prepared. */
#ifdef NO_HIT_CHECK
#define is_affected(i)	(outdating > 0)
#else
#define is_affected(i)	(outdating > 0 || (keeping && load_in_driver[i]))
#endif

#ifdef NO_GENERATION
#define is_stale(i)	false
#elif defined(REPORT_REFUSES)
#define is_stale(i)	(load_generation[i] != generation)
#else
#define is_stale(i)	(load_generation[i] < last_outdating)
#endif

#ifdef NO_TOUCHED
#define overlaps_changed(i)	false
#else
#define overlaps_changed(i)	(load_is_changed[i] && load_in_driver[i])
#endif

#ifdef NO_UNLOADING_GATE
#define is_gated	false
#else
#define is_gated	(unloading > 0)
#endif

#ifdef NO_UNDONE
#define was_undone(i)	false
#else
#define was_undone(i)	(load_is_undone[i])
#endif

/* impl: is_overtaken() */
#define is_overtaken(i) \
	(is_affected(i) || is_stale(i) || overlaps_changed(i) || was_undone(i) || is_gated)

#define is_this_outdated(i)	(load_order[i] > 0 && is_overtaken(i))

/* A load was admitted and has not ended. impl: may_have_installed() */
#define is_loading	(load_order[0] > 0 || load_order[1] > 0)

/* impl: overlaps_image() */
#ifdef NO_DOUBT
#define overlaps_image	(record_is_valid && record_in_driver)
#else
#define overlaps_image	(!is_open || (record_is_valid && record_in_driver))
#endif

/* impl: is_changing() verdict() */
#define is_changing	(outdating > 0 || (keeping && overlaps_image))

#define is_outdated	(outdated > 0)

/* impl: mark_outdated() */
inline mark_outdated(order)
{
	if
	:: outdated < order -> outdated = order
	:: else
	fi
}

/* A change ended: it is ordered after all images prepared so far. */
inline mark_all_outdated()
{
	last_order++;
	outdated = last_order
}

/* impl: clear_mark() */
inline clear_mark(order)
{
	if
#ifdef NO_MARK_ORDER
	:: true
#else
	:: outdated <= order
#endif
		-> outdated = 0
	:: else
	fi
}

/* Unloading */

#ifdef NO_EXACT_RECORD
#define is_told		(was_loaded)
#else
#define is_told		(was_loaded || record_is_valid)
#endif

/* Valid by all that the policy asks for. */
#ifdef REPORT
#define is_good(image)	true
#else
#define is_good(image)	(!stale[image])
#endif

/* truth: kexec_image is being freed, for the guard */
inline check_unload()
{
#if !defined(ADOPT) && !ASKED_UNLOADS
	/* 3: no accepted and valid image is unloaded. */
	assert(!accepted[kexec_image] || stale[kexec_image]);
#endif
#ifdef TOLD
	if
	:: accepted[kexec_image] -> untold = true
	:: else
	fi;
#endif
	if
	:: load_is_active[0] && load_order[0] == order_of[kexec_image] ->
		load_is_lost[0] = true
	:: else
	fi;
	if
	:: load_is_active[1] && load_order[1] == order_of[kexec_image] ->
		load_is_lost[1] = true
	:: else
	fi
}

inline free_image(image)
{
	alive[image] = false;
	in_driver_memory[image] = false;
	order_of[image] = 0;
	stale[image] = false;
	accepted[image] = false
}

/* impl: kg_guard_unload_ends() */
inline unload_ends()
{
	unloading--;
	clear_mark(since);
	/* Prepared and not refused: it was installed, and is unloaded as well. */
	load_is_undone[0] = (load_order[0] > 0);
	load_is_undone[1] = (load_order[1] > 0);
#ifdef TOLD
	if
	:: is_told -> record_is_valid = false; untold = 0
	:: else
	fi;
	was_loaded = false;
#else
	record_is_valid = false;
#endif
	since = 0
}

/* The lock is taken. impl: kg_unload() kg_guard_is_outdated() */
inline unload_is_busy()
{
	unloading--;
#ifndef NO_RETRY
	if
	:: is_outdated -> retry_is_scheduled = true
	:: else
	fi;
#endif
#ifdef TOLD
	was_loaded = false;
#endif
	since = 0
}

/* Not while an image from before the module is read. */
#ifdef NO_ADOPT_GATE
#define is_adopted	true
#else
#define is_adopted	is_open
#endif

/*
 * impl: unload()
 * @is_asked: by somebody at the device, whatever the image is like
 */
inline unload(is_asked)
{
	if
	/* impl: kg_guard_unload_begins() kg_kexec_is_loaded() */
#ifdef NO_UNLOAD_RECHECK
	:: is_adopted && (is_asked || is_outdated) ->
	   d_step {
#else
	:: d_step {
		is_adopted && (is_asked || is_outdated) ->
#endif
		since = last_order;
#ifdef TOLD
		was_loaded = (kexec_image != 0);
#endif
		unloading++
	   }
#if defined(TOLD) && defined(NO_EXACT_RECORD)
	   was_loaded = (kexec_image != 0);
#endif
	   if
	   :: d_step {
		lock == FREE ->
		lock = GUARD_UNLOAD;
		if
		:: kexec_image ->
			check_unload();
			free_image(kexec_image);
			kexec_image = 0
		:: else
		fi
	      }
	      lock = FREE;
	      d_step { unload_ends() }
	   :: d_step { lock != FREE -> unload_is_busy() }
	   fi
	:: else
	fi
}

#define UNLOAD_LOCALS \
	bool was_loaded; byte since

/* impl: retry_fn() */
active proctype retry()
{
	UNLOAD_LOCALS;

end:	do
	:: d_step { retry_is_scheduled -> retry_is_scheduled = false }
	   unload(false)
	od
}

/* Memory operations */

/* truth: memory changes, and images of the old map are stale */
inline commit(is_driver)
{
	if
	:: alive[1] && (!is_driver || in_driver_memory[1]) -> stale[1] = true
	:: else
	fi;
	if
	:: alive[2] && (!is_driver || in_driver_memory[2]) -> stale[2] = true
	:: else
	fi;
#ifdef CONFIRM
	map_is_old[0] = true;
	map_is_old[1] = true;
#endif
	skip
}

/* Driver-managed memory that holds no part of the image. */
#define is_sparing(is_driver)	(is_driver && !overlaps_image)

/* impl: kg_guard_change_begins() decide() */
inline change_begins(is_driver, is_remove)
{
	is_keep = is_sparing(is_driver);
	if
#ifndef NO_VETO_WHILE_EXECUTING
	:: is_executing && !is_keep && !is_report && !is_remove ->
		is_refused = true
#endif
	:: else ->
		is_refused = false;
		if
		:: is_keep -> keeping = true
		:: !is_keep && !is_report -> outdating++
		:: else
		fi
	fi
}

/* truth: the kernel may begin */
inline original_begins(is_driver)
{
	if
	:: is_refused
	:: !is_refused && is_driver -> is_driver_moving = true
	:: else -> is_moving = !is_report
	fi
}

/* impl: kg_guard_change_ends() note_driver_change() */
inline change_ends(is_driver, has_happened)
{
	d_step {
		if
		:: is_keep -> keeping = false
		:: !is_keep && !is_report -> outdating--
		:: else
		fi;
		if
		:: is_keep ->
			is_keep = is_sparing(is_driver)
		:: else
		fi;
		must_unload = false;
		if
#ifdef NO_CANCEL
		:: true ->
#else
		:: has_happened ->
#endif
			if
			:: is_keep ->
				load_is_changed[0] = load_is_active[0];
				load_is_changed[1] = load_is_active[1]
			:: else -> generation++
			fi;
			if
			:: !is_keep && !is_report ->
				last_outdating = generation;
				must_unload = true;
#ifndef NO_MARK
				mark_all_outdated()
#endif
			:: else
			fi
		:: else
		fi;
		if
		:: outdating == 0 ->
			load_moves[0] = false;
			load_moves[1] = false;
			is_moving = false;
			is_driver_moving = false
		:: else
		fi
	}
	if
	:: must_unload ->
#ifndef NO_UNLOAD
		unload(false);
#endif
		must_unload = false
	:: else
	fi
}

/* 3: when it returns, the image is unloaded or cannot run. */
#define check_returned \
	assert(!kexec_image || is_good(kexec_image) || \
	       is_outdated || is_loading)

/* Success and failure. */
inline original(is_driver)
{
	if
	:: d_step { commit(is_driver) }
	   change_ends(is_driver, true)
	:: change_ends(is_driver, false)
	fi
}

/* Online and offline. impl: on_memory_event() */
inline online_or_offline(is_driver)
{
	d_step {
		hotplug_lock = true;
		change_begins(is_driver, false);
		original_begins(is_driver)
	}
	if
	:: is_refused
	:: else -> original(is_driver)
	fi
}

/* impl: remove_hook() begins_in_time() kg_guard_wait_executed() */
inline remove(is_driver)
{
	hotplug_lock = true;
#ifdef WAIT_BEFORE_BEGIN
	if
	:: !is_executing || is_sparing(is_driver)
	:: d_step {
		is_executing && !is_sparing(is_driver) -> is_warned = true
	   }
	fi;
#endif
	if
	:: d_step {
#if !defined(WAIT_BEFORE_BEGIN) && !defined(NO_WAIT_FOR_EXEC)
		!is_executing || is_sparing(is_driver) ->
#endif
		change_begins(is_driver, true);
		original_begins(is_driver)
	   }
#if !defined(WAIT_BEFORE_BEGIN) && !defined(WAIT_FOR_EVER)
	:: d_step {
		/* It has waited long enough. */
		is_executing && !is_sparing(is_driver) ->
#ifndef NO_TIMEOUT_EXCUSE
		is_warned = true;
#endif
		change_begins(is_driver, true);
		original_begins(is_driver)
	   }
#endif
	fi;
	original(is_driver)
}

/* impl: add_hook(); the memory may go online before it returns */
inline add()
{
	d_step {
		hotplug_lock = true;
		change_begins(false, false);
		original_begins(false)
	}
	if
	:: is_refused
	:: else ->
		if
		:: d_step { commit(false) }
		   if
		   :: online_or_offline(false)
		   :: skip
		   fi;
		   change_ends(false, true)
		:: change_ends(false, false)
		fi
	fi
}

proctype hotplug()
{
	byte left = OPERATIONS;
	bool is_keep, is_refused, must_unload;
#ifdef REPORT
	bool is_report = true;
#else
	bool is_report = false;
#endif
	UNLOAD_LOCALS;

	do
	:: left > 0 ->
		left--;
#ifdef HOLD_LOCK
		atomic { lock == FREE -> lock = GUARD }
#endif
		if
#ifdef DRIVER
		:: remove(true)
		:: online_or_offline(true)
		:: remove(false)
#else
		:: online_or_offline(false)
		:: remove(false)
		:: add()
#endif
		fi;
#ifdef HOLD_LOCK
		lock = FREE;
#endif
		d_step {
			check_returned;
			hotplug_lock = false;
			is_keep = false;
			is_refused = false
		}
	:: left == 0 -> break
	od;
end:	false
}

/* Loaders */

/*
 * From the map that it uses, which loader 0 has read before.
 * impl: kg_guard_load_begins() date_load() kg_reader_since()
 */
#if defined(CONFIRM) && !defined(NO_READER_AGE)
#define map_generation(i)	(i == 0 -> read_generation : generation)
#else
#define map_generation(i)	generation
#endif

inline load_begins(i)
{
	load_is_active[i] = true;
	load_generation[i] = map_generation(i);
	load_moves[i] = (outdating > 0)
}

inline forget_load(i)
{
	load_is_active[i] = false;
	load_order[i] = 0;
	load_image[i] = 0;
	load_generation[i] = 0;
	load_seen[i] = 0;
	load_in_driver[i] = false;
	load_is_changed[i] = false;
	load_is_undone[i] = false;
	load_moves[i] = false;
	load_is_lost[i] = false
}

/* The kernel takes its lock, reads the map, and finds room. */
inline take_lock(i)
{
	if
	:: lock != FREE -> is_failed = true
	:: else ->
		lock = LOADER;
		if
		:: !alive[1] -> load_image[i] = 1
		:: else -> assert(!alive[2]); load_image[i] = 2
		fi;
		alive[load_image[i]] = true;
#ifdef CONFIRM
		if
		:: i == 0 -> stale[load_image[i]] = map_is_old[i]
		:: else
		fi;
#endif
#ifdef DRIVER
		if
		:: in_driver_memory[load_image[i]] = true
		:: skip
		fi;
#endif
		skip
	fi
}

inline fail_load(i)
{
	free_image(load_image[i]);
	lock = FREE
}

/* impl: prepare_hook() kg_guard_load_prepared() */
inline load_prepared(i)
{
	load_in_driver[i] = in_driver_memory[load_image[i]];
#ifdef REPORT
	assert(!is_overtaken(i));
#endif
#ifndef NO_CHECK_AT_PREPARE
	is_failed = is_overtaken(i);
#endif
#ifndef NO_EXEC_AT_PREPARE
	is_failed = (is_failed || is_executing);
#endif
	if
	:: is_failed -> fail_load(i)
	:: else ->
		last_order++;
		load_order[i] = last_order;
		order_of[load_image[i]] = last_order
	fi
}

/* impl: segment_hook() kg_guard_load_continues() */
inline load_continues(i)
{
#ifndef NO_CHECK_AT_SEGMENT
	is_failed = is_overtaken(i);
#endif
	if
	:: is_failed -> fail_load(i)
	:: else
	fi
}

inline install(i)
{
	/* 2: no load is installed that began in an operation which still runs. */
	assert(!load_moves[i]);
	if
	:: kexec_image -> free_image(kexec_image)
	:: else
	fi;
	kexec_image = load_image[i];
	lock = FREE
}

/* Replaced by a later load at the same address. */
#define is_reused_by(i, other) \
	(load_is_active[other] && load_image[other] == load_image[i] && \
	 load_order[other] > load_order[i])

#ifdef NO_EXACT_RECORD
#define is_replaced(i)		(seen != load_image[i])
#define is_unload_over		true
#else
/* impl: is_replaced() */
#define is_replaced(i) \
	(kexec_image != load_image[i] || is_reused_by(i, 1 - i) || \
	 (record_is_valid && record_order > load_order[i]))
#define is_unload_over		(!kexec_image)
#endif

/* truth: the guard accepts the image */
inline accept(i)
{
	/* 2: no accepted image is from a map that changed. */
	assert(!load_is_lost[i]);
	if
	:: order_of[kexec_image] == load_order[i] ->
		assert(is_good(kexec_image));
		accepted[kexec_image] = true
	:: else
	fi
}

/* impl: record_load() */
inline record_load(i)
{
	record_is_valid = true;
	record_order = load_order[i];
	record_generation = load_generation[i];
	record_in_driver = load_in_driver[i];
#ifndef NO_CLEAR_AT_LOAD
	clear_mark(load_order[i])
#endif
}

#ifdef NO_REFUSAL_OF_REPLACED
#define must_go(i)		(is_overtaken(i) && !is_replaced(i))
#else
#define must_go(i)		is_overtaken(i)
#endif

/* impl: kg_guard_load_ends() */
inline load_ends(i)
{
#ifdef NO_EXACT_RECORD
	seen = kexec_image;
#endif
	d_step {
#ifdef REPORT
		assert(is_failed || !is_overtaken(i));
#endif
		if
		:: is_failed
#ifndef NO_CHECK_AT_LOAD_END
		:: !is_failed && must_go(i) ->
			if
			:: is_replaced(i)
			:: else -> mark_outdated(load_order[i])
			fi;
			is_failed = true
#endif
		:: else ->
			accept(i);
			if
			:: is_replaced(i)
			:: else -> record_load(i)
			fi
		fi;
		forget_load(i)
	}
}

/*
 * Its task has died. The record is dropped before it is used again.
 * impl: drop_load() drop_dead() lock_guard()
 */
inline drop_load(i)
{
#ifndef NO_DEAD_MARK
	mark_outdated(load_order[i]);
#endif
	forget_load(i);
	retry_is_scheduled = true
}

/* impl: do_load() load_hook() file_load_hook() */
inline load(i)
{
	d_step { load_begins(i) }
	if
	:: is_open -> atomic { take_lock(i) }
	:: !is_open -> is_failed = true
	fi;
	if
	:: is_failed
	:: else ->
		d_step { load_prepared(i) }
		if
		:: is_failed
		:: else -> d_step { load_continues(i) }
			if
			:: is_failed
			:: else ->
				if
				:: d_step { install(i) }
#ifdef DYING
				/* A kernel bug, and the lock stays taken. */
				:: d_step {
					install(i);
					lock = LOADER;
					drop_load(i)
				   }
end_dead:			   false
#endif
				fi
			fi
		fi
	fi;
	load_ends(i)
}

/* The user unloads. impl: forget_image() */
inline user_unload(i)
{
	d_step { load_seen[i] = last_order }
	if
	:: d_step {
		lock == FREE && is_open ->
		lock = USER_UNLOAD;
		if
		:: kexec_image -> free_image(kexec_image); kexec_image = 0
		:: else
		fi
	   }
	   lock = FREE;
	   d_step {
		clear_mark(load_seen[i]);
		if
		:: is_unload_over -> record_is_valid = false
		:: else
		fi
	   }
	:: lock != FREE || !is_open
	fi;
	load_seen[i] = 0
}

/* An image of a later map is another loader's. impl: outdate_unconfirmed() */
inline outdate_unconfirmed()
{
	if
#ifdef LATE_CONFIRM_UNLOADS
	:: true -> mark_all_outdated()
#else
	:: !record_is_valid && !is_loading -> mark_all_outdated()
	:: record_is_valid && record_generation <= read_generation ->
		mark_outdated(record_order)
	:: else
#endif
	fi
}

/* impl: kg_unload_unconfirmed() kg_guard_confirm() is_load_outdated() */
inline confirm(i)
{
	d_step {
		is_failed = false;
		if
		:: read_generation < generation ->
			is_failed = true;
			outdate_unconfirmed()
		:: read_generation == generation && is_changing ->
			is_failed = true
#ifndef NO_CONFIRM_WHEN_OUTDATED
		:: read_generation == generation && !is_changing &&
		   (is_outdated || is_this_outdated(0) || is_this_outdated(1)) ->
			is_failed = true
#endif
		:: else ->
			/* 1: a confirmed image is valid. */
			assert(!stale[kexec_image])
		fi
	}
}

proctype loader(byte i)
{
	byte left = LOADS;
	bool is_failed;
	byte seen, read_generation;
	UNLOAD_LOCALS;

	do
	:: left > 0 ->
		left--;
#ifdef CONFIRM
		if
		:: i == 0 ->
			read_generation = generation;
			map_is_old[i] = false
		:: else
		fi;
#endif
		if
		:: load(i)
		:: user_unload(i)
		fi;
		unload(false);
#ifdef CONFIRM
		if
		:: i == 0 && !is_failed && kexec_image ->
			confirm(i);
			unload(false)
		:: else
		fi;
#endif
		d_step { is_failed = false; seen = 0; read_generation = 0 }
	:: left == 0 -> break
	od;
end:	false
}

/* A crash image is loaded: it takes the lock, and the guard ignores it. */
proctype crash_loader()
{
	byte left = CRASH_LOADS;
	UNLOAD_LOCALS;

	do
	:: left > 0 ->
		left--;
		if
		:: d_step { lock == FREE -> lock = CRASH_LOADER }
#ifdef REFUSE_CRASH_LOADS
		   /* 4: it is never refused. */
		   assert(!is_changing);
#endif
		   lock = FREE
		:: lock != FREE
		fi;
		unload(false)
	:: left == 0 -> break
	od;
end:	false
}

/* Policy "release". impl: offline_hook() kg_guard_releases() */
inline release()
{
	d_step {
		if
		:: is_executing
		:: else -> mark_all_outdated()
		fi
	}
	unload(false)
}

/* impl: answer_unload() */
proctype asker()
{
	byte left = ASKED_UNLOADS;
	UNLOAD_LOCALS;

	do
	:: left > 0 ->
		left--;
		if
		:: unload(true)
		:: release()
		fi
	:: left == 0 -> break
	od;
end:	false
}

/* Execution */

/* impl: kg_guard_exec_begins() */
inline exec_begins()
{
	is_refused = !is_open;
#ifndef NO_CHANGING_AT_EXEC
	is_refused = (is_refused || is_changing);
#endif
#ifndef NO_OUTDATED_AT_EXEC
	is_refused = (is_refused || is_outdated);
#endif
#ifndef NO_LOADS_AT_EXEC
	is_refused = (is_refused || is_loading);
#endif
	is_executing = !is_refused
}

/* truth: the machine would jump now; the other outcome is that it fails */
inline check_jump()
{
	/* 1: never from a stale image, never while memory changes. */
	assert(is_warned || is_good(kexec_image));
	assert(is_warned || !is_moving);
	assert(is_warned || !is_driver_moving || !in_driver_memory[kexec_image])
}

/* kernel_kexec(). impl: exec_hook() */
proctype executor()
{
	byte left = EXECUTIONS;
	bool is_refused, needs_device;

	do
	:: left > 0 ->
		left--;
		d_step { exec_begins() }
		if
		:: is_refused
		:: else ->
			if
			:: atomic { lock == FREE -> lock = EXECUTOR }
			   /* device_shutdown() may need hotplug's locks. */
			   if
			   :: needs_device = true
			   :: needs_device = false
			   fi;
			   !needs_device || !hotplug_lock;
			   d_step {
				if
				:: kexec_image -> check_jump()
				:: else
				fi;
				lock = FREE
			   }
			:: lock != FREE
			fi;
			/* impl: kg_guard_exec_ends() */
			is_executing = false
		fi;
		d_step { is_refused = false; needs_device = false }
	:: left == 0 -> break
	od;
end:	false
}

/* The crash: __crash_kexec() needs the lock, by trylock, for a dump. */
proctype crash()
{
end:	atomic {
		lock != FREE ->
		/* 4: only the kernel's own holders can prevent a dump. */
		assert(lock != GUARD)
	}
}

/* The module reads an image from before it. impl: kg_load_adopt() */
proctype adopter()
{
	byte image;
	UNLOAD_LOCALS;

	/* impl: describe() */
	image = kexec_image;
	/* 6: what is read still exists. */
	assert(!image || alive[image]);
	/* impl: kg_guard_open() */
	d_step {
		record_is_valid = (kexec_image != 0);
		record_order = order_of[kexec_image];
		record_in_driver = in_driver_memory[kexec_image];
		is_open = true
	}
	unload(false);
end:	false
}

#ifdef PROGRESS
/* 5: hotplug is never stopped. */
ltl progress { [] (hotplug_lock -> <> !hotplug_lock) }
#endif
#ifdef GONE
/* 3: an outdated image is unloaded in the end. */
ltl gone { [] (outdated -> <> !outdated) }
#endif

init
{
	atomic {
		/* An image may be loaded already. */
		if
		:: kexec_image = 1;
		   alive[1] = true;
		   accepted[1] = true;
		   last_order = 1;
		   order_of[1] = 1;
#ifdef DRIVER
		   if
		   :: in_driver_memory[1] = true
		   :: skip
		   fi
#endif
		:: skip
		fi;
#ifdef ADOPT
		run adopter();
#else
		record_is_valid = (kexec_image != 0);
		record_order = order_of[kexec_image];
		record_in_driver = in_driver_memory[kexec_image];
		is_open = true;
#endif
		run hotplug();
#if LOADERS
		run loader(0);
#endif
#if LOADERS > 1
		run loader(1);
#endif
#if CRASH_LOADS
		run crash_loader();
#endif
#if ASKED_UNLOADS
		run asker();
#endif
#if EXECUTIONS
		run executor();
#endif
#if CRASHES
		run crash();
#endif
		skip
	}
	atomic {
		timeout ->
		/* 3: at rest, no outdated image is left, and all is reported. */
		assert(!untold);
		assert(!is_outdated);
		assert(!kexec_image || is_good(kexec_image));
		/* 6: the record is that of the loaded image. */
		assert(record_is_valid == (kexec_image != 0));
		assert(!record_is_valid ||
		       record_order == order_of[kexec_image])
	}
}
