// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See modfacts.h. A fact that cannot be read stays false or empty.
 */
#include "diagnose/modfacts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diagnose/kmod.h"

/* Where modprobe reads its configuration, as modprobe.d(5) has it. */
static const char *const config_dirs[] = {
	"/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d",
	"/usr/lib/modprobe.d", "/lib/modprobe.d",
};

#define NR_CONFIG_DIRS (sizeof(config_dirs) / sizeof(config_dirs[0]))

static bool path_print(char *path, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool path_print(char *path, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(path, PATH_MAX, format, args);
	va_end(args);
	return length >= 0 && length < PATH_MAX;
}

static bool has_path(const char *root, const char *name)
{
	char path[PATH_MAX];

	return path_print(path, "%s%s", root, name) && !access(path, F_OK);
}

/* The start of a small file, without its last newline; empty if unreadable. */
static void read_start(const char *root, const char *name, char *text,
		       size_t size)
{
	char path[PATH_MAX];
	ssize_t got = -1;
	int fd;

	text[0] = '\0';
	if (!path_print(path, "%s%s", root, name))
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return;
	got = read(fd, text, size - 1);
	close(fd);
	if (got < 0)
		got = 0;
	text[got] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

/* Does a list, separated by commas, have this name? */
static bool list_has(const char *list, size_t length, const char *name)
{
	const char *stop = list + length;
	size_t word;

	while (list < stop) {
		word = strcspn(list, ",");
		if (word > (size_t)(stop - list))
			word = stop - list;
		if (word == strlen(name) && !strncmp(list, name, word))
			return true;
		list += word + 1;
	}
	return false;
}

static bool boot_blocks(const char *root)
{
	static const char option[] = "module_blacklist=";
	char line[8192];
	size_t length;
	char *word;

	read_start(root, "/proc/cmdline", line, sizeof(line));
	for (word = line; *word; word += length) {
		word += strspn(word, " ");
		length = strcspn(word, " ");
		if (strncmp(word, option, strlen(option)))
			continue;
		if (list_has(word + strlen(option), length - strlen(option),
			     MODULE))
			return true;
	}
	return false;
}

static bool wants_signature(const char *root)
{
	char text[128];

	read_start(root, "/sys/module/module/parameters/sig_enforce", text,
		   sizeof(text));
	if (text[0] == 'Y')
		return true;

	/* As in "none [integrity] confidentiality". */
	read_start(root, "/sys/kernel/security/lockdown", text, sizeof(text));
	return strchr(text, '[') && !strstr(text, "[none]");
}

static bool is_sealed(const char *root)
{
	char text[8];

	read_start(root, "/proc/sys/kernel/modules_disabled", text,
		   sizeof(text));
	return text[0] == '1';
}

static bool is_xen_pv(const char *root)
{
	char text[8];

	read_start(root, "/sys/hypervisor/guest_type", text, sizeof(text));
	return !strcmp(text, "PV");
}

/*
 * The name in a line of /proc/keys, which goes on like this:
 * "asymmetri Organisation: Name: 6ccece7e: X509.rsa bb419ea1 []".
 */
static bool names(const char *key, const char *signer)
{
	const char *at = key;

	while ((at = strstr(at, signer))) {
		if (at[-1] == ' ' && at[strlen(signer)] == ':')
			return true;
		at++;
	}
	return false;
}

/* A module is signed with a certificate that names who issued it. */
static bool is_stranger(const char *root, const char *signer)
{
	char path[PATH_MAX], line[1024];
	bool has_keys = false, is_known = false;
	const char *key;
	FILE *file;

	if (!*signer || !path_print(path, "%s/proc/keys", root))
		return false;
	file = fopen(path, "re");
	if (!file)
		return false;
	while (!is_known && fgets(line, sizeof(line), file)) {
		key = strstr(line, "asymmetri ");
		if (!key)
			continue;
		has_keys = true;
		is_known = names(key + strlen("asymmetri"), signer);
	}
	fclose(file);
	return has_keys && !is_known;
}

/* The version is in the directory's name; the last one is the newest. */
static void find_source(const char *root, char *version)
{
	char pattern[PATH_MAX];
	const char *name;
	glob_t found;

	if (!path_print(pattern, "%s/usr/src/" MODULE "-*/dkms.conf", root))
		return;
	if (glob(pattern, 0, NULL, &found))
		return;
	name = found.gl_pathv[found.gl_pathc - 1] + strlen(root) +
	       strlen("/usr/src/" MODULE "-");
	snprintf(version, RELEASE_LEN, "%.*s", (int)strcspn(name, "/"),
		 name);
	globfree(&found);
}

static void collect_node(const char *root, struct modfacts *facts)
{
	char path[PATH_MAX];

	if (!path_print(path, "%s/dev/" MODULE, root))
		return;
	facts->has_node = !access(path, F_OK);
	facts->is_readable = !access(path, R_OK);
}

static void ignore_log(void *data, int priority, const char *file, int line,
		       const char *function, const char *format, va_list args)
{
	(void)data;
	(void)priority;
	(void)file;
	(void)line;
	(void)function;
	(void)format;
	(void)args;
}

/* libkmod over the modules of one release, with the sysroot's configuration. */
static struct kmod_ctx *open_kmod(const char *root, const char *modules,
				  const char *release)
{
	char paths[NR_CONFIG_DIRS][PATH_MAX];
	const char *config[NR_CONFIG_DIRS + 1];
	char directory[PATH_MAX];
	struct kmod_ctx *ctx;
	size_t i;

	if (!kmod() ||
	    !path_print(directory, "%s%s/%s", root, modules, release))
		return NULL;
	for (i = 0; i < NR_CONFIG_DIRS; i++) {
		if (!path_print(paths[i], "%s%s", root, config_dirs[i]))
			return NULL;
		config[i] = paths[i];
	}
	config[i] = NULL;

	ctx = kmod()->new(directory, config);
	if (ctx)
		kmod()->set_log_fn(ctx, ignore_log, NULL);
	return ctx;
}

static struct kmod_list *look_up(struct kmod_ctx *ctx)
{
	struct kmod_list *list = NULL;

	if (kmod()->module_new_from_lookup(ctx, MODULE, &list) < 0)
		return NULL;
	return list;
}

static bool is_installed_for(const char *root, const char *modules,
			     const char *release)
{
	struct kmod_list *list;
	struct kmod_ctx *ctx;

	ctx = open_kmod(root, modules, release);
	if (!ctx)
		return false;
	list = look_up(ctx);
	kmod()->module_unref_list(list);
	kmod()->unref(ctx);
	return list;
}

static void collect_other(const char *root, const char *modules,
			  struct modfacts *facts)
{
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;

	if (!path_print(path, "%s%s", root, modules))
		return;
	dir = opendir(path);
	if (!dir)
		return;

	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' ||
		    strlen(entry->d_name) >= RELEASE_LEN ||
		    !strcmp(entry->d_name, facts->release))
			continue;
		if (!is_installed_for(root, modules, entry->d_name))
			continue;
		strcpy(facts->installed_for, entry->d_name);
		break;
	}
	closedir(dir);
}

