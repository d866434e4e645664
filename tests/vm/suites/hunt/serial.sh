# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the line to the host is opened and closed by two processes; kg.rounds= times 20
# each: bare guarded
# guard: no
# timeout: 3000
[ $EACH = bare ] || insmod_guard || finish
rounds=$(parameter rounds)
asks=$((${rounds:-200} * 20))
ask_often() {
	ask_round=0
	while [ $ask_round -lt $asks ] &&
	      [ "$(chan ask hello)" = "error not understood: hello" ]; do
		ask_round=$((ask_round + 1))
	done
	[ $ask_round -eq $asks ] || echo "ended after $ask_round"
}
begin first ask_often
begin second ask_often
expect first end_of first
expect second end_of second
expect_is complaints "" "$(cat /tmp/first.out /tmp/second.out)"
expect vectors eval '! dmesg | grep "No irq handler"'
