// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the boot loader would boot: entries of the Boot Loader Specification,
 * unified kernel images, and GRUB's menu, as distributions write them.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "loader/choice.h"
#include "loader/uki.h"

static const struct context ctx = { .sysroot = tree_root };
static struct boot_entry entry;
static const char *problem;

static int choose(const char *wanted)
{
	entry_free(&entry);
	problem = NULL;
	return entry_choose(&ctx, wanted, &entry, &problem);
}

static void expect(const char *wanted, const char *kernel, const char *initrd,
		   const char *options)
{
	ck_assert_int_eq(choose(wanted), 0);
	ck_assert_str_eq(entry.kernel, kernel);
	if (initrd)
		ck_assert_str_eq(entry.initrd, initrd);
	else
		ck_assert_ptr_null(entry.initrd);
	ck_assert_str_eq(entry.options, options);
	ck_assert_ptr_nonnull(entry.origin);
}

static void end(void)
{
	entry_free(&entry);
	tree_end();
}

#define ENTRIES "/boot/loader/entries/"

static void add_entries(void)
{
	tree_add(ENTRIES "m-6.9.conf",
		 "title Linux 6.9\nversion 6.9\nlinux /m/6.9/linux\n"
		 "initrd\t/m/6.9/initrd  \n# options no\noptions root=a ro\n"
		 "options quiet\r\n");
	tree_add(ENTRIES "m-6.12.conf", "linux /m/6.12/linux\n");
	tree_add(ENTRIES "m-6.13-rc1.conf~", "linux /no\n");
	tree_add("/boot/m/6.9/linux", "");
	tree_add("/boot/m/6.9/initrd", "");
}

START_TEST(type1)
{
	ck_assert_int_eq(choose("default"), -ENOENT);
	add_entries();
	expect("m-6.9", "/boot/m/6.9/linux", "/boot/m/6.9/initrd",
	       "root=a ro quiet");
	expect("m-6.9.conf", "/boot/m/6.9/linux", "/boot/m/6.9/initrd",
	       "root=a ro quiet");
	expect("default", "/boot/m/6.12/linux", NULL, "");
	ck_assert_int_eq(choose("m-6"), -ENOENT);

	tree_add("/boot/loader/loader.conf", "timeout 3\ndefault m-6.9*\n");
	expect("default", "/boot/m/6.9/linux", "/boot/m/6.9/initrd",
	       "root=a ro quiet");
	/* What the machine's user chose comes first; UTF-16. */
	tree_add_bytes("/sys/firmware/efi/efivars/LoaderEntryDefault"
		       "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
		       "\7\0\0\0m\0-\0006\0.\0001\0002\0.\0c\0o\0n\0f\0\0", 26);
	expect("default", "/boot/m/6.12/linux", NULL, "");
}
END_TEST

/* Attempts are counted in the name; /boot is not always a file system. */
START_TEST(type1_places)
{
	tree_add("/efi/loader/entries/x+3-1.conf", "linux /boot/vmlinuz-1\n");
	tree_add("/boot/vmlinuz-1", "");
	expect("x", "/boot/vmlinuz-1", NULL, "");
	tree_add("/boot/loader/entries/y.conf", "linux /@/boot/vmlinuz-1\n");
	expect("y", "/boot/vmlinuz-1", NULL, "");
}
END_TEST

