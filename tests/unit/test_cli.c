// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tool itself, run on trees without a device: arguments, exit codes, and
 * output that is valid JSON in any case.
 */
#include "filled.h"
#include "tree.h"

#include <json-c/json.h>
#include <sys/wait.h>

#include "commands/command.h"

static char output[1 << 16], errors[1 << 16];

static void slurp(const char *name, char *text, size_t size)
{
	FILE *file = fopen(tree_path(name), "r");
	size_t length;

	ck_assert_ptr_nonnull(file);
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	fclose(file);
}

/* Runs the tool with these arguments; returns its exit code. */
static int run(const char *arguments)
{
	char command[PATH_MAX + 1024];
	int status;

	snprintf(command, sizeof(command),
		 "KEXECGUARD_SYSROOT=%s %s/kexecguardctl %s >%s/out 2>%s/err </dev/null",
		 tree_root, OUT, arguments, tree_root, tree_root);
	status = system(command);
	ck_assert(WIFEXITED(status));
	slurp("/out", output, sizeof(output));
	slurp("/err", errors, sizeof(errors));
	return WEXITSTATUS(status);
}

static void expect(const char *text, const char *part)
{
	if (!strstr(text, part))
		ck_abort_msg("\"%s\" is not in:\n%s", part, text);
}

static const struct {
	const char *arguments;
	int code;
	const char *out;
	const char *err;
} uses[] = {
	{ "", ANSWER_UNKNOWN, "Usage: kexecguardctl", "" },
	{ "--help", ANSWER_YES, "Commands:", "" },
	{ "help", ANSWER_YES, "Commands:", "" },
	{ "help load", ANSWER_YES, "Usage: kexecguardctl load", "" },
	{ "--version", ANSWER_YES, "kexecguardctl " VERSION, "" },
	{ "-V", ANSWER_YES, "kexecguardctl " VERSION, "" },
	{ "--nonsense", ANSWER_UNKNOWN, "", "--nonsense" },
	{ "--json --nonsense", ANSWER_UNKNOWN,
	  "\"unrecognized option --nonsense\"", "unrecognized" },
	{ "--nonsense --json", ANSWER_UNKNOWN,
	  "\"unrecognized option --nonsense\"", "unrecognized" },
	{ "--sysroot", ANSWER_UNKNOWN, "", "--sysroot lacks its argument" },
	{ "--json=x", ANSWER_UNKNOWN, "", "--json=x has an argument" },
	{ "-Q", ANSWER_UNKNOWN, "", "unrecognized option -Q" },
	{ "status --foo=bar", ANSWER_UNKNOWN, "",
	  "unrecognized option --foo=bar" },
	{ "metrics --json", ANSWER_NO, "\"name\": \"kexecguard_up\",", "" },
	{ "nonsense", ANSWER_UNKNOWN, "", "no command \"nonsense\"" },
	{ "help nonsense", ANSWER_UNKNOWN, "", "no command \"nonsense\"" },
	{ "metrics -o /dev/null", ANSWER_UNKNOWN, "", "not a regular file" },
	{ "metrics -o -", ANSWER_NO, "kexecguard_up 0", "" },
	{ "status --nonsense", ANSWER_UNKNOWN, "", "status --help" },
	{ "status extra", ANSWER_UNKNOWN, "", "unexpected argument \"extra\"" },
	{ "load a b", ANSWER_UNKNOWN, "", "unexpected argument \"b\"" },
	{ "load --timeout x", ANSWER_UNKNOWN, "", "\"x\"" },
	{ "load --timeout", ANSWER_UNKNOWN, "", "argument" },
	{ "load k --initrd i --no-initrd", ANSWER_UNKNOWN, "", "exclude" },
	{ "load k --append a --reuse-cmdline", ANSWER_UNKNOWN, "", "exclude" },
	{ "unload --stale --expired", ANSWER_UNKNOWN, "", "exclude" },
	{ "reload --settle -1", ANSWER_UNKNOWN, "", "\"-1\" of --settle" },
	{ "status --json --nonsense", ANSWER_UNKNOWN,
	  "\"status: unrecognized option --nonsense\"", "--nonsense" },
	{ "load --timeout x --json", ANSWER_UNKNOWN,
	  "of --timeout\",\"errno\":null", "\"x\"" },
	{ "status -Q", ANSWER_UNKNOWN, "", "unrecognized option -Q" },
	{ "status --json=x", ANSWER_UNKNOWN, "", "--json=x has an argument" },
	{ "reload --force=x", ANSWER_UNKNOWN, "", "--force=x has an argument" },
	{ "load --timeout --json", ANSWER_UNKNOWN, "", "\"--json\" of --timeout" },
	{ "monitor -n", ANSWER_UNKNOWN, "", "-n lacks its argument" },
	{ "wait --for nonsense", ANSWER_UNKNOWN, "", "\"nonsense\"" },
	{ "wait --for changing", ANSWER_UNKNOWN, "", "\"changing\"" },
	{ "hold --timeout 0 -- true", ANSWER_UNKNOWN, "", "\"0\"" },
	{ "hold --timeout 0.0009 -- true", ANSWER_UNKNOWN, "", "\"0.0009\"" },
	{ "hold --timeout 600.1 -- true", ANSWER_UNKNOWN, "", "\"600.1\"" },
	{ "hold --timeout -- true", ANSWER_UNKNOWN, "", "\"--\"" },
	{ "monitor -n 0", ANSWER_UNKNOWN, "", "\"0\"" },
	{ "windows --size x", ANSWER_UNKNOWN, "", "\"x\"" },
	{ "windows --size 0", ANSWER_UNKNOWN, "", "\"0\"" },
	{ "windows --align 3", ANSWER_UNKNOWN, "", "\"3\"" },
	{ "windows --max 0", ANSWER_UNKNOWN, "", "\"0\"" },
	{ "map --width 0", ANSWER_UNKNOWN, "", "\"0\"" },
	{ "map --color pink", ANSWER_UNKNOWN, "", "\"pink\"" },
	{ "map --sysroot", ANSWER_UNKNOWN, "", "argument" },
	{ "--sysroot / status", ANSWER_UNKNOWN, "", "this machine only" },
	{ "--sysroot / load", ANSWER_UNKNOWN, "", "this machine only" },
	{ "doctor --sysroot /", ANSWER_UNKNOWN, "", "unrecognized option" },
	{ "check --sysroot /", ANSWER_UNKNOWN, "", "unrecognized option" },
	{ "map --sysroot /nonexistent", ANSWER_UNKNOWN, "",
	  "/nonexistent is missing" },
};