/* A file that depmod has not seen yet, where DKMS and "make install" put it. */
static bool has_file(const char *root, const char *modules,
		     const char *release)
{
	static const char *const places[] = { "updates/dkms", "updates",
					      "extra", "weak-updates" };
	char pattern[PATH_MAX];
	glob_t found;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (!path_print(pattern, "%s%s/%s/%s/" MODULE ".ko*", root,
				modules, release, places[i]))
			continue;
		if (glob(pattern, GLOB_NOSORT, NULL, &found))
			continue;
		globfree(&found);
		return true;
	}
	return false;
}

static void collect_file(struct kmod_module *module, struct modfacts *facts)
{
	struct kmod_list *list = NULL, *item;
	const char *key, *value;

	if (kmod()->module_get_info(module, &list) < 0)
		return;

	for (item = list; item; item = kmod()->list_next(list, item)) {
		key = kmod()->module_info_get_key(item);
		value = kmod()->module_info_get_value(item);
		if (!strcmp(key, "vermagic"))
			snprintf(facts->built_for, sizeof(facts->built_for),
				 "%.*s", (int)strcspn(value, " "), value);
		else if (!strcmp(key, "sig_id"))
			facts->is_signed = true;
		else if (!strcmp(key, "signer"))
			snprintf(facts->signer, sizeof(facts->signer), "%s",
				 value);
	}
	kmod()->module_info_free_list(list);
}

static void collect_config(struct kmod_ctx *ctx, struct kmod_list *list,
			   struct kmod_module *module,
			   struct modfacts *facts)
{
	struct kmod_list *allowed = NULL;

	facts->is_replaced = kmod()->module_get_install_commands(module);
	if (kmod()->module_apply_filter(ctx, KMOD_FILTER_BLACKLIST, list,
				     &allowed) < 0)
		return;
	facts->is_blacklisted = !allowed;
	kmod()->module_unref_list(allowed);
}

static void collect_installed(struct kmod_ctx *ctx, struct modfacts *facts)
{
	struct kmod_module *module;
	struct kmod_list *list;

	list = look_up(ctx);
	if (!list)
		return;

	facts->is_indexed = true;
	module = kmod()->module_get_module(list);
	collect_file(module, facts);
	collect_config(ctx, list, module, facts);
	kmod()->module_unref(module);
	kmod()->module_unref_list(list);
}

static void collect_modules(const char *root, struct modfacts *facts)
{
	const char *modules = "/lib/modules";
	char headers[PATH_MAX];
	struct kmod_ctx *ctx;

	if (!has_path(root, modules))
		modules = "/usr/lib/modules";

	ctx = open_kmod(root, modules, facts->release);
	if (!ctx)
		return;
	facts->is_asked = true;
	collect_installed(ctx, facts);
	kmod()->unref(ctx);

	facts->has_file = has_file(root, modules, facts->release);
	if (!facts->is_indexed)
		collect_other(root, modules, facts);
	if (path_print(headers, "%s/%s/build", modules, facts->release))
		facts->has_headers = has_path(root, headers);
}

/**
 * modfacts_collect() - see what there is of the module
 * @sysroot: directory to examine instead of /, or ""
 * @release: kernel release to look for
 * @facts: where to put what was found
 *
 * Return: 0; -ENAMETOOLONG for a @release or @sysroot beyond reason.
 */
int modfacts_collect(const char *sysroot, const char *release,
			struct modfacts *facts)
{
	const char *root = sysroot;

	if (strlen(release) >= RELEASE_LEN || strlen(root) >= PATH_MAX / 2)
		return -ENAMETOOLONG;

	memset(facts, 0, sizeof(*facts));
	strcpy(facts->release, release);
	collect_node(root, facts);
	facts->is_live = has_path(root, "/sys/module/" MODULE);
	facts->is_xen_pv = is_xen_pv(root);
	facts->is_boot_blocked = boot_blocks(root);
	facts->is_sealed = is_sealed(root);
	facts->wants_signature = wants_signature(root);
	find_source(root, facts->source);
	collect_modules(root, facts);
	facts->is_stranger = is_stranger(root, facts->signer);
	return 0;
}
