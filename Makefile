# SPDX-License-Identifier: GPL-2.0-or-later
# kexecguard: the two commands that matter are "make demo" and "make check".

VERSION := $(shell cat VERSION)
KVER ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KVER)/build
O := $(CURDIR)/build
export VERSION O

.PHONY: all lib cli module demo check check-style check-build check-unit check-vm \
	check-fuzz check-model check-newer check-bench check-mutants check-kernels check-shapes \
	check-arm64 check-matrix check-system check-rpm check-minbase deb \
	bench bench-plot bench-counts check-counts install clean clean-cache help \
	debug-kernel check-debug check-debug-few check-stress check-crash \
	check-inject check-hostile check-cfi check-configs check-ibt check-kho \
	check-xen

all: lib cli

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## all: the library and the tool
lib:
	@echo "build: the library"
	@$(MAKE) -s --no-print-directory -C lib
cli: lib
	@echo "build: the tool"
	@$(MAKE) -s --no-print-directory -C cli

## module: the kernel module for KVER (default: the running kernel)
module:
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

## demo: what happens to kexec when a DIMM is pulled, without and with the guard
demo:
	@scripts/deps.sh build vm
	@$(MAKE) --no-print-directory all
	@tests/vm/demo

## check: every test that fits into half an hour
check:
	@scripts/deps.sh build vm check debug
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory check-style
	@$(MAKE) --no-print-directory check-unit
	@$(MAKE) --no-print-directory check-counts
	@$(MAKE) --no-print-directory check-fuzz
	@$(MAKE) --no-print-directory check-model
	@$(MAKE) --no-print-directory check-bench
	@$(MAKE) --no-print-directory check-vm
	@$(MAKE) --no-print-directory check-newer
	@$(MAKE) --no-print-directory check-kernels
	@$(MAKE) --no-print-directory check-shapes
	@$(MAKE) --no-print-directory check-debug-few

## check-style: layers, purity, licence lines
check-style:
	tests/style/check.sh

## check-build: the module without a warning on all kernels, and refused by some
BUILDS := 5.10-cloud-amd64 6.1-cloud-amd64 6.12-cloud-amd64 7.3-cloud-amd64 \
	6.1-cloud-arm64 7.3-cloud-arm64
check-build:
	@scripts/deps.sh build vm arm64 check
	@tests/build/warnings.sh $(BUILDS)
	@tests/build/doctored.sh 5.10-cloud-amd64 7.3-cloud-amd64

## check-unit: unit tests and golden output, under sanitizers
check-unit: all
	@$(MAKE) -s --no-print-directory -C tests/unit check

## check-counts: instructions of the pure code, against the committed counts
check-counts:
	@tests/bench/check

## check-fuzz: each fuzzer for 20 seconds; FUZZ_SECONDS=N for longer
check-fuzz:
	@$(MAKE) --no-print-directory -C tests/fuzz \
		$(if $(FUZZ_SECONDS),long,run)

## check-model: the protocol as a model, checked exhaustively, and its mutants
check-model:
	@tests/model/check.sh

## check-bench: the VM bench itself: does it go red where it must?
check-bench: all
	tests/vm/run --suite selftest

## check-mutants: break the module on purpose, see each invariant's cases red;
## 	MUTANTS="NAME ..." picks some
check-mutants: all
	tests/vm/mutate $(MUTANTS)

## check-vm: stock kernels in QEMU; CASES="name ..." picks some
check-vm: all
	tests/vm/run $(CASES)

## check-newer: on 6.12 what older kernels do not do, and a few others
NEWER := steer steer-nowhere ctl-windows remove-online late-load \
	exec-in-operation crash-in-operation second-kernel
check-newer: all
	tests/vm/run --kernel 6.12-cloud-amd64 $(NEWER)

## debug-kernel: build, once, a kernel that reports mistakes; some minutes
debug-kernel:
	@scripts/fetch.sh debug

## check-debug: the detectors, and all guarded cases, on the debug kernel
check-debug: all debug-kernel
	tests/vm/run --suite selftest --kernel debug 'detector-*'
	tests/vm/run --kernel debug --guard yes $(CASES)

