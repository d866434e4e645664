# SPDX-License-Identifier: GPL-2.0-or-later
# desc: likewise with kexec-tools, which chooses the DIMM by itself
# kernels: amd64|debug
# skip: on arm64 kexec-tools stays in boot memory
# guard: no
# ends: crash
plug d1 512M
expect load kexec_load_kernel -c
expect unplug unplug d1
expect still-loaded loaded 1
execute
