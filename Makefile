# SPDX-License-Identifier: GPL-2.0-or-later
# kexecguard: the two commands that matter are "make demo" and "make check".
# tests/README.md has the variables of check-*.

VERSION := $(shell cat VERSION)
KVER ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KVER)/build
O := $(CURDIR)/build
export VERSION O

.PHONY: all lib cli module install deb clean clean-cache help demo bench check \
	check-style check-unit check-fast check-vm check-kernels check-next check-packages

## all             build the library and the tool (lib, cli: just that)
all: lib cli
lib:
	@echo "build: the library"
	@$(MAKE) -s --no-print-directory -C lib
cli: lib
	@echo "build: the tool"
	@$(MAKE) -s --no-print-directory -C cli

## module          build the kernel module for KVER=RELEASE or KDIR=DIRECTORY
module:
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

## install         install all but the module; honours DESTDIR and prefix
install: all
	$(MAKE) -C lib install
	$(MAKE) -C cli install
	$(MAKE) install-pages install-glue
	$(if $(DESTDIR),,$(LDCONFIG))

## install-dkms    install the module's source for DKMS
## uninstall       remove what install and install-dkms have installed
include dist/install.mk

# A new library is found by ld.so's cache only.
LDCONFIG ?= PATH=$$PATH:/sbin:/usr/sbin ldconfig

## deb             build the Debian packages in build/deb and run lintian on them
deb:
	@scripts/deps.sh build deb
	@scripts/deb.sh --lint $(O)/deb

# The groups of scripts/deps.sh that kernels, sets or architectures need.
OTHER = $(foreach arch,arm64 ppc64,$(if $(findstring $(arch),$1),$(arch)))

## demo            pull a DIMM from under a loaded kernel, without and with the guard;
##                 ARCH=ppc64el on another architecture
demo:
	@scripts/deps.sh build vm $(call OTHER,$(ARCH))
	@$(MAKE) --no-print-directory all
	@tests/vm/demo $(ARCH)

## check           run every test that fits into 25 minutes
check:
	@scripts/deps.sh build vm arm64 check debug
	@$(MAKE) --no-print-directory all
	@tests/check

## check-style     check layers, purity, licences and run the linters
check-style:
	@tests/style/check.sh

## check-unit      run unit tests and golden output under sanitizers
check-unit: all
	@$(MAKE) -s --no-print-directory -C tests/unit check

## check-fast      check without VMs; PART="style unit counts fuzz model ..."
check-fast: all
	@scripts/deps.sh build check $(if $(filter build,$(PART)),vm arm64 ppc64)
	@tests/check $(or $(PART),style unit counts fuzz model)

## check-vm        run cases in QEMU; SUITE= SET= CASES= KERNEL= SHAPE= MUTANTS= ...
RUN = tests/vm/run $(SUITE:%=--suite %) $(addprefix --set ,$(SET)) \
	$(KERNEL:%=--kernel %) $(SHAPE:%=--shape %) $(GUARD:%=--guard %) \
	$(JOBS:%=--jobs %) $(REPEAT:%=--repeat %) \
	--append "$(strip $(APPEND) $(SEED:%=kg.seed=%) \
	$(OPERATIONS:%=kg.operations=%) $(CALLS:%=kg.calls=%) \
	$(ROUNDS:%=kg.rounds=%))"
check-vm: all
	@scripts/deps.sh build vm $(call OTHER,$(SET) $(KERNEL))
	@$(if $(MUTANTS),tests/vm/mutate,$(RUN)) \
		$(foreach pattern,$(MUTANTS) $(CASES),'$(pattern)')

## check-kernels   run a few cases on three kernels; KERNEL='*' runs all on all
FEW := 5.10-cloud-amd64 7.3-cloud-amd64 6.12-cloud-arm64
check-kernels: all
	@scripts/deps.sh build vm arm64 $(if $(KERNEL),ppc64)
	@tests/vm/matrix --jobs $(or $(JOBS),2) $(if $(KERNEL),--resume) \
		$(foreach pattern,$(or $(KERNEL),$(FEW)),--kernel '$(pattern)') \
		$(addprefix --set ,$(or $(SET),$(if $(KERNEL)$(CASES),,smoke))) \
		$(foreach pattern,$(CASES),'$(pattern)')

## check-next      what is newest in sid and experimental; KERNEL= picks some
check-next: all
	@scripts/deps.sh build vm check next
	@tests/next $(KERNEL)

## check-packages  install and use the packages; PACKAGES="system rpm minbase"
check-packages:
	@tests/packages/check $(PACKAGES)

## bench           measure; ROWS= ROUNDS= pick, PLOT=yes draws, COUNTS=yes commits
bench: all
	@scripts/deps.sh build vm bench
	@$(if $(PLOT),tests/bench/plot,$(if $(COUNTS),tests/bench/check --write, \
		tests/bench/run $(ROUNDS:%=--rounds %) $(ROWS)))

## clean           remove build/
clean:
	$(RM) -r $(O)
	$(MAKE) -C $(KDIR) M=$(CURDIR) clean 2>/dev/null || true

## clean-cache     remove the kernels and tools that were downloaded or built
clean-cache:
	@scripts/clean-cache.sh

## help            print this
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
