// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The default kernel, initial RAM disk and command line, on trees laid out as
 * distributions do it.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "loader/image.h"
#include "loader/kernels.h"
#include "out.h"
#include "version.h"

static const struct context ctx = { .sysroot = tree_root };

/* Files of a machine that runs kernel 6.1, and what is found. */
static const struct {
	const char *files[6];
	const char *kernel;
	const char *initrd;
} machines[] = {
	/* Debian. */
	{ { "/boot/vmlinuz-6.1", "/boot/initrd.img-6.1", "/boot/vmlinuz-6.9",
	    "/boot/initrd.img-6.9" },
	  "/boot/vmlinuz-6.1", "/boot/initrd.img-6.1" },
	/* Debian since 7.2: the kernel is with its modules. */
	{ { "/usr/lib/modules/6.1/vmlinuz", "/boot/initrd.img-6.1" },
	  "/usr/lib/modules/6.1/vmlinuz", "/boot/initrd.img-6.1" },
	/* Fedora, SUSE. */
	{ { "/boot/vmlinuz-6.1", "/boot/initramfs-6.1.img" },
	  "/boot/vmlinuz-6.1", "/boot/initramfs-6.1.img" },
	{ { "/boot/vmlinuz-6.1", "/boot/initrd-6.1" },
	  "/boot/vmlinuz-6.1", "/boot/initrd-6.1" },
	/* The running kernel was removed: the newest, by version. */
	{ { "/boot/vmlinuz-5.10", "/boot/vmlinuz-6.9", "/boot/vmlinuz-6.12",
	    "/boot/config-7.0", "/boot/initrd.img-6.12" },
	  "/boot/vmlinuz-6.12", "/boot/initrd.img-6.12" },
	/* Of these the newest: by number, and a candidate is older. */
	{ { "/boot/vmlinuz-6.9.0-rc7", "/boot/vmlinuz-6.9.0",
	    "/boot/vmlinuz-6.9.0~rc8", "/boot/initrd.img-6.9.0" },
	  "/boot/vmlinuz-6.9.0", "/boot/initrd.img-6.9.0" },
	/* What is left over beside a kernel is never taken. */
	{ { "/boot/vmlinuz-6.9", "/boot/vmlinuz-6.9.old",
	    "/boot/vmlinuz-6.9.dpkg-new", "/boot/vmlinuz-6.9.efi.signed",
	    "/boot/vmlinuz-6.9-old", "/boot/initrd.img-6.9" },
	  "/boot/vmlinuz-6.9", "/boot/initrd.img-6.9" },
	{ { "/boot/vmlinuz-0-rescue-5d1f", "/boot/vmlinuz-6.9~",
	    "/boot/.vmlinuz-6.9.hmac", "/boot/vmlinuz-6.8" },
	  "/boot/vmlinuz-6.8", NULL },
	/* Arch: the file in /boot is named after the package. */
	{ { "/usr/lib/modules/6.1/vmlinuz", "/usr/lib/modules/6.1/pkgbase",
	    "/boot/vmlinuz-linux-lts", "/boot/initramfs-linux-lts.img",
	    "/boot/initramfs-linux.img" },
	  "/usr/lib/modules/6.1/vmlinuz", "/boot/initramfs-linux-lts.img" },
	{ { "/usr/lib/modules/6.9/vmlinuz", "/boot/vmlinuz-linux",
	    "/usr/lib/modules/6.9/initramfs.img" },
	  "/usr/lib/modules/6.9/vmlinuz",
	  "/usr/lib/modules/6.9/initramfs.img" },
	/* ostree. */
	{ { "/usr/lib/modules/6.1/vmlinuz",
	    "/usr/lib/modules/6.1/initramfs.img" },
	  "/usr/lib/modules/6.1/vmlinuz",
	  "/usr/lib/modules/6.1/initramfs.img" },
	/* Gentoo; openSUSE on arm64. */
	{ { "/boot/kernel-6.1", "/boot/initramfs-6.1.img" },
	  "/boot/kernel-6.1", "/boot/initramfs-6.1.img" },
	{ { "/boot/kernel-genkernel-x86_64-6.1",
	    "/boot/initramfs-genkernel-x86_64-6.1" },
	  "/boot/kernel-genkernel-x86_64-6.1",
	  "/boot/initramfs-genkernel-x86_64-6.1" },
	{ { "/boot/Image-6.1", "/boot/initrd-6.1", "/boot/Image-6.9" },
	  "/boot/Image-6.1", "/boot/initrd-6.1" },
	/* No initrd, and none of another kernel instead. */
	{ { "/boot/vmlinuz-6.1", "/boot/initrd.img-6.9" },
	  "/boot/vmlinuz-6.1", NULL },
	{ { "/boot/grub/grub.cfg" }, NULL, NULL },
	{ { "/etc/passwd" }, NULL, NULL },
};

