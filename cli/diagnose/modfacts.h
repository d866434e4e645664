/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be seen of the guard's module from outside: facts without judgement
 * (diagnose.c judges). Looks at files and asks libkmod; loads nothing.
 */
#ifndef CTL_MODFACTS_H
#define CTL_MODFACTS_H

#include <stdbool.h>

#define MODULE	"kexecguard"
#define RELEASE_LEN	64
#define SIGNER_LEN	128

/**
 * struct modfacts - what was found
 * @release: kernel release that the facts are about
 * @has_node: /dev shows the device
 * @is_readable: and this process may open it
 * @is_live: the kernel shows the module
 * @is_xen_pv: it runs in a Xen PV domain
 * @is_asked: libkmod could be asked; else the rest down to @signer is empty
 * @is_indexed: modprobe would find the module
 * @has_file: a module file lies where DKMS and kernel builds put it
 * @built_for: release in the module file's vermagic, empty if unknown
 * @installed_for: another release that has the module, empty if none
 * @is_blacklisted: a blacklist line keeps it from being loaded by itself
 * @is_replaced: an install line replaces the loading by a command
 * @is_signed: the module file carries a signature
 * @signer: the name in it, empty if that cannot be read
 * @is_stranger: the kernel's keys can be seen, which takes root, and none of
 *	them has that name
 * @is_boot_blocked: module_blacklist= on the boot line names it
 * @is_sealed: the kernel loads no more modules
 * @wants_signature: the kernel refuses modules without a valid signature
 * @source: version of the module's source that lies where DKMS looks, empty if
 *	there is none
 * @has_headers: the kernel's headers are installed
 */
struct modfacts {
	char release[RELEASE_LEN];
	bool has_node;
	bool is_readable;
	bool is_live;
	bool is_xen_pv;
	bool is_asked;
	bool is_indexed;
	bool has_file;
	char built_for[RELEASE_LEN];
	char installed_for[RELEASE_LEN];
	bool is_blacklisted;
	bool is_replaced;
	bool is_signed;
	char signer[SIGNER_LEN];
	bool is_stranger;
	bool is_boot_blocked;
	bool is_sealed;
	bool wants_signature;
	char source[RELEASE_LEN];
	bool has_headers;
};

int modfacts_collect(const char *sysroot, const char *release,
			struct modfacts *facts);

#endif /* CTL_MODFACTS_H */
