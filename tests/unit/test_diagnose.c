// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Why there is no device: each obstacle between the package and the open
 * device, on trees with a module file that libkmod can read.
 */
#include "diagnose/diagnose.h"

#include <errno.h>
#include <sys/utsname.h>

#include "filled.h"
#include "tree.h"

#define RELEASE	"6.1.0-fixture"
#define OTHER	"6.9.0-other"
#define MODULES	"/lib/modules/"
#define PLACE	"/updates/dkms/kexecguard.ko"

static const struct context ctx = { .sysroot = tree_root };

static struct diagnosis diagnosis;

static void expect(const char *release, enum why why, const char *message,
		   const char *advice)
{
	diagnosis_free(&diagnosis);
	ck_assert_int_eq(diagnose(&ctx, release, &diagnosis), 0);
	ck_assert_int_eq(diagnosis.why, why);
	if (!strstr(diagnosis.message, message))
		ck_abort_msg("\"%s\" is not in: %s", message,
			     diagnosis.message);
	if (!strstr(diagnosis.advice, advice))
		ck_abort_msg("\"%s\" is not in: %s", advice,
			     diagnosis.advice);
}

static void copy_module(const char *name)
{
	static char bytes[1 << 20];
	FILE *file = fopen(OUT "/fixture.ko", "r");
	size_t length;

	ck_assert_ptr_nonnull(file);
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	ck_assert_uint_gt(length, 0);
	tree_add_bytes(name, bytes, length);
}

#define SIGNER "Test key"

/*
 * Appended to the module: bytes, their length, and a line, in the kernel's
 * format.
 */
static void sign_module(const char *name)
{
	static const char signature[] = SIGNER "id  s"
		"\x00\x04\x00\x08\x02\x00\x00\x00\x00\x00\x00\x03"
		"~Module signature appended~\n";
	FILE *file = fopen(tree_path(name), "a");

	ck_assert_ptr_nonnull(file);
	fwrite(signature, 1, sizeof(signature) - 1, file);
	fclose(file);
}

static void run_depmod(const char *release)
{
	/* Files that exist for the kernel's own modules. */
	static const char *const lists[] = {
		"modules.order", "modules.builtin", "modules.builtin.modinfo",
	};
	char name[256], command[512];
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		snprintf(name, sizeof(name), MODULES "%.64s/%s", release,
			 lists[i]);
		tree_add(name, "");
	}
	snprintf(command, sizeof(command),
		 "PATH=$PATH:/sbin:/usr/sbin depmod -b %s %s 2>/dev/null",
		 tree_root, release);
	ck_assert_int_eq(system(command), 0);
}

static void install(void)
{
	copy_module(MODULES RELEASE PLACE);
	run_depmod(RELEASE);
}

static void end(void)
{
	diagnosis_free(&diagnosis);
	tree_end();
}

START_TEST(present)
{
	tree_add("/dev/kexecguard", "");
	expect(RELEASE, WHY_PRESENT, "can be opened", "");
	ck_assert_str_eq(diagnosis.advice, "");
}
END_TEST

START_TEST(not_permitted)
{
	tree_add("/dev/kexecguard", "");
	chmod(tree_path("/dev/kexecguard"), 0);
	if (!geteuid())
		return;		/* a mode does not stop root */
	expect(RELEASE, WHY_NOT_PERMITTED, "mode", "ls -l");
}
END_TEST

START_TEST(no_node)
{
	tree_add("/sys/module/kexecguard/initstate", "live\n");
	expect(RELEASE, WHY_NO_NODE, "loaded", "mknod");
}
END_TEST

START_TEST(xen_pv)
{
	install();
	tree_add("/sys/hypervisor/guest_type", "PV\n");
	expect(RELEASE, WHY_NO_KEXEC, "Xen PV domain", "");
	ck_assert_str_eq(diagnosis.advice, "");

	/* In these domains kexec works. */
	tree_add("/sys/hypervisor/guest_type", "PVH\n");
	expect(RELEASE, WHY_NOT_LOADED, "not loaded", "modprobe");
}
END_TEST

