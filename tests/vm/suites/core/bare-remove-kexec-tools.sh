# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, the same for an image that kexec-tools place in the DIMM themselves
# kernels: amd64|debug
# skip: on arm64 kexec-tools stays in boot memory
# guard: no
# ends: crash
plug d1 512M
expect load kexec_load_kernel -c
expect unplug unplug d1
expect still-loaded loaded 1
execute
