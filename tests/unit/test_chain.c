// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From an unload to the next load: each link in each state, on a tree whose
 * systemctl is a script; and what sets a kernel parameter at boot.
 */
#include "filled.h"
#include "tree.h"

#include "loader/chain.h"
#include "loader/config.h"
#include "loader/sysctl.h"

static const struct context ctx = { .sysroot = tree_root };
static struct link links[NR_LINKS];

static void expect(enum link_id id, enum link_state state, const char *meaning,
		   const char *advice)
{
	chain_examine(&ctx, links);
	ck_assert_int_eq(links[id].state, state);
	if (!strstr(links[id].meaning, meaning))
		ck_abort_msg("\"%s\" is not in: %s", meaning,
			     links[id].meaning);
	if (!strstr(links[id].advice, advice))
		ck_abort_msg("\"%s\" is not in: %s", advice,
			     links[id].advice);
	ck_assert_int_eq(chain_is_broken(links), state == LINK_BROKEN);
}

/* systemctl show, for both units: the path's, then the service's answer. */
static void add_systemd(const char *path, const char *service)
{
	char script[1024];

	mkdir(tree_path("/run"), 0755);
	mkdir(tree_path("/run/systemd"), 0755);
	mkdir(tree_path("/run/systemd/system"), 0755);
	snprintf(script, sizeof(script),
		 "#!/bin/sh\n[ \"$1\" = show ] || exit 9\n"
		 "case $2 in *.path) printf '%s';; *) printf '%s';; esac\n",
		 path, service);
	tree_add("/usr/bin/systemctl", script);
	chmod(tree_path("/usr/bin/systemctl"), 0755);
}

#define GOOD_PATH "LoadState=loaded\\nActiveState=active\\nResult=success\\n"
#define GOOD_SERVICE							\
	"LoadState=loaded\\nActiveState=inactive\\nResult=success\\n"	\
	"ExecMainStartTimestampMonotonic=0\\n"

static const struct {
	const char *path;
	const char *service;
	enum link_id id;
	enum link_state state;
	const char *meaning;
	const char *advice;
} units[] = {
	{ GOOD_PATH, GOOD_SERVICE, LINK_WATCHER, LINK_OK, "is active", "" },
	{ GOOD_PATH, GOOD_SERVICE, LINK_SERVICE, LINK_OK,
	  "no automatic reload since boot", "" },
	{ GOOD_PATH,
	  "Result=success\\nExecMainStartTimestampMonotonic=77\\nLoadState=loaded\\n",
	  LINK_SERVICE, LINK_OK, "reload succeeded", "" },
	{ "LoadState=masked\\nActiveState=inactive\\n", GOOD_SERVICE,
	  LINK_WATCHER, LINK_BROKEN, "masked",
	  "systemctl unmask kexecguard-reload.path" },
	{ "LoadState=loaded\\nActiveState=inactive\\n", GOOD_SERVICE,
	  LINK_WATCHER, LINK_BROKEN, "inactive",
	  "systemctl start kexecguard-reload.path" },
	{ "LoadState=loaded\\nActiveState=failed\\n", GOOD_SERVICE,
	  LINK_WATCHER, LINK_BROKEN, "failed",
	  "systemctl start kexecguard-reload.path" },
	{ "LoadState=not-found\\nActiveState=inactive\\n", GOOD_SERVICE,
	  LINK_WATCHER, LINK_BROKEN, "not-found", "systemctl status" },
	{ GOOD_PATH, "LoadState=masked\\n", LINK_SERVICE, LINK_BROKEN,
	  "masked", "systemctl unmask kexecguard-reload.service" },
	{ GOOD_PATH, "LoadState=loaded\\nResult=exit-code\\n", LINK_SERVICE,
	  LINK_BROKEN, "exit-code",
	  "journalctl -b -u kexecguard-reload.service" },
};

START_TEST(unit)
{
	add_systemd(units[_i].path, units[_i].service);
	expect(units[_i].id, units[_i].state, units[_i].meaning,
	       units[_i].advice);
}
END_TEST

START_TEST(systemd_absent)
{
	expect(LINK_WATCHER, LINK_NONE, "does not run systemd", "");
	expect(LINK_SERVICE, LINK_NONE, "does not run systemd", "");
	add_systemd("", "");
	tree_add("/usr/bin/systemctl", "#!/bin/sh\necho no bus; exit 1\n");
	expect(LINK_WATCHER, LINK_UNKNOWN, "no bus", "");
}
END_TEST

START_TEST(configuration)
{
	expect(LINK_CONFIG, LINK_OK, "valid", "");
	expect(LINK_IMAGE, LINK_NONE, "unknown what to load",
	       "kexecguardctl load");
	tree_add(CONFIG, "kernel = nowhere\n");
	expect(LINK_CONFIG, LINK_BROKEN, CONFIG ":1: ", "man kexecguard.conf");
	ck_assert_int_eq(links[LINK_IMAGE].state, LINK_BROKEN);
}
END_TEST

