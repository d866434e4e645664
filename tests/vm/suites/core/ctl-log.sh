# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl log prints past events, and says how many are lost
log() {
	kexecguardctl log "$@" >/tmp/log.out 2>&1 || cat /tmp/log.out
}
lines() {
	wc -l </tmp/log.out
}
causes() {
	sed 's/.*#[0-9]* \([a-z-]*\).*/\1/' /tmp/log.out | tr '\n' ' '
}
log
expect_is empty 0 "$(lines)"
plug d1 512M
load_image $BOOT_ADDRESS
online d1
log
expect_is causes "add load online guard-unload online online online " "$(causes)"
expect unload grep -q "guard-unload after online 0x" /tmp/log.out
log -n 2
expect_is newest "online online " "$(causes)"
log --json
expect_is json 7 "$(grep -c '"sequence":' /tmp/log.out)"
expect json-unload grep -q \
	"\"cause\":\"guard-unload\",\"trigger\":\"online\",.*\"start\":$((d1_start))," \
	/tmp/log.out

# The queue keeps 128 events.
i=0
while [ $i -lt 17 ]; do
	set_blocks offline $d1_blocks &&
		set_blocks online_movable $d1_blocks || die blocks
	i=$((i + 1))
done
log
expect_is kept 129 "$(lines)"
expect_is lost "... 15 earlier events are not kept any more" \
	"$(head -n 1 /tmp/log.out)"
log --json
expect_is lost-json '{"schema":1,"lost":15}' "$(head -n 1 /tmp/log.out)"
log -n 128
expect_is no-loss-in-these 128 "$(lines)"

mkdir -p /etc
echo nobody:x:65534:65534::/:/bin/sh >/etc/passwd
start-stop-daemon -S -c nobody -x /bin/kexecguardctl -- log >/tmp/log.out
expect_is unprivileged 129 "$(lines)"
expect_fail hidden "" grep -q 0x /tmp/log.out