START_TEST(machine)
{
	char kernel[PATH_MAX], initrd[PATH_MAX];
	const char *const *file;

	for (file = machines[_i].files; *file; file++)
		tree_add(*file, strstr(*file, "pkgbase") ? "linux-lts\n" : "");

	if (!machines[_i].kernel) {
		ck_assert_int_eq(kernel_find(&ctx, "6.1", kernel), -ENOENT);
		return;
	}
	ck_assert_int_eq(kernel_find(&ctx, "6.1", kernel), 0);
	ck_assert_str_eq(kernel, machines[_i].kernel);

	if (!machines[_i].initrd) {
		ck_assert_int_eq(initrd_find(&ctx, kernel, initrd), -ENOENT);
		return;
	}
	ck_assert_int_eq(initrd_find(&ctx, kernel, initrd), 0);
	ck_assert_str_eq(initrd, machines[_i].initrd);
}
END_TEST

/* /vmlinuz leads to the kernel, whose name leads to its initrd. */
START_TEST(link_in_root)
{
	char kernel[PATH_MAX], initrd[PATH_MAX];

	tree_add("/boot/vmlinuz-6.5", "");
	tree_add("/boot/vmlinuz-6.9", "");
	tree_add("/boot/initrd.img-6.5", "");
	tree_link("/vmlinuz", "boot/vmlinuz-6.5");
	ck_assert_int_eq(kernel_find(&ctx, "6.1", kernel), 0);
	ck_assert_str_eq(kernel, "/vmlinuz");
	ck_assert_int_eq(initrd_find(&ctx, kernel, initrd), 0);
	ck_assert_str_eq(initrd, "/boot/initrd.img-6.5");
}
END_TEST

START_TEST(strange_kernel)
{
	char initrd[PATH_MAX];

	tree_add("/root/bzImage", "");
	tree_add("/root/vmlinuz-", "");
	tree_add("/boot/initrd.img-", "");
	ck_assert_int_eq(initrd_find(&ctx, "/root/bzImage", initrd), -ENOENT);
	ck_assert_int_eq(initrd_find(&ctx, "/root/vmlinuz-", initrd),
			 -ENOENT);
	ck_assert_int_eq(initrd_find(&ctx, "/root/none", initrd), -ENOENT);
}
END_TEST

/* The newest, also where the running kernel's file is there. */
START_TEST(newest)
{
	char kernel[PATH_MAX];

	ck_assert_int_eq(kernel_find_newest(&ctx, kernel), -ENOENT);
	tree_add("/boot/vmlinuz-6.1", "");
	tree_add("/boot/vmlinuz-6.10.1-rc1", "");
	tree_add("/usr/lib/modules/6.9/vmlinuz", "");
	ck_assert_int_eq(kernel_find_newest(&ctx, kernel), 0);
	ck_assert_str_eq(kernel, "/boot/vmlinuz-6.10.1-rc1");
	tree_add("/usr/lib/modules/6.10.1/vmlinuz", "");
	ck_assert_int_eq(kernel_find_newest(&ctx, kernel), 0);
	ck_assert_str_eq(kernel, "/usr/lib/modules/6.10.1/vmlinuz");
}
END_TEST

/* The older first. */
static const char *const versions[][2] = {
	{ "6.9", "6.12" }, { "6.9-rc7", "6.9" }, { "6.9~rc7", "6.9" },
	{ "6.9.0-rc7", "6.9.0-1" }, { "6.9-rc7", "6.9-rc10" },
	{ "6.9", "6.9.1" }, { "6.1.0-9-amd64", "6.1.0-10-amd64" },
	{ "6.1.0-10-amd64", "6.1.0-10-cloud" }, { "0.9", "0.10" },
	{ "6.009", "6.10" }, { "", "1" },
};

