# SPDX-License-Identifier: GPL-2.0-or-later
# desc: arm64: the audit checks the image, the memory that copying it touches, and what firmware keeps
# kernels: arm64
# skip: other machines have no memory that is RAM and not to be touched
field() {
	kexecguardctl status --json >/tmp/status.out
	sed -n "s/.*\"$1\": *\([a-z0-9]*\).*/\1/p" /tmp/status.out
}
pages_of_segments() {
	field start >/tmp/starts
	field end >/tmp/ends
	segment_bytes=0
	while read -r segment_start && read -r segment_end <&3; do
		segment_bytes=$((segment_bytes + segment_end - segment_start))
	done </tmp/starts 3</tmp/ends
	echo $((segment_bytes / page))
}

page=$(kx page-size)

# Since 5.16 each load makes page tables, with all of the linear map in them.
expect load kexec_load_kernel -c
mmu=$(field mmu)
control=$(field control)
case $(uname -r) in
5.10.*)	expect_is mmu false "$mmu" ;;
*)	expect_is mmu true "$mmu"
	# More than the lists of pages, 8 bytes an entry, and the code page.
	expect tables [ "$control" -gt \
		$(($(field copied) / (page / 8 - 1) + 3)) ] ;;
esac
expect_is all-pages "$(pages_of_segments)" \
	$(($(field copied) + $(field in_place)))
expect_is lost "0 0 0" \
	"$(field lost_sources) $(field lost_controls) $(field lost_destinations)"
expect some [ "$(field copied)" -gt $((4096000 / page)) ]
expect_is check 0 "$(kexecguardctl check >/dev/null; echo $?)"

# The kernel does not even map what firmware keeps for itself.
kept=$(sed -n 's/^\([0-9a-f]*\)-.* : reserved$/0x\1/p' /proc/iomem | tail -n 1)
expect kept [ -n "$kept" ]
policy placement=off
load_image "$kept"
expect_is lost-destination 1 "$(field lost_destinations)"
expect reason grep -q nomap /tmp/status.out
expect_is check-says-no 1 "$(kexecguardctl check >/dev/null; echo $?)"
policy placement=unsafe
expect_fail refused EADDRNOTAVAIL kx load "$kept"

# No page of an image can lie there; if one did, the audit would report it.
insmod /lib/modules/kgforge.ko source="$kept" || die "kgforge"
load_image $BOOT_ADDRESS
expect_is no-lost-destination 0 "$(field lost_destinations)"
expect_is lost-source 1 "$(field lost_sources)"
expect_is check-says-no-again 1 "$(kexecguardctl check >/dev/null; echo $?)"
expect mended rmmod kgforge
expect unload kexec -u

insmod /lib/modules/kgforge.ko control="$kept" || die "kgforge"
load_image $BOOT_ADDRESS
expect_is lost-control "0 1 0" \
	"$(field lost_sources) $(field lost_controls) $(field lost_destinations)"
expect_is check-says-no-control 1 \
	"$(kexecguardctl check >/dev/null; echo $?)"
expect mended-control rmmod kgforge
expect unload-again kexec -u