## check-cfi: all cases on a kernel that clang builds with kCFI; some minutes
## 	more to build that
check-cfi: all
	tests/vm/run --suite selftest --kernel 6.12-cfi-amd64 'detector-*'
	tests/vm/run --kernel 6.12-cfi-amd64 $(CASES)

## check-configs: kernels that no distribution builds, some minutes each: without
## 	kexec_load(), without kexec_file_load(), with nothing to unload by
NO_KEXEC := no-kexec-load tool-doctor late-load-file steer steer-crash-image \
	ctl-kdump-maintained ctl-load-busy ctl-load-moved ctl-reload \
	ctl-reload-storm ctl-unload
NO_FILE := no-do-kexec-load tool-doctor hooks-verified remove-online offline \
	late-load late-load-old-image load-in-operation load-disabled exec-in-operation \
	operation-in-exec crash-image-kept crash-load-in-operation \
	rmmod-in-operation rmmod-restores record disarmed second-kernel
check-configs: all
	tests/vm/run --kernel 6.12-no-kexec-amd64 $(NO_KEXEC)
	tests/vm/run --kernel 6.12-no-file-amd64 $(NO_FILE)
	tests/vm/run --kernel 6.12-no-data-amd64 no-unload

## check-kho: on a kernel with KHO, which gives up bad pages, too; some minutes
## 	to build that
KHO := bare-kho kho kho-elsewhere kho-off steer steer-moves second-kernel \
	poison poison-loaded poison-steer unaccepted unbacked
check-kho: all
	tests/vm/run --kernel 7.3-kho-amd64 $(KHO)

## check-ibt: on a processor that enforces IBT, which Bochs plays; with kCFI, too:
## 	KERNEL=6.12-cfi-amd64, APPEND=cfi=kcfi or cfi=fineibt
check-ibt: all
	tests/vm/run --suite ibt $(if $(KERNEL),--kernel $(KERNEL)) \
		$(if $(APPEND),--append "$(APPEND)")

## check-xen: a stock kernel as dom0 of Debian's Xen, where there is no kexec
check-xen: all
	tests/vm/run --suite xen

## check-debug-few: four detectors, and cases that reach each hook and the
## 	module's end, on the debug kernel
FEW_DETECTORS := detector-out-of-bounds detector-lock-order \
	detector-sleep-in-atomic detector-leak
FEW := tool-doctor add remove-online online offline cancelled-offline \
	exec-in-operation operation-in-exec load-in-operation late-load \
	late-load-file insmod-in-operation audit steer crash-image-kept \
	crash-in-operation rmmod-in-operation rmmod-restores
check-debug-few: all debug-kernel
	tests/vm/run --suite selftest --kernel debug $(FEW_DETECTORS)
	tests/vm/run --kernel debug $(FEW)

## check-inject: allocations, probes and locks that fail, on the debug kernel
check-inject: all debug-kernel
	tests/vm/run --kernel debug --suite inject $(CASES)

## check-hostile: who means harm, on the debug kernel; CALLS=N for each of
## 	three users, SEED=N replays
check-hostile: all debug-kernel
	tests/vm/run --kernel debug --suite hostile --append \
		"kg.calls=$(or $(CALLS),50000) kg.seed=$(or $(SEED),0)"

## check-crash: a panic in each phase of a memory operation, guard or not
check-crash: all
	tests/vm/run $(if $(KERNEL),--kernel $(KERNEL)) --suite crash $(CASES)

## check-stress: everything at once; OPERATIONS=N, SEED=N replays a run,
## 	KERNEL=debug or another
check-stress: all
	tests/vm/run --suite stress --append \
		"kg.operations=$(or $(OPERATIONS),10000) kg.seed=$(or $(SEED),0)" \
		$(if $(KERNEL),--kernel $(KERNEL))

## check-kernels: a few cases on the oldest and newest kernel, and on arm64
SMOKE := tool-doctor remove-online offline load-in-operation \
	exec-in-operation second-kernel
