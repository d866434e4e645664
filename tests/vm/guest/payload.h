/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A minimal kernel image: position-independent code that writes the text after
 * it to a serial port that the host listens to, and powers the machine off.
 */
#ifndef KG_PAYLOAD_H
#define KG_PAYLOAD_H

extern const char payload_start[];
extern const char payload_end[];	/* a NUL-terminated text goes here */

#endif /* KG_PAYLOAD_H */
