// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Machines from their files: every captured machine in tests/golden against its
 * expected map, and errors that cannot be captured. With GOLDEN_UPDATE set the
 * expectations are rewritten; review the difference before you commit it.
 */
#include "check_map.h"
#include "core/names.h"
#include "sysroot/sysroot.h"

#include <check.h>
#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GOLDEN	"../golden"
#define MIB	((u64)1 << 20)

static char directory[] = "/tmp/kguard-sysroot-XXXXXX";
static glob_t machines;

static void run(const char *format, ...)
{
	char command[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	ck_assert_int_eq(system(command), 0);
}

static void set_up(void)
{
	strcpy(directory + strlen(directory) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
}

static void tear_down(void)
{
	run("rm -rf '%s'", directory);
}

static void show_bits(FILE *out, u32 bits, const char *(*name)(u32 bit))
{
	int bit;

	for (bit = 0; bit < 32; bit++)
		if (bits & (u32)1 << bit)
			fprintf(out, " %s", name((u32)1 << bit));
}

static void show_windows(FILE *out, const struct kg_sysroot *sysroot,
			 u32 allow)
{
	struct kg_query query = {
		.size = MIB, .align = MIB, .max = KG_ADDRESS_MAX,
		.allow = allow, .avoid = KEXECGUARD_CRASH | KEXECGUARD_KERNEL,
	};
	struct kg_window window;
	struct kg_walk walk;

	ck_assert_int_eq(kg_windows_begin(&walk, &sysroot->map,
					  &sysroot->rules, &query), 0);
	while (kg_window_next(&walk, &window))
		fprintf(out, "%012" PRIx64 "-%012" PRIx64 " at %" PRIx64 "\n",
			window.span.start, window.span.end, window.address);
}

static void show_machine(FILE *out, const struct kg_sysroot *sysroot)
{
	const struct kg_range *range;
	struct kg_verdict verdict;
	size_t i;

	fprintf(out, "arch %s\npage %" PRIu64 "\nblock %" PRIu64 " MiB\n",
		sysroot->arch == KG_ARCH_X86 ? "x86" : "arm64", sysroot->rules.page,
		sysroot->block_size / MIB);
	fprintf(out, "unknown");
	show_bits(out, sysroot->unknown, kg_class_name);

	fprintf(out, "\n\nmap\n");
	for (i = 0; i < sysroot->map.count; i++) {
		range = kg_map_at(&sysroot->map, i);
		verdict = kg_verdict_span(&sysroot->map, &sysroot->rules,
					  range->span);
		fprintf(out, "%012" PRIx64 "-%012" PRIx64, range->span.start,
			range->span.end);
		show_bits(out, range->classes, kg_class_name);
		fprintf(out, ": %s", kg_level_name(verdict.level));
		show_bits(out, verdict.reasons, kg_reason_name);
		fprintf(out, "\n");
	}
	fprintf(out, "\nsafe windows for 1 MiB\n");
	show_windows(out, sysroot, 0);
	fprintf(out, "\nand removable ones\n");
	show_windows(out, sysroot, kg_removable_reasons(&sysroot->rules));
}

static void show_error(FILE *out, int err,
		       const struct kg_error_location *location)
{
	fprintf(out, "%s: %s", strerrorname_np(-err), location->path);
	if (location->line)
		fprintf(out, ":%u", location->line);
	fprintf(out, "\n");
}

static char *answer(void)
{
	struct kg_error_location location = { .line = 0 };
	struct kg_sysroot *sysroot = NULL;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int err;

	ck_assert_ptr_nonnull(out);
	err = kg_sysroot_read(directory, KG_ARCH_UNKNOWN, &sysroot, &location);
	if (err) {
		ck_assert_ptr_null(sysroot);
		show_error(out, err, &location);
	} else {
		ck_assert(map_is_canonical(&sysroot->map));
		show_machine(out, sysroot);
	}
	fclose(out);
	kg_sysroot_free(sysroot);
	return text;
}

static char *content(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	ck_assert_msg(in, "%s is missing", path);
	if (getdelim(&text, &size, '\0', in) < 0)
		ck_abort_msg("%s is empty", path);
	fclose(in);
	return text;
}

START_TEST(machine)
{
	const char *path = machines.gl_pathv[_i];
	char expected_path[256];
	char *expected;
	char *text;
	FILE *out;

	snprintf(expected_path, sizeof(expected_path), "%.*s.expected",
		 (int)(strrchr(path, '.') - path), path);
	run(GOLDEN "/unpack '%s' '%s'", path, directory);
	text = answer();
	if (getenv("GOLDEN_UPDATE")) {
		out = fopen(expected_path, "w");
		ck_assert_ptr_nonnull(out);
		fputs(text, out);
		fclose(out);
	}
	expected = content(expected_path);
	ck_assert_msg(!strcmp(text, expected), "%s: expected\n%s\nbut got\n%s",
		      path, expected, text);
	free(expected);
	free(text);
}
END_TEST

static void put(const char *path, const char *text)
{
	char full[256];
	FILE *out;

	snprintf(full, sizeof(full), "%s/%s", directory, path);
	run("mkdir -p \"$(dirname '%s')\"", full);
	out = fopen(full, "w");
	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
}

static void expect_error(int expected, const char *path)
{
	struct kg_error_location location;
	struct kg_sysroot *sysroot;
	int err;

	err = kg_sysroot_read(directory, KG_ARCH_UNKNOWN, &sysroot, &location);
	ck_assert_int_eq(err, expected);
	ck_assert_str_eq(location.path, path);
	/* The location is optional. */
	ck_assert_int_eq(kg_sysroot_read(directory, KG_ARCH_UNKNOWN, &sysroot,
					 NULL), expected);
}

/* A name may be long; a file of unlimited size is refused. */
START_TEST(huge_line)
{
	struct kg_sysroot *sysroot;

	put("proc/iomem", "00100000-3fffffff : System RAM\n");
	run("{ printf 'c0000000-c0000fff : '; head -c 300000 /dev/zero |"
	    " tr '\\0' x; echo; } >>'%s/proc/iomem'", directory);
	ck_assert_int_eq(kg_sysroot_read(directory, KG_ARCH_X86, &sysroot,
					 NULL), 0);
	ck_assert_uint_eq(sysroot->map.count, 1);
	kg_sysroot_free(sysroot);

	run("truncate -s 40M '%s/proc/iomem'", directory);
	expect_error(-EFBIG, "proc/iomem");
}
END_TEST

START_TEST(nul_bytes)
{
	put("proc/iomem", "00100000-3fffffff : System RAM\n");
	run("printf '\\0\\0\\n' >>'%s/proc/iomem'", directory);
	expect_error(-EBADMSG, "proc/iomem");
}
END_TEST

/* Must fail, and must not wait for a writer. */
START_TEST(fifo)
{
	run("mkdir -p '%s/proc' && mkfifo '%s/proc/iomem'", directory,
	    directory);
	expect_error(-EINVAL, "proc/iomem");
}
END_TEST

START_TEST(directory_instead_of_a_file)
{
	run("mkdir -p '%s/proc/iomem'", directory);
	expect_error(-EINVAL, "proc/iomem");
}
END_TEST

START_TEST(no_root)
{
	struct kg_error_location location;
	struct kg_sysroot *sysroot;

	ck_assert_int_eq(kg_sysroot_read("/nonexistent", KG_ARCH_UNKNOWN,
					 &sysroot, &location), -ENOENT);
	ck_assert_str_eq(location.path, ".");
}
END_TEST

/* The caller overrides the files. */
START_TEST(arch_of_the_caller)
{
	struct kg_sysroot *sysroot;

	put("proc/iomem", "40000000-7fffffff : System RAM\n");
	put("proc/sys/kernel/arch", "riscv64\n");
	expect_error(-EOPNOTSUPP, "proc/sys/kernel/arch");
	ck_assert_int_eq(kg_sysroot_read(directory, KG_ARCH_ARM64, &sysroot,
					 NULL), 0);
	ck_assert_int_eq(sysroot->arch, KG_ARCH_ARM64);
	ck_assert_uint_eq(sysroot->rules.page, 65536);
	kg_sysroot_free(sysroot);
	kg_sysroot_free(NULL);
}
END_TEST

/*
 * The running machine: a map, or a precise error, with and without privilege.
 */
START_TEST(running_machine)
{
	struct kg_sysroot *sysroot;
	struct kg_error_location location;
	int err;

	err = kg_sysroot_read("/", KG_ARCH_UNKNOWN, &sysroot, &location);
	if (err) {
		ck_assert_int_eq(err, -EACCES);
		ck_assert_str_eq(location.path, "proc/iomem");
		return;
	}
	ck_assert(map_is_canonical(&sysroot->map));
	kg_sysroot_free(sysroot);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sysroot");
	TCase *tcase = tcase_create("sysroot");
	SRunner *runner = srunner_create(suite);
	int failed;

	if (glob(GOLDEN "/machines/*.machine", 0, NULL, &machines))
		return EXIT_FAILURE;
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, machine, 0, (int)machines.gl_pathc);
	tcase_add_test(tcase, huge_line);
	tcase_add_test(tcase, nul_bytes);
	tcase_add_test(tcase, fifo);
	tcase_add_test(tcase, directory_instead_of_a_file);
	tcase_add_test(tcase, no_root);
	tcase_add_test(tcase, arch_of_the_caller);
	tcase_add_test(tcase, running_machine);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	globfree(&machines);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