START_TEST(version)
{
	const char *const *pair = versions[_i];

	ck_assert_int_lt(version_compare(pair[0], pair[1]), 0);
	ck_assert_int_gt(version_compare(pair[1], pair[0]), 0);
	ck_assert_int_eq(version_compare(pair[1], pair[1]), 0);
}
END_TEST

static const struct {
	const char *running;
	const char *next;
} lines[] = {
	{ "", "" }, { "\n", "" }, { "quiet\n", "quiet" },
	{ "BOOT_IMAGE=/vmlinuz-6.1 root=/dev/sda1 ro quiet\n",
	  "root=/dev/sda1 ro quiet" },
	{ "root=/dev/sda1 initrd=\\EFI\\initrd.img ro\n", "root=/dev/sda1 ro" },
	{ "  a   b  \n", "a b" },
	{ "a BOOT_IMAGE=x", "a" },
	{ "BOOT_IMAGE=x", "" },
	{ "kexec_jump_back_entry=0x1 a", "a" },
	/* Only whole parameters, and only outside quotes. */
	{ "myinitrd=x NO_BOOT_IMAGE=y", "myinitrd=x NO_BOOT_IMAGE=y" },
	{ "x=\"a initrd=b c\" d", "x=\"a initrd=b c\" d" },
	{ "initrd=\"a b\" c", "c" },
	{ "\"initrd=a", "\"initrd=a" },
	{ "x=\"open ended\n", "x=\"open ended" },
};

START_TEST(line)
{
	char *next = NULL;

	tree_add("/proc/cmdline", lines[_i].running);
	ck_assert_int_eq(command_line_read(&ctx, &next), 0);
	ck_assert_str_eq(next, lines[_i].next);
	free(next);
}
END_TEST

/* A line that was cut off would boot something else. */
START_TEST(line_too_long)
{
	char text[9000];
	char *next;

	ck_assert_int_eq(command_line_read(&ctx, &next), -ENOENT);
	memset(text, 'x', sizeof(text));
	tree_add_bytes("/proc/cmdline", text, sizeof(text));
	ck_assert_int_eq(command_line_read(&ctx, &next), -EFBIG);
}
END_TEST

/* An image as described is resolved to files, or refused. */
START_TEST(image)
{
	struct image described = { .kernel = "/k" };
	struct load_request request;

	struct report report = { 0 };
	struct context noting = ctx;

	tree_add("/proc/cmdline", "ro\n");
	/* A kernel that is missing comes before its initrd. */
	noting.report = &report;
	ck_assert_int_eq(image_resolve(&noting, &described, &request),
			 ANSWER_UNKNOWN);
	ck_assert_str_eq(report.reason, "/k: it does not exist");
	load_request_free(&request);
	tree_add("/k", "");
	ck_assert_int_eq(image_resolve(&ctx, &described, &request),
			 ANSWER_UNKNOWN);
	load_request_free(&request);

	described.no_initrd = true;
	described.line = LINE_APPEND;
	described.command_line = "x";
	ck_assert_int_eq(image_resolve(&ctx, &described, &request), ANSWER_YES);
	ck_assert_str_eq(request.kernel, "/k");
	ck_assert_ptr_null(request.initrd);
	ck_assert_str_eq(request.command_line, "ro x");
	load_request_free(&request);

	described.kernel = NULL;
	ck_assert_int_eq(image_resolve(&ctx, &described, &request),
			 ANSWER_UNKNOWN);
	load_request_free(&request);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_loop_test(tcase, machine, 0, ROWS(machines));
	tcase_add_test(tcase, link_in_root);
	tcase_add_test(tcase, newest);
	tcase_add_loop_test(tcase, version, 0, ROWS(versions));
	tcase_add_test(tcase, strange_kernel);
	tcase_add_loop_test(tcase, line, 0, ROWS(lines));
	tcase_add_test(tcase, line_too_long);
	tcase_add_test(tcase, image);
}

int main(void)
{
	return run_suite("kernels", add);
}
