# SPDX-License-Identifier: GPL-2.0-or-later
# Installs everything except the library and the tool: units, rules, manual pages,
# the module's source for DKMS. Honours DESTDIR, prefix and the directories below.
# The configuration is /etc/kexecguard.conf whatever the prefix is, because the
# tool reads it there.

prefix ?= /usr/local
sbindir ?= $(prefix)/sbin
mandir ?= $(prefix)/share/man
docdir ?= $(prefix)/share/doc/kexecguard
datadir ?= $(prefix)/share/kexecguard
srcdir ?= $(prefix)/src
unitdir ?= $(prefix)/lib/systemd/system
udevdir ?= $(prefix)/lib/udev/rules.d
tmpfilesdir ?= $(prefix)/lib/tmpfiles.d
INSTALL ?= install

UNITS := kexecguard.service kexecguard-reload.path kexecguard-reload.service \
	kexecguard-metrics.timer kexecguard-metrics.service \
	kexecguard-kdump.path kexecguard-kdump.service \
	kexecguard-hold.service kexecguard-shutdown.service \
	systemd-kexec.service.d/kexecguard.conf
SOURCE := $(DESTDIR)$(srcdir)/kexecguard-$(VERSION)

.PHONY: pages install-glue install-pages install-dkms uninstall

# The tool lists its commands and prints the help that the pages are made from.
pages: cli
	$(RM) -r $(O)/man
	mkdir -p $(O)/man
	dist/man/synopsis.sh $(O)/kexecguardctl dist/man/kexecguardctl.8.in \
		>$(O)/man/kexecguardctl.8
	$(O)/kexecguardctl --list-commands | \
	while IFS='	' read -r kind verb rest; do \
		[ $$kind != command ] || dist/man/verb-page.sh \
			$(O)/kexecguardctl $$verb $(VERSION) \
			>$(O)/man/kexecguardctl-$$verb.8 || exit; \
	done

install-pages: pages
	$(INSTALL) -d $(DESTDIR)$(mandir)/man4 $(DESTDIR)$(mandir)/man5 \
		$(DESTDIR)$(mandir)/man8
	$(INSTALL) -m 644 $(O)/man/*.8 $(DESTDIR)$(mandir)/man8
	$(INSTALL) -m 644 dist/man/kexecguard.4 $(DESTDIR)$(mandir)/man4
	$(INSTALL) -m 644 dist/man/kexecguard.conf.5 $(DESTDIR)$(mandir)/man5

# A file, or the one made from its .in.
define unit
	$(INSTALL) -d $(DESTDIR)$(unitdir)/$(dir $(1))
	sed 's|@sbindir@|$(sbindir)|' $(wildcard dist/systemd/$(1) dist/systemd/$(1).in) \
		>$(O)/unit
	$(INSTALL) -m 644 $(O)/unit $(DESTDIR)$(unitdir)/$(1)

endef

install-glue:
	$(foreach name,$(UNITS),$(call unit,$(name)))
	$(INSTALL) -d $(DESTDIR)$(unitdir)/sysinit.target.wants
	ln -sf ../kexecguard.service $(DESTDIR)$(unitdir)/sysinit.target.wants
	$(INSTALL) -d $(DESTDIR)$(udevdir) $(DESTDIR)$(tmpfilesdir) \
		$(DESTDIR)/etc $(DESTDIR)$(docdir)/examples
	$(INSTALL) -m 644 dist/udev/60-kexecguard.rules $(DESTDIR)$(udevdir)
	$(INSTALL) -m 644 dist/tmpfiles.d/kexecguard.conf $(DESTDIR)$(tmpfilesdir)
	[ -e $(DESTDIR)/etc/kexecguard.conf ] || \
		$(INSTALL) -m 644 dist/kexecguard.conf $(DESTDIR)/etc
	cd dist/examples && find . -type f -exec \
		$(INSTALL) -D -m 644 '{}' '$(DESTDIR)$(docdir)/examples/{}' \;
	$(INSTALL) -d $(DESTDIR)$(datadir)/prometheus $(DESTDIR)$(datadir)/grafana
	$(INSTALL) -m 644 dist/prometheus/kexecguard.rules.yml \
		$(DESTDIR)$(datadir)/prometheus
	$(INSTALL) -m 644 dist/grafana/kexecguard.json \
		$(DESTDIR)$(datadir)/grafana
	$(INSTALL) -m 644 README.md docs/guide.md docs/not-protected.md \
		docs/secure-boot.md docs/design.md $(DESTDIR)$(docdir)

# A kernel build reads Kbuild; the Makefile is not needed.
install-dkms:
	$(INSTALL) -d $(SOURCE)
	$(INSTALL) -m 644 Kbuild VERSION $(SOURCE)
	sed 's/^PACKAGE_VERSION=.*/PACKAGE_VERSION="$(VERSION)"/' dkms.conf \
		>$(SOURCE)/dkms.conf
	find core module uapi -name '*.[chS]' \
		-exec $(INSTALL) -D -m 644 '{}' '$(SOURCE)/{}' \;

# Removes what an installation with the same variables would create, except a
# changed configuration and directories that are not empty.
uninstall:
	$(RM) -r $(O)/stage
	$(MAKE) -s DESTDIR=$(O)/stage install install-dkms
	cmp -s dist/kexecguard.conf $(DESTDIR)/etc/kexecguard.conf || \
		$(RM) $(O)/stage/etc/kexecguard.conf
	cd $(O)/stage && find . ! -type d -printf '$(DESTDIR)/%P\0' | \
		xargs -0 $(RM)
	cd $(O)/stage && find . -depth -type d \
		\( -path '*kexec*' -o -name sysinit.target.wants \) \
		-printf '$(DESTDIR)/%P\0' | xargs -0 rmdir 2>/dev/null || true
	$(if $(DESTDIR),,$(LDCONFIG))