START_TEST(use)
{
	ck_assert_int_eq(run(uses[_i].arguments), uses[_i].code);
	expect(output, uses[_i].out);
	expect(errors, uses[_i].err);
}
END_TEST

static const char *const verbs[] = {
#define VERB(name) #name,
	COMMANDS(VERB)
#undef VERB
};

START_TEST(help)
{
	char arguments[64];

	snprintf(arguments, sizeof(arguments), "%s --help", verbs[_i]);
	ck_assert_int_eq(run(arguments), ANSWER_YES);
	expect(output, "Options:\n");
	expect(output, "Exit code:\n  0  ");
	expect(output, "\nExamples:\n  kexecguardctl ");
	expect(output, "--json");
	ck_assert_str_eq(errors, "");
	snprintf(arguments, sizeof(arguments), "help %s", verbs[_i]);
	ck_assert_int_eq(run(arguments), ANSWER_YES);
}
END_TEST

static struct json_object *parsed(void)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *document;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
					JSON_TOKENER_VALIDATE_UTF8);
	document = json_tokener_parse_ex(tokener, output,
					 strcspn(output, "\n"));
	if (json_tokener_get_error(tokener) != json_tokener_success)
		ck_abort_msg("not JSON: %s", output);
	json_tokener_free(tokener);
	return document;
}

