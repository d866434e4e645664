# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the module, windows and map answer from the machine's own files, and say so
# guard: no
for verb in windows "windows --all" "map --width 80" "map --json"; do
	name=$(echo "$verb" | tr -d ' ')
	# shellcheck disable=SC2086
	kexecguardctl $verb >/tmp/out 2>/tmp/err
	expect_is "answers-$name" 0 $?
	expect "said-$name" grep -q "this is what the machine's own files say" /tmp/err
	# shellcheck disable=SC2086
	kexecguardctl --sysroot / $verb >/tmp/files
	expect "as-files-$name" cmp /tmp/out /tmp/files
done
expect source grep -q '"source": "files"' /tmp/out
kexecguardctl status >/tmp/out 2>&1
expect_is no-status 2 $?
insmod_guard
kexecguardctl map --json >/tmp/out
expect guard grep -q '"source": "guard"' /tmp/out