START_TEST(image)
{
	tree_add("/proc/cmdline", "quiet\n");
	tree_add(CONFIG, "kernel = /boot/k\ninitrd = none\n");
	expect(LINK_IMAGE, geteuid() ? LINK_UNKNOWN : LINK_BROKEN,
	       "/boot/k: it does not exist", "reload --dry-run");
	tree_add("/boot/k", "");
	expect(LINK_IMAGE, LINK_OK, "/boot/k, named by " CONFIG, "");
	tree_add(CONFIG, "reload_command = load-it\n");
	expect(LINK_IMAGE, LINK_OK, "the command load-it", "");
	/* Written by another program, which must not decide what boots. */
	tree_add("/run/kexecguard/loaded", "{}\n");
	expect(LINK_IMAGE, geteuid() ? LINK_UNKNOWN : LINK_BROKEN,
	       "was not written by this tool", "reload --dry-run");
}
END_TEST

static const struct {
	const char *name;
	const char *text;
	enum link_state state;
	const char *meaning;
} knobs[] = {
	{ "kexec_load_disabled", "0", LINK_OK, "permitted" },
	{ "kexec_load_disabled", "1", LINK_BROKEN, "kexec_load_disabled" },
	{ "kexec_load_limit_reboot", "-1", LINK_OK, "permitted" },
	{ "kexec_load_limit_reboot", "3", LINK_OK, "3 more" },
	{ "kexec_load_limit_reboot", "0", LINK_BROKEN, "used up" },
	{ "kexec_load_limit_panic", "0", LINK_OK, "crash image" },
};

START_TEST(loads)
{
	char name[128];

	snprintf(name, sizeof(name), "/proc/sys/kernel/%s", knobs[_i].name);
	tree_add(name, knobs[_i].text);
	expect(LINK_LOADS, knobs[_i].state, knobs[_i].meaning, "");
}
END_TEST

#define DISABLED "kernel.kexec_load_disabled"

static const struct {
	const char *file;
	const char *text;
	bool sets;
} settings[] = {
	{ "/proc/cmdline", "quiet sysctl." DISABLED "=1\n", true },
	{ "/proc/cmdline", "sysctl.kernel/kexec_load_disabled=1 quiet\n",
	  true },
	{ "/proc/cmdline", DISABLED "=1\n", false },
	{ "/proc/cmdline", "xsysctl." DISABLED "=1\n", false },
	{ "/etc/sysctl.conf", DISABLED " = 1\n", true },
	{ "/etc/sysctl.d/a.conf", "# off\n-" DISABLED "=1\n", true },
	{ "/etc/sysctl.d/a.conf", "# " DISABLED "=1\n", false },
	{ "/etc/sysctl.d/a.conf", DISABLED "_not=1\n", false },
	{ "/etc/sysctl.d/a.conf~", DISABLED "=1\n", false },
	{ "/run/sysctl.d/x.conf", "kernel/kexec_load_disabled=1\n", true },
	{ "/usr/local/lib/sysctl.d/x.conf", "  " DISABLED "\t= 1\n", true },
	{ "/usr/lib/sysctl.d/x.conf", DISABLED "=1\n", true },
	{ "/lib/sysctl.d/x.conf", DISABLED "=1\n", true },
};

static void append(const char *place, void *data)
{
	strcat(strcat(data, place), "\n");
}

START_TEST(setting)
{
	char places[PATH_MAX] = "", wanted[PATH_MAX];

	tree_add(settings[_i].file, settings[_i].text);
	sysctl_each_place(&ctx, DISABLED, append, places);
	snprintf(wanted, sizeof(wanted), "%s\n", settings[_i].file);
	ck_assert_str_eq(places, settings[_i].sets ? wanted : "");
	tree_add("/proc/sys/kernel/kexec_load_disabled", "1\n");
	expect(LINK_LOADS, LINK_BROKEN, "is set",
	       settings[_i].sets ? settings[_i].file : "no file sets it");
}
END_TEST

/* Once, although /lib is a link; all of several. */
START_TEST(settings_each)
{
	char places[PATH_MAX] = "";

	tree_add("/usr/lib/sysctl.d/x.conf", DISABLED "=1\n");
	tree_link("/lib", "usr/lib");
	tree_add("/proc/cmdline", "sysctl." DISABLED "=1\n");
	sysctl_each_place(&ctx, DISABLED, append, places);
	ck_assert_str_eq(places, "/proc/cmdline\n/usr/lib/sysctl.d/x.conf\n");
}
END_TEST

static void add(TCase *tcase)
{
	tcase_set_timeout(tcase, 30);
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_loop_test(tcase, unit, 0, ROWS(units));
	tcase_add_test(tcase, systemd_absent);
	tcase_add_test(tcase, configuration);
	tcase_add_test(tcase, image);
	tcase_add_loop_test(tcase, loads, 0, ROWS(knobs));
	tcase_add_loop_test(tcase, setting, 0, ROWS(settings));
	tcase_add_test(tcase, settings_each);
}

int main(void)
{
	return run_suite("chain", add);
}