/* Without a device: exit code 2, why, what to type, and the same as JSON. */
START_TEST(no_device)
{
	struct json_object *document, *error, *value;
	char arguments[64];

	/* The first succeeds; the others answer from files. */
	if (!strcmp(verbs[_i], "metrics") || !strcmp(verbs[_i], "windows") ||
	    !strcmp(verbs[_i], "map"))
		return;
	ck_assert_int_eq(run(verbs[_i]), ANSWER_UNKNOWN);
	ck_assert_str_eq(output, "");
	expect(errors, "is not installed for any kernel here");
	expect(errors, "What to do:\n    # install dkms\n");

	snprintf(arguments, sizeof(arguments), "--json %s", verbs[_i]);
	ck_assert_int_eq(run(arguments), ANSWER_UNKNOWN);
	document = parsed();
	ck_assert(json_object_object_get_ex(document, "schema", &value));
	ck_assert_int_eq(json_object_get_int(value), 1);
	ck_assert(json_object_object_get_ex(document, "error", &error));
	ck_assert(json_object_object_get_ex(error, "message", &value));
	ck_assert(json_object_is_type(value, json_type_string));
	ck_assert(json_object_object_get_ex(error, "errno", &value));
	ck_assert(json_object_object_get_ex(error, "advice", &value));
	ck_assert_uint_gt(json_object_array_length(value), 0);
	json_object_put(document);

	/* After the verb it means the same. */
	snprintf(arguments, sizeof(arguments), "%s --json", verbs[_i]);
	ck_assert_int_eq(run(arguments), ANSWER_UNKNOWN);
	json_object_put(parsed());
}
END_TEST

/* 1 GiB, of which the crash kernel has 256 MiB, from files alone. */
static void add_machine(void)
{
	tree_add("/proc/iomem",
		 "00100000-3fffffff : System RAM\n"
		 "  20000000-2fffffff : Crash kernel\n");
	tree_add("/sys/firmware/memmap/0/start", "0x100000\n");
	tree_add("/sys/firmware/memmap/0/end", "0x3fffffff\n");
	tree_add("/sys/firmware/memmap/0/type", "System RAM\n");
	tree_add("/proc/sys/kernel/arch", "x86_64\n");
	/*
	 * No blocks, no hot-pluggable memory: the directories exist and are
	 * empty.
	 */
	tree_add("/sys/devices/system/x", "");
	tree_add("/sys/firmware/acpi/tables/x", "");
}

static int run_on_files(const char *arguments)
{
	char text[PATH_MAX + 128];

	snprintf(text, sizeof(text), "--sysroot %s %s", tree_root, arguments);
	return run(text);
}

START_TEST(windows)
{
	add_machine();
	ck_assert_int_eq(run_on_files("windows"), ANSWER_YES);
	expect(output, "0x000000100000 0x00001fffffff 511 MiB safe");
	expect(output, "0x000030000000 0x00003fffffff 256 MiB safe");
	ck_assert_ptr_null(strstr(output, "REASONS"));
	ck_assert_int_eq(run_on_files("windows --all"), ANSWER_YES);
	expect(output, "0x000020000000 0x00002fffffff 256 MiB");
	expect(output, "crash");
	ck_assert_int_eq(run_on_files("windows --size 1G"), ANSWER_NO);
	expect(output, "no safe memory");
	ck_assert_int_eq(run_on_files("windows --json --size 1G"), ANSWER_NO);
	ck_assert_int_eq(run_on_files("windows --min 2G"), ANSWER_NO);
	ck_assert_int_eq(run_on_files("windows --min 2G --max 1G"),
			 ANSWER_UNKNOWN);
	expect(errors, "between --min and --max");
	ck_assert_int_eq(run_on_files("windows -o nonsense"), ANSWER_UNKNOWN);

	/* As lsmem(1) prints its table, and nothing else. */
	ck_assert_int_eq(run_on_files("windows -n"), ANSWER_YES);
	ck_assert_ptr_null(strstr(output, "START"));
	expect(output, "511 MiB safe");
	ck_assert_int_eq(run_on_files("windows -rnb"), ANSWER_YES);
	ck_assert_str_eq(output,
			 "0x000000100000 0x00001fffffff 535822336 safe\n"
			 "0x000030000000 0x00003fffffff 268435456 safe\n");
	ck_assert_int_eq(run_on_files("windows -P -o start,size"), ANSWER_YES);
	ck_assert_str_eq(output,
			 "START=\"0x000000100000\" SIZE=\"511 MiB\"\n"
			 "START=\"0x000030000000\" SIZE=\"256 MiB\"\n");
	ck_assert_int_eq(run_on_files("windows -r -o size"), ANSWER_YES);
	ck_assert_str_eq(output, "SIZE\n511\\x20MiB\n256\\x20MiB\n");
}
END_TEST

