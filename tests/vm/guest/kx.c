// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kx: the kexec syscalls, without what kexec-tools adds.
 *
 * kx load ADDRESS [crash] [segments=N] [gate=PATH] [gate-at=N] [wait=PATH]
 *         [announce-first] [announce] [fork]
 *	Load a one-page image at ADDRESS that says "boot payload" to the host
 *	("boot crash-kernel", if it is one) and powers off; more segments
 *	follow it. With a gate the load stays in progress, inside the kernel, from
 *	the moment PATH.held appears until something is written to the FIFO
 *	PATH: the first page of segment N (default 0) comes from a userfaultfd
 *	that waits for that.
 *	wait= waits before the load until something is written to the FIFO PATH;
 *	announce-first and announce make an announcement on the guard's device
 *	before and after that wait; fork lets a child load.
 * kx load-file KERNEL INITRD COMMAND-LINE [gate=PATH]
 *	kexec_file_load(). A gate holds it while it reads the command line, when
 *	it has the kernel's kexec lock and has not chosen addresses yet.
 * kx unload [crash]
 * kx exec [forever]
 *	reboot(LINUX_REBOOT_CMD_KEXEC), which returns only if it fails; "forever"
 *	repeats it.
 * kx confirm GENERATION [IMAGE]
 *	Confirm a load on the guard's device.
 * kx hold MILLISECONDS [PATH]
 *	Take a hold on the guard's device. With a PATH: once it stands, create that
 *	FIFO and wait until something is written there: after "again" take it
 *	again, say "kx: again", and wait; otherwise release it.
 * kx without-file-load PROGRAM ARGUMENT...
 *	Run it as on a kernel without kexec_file_load().
 * kx page-size
 *	Print the size of a page in bytes, and nothing else.
 *
 * Prints "kx: ok" or "kx: ERRNO-NAME" and exits 0 or 1.
 */
#define _GNU_SOURCE
#include "channel.h"
#include "fault.h"
#include "page.h"
#include "payload.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/kexec.h>
#include <linux/kexecguard.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEGMENTS 16

#ifndef LINUX_REBOOT_CMD_KEXEC
#define LINUX_REBOOT_CMD_KEXEC 0x45584543
#endif

struct load {
	unsigned long address;
	unsigned long flags;
	unsigned long segments;
	const char *gate;
	unsigned long gate_at;
	const char *wait;
	int announces_first;
	int announces;
	int forks;
};

struct gate {
	int fault_fd;
	const char *path;
	void *page;		/* not there until the gate opens */
	const void *content;
};

static int usage(void)
{
	fputs("usage: kx load ADDRESS [crash] [segments=N] [gate=PATH] [gate-at=N] [wait=PATH] [announce-first] [announce] [fork]\n"
	      "       kx load-file KERNEL INITRD COMMAND-LINE [gate=PATH]\n"
	      "       kx unload [crash]\n"
	      "       kx exec [forever]\n"
	      "       kx confirm GENERATION [IMAGE]\n"
	      "       kx hold MILLISECONDS [PATH]\n"
	      "       kx without-file-load PROGRAM ARGUMENT...\n"
	      "       kx page-size\n", stderr);
	return 2;
}

