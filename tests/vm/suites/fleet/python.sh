# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the Python binding with the module: a load, a DIMM that is pulled, the events
# memory: 2G,slots=4,maxmem=8G
# packages: python3.11-minimal libpython3.11-minimal libpython3.11-stdlib libffi8 zlib1g libexpat1
# files: usr/bin/python3.11 usr/lib/python3.11
# files: usr/lib/x86_64-linux-gnu/libffi.so.8 lib/x86_64-linux-gnu/libz.so.1
# files: lib/x86_64-linux-gnu/libexpat.so.1 lib/python/kguard
# files: tests/vm/suites/fleet/binding.py
# kernels: ^6\.1-.*amd64$
# skip: Python is that of Debian 12, of this machine's architecture
# timeout: 300
loader=$(echo /tool/ld-linux*)
python() {
	"$loader" --library-path /tool:/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu \
		/usr/bin/python3.11 "$@"
}
export PYTHONPATH=/lib/python PYTHONDONTWRITEBYTECODE=1
BINDING=/tests/vm/suites/fleet/binding.py
# step NAME: what binding.py checks in one process.
step() {
	python $BINDING "$1" >/tmp/out 2>&1
	expect_is "$1" 0 $?
	cat /tmp/out >/dev/console
}
step idle
step load
plug d1 512M
step outdated
step policy
rmmod kexecguard
step gone
