# SPDX-License-Identifier: GPL-2.0-or-later
# desc: likewise with kexec_file_load: no image, or one loaded afterwards
plug d1 512M
online d1
begin late kexec_load_kernel -s
for block in $d1_blocks; do
	set_blocks offline "$block"
done
end_of late
late=$?
if [ $late -eq 0 ]; then
	# It began after the last block: then it is a good one.
	expect loaded loaded 1
	expect_is loaded-at "$(generation)" "$(cat $SYSFS/image/loaded_at)"
else
	expect refused grep -q "$BUSY" /tmp/late.out
	expect not-loaded loaded 0
fi
