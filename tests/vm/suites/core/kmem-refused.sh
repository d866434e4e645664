# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec_load() into driver-managed memory (kmem) is refused
# kernels: amd64
# skip: from a memmap= that only x86 has, by drivers that debug lacks
#
# Kernels 6.8 to 6.11 place images there themselves.
# append: memmap=512M!512M
# memory: 2G,slots=4,maxmem=8G
# modules: nd_e820 libnvdimm dax_pmem device_dax kmem
make_kmem
address=$(ram_of kmem)
expect kmem test -n "$address"
expect_fail refused EADDRNOTAVAIL kx load "$address"
expect reason grep_log "segment 0 is unsafe:.* driver "
load_image $LOW_ADDRESS
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect unrelated-kept loaded 1
