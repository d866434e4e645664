// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See modfacts.h. A fact that cannot be read stays false or empty.
 */
#include "diagnose/modfacts.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diagnose/kmod.h"
#include "file.h"
#include "version.h"

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

static bool has_path(const struct context *ctx, const char *name)
{
	char path[PATH_MAX];

	return path_join(path, ctx, name) && !access(path, F_OK);
}

/* Is this name in a comma-separated list? */
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

static bool boot_blocks(const struct context *ctx)
{
	static const char option[] = "module_blacklist=";
	char line[8192];
	size_t length;
	char *word;

	file_read_line(ctx, "/proc/cmdline", line, sizeof(line));
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

static bool wants_signature(const struct context *ctx)
{
	char text[LINE_LEN];

	file_read_line(ctx, "/sys/module/module/parameters/sig_enforce", text,
		       sizeof(text));
	if (text[0] == 'Y')
		return true;

	/* As in "none [integrity] confidentiality". */
	file_read_line(ctx, "/sys/kernel/security/lockdown", text,
		       sizeof(text));
	return strchr(text, '[') && !strstr(text, "[none]");
}

/*
 * Does a line of /proc/keys, from "asymmetri" on, name this signer? It reads:
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

static bool is_signer_unknown(const struct context *ctx, const char *signer)
{
	char path[PATH_MAX], line[1024];
	bool has_keys = false, is_known = false;
	const char *key;
	FILE *file;

	if (!*signer || !path_join(path, ctx, "/proc/keys"))
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

/* The version in /usr/src/kexecguard-VERSION/dkms.conf, below the sysroot. */
static void take_version(const struct context *ctx, const char *path,
			 char version[RELEASE_LEN])
{
	const char *name = path + strlen(ctx->sysroot) +
			   strlen("/usr/src/" MODULE "-");

	snprintf(version, RELEASE_LEN, "%.*s", (int)strcspn(name, "/"), name);
}

static void find_source(const struct context *ctx, char *newest)
{
	char pattern[PATH_MAX], version[RELEASE_LEN];
	glob_t found;
	size_t i;

	if (!path_join(pattern, ctx, "/usr/src/" MODULE "-*/dkms.conf"))
		return;
	if (glob(pattern, GLOB_NOSORT, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++) {
		take_version(ctx, found.gl_pathv[i], version);
		if (version_compare(version, newest) > 0)
			strcpy(newest, version);
	}
	globfree(&found);
}

/*
 * By the kernel's symbols: their addresses are hidden from all but root, their
 * names are not.
 */
static void collect_kernel(const struct context *ctx, struct modfacts *facts)
{
	bool has_any = false, has_kexec = false, has_kprobes = false;
	char path[PATH_MAX], line[1024];
	const char *name;
	FILE *file;

	if (!file_line_is(ctx, "/proc/sys/kernel/osrelease", facts->release) ||
	    !path_join(path, ctx, "/proc/kallsyms"))
		return;
	file = fopen(path, "re");
	if (!file)
		return;
	while (!(has_kexec && has_kprobes) && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\t\n")] = '\0';
		name = strrchr(line, ' ');
		has_any = true;
		has_kexec = has_kexec || (name && !strcmp(name, " kernel_kexec"));
		has_kprobes = has_kprobes ||
			      (name && !strcmp(name, " register_kprobe"));
	}
	fclose(file);
	facts->lacks_kexec = has_any && !has_kexec;
	facts->lacks_kprobes = has_any && !has_kprobes;
}

static void collect_node(const struct context *ctx, struct modfacts *facts)
{
	char path[PATH_MAX];

	if (!path_join(path, ctx, "/dev/" MODULE))
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

/* Opens libkmod on one release's modules and the sysroot's configuration. */
static struct kmod_ctx *open_kmod(const struct context *ctx,
				  const char *modules, const char *release)
{
	char paths[NR_CONFIG_DIRS][PATH_MAX];
	const char *config[NR_CONFIG_DIRS + 1];
	char directory[PATH_MAX];
	struct kmod_ctx *lib;
	size_t i;

	if (!kmod() ||
	    !path_print(directory, "%s%s/%s", ctx->sysroot, modules, release))
		return NULL;
	for (i = 0; i < NR_CONFIG_DIRS; i++) {
		if (!path_join(paths[i], ctx, config_dirs[i]))
			return NULL;
		config[i] = paths[i];
	}
	config[i] = NULL;

	lib = kmod()->new(directory, config);
	if (lib)
		kmod()->set_log_fn(lib, ignore_log, NULL);
	return lib;
}

static struct kmod_list *look_up(struct kmod_ctx *lib)
{
	struct kmod_list *list = NULL;

	if (kmod()->module_new_from_lookup(lib, MODULE, &list) < 0)
		return NULL;
	return list;
}

static bool is_installed_for(const struct context *ctx, const char *modules,
			     const char *release)
{
	struct kmod_list *list;
	struct kmod_ctx *lib;

	lib = open_kmod(ctx, modules, release);
	if (!lib)
		return false;
	list = look_up(lib);
	kmod()->module_unref_list(list);
	kmod()->unref(lib);
	return list;
}

static void collect_other(const struct context *ctx, const char *modules,
			  struct modfacts *facts)
{
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;

	if (!path_join(path, ctx, modules))
		return;
	dir = opendir(path);
	if (!dir)
		return;

	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' ||
		    strlen(entry->d_name) >= RELEASE_LEN ||
		    !strcmp(entry->d_name, facts->release))
			continue;
		if (!is_installed_for(ctx, modules, entry->d_name))
			continue;
		strcpy(facts->installed_for, entry->d_name);
		break;
	}
	closedir(dir);
}

/* Is there a module file that depmod may not have indexed yet? */
static bool has_file(const struct context *ctx, const char *modules,
		     const char *release)
{
	static const char *const places[] = {
		"updates/dkms", "updates", "extra", "extra/" MODULE,
		"weak-updates", "weak-updates/" MODULE,
	};
	char pattern[PATH_MAX];
	glob_t found;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (!path_print(pattern, "%s%s/%s/%s/" MODULE ".ko*",
				ctx->sysroot, modules, release, places[i]))
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

/* weak-modules links the modules of other kernels there. */
static bool is_link(struct kmod_module *module)
{
	const char *path = kmod()->module_get_path(module);

	return path && strstr(path, "/weak-updates/");
}

static void collect_config(struct kmod_ctx *lib, struct kmod_list *list,
			   struct kmod_module *module, struct modfacts *facts)
{
	struct kmod_list *allowed = NULL;

	facts->is_replaced = kmod()->module_get_install_commands(module);
	if (kmod()->module_apply_filter(lib, KMOD_FILTER_BLACKLIST, list,
					&allowed) < 0)
		return;
	facts->is_blacklisted = !allowed;
	kmod()->module_unref_list(allowed);
}

static void collect_installed(struct kmod_ctx *lib, struct modfacts *facts)
{
	struct kmod_module *module;
	struct kmod_list *list;

	list = look_up(lib);
	if (!list)
		return;

	facts->is_indexed = true;
	module = kmod()->module_get_module(list);
	collect_file(module, facts);
	facts->is_linked = is_link(module);
	collect_config(lib, list, module, facts);
	kmod()->module_unref(module);
	kmod()->module_unref_list(list);
}

static void collect_modules(const struct context *ctx, struct modfacts *facts)
{
	const char *modules = "/lib/modules";
	char headers[PATH_MAX];
	struct kmod_ctx *lib;

	if (!has_path(ctx, modules))
		modules = "/usr/lib/modules";

	lib = open_kmod(ctx, modules, facts->release);
	if (!lib)
		return;
	facts->has_kmod = true;
	collect_installed(lib, facts);
	kmod()->unref(lib);

	facts->has_file = has_file(ctx, modules, facts->release);
	if (!facts->is_indexed)
		collect_other(ctx, modules, facts);
	if (path_print(headers, "%s/%s/build", modules, facts->release))
		facts->has_headers = has_path(ctx, headers);
}

/* As dkms chooses; the other one if only that exists. */
static const char *find_certificate(const struct context *ctx)
{
	const char *usual = DKMS_CERTIFICATE, *other = UBUNTU_CERTIFICATE;

	if (distribution_is(ctx, "ubuntu")) {
		usual = UBUNTU_CERTIFICATE;
		other = DKMS_CERTIFICATE;
	}
	return has_path(ctx, other) && !has_path(ctx, usual) ? other : usual;
}

/**
 * modfacts_collect() - collect what can be found out about the module
 * @ctx: the context
 * @release: kernel release to look for
 * @facts: where to put what was found
 *
 * Return: 0; -ENAMETOOLONG if @release or the sysroot is too long.
 */
int modfacts_collect(const struct context *ctx, const char *release,
		     struct modfacts *facts)
{
	if (strlen(release) >= RELEASE_LEN ||
	    strlen(ctx->sysroot) >= PATH_MAX / 2)
		return -ENAMETOOLONG;

	memset(facts, 0, sizeof(*facts));
	strcpy(facts->release, release);
	collect_node(ctx, facts);
	facts->is_live = has_path(ctx, "/sys/module/" MODULE);
	facts->is_xen_pv =
		file_line_is(ctx, "/sys/hypervisor/guest_type", "PV");
	if (!facts->is_live)
		collect_kernel(ctx, facts);
	facts->is_boot_blocked = boot_blocks(ctx);
	facts->is_sealed =
		file_line_is(ctx, "/proc/sys/kernel/modules_disabled", "1");
	facts->wants_signature = wants_signature(ctx);
	find_source(ctx, facts->source);
	collect_modules(ctx, facts);
	facts->is_signer_unknown = is_signer_unknown(ctx, facts->signer);
	facts->certificate = find_certificate(ctx);
	facts->distribution = distribution_find(ctx);
	return 0;
}
