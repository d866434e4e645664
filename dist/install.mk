# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what is neither library nor tool: units, rules, manual pages, the
# module's source for DKMS. Honours DESTDIR, prefix and the directories below.
# The configuration is /etc/kexecguard.conf whatever the prefix: that is where
# the tool reads it.

prefix ?= /usr/local
sbindir ?= $(prefix)/sbin
mandir ?= $(prefix)/share/man
docdir ?= $(prefix)/share/doc/kexecguard
srcdir ?= $(prefix)/src
unitdir ?= $(prefix)/lib/systemd/system
udevdir ?= $(prefix)/lib/udev/rules.d
modulesloaddir ?= $(prefix)/lib/modules-load.d
tmpfilesdir ?= $(prefix)/lib/tmpfiles.d
INSTALL ?= install

VERBS := status windows check map load reload unload wait monitor policy \
	doctor kdump metrics
UNITS := kexecguard-reload.path kexecguard-reload.service \
	kexecguard-metrics.timer kexecguard-metrics.service \
	kexecguard-kdump.path kexecguard-kdump.service \
	kexec-load.service.d/kexecguard.conf \
	systemd-kexec.service.d/kexecguard.conf
PAGES := $(VERBS:%=$(O)/man/kexecguardctl-%.8)
SOURCE := $(DESTDIR)$(srcdir)/kexecguard-$(VERSION)

.PHONY: pages install-glue install-pages install-dkms uninstall

# The tool of the build tree is asked for its help, each time anew.
pages: $(PAGES)
$(PAGES): $(O)/man/kexecguardctl-%.8: cli dist/man/verb-page.sh
	@mkdir -p $(@D)
	dist/man/verb-page.sh $(O)/kexecguardctl $* $(VERSION) >$@.new
	@mv $@.new $@

install-pages: pages
	$(INSTALL) -d $(DESTDIR)$(mandir)/man4 $(DESTDIR)$(mandir)/man5 \
		$(DESTDIR)$(mandir)/man8
	$(INSTALL) -m 644 $(PAGES) $(DESTDIR)$(mandir)/man8
	$(INSTALL) -m 644 dist/man/kexecguard.4 $(DESTDIR)$(mandir)/man4
	$(INSTALL) -m 644 dist/man/kexecguard.conf.5 $(DESTDIR)$(mandir)/man5

# A file, or what its .in becomes.
define unit
	$(INSTALL) -d $(DESTDIR)$(unitdir)/$(dir $(1))
	sed 's|@sbindir@|$(sbindir)|' $(wildcard dist/systemd/$(1) dist/systemd/$(1).in) \
		>$(O)/unit
	$(INSTALL) -m 644 $(O)/unit $(DESTDIR)$(unitdir)/$(1)

endef

install-glue:
	$(foreach name,$(UNITS),$(call unit,$(name)))
	$(INSTALL) -d $(DESTDIR)$(udevdir) $(DESTDIR)$(modulesloaddir) \
		$(DESTDIR)$(tmpfilesdir) $(DESTDIR)/etc \
		$(DESTDIR)$(docdir)/examples
	$(INSTALL) -m 644 dist/udev/60-kexecguard.rules $(DESTDIR)$(udevdir)
	$(INSTALL) -m 644 dist/modules-load.d/kexecguard.conf \
		$(DESTDIR)$(modulesloaddir)
	$(INSTALL) -m 644 dist/tmpfiles.d/kexecguard.conf $(DESTDIR)$(tmpfilesdir)
	[ -e $(DESTDIR)/etc/kexecguard.conf ] || \
		$(INSTALL) -m 644 dist/kexecguard.conf $(DESTDIR)/etc
	$(INSTALL) -m 644 dist/examples/* $(DESTDIR)$(docdir)/examples
	$(INSTALL) -m 644 README.md docs/guide.md docs/not-protected.md \
		docs/secure-boot.md docs/design.md $(DESTDIR)$(docdir)

# What a kernel is built against reads Kbuild; the Makefile would say more.
install-dkms:
	$(INSTALL) -d $(SOURCE)
	$(INSTALL) -m 644 Kbuild VERSION $(SOURCE)
	sed 's/^PACKAGE_VERSION=.*/PACKAGE_VERSION="$(VERSION)"/' dkms.conf \
		>$(SOURCE)/dkms.conf
	find core module uapi -name '*.[ch]' \
		-exec $(INSTALL) -D -m 644 '{}' '$(SOURCE)/{}' \;

# What an installation with the same variables would put there is taken away; a
# configuration that was changed stays, and so does a directory that others use.
uninstall:
	$(RM) -r $(O)/stage
	$(MAKE) -s DESTDIR=$(O)/stage install install-dkms
	cmp -s dist/kexecguard.conf $(DESTDIR)/etc/kexecguard.conf || \
		$(RM) $(O)/stage/etc/kexecguard.conf
	cd $(O)/stage && find . ! -type d -printf '$(DESTDIR)/%P\0' | \
		xargs -0 $(RM)
	cd $(O)/stage && find . -depth -type d -path '*kexec*' \
		-printf '$(DESTDIR)/%P\0' | xargs -0 rmdir 2>/dev/null || true
	$(if $(DESTDIR),,$(LDCONFIG))
