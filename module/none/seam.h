/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The seam of an architecture that has none.
 */
#error "kexecguard has not been ported to this architecture: module/arch.h lists what module/ARCH/ has to define, docs/porting.md how to find it out, and Kbuild names the folder"