check-kernels: all
	@scripts/deps.sh arm64
	tests/vm/matrix --jobs $(or $(JOBS),2) --kernel 5.10-cloud-amd64 \
		--kernel 7.3-cloud-amd64 --kernel 6.12-cloud-arm64 $(SMOKE)

## check-shapes: a few cases on machines of other shapes: UEFI and its devices,
## 	and a kernel that two others were before
check-shapes: all
	tests/vm/run --shape uefi shape-loads remove-online
	tests/vm/run --shape third shape-loads exec-in-operation

## check-arm64: what only arm64 has, and kexec_file_load() on a kernel built here
ARM64 := place-arm64 place-reserved mark-hotplug mark-restored \
	audit-relocation load-in-remove remove-online second-kernel
check-arm64: all
	@scripts/deps.sh build vm arm64
	tests/vm/run --kernel 6.12-cloud-arm64 $(ARM64)
	tests/vm/run --kernel 6.12-file-arm64 $(ARM64) file-load-arm64 ctl-reload

## check-matrix: all stock kernels, one table; 74 minutes. Goes on where a run on
## 	the same commit was cut short
check-matrix: all
	@scripts/deps.sh build vm arm64
	tests/vm/matrix --resume --jobs $(or $(JOBS),2) $(CASES)

## bench: measure, rewrite the tables of docs/results/benchmarks.md; ROWS="name ..."
bench: all
	@scripts/deps.sh build vm bench
	tests/bench/run $(if $(ROUNDS),--rounds $(ROUNDS)) $(ROWS)

## bench-plot: draw the figures in docs/results/bench from what was measured last
bench-plot:
	@scripts/deps.sh bench
	tests/bench/plot

## bench-counts: commit the instruction counts of now as those to compare with
bench-counts:
	tests/bench/check --write

## install: everything but the module; honours DESTDIR and prefix
install: all
	$(MAKE) -C lib install
	$(MAKE) -C cli install
	$(MAKE) install-pages install-glue
	$(if $(DESTDIR),,$(LDCONFIG))

## install-dkms: the module's source for DKMS, in $(prefix)/src
## uninstall: what install and install-dkms have put there; the same variables
include dist/install.mk

# Programs find a library that has just come by ld.so's cache.
LDCONFIG ?= PATH=$$PATH:/sbin:/usr/sbin ldconfig

# Debian 12's lintian takes drop-ins to other packages' units, which have scripts,
# for units of ours that have none; later ones do not know the tag any more.
NO_TAG := package-supports-alternative-init-but-no-init.d-script

## deb: Debian packages, in build/deb, and lintian's opinion
deb:
	@scripts/deps.sh build deb
	@scripts/deb.sh $(O)/deb
	lintian --allow-root --info --fail-on error,warning \
		$$(lintian-explain-tags $(NO_TAG) 2>/dev/null | \
			sed -n '1s/.*/--suppress-tags $(NO_TAG)/p') \
		$(O)/deb/*.changes

## check-system: the packages in a Debian system in QEMU; takes its time
check-system:
	@scripts/deps.sh build vm deb system
	@scripts/deb.sh $(O)/deb
	tests/packages/system/run

## check-minbase: what README says, typed on minimal Debian 12, 13 and the next,
## 	as root; RELEASES="bookworm ..." picks some, DEMO=yes and CHECK=yes
## 	run "make demo" and "make check" there, too
check-minbase:
	@scripts/deps.sh minbase
	@tests/packages/minbase/run $(if $(DEMO),--demo) $(if $(CHECK),--check) $(RELEASES)

## check-rpm: the RPM packages in a chroot, as root; WEAK_MODULES=FILE is that
## 	script, which Debian has not
check-rpm:
	@scripts/deps.sh build vm rpm
	@tests/packages/rpm/check $(WEAK_MODULES)

## clean-cache: what was downloaded, and kernels that were built of it
clean-cache:
	@scripts/clean-cache.sh

## clean: what was built here
clean:
	$(RM) -r $(O)
	$(MAKE) -C $(KDIR) M=$(CURDIR) clean 2>/dev/null || true
