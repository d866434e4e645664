# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the kernel's own test of online, offline and notifiers that fail
# each: bare guarded
# guard: no
# modules: memory-notifier-error-inject
# timeout: 300
. /suite/kselftest.inc
plug d1 512M
online d1
begin_side
expect passes kselftest memory-hotplug mem-on-off-test.sh -r 10
expect injected grep -q "notifier error injection" /tmp/kselftest
expect not-skipped eval '! grep "skip extra tests" /tmp/kselftest'