static const struct {
	const char *symbols;
	enum why why;
	const char *message;
} kernels[] = {
	{ "0 T kernel_kexec\n0 T register_kprobe\n", WHY_NOT_INSTALLED,
	  "not installed" },
	{ "0 T register_kprobe\n", WHY_NO_KEXEC, "no kexec (CONFIG_KEXEC" },
	{ "0 T __kernel_kexec\n0 T kernel_kexec_x\n0 T register_kprobe\n",
	  WHY_NO_KEXEC, "no kexec" },
	{ "0 T kernel_kexec\n", WHY_NO_KPROBES, "CONFIG_KPROBES" },
	/* Of a module; and a kernel that does not tell. */
	{ "0 T kernel_kexec\n0 T register_kprobe\t[mod]\n",
	  WHY_NOT_INSTALLED, "not installed" },
	{ "", WHY_NOT_INSTALLED, "not installed" },
};

/* Where nothing can be installed, no headers are advised. */
START_TEST(kernel)
{
	tree_add("/proc/kallsyms", kernels[_i].symbols);
	expect(RELEASE, WHY_NOT_INSTALLED, "not installed", "headers");
	tree_add("/proc/sys/kernel/osrelease", RELEASE "\n");
	expect(RELEASE, kernels[_i].why, kernels[_i].message, "");
	ck_assert_int_eq(!*diagnosis.advice,
			 kernels[_i].why != WHY_NOT_INSTALLED);
	/* It says nothing about another kernel. */
	expect(OTHER, WHY_NOT_INSTALLED, "not installed", "headers");
}
END_TEST

START_TEST(not_installed)
{
	expect(RELEASE, WHY_NOT_INSTALLED, "not installed",
	       "# install the headers of Linux " RELEASE "\n"
	       "make install-dkms prefix=/usr");
}
END_TEST

static const struct {
	const char *file;
	const char *text;
	const char *advice;
} releases[] = {
	{ "/etc/os-release", "NAME=\"Debian GNU/Linux\"\nID=debian\n",
	  "apt install kexecguard-dkms linux-headers-" RELEASE "\n" },
	{ "/usr/lib/os-release", "ID_LIKE='ubuntu debian'\nID=linuxmint\n",
	  "apt install kexecguard-dkms linux-headers-" RELEASE "\n" },
	{ "/etc/os-release", "ID=fedora\n",
	  "dnf install dkms\ndnf install kernel-devel-" RELEASE "\n" },
	{ "/etc/os-release", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n",
	  "dnf install kernel-devel-" RELEASE "\n" },
	{ "/etc/os-release",
	  "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n",
	  "zypper install kernel-fixture-devel\n" },
	{ "/etc/os-release", "ID=manjaro\nID_LIKE=arch\n",
	  "pacman -S \"$(cat /usr/lib/modules/" RELEASE
	  "/pkgbase)-headers\"\n" },
	{ "/etc/os-release", "ID=debianish\nID_LIKE=notdebian\nVERSION_ID=debian\n",
	  "# install dkms\n# install the headers of Linux " RELEASE "\n" },
	{ "/etc/os-release", "ID=\n=\n\"\nID_LIKE=\"\n",
	  "# install the headers of Linux " RELEASE "\n" },
};

START_TEST(distribution)
{
	tree_add(releases[_i].file, releases[_i].text);
	expect(RELEASE, WHY_NOT_INSTALLED, "not installed",
	       releases[_i].advice);
}
END_TEST

START_TEST(other_kernel)
{
	install();
	tree_add(MODULES OTHER "/kernel/x", "");
	expect(OTHER, WHY_OTHER_KERNEL,
	       "installed for kernel " RELEASE ", not for the running " OTHER,
	       "# install the headers of Linux " OTHER
	       "\ndkms autoinstall -k " OTHER);

	/* With the headers installed, one step less. */
	tree_add(MODULES OTHER "/build/Makefile", "");
	expect(OTHER, WHY_OTHER_KERNEL, "installed for kernel",
	       "dkms autoinstall -k " OTHER);
	ck_assert_ptr_null(strstr(diagnosis.advice, "headers"));
}
END_TEST

START_TEST(built_for_another)
{
	copy_module(MODULES OTHER PLACE);
	run_depmod(OTHER);
	expect(OTHER, WHY_OTHER_KERNEL,
	       "built for kernel " RELEASE ", not for the running " OTHER, "dkms");
}
END_TEST

