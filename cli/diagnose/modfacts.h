/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts about the guard's module, for diagnose.c to judge. Reads files and
 * queries libkmod; loads nothing.
 */
#ifndef CTL_MODFACTS_H
#define CTL_MODFACTS_H

#include <stdbool.h>

#include "context.h"
#include "distribution.h"

#define MODULE	"kexecguard"
#define RELEASE_LEN	64
#define SIGNER_LEN	128

#define DKMS_CERTIFICATE	"/var/lib/dkms/mok.pub"
#define UBUNTU_CERTIFICATE	"/var/lib/shim-signed/mok/MOK.der"

/**
 * struct modfacts - what was found
 * @release: kernel release that the facts are about
 * @has_node: /dev has the device node
 * @is_readable: and this process may open it
 * @is_live: the module is loaded
 * @is_xen_pv: this is a Xen PV domain
 * @lacks_kexec: it is the running kernel, and has no kexec
 * @lacks_kprobes: likewise, kprobes
 * @has_kmod: libkmod answered; otherwise the facts down to @signer are empty
 * @is_indexed: modprobe would find the module
 * @has_file: there is a module file where DKMS and kernel builds put it
 * @built_for: release in the module file's vermagic, empty if unknown
 * @is_linked: weak-modules has linked it from there into this kernel
 * @installed_for: another release that has the module, empty if none
 * @is_blacklisted: a blacklist line keeps it from being loaded automatically
 * @is_replaced: an install line replaces the loading by a command
 * @is_signed: the module file has a signature
 * @signer: the signer's name, empty if it cannot be read
 * @is_signer_unknown: the kernel's keys can be read, which takes root, and none
 *	of them has that name
 * @is_boot_blocked: module_blacklist= on the boot line names it
 * @is_sealed: the kernel loads no more modules
 * @wants_signature: the kernel refuses modules without a valid signature
 * @source: version of the newest module source where DKMS looks, empty if none
 * @has_headers: the kernel's headers are installed
 * @certificate: of the key with which DKMS signs here, or will sign
 * @distribution: what to type here
 */
struct modfacts {
	char release[RELEASE_LEN];
	bool has_node;
	bool is_readable;
	bool is_live;
	bool is_xen_pv;
	bool lacks_kexec;
	bool lacks_kprobes;
	bool has_kmod;
	bool is_indexed;
	bool has_file;
	char built_for[RELEASE_LEN];
	bool is_linked;
	char installed_for[RELEASE_LEN];
	bool is_blacklisted;
	bool is_replaced;
	bool is_signed;
	char signer[SIGNER_LEN];
	bool is_signer_unknown;
	bool is_boot_blocked;
	bool is_sealed;
	bool wants_signature;
	char source[RELEASE_LEN];
	bool has_headers;
	const char *certificate;
	const struct distribution *distribution;
};

int modfacts_collect(const struct context *ctx, const char *release,
		     struct modfacts *facts);

#endif /* CTL_MODFACTS_H */
