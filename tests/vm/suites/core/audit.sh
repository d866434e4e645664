# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the audit counts what executing an image will copy, and none of it is lost
pages() {
	kexecguardctl check --json | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p"
}
load_image $BOOT_ADDRESS
expect_is one-page 1 "$(pages copied)"
expect control test "$(pages control)" -gt 0
expect_is lost-sources 0 "$(pages lost_sources)"
expect_is lost-controls 0 "$(pages lost_controls)"
expect_is lost-destinations 0 "$(pages lost_destinations)"

# Into memory that is not online: the destination is lost, and reported.
plug d1 512M
policy placement=off
load_image "$d1_start"
expect_is lost-destination 1 "$(pages lost_destinations)"
expect_is check-says-no 1 "$(kexecguardctl check >/dev/null; echo $?)"