/* Without the module, this machine's files. */
START_TEST(no_device_files)
{
	ck_assert_int_eq(run("windows"), ANSWER_UNKNOWN);
	expect(errors, "is not installed for any kernel here; this is what");
	expect(errors, "/proc/iomem is missing");
	add_machine();
	ck_assert_int_eq(run("windows"), ANSWER_YES);
	expect(output, "0x000000100000 0x00001fffffff 511 MiB safe");
	expect(errors, "is not installed for any kernel here; this is what");
	ck_assert_int_eq(run("map --json"), ANSWER_YES);
	expect(output, "\"source\": \"files\"");
}
END_TEST

/* kexec-tools' bounds include the last byte. */
START_TEST(kexec_args)
{
	add_machine();
	ck_assert_int_eq(run_on_files("windows --kexec-args"), ANSWER_YES);
	ck_assert_str_eq(output, "--mem-min=0x100000 --mem-max=0x1fffffff\n");
	ck_assert_int_eq(run_on_files("windows --kexec-args --top-down"),
			 ANSWER_YES);
	ck_assert_str_eq(output,
			 "--mem-min=0x30000000 --mem-max=0x3fffffff\n");
	ck_assert_int_eq(run_on_files("windows --kexec-args --bottom-up"),
			 ANSWER_YES);
	ck_assert_str_eq(output, "--mem-min=0x100000 --mem-max=0x1fffffff\n");
	/* Nothing on stdout that a shell could take for bounds. */
	ck_assert_int_eq(run_on_files("windows --kexec-args --size 1G"),
			 ANSWER_NO);
	ck_assert_str_eq(output, "");
	expect(errors, "no safe memory");
}
END_TEST

