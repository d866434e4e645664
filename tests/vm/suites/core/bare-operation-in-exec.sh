# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, memory is removed after kexec has begun
# guard: no
# ends: crash
plug d1 512M
load_image "$(start_of d1)"
hold exec
begin execute execute
wait_held
expect unplug unplug d1
chan say exec
release
end_of execute