/* Where the RPM package and weak-modules put it. */
START_TEST(linked)
{
	copy_module(MODULES RELEASE "/extra/kexecguard/kexecguard.ko");
	expect(RELEASE, WHY_NOT_INDEXED, "index", "depmod -a " RELEASE);

	copy_module(MODULES OTHER "/weak-updates/kexecguard/kexecguard.ko");
	expect(OTHER, WHY_NOT_INDEXED, "index", "depmod -a " OTHER);
	run_depmod(OTHER);
	expect(OTHER, WHY_NOT_LOADED,
	       "built for kernel " RELEASE " and is refused if",
	       "modprobe kexecguard\ndmesg");
}
END_TEST

START_TEST(source_only)
{
	tree_add("/usr/src/kexecguard-1.0/dkms.conf", "");
	expect(RELEASE, WHY_OTHER_KERNEL, "was not built for",
	       "dkms install kexecguard/1.0 -k " RELEASE "\nmodprobe");
	tree_add("/usr/src/kexecguard-2.0/dkms.conf", "");
	expect(RELEASE, WHY_OTHER_KERNEL, "was not built for",
	       "dkms install kexecguard/2.0 -k " RELEASE "\nmodprobe");
	/* By version, not by name. */
	tree_add("/usr/src/kexecguard-10.0/dkms.conf", "");
	expect(RELEASE, WHY_OTHER_KERNEL, "was not built for",
	       "dkms install kexecguard/10.0 -k " RELEASE "\nmodprobe");
	tree_add("/usr/src/kexecguard-10.0~rc1/dkms.conf", "");
	expect(RELEASE, WHY_OTHER_KERNEL, "was not built for",
	       "dkms install kexecguard/10.0 -k " RELEASE "\nmodprobe");
}
END_TEST

START_TEST(not_indexed)
{
	copy_module(MODULES RELEASE PLACE);
	expect(RELEASE, WHY_NOT_INDEXED, "index",
	       "depmod -a " RELEASE);
}
END_TEST

START_TEST(not_loaded)
{
	install();
	expect(RELEASE, WHY_NOT_LOADED, "not loaded",
	       "modprobe kexecguard\ndmesg");
}
END_TEST

START_TEST(usr_lib_only)
{
	install();
	tree_add("/usr/here", "");
	ck_assert_int_eq(mkdir(tree_path("/usr/lib"), 0755), 0);
	char from[PATH_MAX];

	strcpy(from, tree_path("/lib/modules"));
	ck_assert_int_eq(rename(from, tree_path("/usr/lib/modules")), 0);
	expect(RELEASE, WHY_NOT_LOADED, "not loaded", "modprobe");
}
END_TEST

static const char *const config_files[] = {
	"/etc/modprobe.d/x.conf", "/run/modprobe.d/x.conf",
	"/usr/lib/modprobe.d/x.conf", "/lib/modprobe.d/x.conf",
};

START_TEST(blacklisted)
{
	install();
	tree_add(config_files[_i], "blacklist kexecguard\n");
	expect(RELEASE, WHY_BLOCKED, "blacklist",
	       "modprobe kexecguard    # loads it now");
}
END_TEST

START_TEST(replaced)
{
	install();
	tree_add(config_files[_i], "install kexecguard /bin/false\n");
	expect(RELEASE, WHY_BLOCKED, "install kexecguard", "grep");
}
END_TEST

START_TEST(other_module_blacklisted)
{
	install();
	tree_add("/etc/modprobe.d/x.conf",
		 "blacklist kexecguard2\ninstall kexec /bin/false\n");
	expect(RELEASE, WHY_NOT_LOADED, "", "");
}
END_TEST

static const struct {
	const char *line;
	enum why why;
} boots[] = {
	{ "quiet module_blacklist=a,kexecguard,b ro\n", WHY_BLOCKED },
	{ "module_blacklist=kexecguard\n", WHY_BLOCKED },
	{ "module_blacklist=a module_blacklist=kexecguard",
	  WHY_BLOCKED },
	{ "module_blacklist=kexecguard2,akexecguard\n",
	  WHY_NOT_LOADED },
	{ "module_blacklist= kexecguard\n", WHY_NOT_LOADED },
	{ "xmodule_blacklist=kexecguard\n", WHY_NOT_LOADED },
	{ "module_blacklist=,,\n", WHY_NOT_LOADED },
};

