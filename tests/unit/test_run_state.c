// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The remembered load: what is read is what was written, and a file that
 * another user may have written is refused. The note that no image is wanted:
 * it counts from its time on and can be withdrawn.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "clock.h"
#include "file.h"
#include "loader/run_state.h"

static const struct context ctx = { .sysroot = tree_root };

static const char good[] =
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"}";

static const char *const bad[] = {
	"", " ", "null", "true", "[]", "1", "\"x\"", "{}", "{", "}",
	"{\"format\":1}",
	/* The format must be present, a number, and known. */
	"{\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":2,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":\"1\",\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1.0,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"}",
	/*
	 * Each member must be present and of its type; a path must be absolute.
	 */
	"{\"format\":1,\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"/k\",\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null}",
	"{\"format\":1,\"kernel\":null,\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":1,\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":[],\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"\",\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"k\",\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":\"i\",\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":{},\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":null}",
	/* A time must be a number, and not before the boot. */
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\",\"loaded_ns\":-1}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\",\"loaded_ns\":\"1\"}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\",\"lease_end_ns\":null}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\",\"lease_end_ns\":1.5}",
	/* A NUL would hide what follows. */
	"{\"format\":1,\"kernel\":\"/k\\u0000x\",\"initrd\":null,\"command_line\":\"c\"}",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\\u0000\"}",
	/* One complete object, and nothing after it. */
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"}x",
	"{\"format\":1,\"kernel\":\"/k\",\"initrd\":null,\"command_line\":\"c\"}{}",
	"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
};

START_TEST(parse_good)
{
	struct load_request request;

	ck_assert_int_eq(remember_parse(good, strlen(good), &request), 0);
	ck_assert_str_eq(request.kernel, "/k");
	ck_assert_ptr_null(request.initrd);
	ck_assert_str_eq(request.command_line, "c");
	load_request_free(&request);
	ck_assert_ptr_null(request.kernel);
}
END_TEST

START_TEST(parse_bad)
{
	struct load_request request;

	ck_assert_int_eq(remember_parse(bad[_i], strlen(bad[_i]), &request),
			 -EBADMSG);
	ck_assert_ptr_null(request.kernel);
	ck_assert_ptr_null(request.initrd);
	ck_assert_ptr_null(request.command_line);
}
END_TEST

/* Every cut and every changed byte of a good file: accepted or refused. */
START_TEST(parse_damaged)
{
	char text[sizeof(good)];
	struct load_request request;
	size_t length, at;
	int byte;

	for (length = 0; length < strlen(good); length++) {
		memcpy(text, good, length);
		text[length] = '\0';
		ck_assert_int_eq(remember_parse(text, length, &request),
				 -EBADMSG);
	}
	for (at = 0; at < strlen(good); at++) {
		for (byte = 0; byte < 256; byte++) {
			memcpy(text, good, sizeof(good));
			text[at] = byte;
			if (!remember_parse(text, strlen(good), &request))
				ck_assert_int_eq(request.kernel[0], '/');
			load_request_free(&request);
		}
	}
}
END_TEST

START_TEST(parse_long)
{
	size_t length = TEXT_LIMIT + 1;
	struct load_request request;
	char *text = malloc(length + 1);

	memset(text, ' ', length);
	memcpy(text, good, strlen(good));
	text[length] = '\0';
	ck_assert_int_eq(remember_parse(text, length, &request), -EBADMSG);
	ck_assert_int_eq(remember_parse(text, 1024, &request), 0);
	load_request_free(&request);

	/* A path that is too long. */
	length = sprintf(text, "{\"format\":1,\"initrd\":null,\"command_line\":\"\",\"kernel\":\"/%0*d\"}",
			 PATH_MAX, 0);
	ck_assert_int_eq(remember_parse(text, length, &request), -EBADMSG);
	free(text);
}
END_TEST

START_TEST(round_trip)
{
	/* Bytes that are not valid in any encoding, and what JSON escapes. */
	struct load_request from = {
		.kernel = (char *)"/boot/k \xff\xfe\"\\",
		.initrd = (char *)"/boot/\xc3\xa4\n",
		.command_line = (char *)"a=\"b c\" \x01 /",
		.loaded_ns = 1, .lease_end_ns = INT64_MAX,
	};
	struct load_request to;
	struct stat stat_;

	tree_add("/run/here", "");
	ck_assert_int_eq(remember_read(&ctx, &to), -ENOENT);
	ck_assert_int_eq(remember_write(&ctx, &from), 0);
	ck_assert_int_eq(stat(tree_path(REMEMBERED), &stat_), 0);
	ck_assert_uint_eq(stat_.st_mode & 07777, 0600);
	ck_assert_int_eq(remember_read(&ctx, &to), 0);
	ck_assert_str_eq(to.kernel, from.kernel);
	ck_assert_str_eq(to.initrd, from.initrd);
	ck_assert_str_eq(to.command_line, from.command_line);
	ck_assert_int_eq(to.loaded_ns, 1);
	ck_assert_int_eq(to.lease_end_ns, INT64_MAX);
	load_request_free(&to);

	from.initrd = NULL;
	ck_assert_int_eq(remember_write(&ctx, &from), 0);
	ck_assert_int_eq(remember_read(&ctx, &to), 0);
	ck_assert_ptr_null(to.initrd);
	load_request_free(&to);

	ck_assert_int_eq(remember_forget(&ctx), 0);
	ck_assert_int_eq(remember_read(&ctx, &to), -ENOENT);
	ck_assert_int_eq(remember_forget(&ctx), 0);
}
END_TEST