static int tell(long result)
{
	if (!result) {
		puts("kx: ok");
		return 0;
	}
	printf("kx: %s\n", strerrorname_np(errno));
	return 1;
}

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static void *new_pages(unsigned long count)
{
	void *pages = mmap(NULL, count * page_size(), PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		die("mmap");
	return pages;
}

static void fill_payload(char *page, const char *text)
{
	size_t code = (size_t)(payload_end - payload_start);

	memcpy(page, payload_start, code);
	if (!channel_frame(page + code, page_size() - code, 0, text))
		die("payload");
}

/* Answer one fault: report it, wait for the gate, and fill the page. */
static void *gate_keeper(void *data)
{
	struct gate *gate = data;
	char held[256];
	char c;
	int fd;

	if (!fault_is_met(gate->fault_fd, -1))
		die("fault");
	snprintf(held, sizeof(held), "%s.held", gate->path);
	fd = open(held, O_CREAT | O_WRONLY, 0600);
	if (fd < 0)
		die(held);
	close(fd);

	fd = open(gate->path, O_RDONLY);
	if (fd < 0 || read(fd, &c, 1) < 0)
		die(gate->path);
	close(fd);
	if (fault_answer(gate->fault_fd, gate->page, gate->content))
		die("fault answer");
	return NULL;
}

static void set_gate(struct gate *gate)
{
	pthread_t keeper;

	gate->fault_fd = fault_page(&gate->page);
	if (gate->fault_fd < 0)
		die("fault page");
	if (mkfifo(gate->path, 0600) && errno != EEXIST)
		die(gate->path);
	if (pthread_create(&keeper, NULL, gate_keeper, gate))
		die("pthread_create");
	pthread_detach(keeper);
}

/* Wait until something is written to the FIFO, whose existence shows the wait. */
static void wait_for(const char *path)
{
	char c;
	int fd;

	if (mkfifo(path, 0600))
		die(path);
	fd = open(path, O_RDONLY);
	if (fd < 0 || read(fd, &c, 1) < 0)
		die(path);
	close(fd);
}

/* Through one open file, which stays open. */
static void announce(void)
{
	struct kexecguard_announce it = { .size = sizeof(it) };
	static int fd = -1;

	if (fd < 0)
		fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, KEXECGUARD_IOC_ANNOUNCE, &it))
		die("announce");
}

/* In the child; the parent's result is the child's. */
static void leave_to_child(void)
{
	int status;
	pid_t child = fork();

	if (child < 0)
		die("fork");
	if (!child)
		return;
	if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
		die("wait");
	exit(WEXITSTATUS(status));
}

static void prepare(const struct load *load)
{
	if (load->announces_first)
		announce();
	if (load->wait)
		wait_for(load->wait);
	if (load->announces)
		announce();
	if (load->forks)
		leave_to_child();
}

static int load(const struct load *load)
{
	struct kexec_segment segments[SEGMENTS];
	struct gate gate = { .path = load->gate };
	char *pages = new_pages(load->segments);
	unsigned long i;

	prepare(load);
	fill_payload(pages, load->flags & KEXEC_ON_CRASH ?
		     "boot crash-kernel the one-page image" : "boot payload");
	for (i = 0; i < load->segments; i++) {
		segments[i].buf = pages + i * page_size();
		segments[i].bufsz = page_size();
		segments[i].mem = (void *)(load->address + i * page_size());
		segments[i].memsz = page_size();
	}

	if (gate.path) {
		gate.content = pages + load->gate_at * page_size();
		set_gate(&gate);
		segments[load->gate_at].buf = gate.page;
	}
	return tell(syscall(SYS_kexec_load, load->address, load->segments,
			    segments, load->flags | KEXEC_ARCH_DEFAULT));
}

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die(path);
	return fd;
}

static int load_file(int argc, char **argv)
{
	char *line = new_pages(1);
	struct gate gate = {};
	int kernel;
	int initrd;

	if (argc < 3 || argc > 4 || strlen(argv[2]) >= page_size() ||
	    (argc == 4 && strncmp(argv[3], "gate=", 5)))
		return usage();
	kernel = open_file(argv[0]);
	initrd = open_file(argv[1]);
	strcpy(line, argv[2]);

	if (argc == 4) {
		gate.path = argv[3] + 5;
		gate.content = line;
		set_gate(&gate);
		line = gate.page;
	}
	return tell(syscall(SYS_kexec_file_load, kernel, initrd,
			    strlen(argv[2]) + 1, line, 0));
}

static int confirm(int argc, char **argv)
{
	struct kexecguard_confirm it = {
		.size = sizeof(it),
		.generation = strtoull(argv[0], NULL, 0),
		.image = argc > 1 ? strtoull(argv[1], NULL, 0) : 0,
	};
	int fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die("/dev/kexecguard");
	return tell(ioctl(fd, KEXECGUARD_IOC_CONFIRM, &it));
}