START_TEST(boot_line)
{
	install();
	tree_add("/proc/cmdline", boots[_i].line);
	expect(RELEASE, boots[_i].why, "", "");
}
END_TEST

static const struct {
	const char *file;
	const char *text;
	bool is_wanted;
} locks[] = {
	{ "/sys/module/module/parameters/sig_enforce", "Y\n", true },
	{ "/sys/module/module/parameters/sig_enforce", "N\n", false },
	{ "/sys/kernel/security/lockdown",
	  "none [integrity] confidentiality\n", true },
	{ "/sys/kernel/security/lockdown",
	  "none integrity [confidentiality]\n", true },
	{ "/sys/kernel/security/lockdown",
	  "[none] integrity confidentiality\n", false },
	{ "/sys/kernel/security/lockdown", "", false },
};

START_TEST(signature)
{
	install();
	tree_add(locks[_i].file, locks[_i].text);
	if (!locks[_i].is_wanted) {
		expect(RELEASE, WHY_NOT_LOADED, "", "");
		return;
	}
	expect(RELEASE, WHY_SIGNATURE, "signed", "mokutil --import");

	/* Signed: only the kernel can find out whether it has the key. */
	sign_module(MODULES RELEASE PLACE);
	expect(RELEASE, WHY_NOT_LOADED, "not loaded",
	       "modprobe kexecguard");
	expect(RELEASE, WHY_NOT_LOADED, "", "if its key is rejected");
}
END_TEST

#define DKMS_KEY	"/var/lib/dkms/mok.pub"
#define UBUNTU_KEY	"/var/lib/shim-signed/mok/MOK.der"

static const struct {
	const char *release;
	const char *keys[2];
	const char *named;
} certificates[] = {
	{ "ID=debian\n", { DKMS_KEY }, DKMS_KEY " " },
	{ "ID=ubuntu\n", { UBUNTU_KEY },
	  UBUNTU_KEY "    # or update-secureboot-policy --enroll-key; " },
	{ "ID=ubuntu\n", { UBUNTU_KEY, DKMS_KEY }, UBUNTU_KEY },
	{ "ID=ubuntu\n", { DKMS_KEY }, DKMS_KEY " " },
	{ "ID=ubuntu\n", { NULL }, UBUNTU_KEY },
	{ "ID=neon\nID_LIKE=ubuntu\n", { UBUNTU_KEY }, UBUNTU_KEY },
	{ "ID=neon\nID_LIKE=ubuntu\n", { NULL }, DKMS_KEY " " },
};

/* The certificate that is there, or that dkms will make there. */
START_TEST(certificate)
{
	size_t i;

	install();
	tree_add(locks[0].file, locks[0].text);
	tree_add("/etc/os-release", certificates[_i].release);
	for (i = 0; i < 2; i++)
		if (certificates[_i].keys[i])
			tree_add(certificates[_i].keys[i], "");
	expect(RELEASE, WHY_SIGNATURE, "signed", "mokutil --import /");
	expect(RELEASE, WHY_SIGNATURE, "", certificates[_i].named);
}
END_TEST

static const struct {
	const char *keys;
	bool is_missing;
} keyrings[] = {
	{ "a I--- 1 perm 1f030000 0 0 asymmetri Some CA: 6c1d: X509.rsa 1d []\n"
	  "b I--- 1 perm 1f030000 0 0 keyring   .machine: 1\n", true },
	{ "a I--- 1 perm 1f030000 0 0 asymmetri No" SIGNER ": 6c1d: X509.rsa\n",
	  true },
	{ "a I--- 1 perm 1f030000 0 0 asymmetri " SIGNER "s: 6c1d: X509.rsa\n",
	  true },
	{ "a I--- 1 perm 1f030000 0 0 asymmetri Some CA: 6c1d: X509.rsa 1d []\n"
	  "a I--- 1 perm 1f030000 0 0 asymmetri " SIGNER ": 6c1d: X509.rsa\n",
	  false },
	{ "a I--- 1 perm 1f030000 0 0 asymmetri Corp: " SIGNER ": 6c1d: X509\n",
	  false },
	/* Without root, the kernel's keys are not shown. */
	{ "b I--- 1 perm 1f030000 0 0 keyring   _ses: 1\n", false },
	{ "", false },
};