START_TEST(type1_refused)
{
	tree_add(ENTRIES "two.conf", "linux /k\ninitrd /a\ninitrd /b\n");
	ck_assert_int_eq(choose("two"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(problem, "several"));
	tree_add(ENTRIES "none.conf", "title x\n");
	ck_assert_int_eq(choose("none"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(problem, "no kernel"));
	chmod(tree_path(ENTRIES "none.conf"), 0666);
	ck_assert_int_eq(choose("none"), -EPERM);
}
END_TEST

/* As grub-mkconfig writes it on Debian. */
static const char debian[] =
"if [ -s $prefix/grubenv ]; then\n  load_env\nfi\n"
"if [ \"${next_entry}\" ] ; then\n   set default=\"${next_entry}\"\n"
"   set next_entry=\n   save_env next_entry\nelse\n"
"   set default=\"%s\"\nfi\n"
"function gfxmode {\n\tset gfxpayload=\"${1}\"\n}\n"
"menuentry 'Debian GNU/Linux' --class debian $menuentry_id_option 'gnulinux-simple-u' {\n"
"\tload_video\n\tif [ x$grub_platform = xxen ]; then insmod xzio; fi\n"
"\techo\t'Loading Linux 6.9 ...'\n"
"\tlinux\t/boot/vmlinuz-6.9 root=UUID=u ro  quiet \n"
"\tinitrd\t/boot/initrd.img-6.9\n}\n"
"submenu 'Advanced options' $menuentry_id_option 'gnulinux-advanced-u' {\n"
"\tmenuentry 'Debian, with Linux 6.9' $menuentry_id_option 'gnulinux-6.9-advanced-u' {\n"
"\t\tlinux\t/boot/vmlinuz-6.9 root=UUID=u ro advanced\n"
"\t\tinitrd\t/boot/initrd.img-6.9\n\t}\n"
"\tmenuentry 'Debian, with Linux 6.1' $menuentry_id_option 'gnulinux-6.1-advanced-u' {\n"
"\t\tlinux\t/boot/vmlinuz-6.1 root=UUID=u ro\n"
"\t\tinitrd\t/boot/initrd.img-6.1\n\t}\n}\n"
"menuentry 'Several' --id several {\n\tlinux /k\n\tinitrd /a /b\n}\n"
"menuentry \"Memory test\" {\n\tlinux16 /boot/memtest.bin $extra\n}\n";

static const struct {
	const char *set;
	const char *environment;
	const char *wanted;
	const char *kernel;
	const char *options;
} menus[] = {
	{ "0", "", "default", "/boot/vmlinuz-6.9", "root=UUID=u ro quiet" },
	{ "1>1", "", "default", "/boot/vmlinuz-6.1", "root=UUID=u ro" },
	{ "1", "", "default", "/boot/vmlinuz-6.9",
	  "root=UUID=u ro advanced" },
	{ "gnulinux-advanced-u>gnulinux-6.1-advanced-u", "", "default",
	  "/boot/vmlinuz-6.1", "root=UUID=u ro" },
	{ "Advanced options>Debian, with Linux 6.1", "", "default",
	  "/boot/vmlinuz-6.1", "root=UUID=u ro" },
	{ "${saved_entry}", "# GRUB Environment Block\nsaved_entry=1>1\n###",
	  "default", "/boot/vmlinuz-6.1", "root=UUID=u ro" },
	{ "${saved_entry}", "# GRUB Environment Block\n", "default",
	  "/boot/vmlinuz-6.9", "root=UUID=u ro quiet" },
	{ "0", "next_entry=1>1\n", "default", "/boot/vmlinuz-6.1",
	  "root=UUID=u ro" },
	{ "gone", "", "default", "/boot/vmlinuz-6.9",
	  "root=UUID=u ro quiet" },
	{ "0", "", "1>0", "/boot/vmlinuz-6.9", "root=UUID=u ro advanced" },
	{ "0", "extra=a\n", "Memory test", "/boot/memtest.bin", "a" },
	{ "0", "", "3", "/boot/memtest.bin", "" },
};

START_TEST(grub)
{
	char text[4096];

	snprintf(text, sizeof(text), debian, menus[_i].set);
	tree_add("/boot/grub/grub.cfg", text);
	tree_add("/boot/grub/grubenv", menus[_i].environment);
	ck_assert_int_eq(choose(menus[_i].wanted), 0);
	ck_assert_str_eq(entry.kernel, menus[_i].kernel);
	ck_assert_str_eq(entry.options, menus[_i].options);
	ck_assert_str_eq(entry.origin, "/boot/grub/grub.cfg");
	if (strstr(entry.kernel, "vmlinuz"))
		ck_assert_ptr_nonnull(strstr(entry.initrd,
					     strrchr(entry.kernel, '-')));
	else
		ck_assert_ptr_null(entry.initrd);
}
END_TEST

START_TEST(grub_refused)
{
	char text[4096];

	snprintf(text, sizeof(text), debian, "0");
	tree_add("/boot/grub/grub.cfg", text);
	ck_assert_int_eq(choose("several"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(problem, "several"));
	ck_assert_int_eq(choose("1>7"), -ENOENT);
	ck_assert_int_eq(choose("7"), -ENOENT);
	/* Of a submenu, without its name. */
	ck_assert_int_eq(choose("Debian, with Linux 6.1"), -ENOENT);
}
END_TEST

/* Fedora, RHEL: GRUB reads the entries, which use its variables. */
START_TEST(grub_entries)
{
	tree_add("/boot/grub2/grub.cfg",
		 "set default=\"${saved_entry}\"\n"
		 "if [ -z \"${kernelopts}\" ]; then\n"
		 "  set kernelopts=\"root=b ro \"\nfi\nblscfg\n");
	tree_add(ENTRIES "f-6.9.conf", "linux /vmlinuz-6.9\n"
		 "initrd /initramfs-6.9.img $tuned_initrd\n"
		 "options $kernelopts $tuned_params\n");
	tree_add(ENTRIES "f-6.12.conf", "linux /vmlinuz-6.12\n");
	tree_add("/boot/initramfs-6.9.img", "");
	expect("default", "/boot/vmlinuz-6.12", NULL, "");
	expect("1", "/boot/vmlinuz-6.9", "/boot/initramfs-6.9.img",
	       "root=b ro");
	tree_add("/boot/grub2/grubenv", "saved_entry=f-6.9\n"
		 "kernelopts=root=a ro crashkernel=1G\n");
	expect("default", "/boot/vmlinuz-6.9", "/boot/initramfs-6.9.img",
	       "root=a ro crashkernel=1G");
}
END_TEST

/* The shortest image: header, three sections, their content. */
static size_t build_image(char *bytes, const char *first)
{
	static const struct {
		const char *name;
		const char *content;
	} sections[] = {
		{ NULL, "kernel!" }, { ".initrd", "archive" },
		{ ".cmdline", "root=u quiet\n" },
	};
	size_t i, at = 512;

	memset(bytes, 0, 1024);
	bytes[0x3c] = 0x40;
	memcpy(bytes + 0x40, "PE", 2);
	bytes[0x40 + 6] = 3;
	for (i = 0; i < 3; i++) {
		char *header = bytes + 0x40 + 24 + 40 * i;
		size_t length = strlen(sections[i].content);

		strcpy(header, sections[i].name ?: first);
		header[8] = length;
		header[16] = 32;	/* padded in the file */
		header[20] = at & 0xff;
		header[21] = at >> 8;
		memcpy(bytes + at, sections[i].content, length);
		at += 32;
	}
	return at;
}

static void expect_file(const char *name, const char *content)
{
	char text[64] = "";
	FILE *file = fopen(tree_path(name), "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fread(text, 1, sizeof(text) - 1, file),
			  strlen(content));
	fclose(file);
	ck_assert_str_eq(text, content);
}

START_TEST(type2)
{
	char bytes[1024], *line;
	size_t length = build_image(bytes, ".linux");
	bool has_initrd = false;

	tree_add_bytes("/efi/EFI/Linux/d-6.9+2.efi", bytes, length);
	ck_assert_int_eq(choose("d-6.9"), 0);
	ck_assert(entry.is_unified);
	ck_assert_str_eq(entry.kernel, "/efi/EFI/Linux/d-6.9+2.efi");
	ck_assert_int_eq(uki_command_line(&ctx, entry.kernel, &line), 0);
	ck_assert_str_eq(line, "root=u quiet");
	free(line);
	mkdir(tree_path("/run"), 0755);
	ck_assert_int_eq(uki_extract(&ctx, entry.kernel, &has_initrd), 0);
	ck_assert(has_initrd);
	expect_file(UKI_KERNEL, "kernel!");
	expect_file(UKI_INITRD, "archive");
}
END_TEST

START_TEST(type2_broken)
{
	char bytes[1024], *line;
	size_t length = build_image(bytes, ".linux"), cut;
	bool has_initrd;

	mkdir(tree_path("/run"), 0755);
	for (cut = 0; cut < 512 + 64 + 13; cut += 7) {
		tree_add_bytes("/k", bytes, cut);
		ck_assert_int_eq(uki_command_line(&ctx, "/k", &line), -ENOEXEC);
		if (cut < 512 + 32)
			ck_assert_int_eq(uki_extract(&ctx, "/k", &has_initrd),
					 -ENOEXEC);
	}
	build_image(bytes, ".other");
	tree_add_bytes("/k", bytes, length);
	ck_assert_int_eq(uki_command_line(&ctx, "/k", &line), -ENOEXEC);
	build_image(bytes, ".linux");
	memset(bytes + 0x40 + 24 + 16, 0xff, 8);
	memset(bytes + 0x40 + 24 + 8, 0xff, 4);
	tree_add_bytes("/k", bytes, length);
	ck_assert_int_eq(uki_command_line(&ctx, "/k", &line), -ENOEXEC);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, end);
	tcase_add_test(tcase, type1);
	tcase_add_test(tcase, type1_places);
	tcase_add_test(tcase, type1_refused);
	tcase_add_loop_test(tcase, grub, 0, ROWS(menus));
	tcase_add_test(tcase, grub_refused);
	tcase_add_test(tcase, grub_entries);
	tcase_add_test(tcase, type2);
	tcase_add_test(tcase, type2_broken);
}

int main(void)
{
	return run_suite("entries", add);
}
