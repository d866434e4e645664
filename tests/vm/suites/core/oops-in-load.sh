# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a load dies of a kernel bug: it counts as ended, and what it may have left is outdated
# each: before after
# allow: kernel BUG|Oops|Call Trace
# "before": nothing is loaded yet. "after": the image has replaced the old one,
# which is being freed.
case $EACH in
before)	where=kimage_alloc_control_pages left=loaded ;;
after)	where=kimage_free left=outdated ;;
esac
plug d1 512M
load_image $BOOT_ADDRESS
insmod /lib/modules/kgoops.ko at=$where comm=kx || die kgoops
kx load $BOOT_ADDRESS
i=0
while [ $i -lt 20 ]; do
	busybox true
	i=$((i + 1))
done
expect state state $left
expect generation reads $SYSFS/generation "$(generation)"
expect no-load-under-way sh -c 'kexecguardctl --json status | grep -q "\"loading\": *false"'
expect_fail load EBUSY kx load $BOOT_ADDRESS
expect_fail exec EBUSY kx exec
expect online set_blocks online_movable "$(first_block d1)"
expect_fail exec-outdated EBUSY kx exec
expect state-outdated state outdated
expect unplug unplug d1
[ $EACH = before ] ||
	expect said grep_log "died .* loading"
end_without_guard