/* No directory to write to; no temporary file left if writing fails. */
START_TEST(write_fails)
{
	struct load_request request = {
		.kernel = (char *)"/k", .command_line = (char *)"",
	};

	ck_assert_int_eq(remember_write(&ctx, &request), -ENOENT);
	tree_add("/run/kexecguard", "a file where the directory should be");
	ck_assert_int_eq(remember_write(&ctx, &request), -ENOTDIR);
	remove(tree_path("/run/kexecguard"));
	tree_add(REMEMBERED "/x", "a directory where the file should be");
	ck_assert_int_eq(remember_write(&ctx, &request), -EISDIR);
	remove(tree_path(REMEMBERED "/x"));
	remove(tree_path(REMEMBERED));
	ck_assert_int_eq(rmdir(tree_path("/run/kexecguard")), 0);
}
END_TEST

START_TEST(not_believed)
{
	struct load_request request;

	tree_add(REMEMBERED, good);
	ck_assert_int_eq(remember_read(&ctx, &request), 0);
	load_request_free(&request);

	chmod(tree_path(REMEMBERED), 0620);
	ck_assert_int_eq(remember_read(&ctx, &request), -EBADMSG);
	chmod(tree_path(REMEMBERED), 0602);
	ck_assert_int_eq(remember_read(&ctx, &request), -EBADMSG);
	chmod(tree_path(REMEMBERED), 0644);
	ck_assert_int_eq(remember_read(&ctx, &request), 0);
	load_request_free(&request);

	/* Another user's file; only root can create one here. */
	if (!geteuid()) {
		ck_assert_int_eq(chown(tree_path(REMEMBERED), 12345, 0), 0);
		ck_assert_int_eq(remember_read(&ctx, &request), -EBADMSG);
	}

	remove(tree_path(REMEMBERED));
	tree_add("/elsewhere", good);
	tree_link(REMEMBERED, "../../elsewhere");
	ck_assert_int_eq(remember_read(&ctx, &request), -EBADMSG);
	remove(tree_path(REMEMBERED));
	ck_assert_int_eq(mkfifo(tree_path(REMEMBERED), 0600), 0);
	ck_assert_int_eq(remember_read(&ctx, &request), -EBADMSG);
	remove(tree_path(REMEMBERED));
	ck_assert_int_eq(mkdir(tree_path(REMEMBERED), 0700), 0);
	ck_assert_int_eq(remember_read(&ctx, &request), -EBADMSG);
}
END_TEST

START_TEST(sysroot_too_long)
{
	char root[PATH_MAX];
	const struct context far = { .sysroot = root };
	struct load_request request;

	memset(root, '/', sizeof(root) - 1);
	root[sizeof(root) - 1] = '\0';
	ck_assert_int_eq(remember_read(&far, &request), -ENAMETOOLONG);
	ck_assert_int_eq(remember_forget(&far), -ENAMETOOLONG);
}
END_TEST

START_TEST(unwanted_from_now_on)
{
	int64_t before, after;

	tree_add("/run/here", "");
	ck_assert(!unwanted_since(&ctx, 0));
	before = clock_now();
	ck_assert_int_eq(unwanted_note(&ctx), 0);
	after = clock_now();
	ck_assert(unwanted_since(&ctx, 0));
	ck_assert(unwanted_since(&ctx, before - 1));
	ck_assert(!unwanted_since(&ctx, after));

	ck_assert_int_eq(unwanted_withdraw(&ctx), 0);
	ck_assert(!unwanted_since(&ctx, 0));
	ck_assert_int_eq(unwanted_withdraw(&ctx), 0);
}
END_TEST

START_TEST(unwanted_nonsense)
{
	static const char *const texts[] = { "", "\n", "x", "-1", "\xff", "0" };
	size_t i;

	for (i = 0; i < ROWS(texts); i++) {
		tree_add(UNWANTED, texts[i]);
		ck_assert(!unwanted_since(&ctx, 0));
	}
}
END_TEST

START_TEST(unwanted_cannot_be_written)
{
	char root[PATH_MAX];
	const struct context far = { .sysroot = root };

	ck_assert_int_eq(unwanted_note(&ctx), -ENOENT);
	tree_add("/run/kexecguard", "a file where the directory should be");
	ck_assert_int_eq(unwanted_note(&ctx), -ENOTDIR);

	memset(root, '/', sizeof(root) - 1);
	root[sizeof(root) - 1] = '\0';
	ck_assert_int_eq(unwanted_note(&far), -ENAMETOOLONG);
	ck_assert_int_eq(unwanted_withdraw(&far), -ENAMETOOLONG);
	ck_assert(!unwanted_since(&far, 0));
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_test(tcase, parse_good);
	tcase_add_loop_test(tcase, parse_bad, 0, ROWS(bad));
	tcase_add_test(tcase, parse_damaged);
	tcase_add_test(tcase, parse_long);
	tcase_add_test(tcase, round_trip);
	tcase_add_test(tcase, write_fails);
	tcase_add_test(tcase, not_believed);
	tcase_add_test(tcase, sysroot_too_long);
	tcase_add_test(tcase, unwanted_from_now_on);
	tcase_add_test(tcase, unwanted_nonsense);
	tcase_add_test(tcase, unwanted_cannot_be_written);
}

int main(void)
{
	return run_suite("run_state", add);
}