START_TEST(unguarded_image)
{
	tree_add("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run("status"), ANSWER_UNKNOWN);
	expect(errors, "a kexec image is loaded and is not guarded");
	tree_add("/sys/kernel/kexec_loaded", "0\n");
	ck_assert_int_eq(run("status"), ANSWER_UNKNOWN);
	ck_assert_ptr_null(strstr(errors, "nobody guards"));
}
END_TEST

/* Not a device, but something else of that name. */
START_TEST(wrong_device)
{
	tree_add("/dev/kexecguard", "");
	ck_assert_int_eq(run("status"), ANSWER_UNKNOWN);
	expect(errors, "cannot open /dev/kexecguard: Inappropriate ioctl");
	ck_assert_int_eq(run("doctor --json"), ANSWER_UNKNOWN);
	expect(output, "\"errno\":\"ENOTTY\"");
}
END_TEST

#define PARAMETERS "/sys/module/kexecguard/parameters/"

static void add_parameters(void)
{
	tree_add(PARAMETERS "policy", "strict\n");
	tree_add(PARAMETERS "on_add", "unload\n");
	tree_add(PARAMETERS "on_remove", "unload\n");
	tree_add(PARAMETERS "on_online", "unload\n");
	tree_add(PARAMETERS "on_offline", "unload\n");
	tree_add(PARAMETERS "on_driver", "keep\n");
}

static const char *parameter(const char *name)
{
	static char text[256];
	char path[PATH_MAX];

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	slurp(path, text, sizeof(text));
	return text;
}

START_TEST(policy_show)
{
	struct json_object *document, *value;

	add_parameters();
	ck_assert_int_eq(run("policy"), ANSWER_YES);
	expect(output, "PARAMETER");
	expect(output, "on_driver  keep");
	/* Parameters that the module does not have are not shown. */
	ck_assert_ptr_null(strstr(output, "steer"));

	ck_assert_int_eq(run("policy -o value,parameter"), ANSWER_YES);
	ck_assert_int_eq(strncmp(output, "VALUE", 5), 0);
	ck_assert_int_eq(run("policy -o nonsense"), ANSWER_UNKNOWN);
	ck_assert_int_eq(run("policy -o ''"), ANSWER_UNKNOWN);

	tree_add(PARAMETERS "policy", "add=unload,remove=keep\n");
	ck_assert_int_eq(run("policy --json"), ANSWER_YES);
	document = json_tokener_parse(output);
	ck_assert(json_object_object_get_ex(document, "policy", &value));
	ck_assert_str_eq(json_object_get_string(value), "custom");
	ck_assert(json_object_object_get_ex(document, "steer", &value));
	ck_assert_ptr_null(value);
	json_object_put(document);
}
END_TEST

/* Long cells wrap between words, never within one. */
START_TEST(policy_fold)
{
	add_parameters();
	setenv("COLUMNS", "80", 1);
	ck_assert_int_eq(run("policy -o PARAMETER,WHEN,THEN"), ANSWER_YES);
	ck_assert_ptr_null(strstr(output, "any of these, on driver-managed m"));
	expect(output, "\n           memory");
	setenv("COLUMNS", "300", 1);
	ck_assert_int_eq(run("policy -o PARAMETER,WHEN,THEN"), ANSWER_YES);
	expect(output, "any of these, on driver-managed memory");
}
END_TEST

START_TEST(policy_change)
{
	add_parameters();
	ck_assert_int_eq(run("policy pin"), ANSWER_YES);
	ck_assert_str_eq(parameter("policy"), "pin");

	/* One write for all rows: all change or none. */
	ck_assert_int_eq(run("policy map on_offline=release driver=unload"),
			 ANSWER_YES);
	ck_assert_str_eq(parameter("policy"),
			 "map,offline=release,driver=unload");
	ck_assert_str_eq(parameter("on_offline"), "unload\n");

	/* A parameter that this module does not have. */
	ck_assert_int_eq(run("policy placement=strict"), ANSWER_UNKNOWN);
	expect(errors, "no parameter placement");
	tree_add(PARAMETERS "placement", "unsafe\n");
	ck_assert_int_eq(run("policy placement=strict"), ANSWER_YES);
	ck_assert_str_eq(parameter("placement"), "strict");
	ck_assert_str_eq(parameter("policy"),
			 "map,offline=release,driver=unload");
}
END_TEST

/* Output that cannot be written is an error. */
START_TEST(full_disk)
{
	char command[PATH_MAX + 256];
	int status;

	add_parameters();
	snprintf(command, sizeof(command),
		 "KEXECGUARD_SYSROOT=%s %s/kexecguardctl policy >/dev/full 2>/dev/null",
		 tree_root, OUT);
	status = system(command);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), ANSWER_UNKNOWN);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_set_timeout(tcase, 30);
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_loop_test(tcase, use, 0, ROWS(uses));
	tcase_add_loop_test(tcase, help, 0, ROWS(verbs));
	tcase_add_loop_test(tcase, no_device, 0, ROWS(verbs));
	tcase_add_test(tcase, windows);
	tcase_add_test(tcase, no_device_files);
	tcase_add_test(tcase, kexec_args);
	tcase_add_test(tcase, unguarded_image);
	tcase_add_test(tcase, wrong_device);
	tcase_add_test(tcase, policy_show);
	tcase_add_test(tcase, policy_fold);
	tcase_add_test(tcase, policy_change);
	tcase_add_test(tcase, full_disk);
}

int main(void)
{
	return run_suite("cli", add);
}