/* What was written to a FIFO, its first letter. */
static char read_word(const char *path)
{
	char word[16];
	int fd = open(path, O_RDONLY);

	if (fd < 0 || read(fd, word, sizeof(word)) < 1)
		die(path);
	close(fd);
	return word[0];
}

static int hold(int argc, char **argv)
{
	struct kexecguard_hold it = {
		.size = sizeof(it),
		.timeout_ms = (unsigned int)strtoul(argv[0], NULL, 0),
	};
	struct kexecguard_release end = { .size = sizeof(end) };
	int fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die("/dev/kexecguard");
	if (ioctl(fd, KEXECGUARD_IOC_HOLD, &it) || argc < 2)
		return tell(it.until_ns ? 0 : -1);
	if (mkfifo(argv[1], 0600))
		die(argv[1]);
	while (read_word(argv[1]) == 'a') {
		if (ioctl(fd, KEXECGUARD_IOC_HOLD, &it))
			return tell(-1);
		puts("kx: again");
		fflush(stdout);
	}
	return tell(ioctl(fd, KEXECGUARD_IOC_RELEASE, &end));
}

static int without_file_load(char **argv)
{
	struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_kexec_file_load, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {
		.len = sizeof(program) / sizeof(program[0]),
		.filter = program,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
		die("seccomp");
	execvp(argv[0], argv);
	die(argv[0]);
	return 2;
}

static int parse_load(struct load *load, int argc, char **argv)
{
	char *end;
	int i;

	if (argc < 1)
		return -1;
	load->address = strtoul(argv[0], &end, 0);
	if (*end || load->address % page_size())
		return -1;
	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "crash"))
			load->flags |= KEXEC_ON_CRASH;
		else if (!strncmp(argv[i], "segments=", 9))
			load->segments = strtoul(argv[i] + 9, NULL, 0);
		else if (!strncmp(argv[i], "gate=", 5))
			load->gate = argv[i] + 5;
		else if (!strncmp(argv[i], "gate-at=", 8))
			load->gate_at = strtoul(argv[i] + 8, NULL, 0);
		else if (!strncmp(argv[i], "wait=", 5))
			load->wait = argv[i] + 5;
		else if (!strcmp(argv[i], "announce-first"))
			load->announces_first = 1;
		else if (!strcmp(argv[i], "announce"))
			load->announces = 1;
		else if (!strcmp(argv[i], "fork"))
			load->forks = 1;
		else
			return -1;
	}
	return load->segments < 1 || load->segments > SEGMENTS ||
	       load->gate_at >= load->segments ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct load request = { .segments = 1 };

	if (argc < 2)
		return usage();
	if (!strcmp(argv[1], "load"))
		return parse_load(&request, argc - 2, argv + 2) ?
			usage() : load(&request);
	if (!strcmp(argv[1], "load-file"))
		return load_file(argc - 2, argv + 2);
	if (!strcmp(argv[1], "unload"))
		return tell(syscall(SYS_kexec_load, 0, 0, NULL, argc > 2 ?
				    KEXEC_ON_CRASH | KEXEC_ARCH_DEFAULT :
				    KEXEC_ARCH_DEFAULT));
	while (!strcmp(argv[1], "exec") && argc > 2)
		reboot(LINUX_REBOOT_CMD_KEXEC);
	if (!strcmp(argv[1], "exec"))
		return tell(reboot(LINUX_REBOOT_CMD_KEXEC));
	if (!strcmp(argv[1], "confirm") && argc > 2)
		return confirm(argc - 2, argv + 2);
	if (!strcmp(argv[1], "hold") && argc > 2)
		return hold(argc - 2, argv + 2);
	if (!strcmp(argv[1], "without-file-load") && argc > 2)
		return without_file_load(argv + 2);
	if (!strcmp(argv[1], "page-size"))
		return printf("%lu\n", page_size()) < 0;
	return usage();
}