/* Signed with a key, which the kernel has or not, by its name. */
START_TEST(stranger)
{
	install();
	sign_module(MODULES RELEASE PLACE);
	tree_add("/proc/keys", keyrings[_i].keys);
	expect(RELEASE, WHY_NOT_LOADED, "not loaded", "modprobe");
	tree_add(locks[0].file, locks[0].text);
	if (keyrings[_i].is_missing)
		expect(RELEASE, WHY_SIGNATURE,
		       "does not have the key \"" SIGNER "\"", "mokutil --import");
	else
		expect(RELEASE, WHY_NOT_LOADED, "not loaded",
		       "if its key is rejected");
}
END_TEST

START_TEST(sealed)
{
	install();
	tree_add("/proc/sys/kernel/modules_disabled", "1\n");
	expect(RELEASE, WHY_DISABLED, "modules_disabled", "reboot");
}
END_TEST

/* Invalid modules and indexes: any answer, but no crash. */
START_TEST(hostile)
{
	install();
	tree_add(MODULES RELEASE PLACE, "\177ELF and nothing more");
	expect(RELEASE, WHY_NOT_LOADED, "", "");
	tree_add(MODULES RELEASE PLACE, "");
	expect(RELEASE, WHY_NOT_LOADED, "", "");
	tree_add(MODULES RELEASE "/modules.dep.bin", "garbage");
	expect(RELEASE, WHY_NOT_INDEXED, "", "");
	tree_add(MODULES RELEASE "/modules.dep.bin", "");
	expect(RELEASE, WHY_NOT_INDEXED, "", "");
}
END_TEST

START_TEST(too_long)
{
	char name[PATH_MAX];
	const struct context far = { .sysroot = name };
	struct diagnosis none;

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(diagnose(&ctx, name, &none), -ENAMETOOLONG);
	ck_assert_int_eq(diagnose(&far, RELEASE, &none), -ENAMETOOLONG);
}
END_TEST

START_TEST(this_machine)
{
	const struct context here = { .sysroot = "" };
	struct utsname running;

	ck_assert_int_eq(uname(&running), 0);
	ck_assert_int_eq(diagnose(&here, running.release, &diagnosis), 0);
	ck_assert(*diagnosis.message);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, end);
	tcase_add_test(tcase, present);
	tcase_add_test(tcase, not_permitted);
	tcase_add_test(tcase, no_node);
	tcase_add_test(tcase, xen_pv);
	tcase_add_loop_test(tcase, kernel, 0, ROWS(kernels));
	tcase_add_test(tcase, not_installed);
	tcase_add_loop_test(tcase, distribution, 0, ROWS(releases));
	tcase_add_test(tcase, other_kernel);
	tcase_add_test(tcase, built_for_another);
	tcase_add_test(tcase, linked);
	tcase_add_test(tcase, source_only);
	tcase_add_test(tcase, not_indexed);
	tcase_add_test(tcase, not_loaded);
	tcase_add_test(tcase, usr_lib_only);
	tcase_add_loop_test(tcase, blacklisted, 0, ROWS(config_files));
	tcase_add_loop_test(tcase, replaced, 0, ROWS(config_files));
	tcase_add_test(tcase, other_module_blacklisted);
	tcase_add_loop_test(tcase, boot_line, 0, ROWS(boots));
	tcase_add_loop_test(tcase, signature, 0, ROWS(locks));
	tcase_add_loop_test(tcase, certificate, 0, ROWS(certificates));
	tcase_add_loop_test(tcase, stranger, 0, ROWS(keyrings));
	tcase_add_test(tcase, sealed);
	tcase_add_test(tcase, hostile);
	tcase_add_test(tcase, too_long);
	tcase_add_test(tcase, this_machine);
}

int main(void)
{
	return run_suite("diagnose", add);
}
