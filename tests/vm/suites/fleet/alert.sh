# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a DIMM is pulled: Prometheus fires the alert, which ends with the next load
# memory: 3G,slots=4,maxmem=8G
# packages: prometheus prometheus-node-exporter libc6
# files: usr/bin/prometheus usr/bin/prometheus-node-exporter
# files: lib/x86_64-linux-gnu/libc.so.6 lib/x86_64-linux-gnu/libm.so.6
# files: lib/x86_64-linux-gnu/libresolv.so.2 lib64/ld-linux-x86-64.so.2
# files: lib/x86_64-linux-gnu/libpthread.so.0
# files: dist/prometheus/kexecguard.rules.yml
# kernels: amd64
# skip: Prometheus is fetched for this machine's architecture
# timeout: 400
API=http://127.0.0.1:9090/api/v1
query() {
	wget -q -O - "$API/$1"
}
write() {
	kexecguardctl metrics -o /tmp/text/kexecguard.prom
}
# fires NAME: whether the alert is firing.
fires() {
	query alerts | tr '{' '\n' | grep -A1 "\"alertname\":\"$1\"" |
		grep -q '"state":"firing"' ||
		query "query?query=ALERTS%7Balertname=%22$1%22,alertstate=%22firing%22%7D" |
		grep -q '"__name__":"ALERTS"'
}
quiet() {
	! fires "$1"
}

ip link set lo up
mkdir -p /tmp/text /tmp/data
# The rules as they are shipped, with less patience.
sed 's/for: [0-9]*m/for: 2s/' /dist/prometheus/kexecguard.rules.yml \
	>/tmp/rules.yml
cat >/tmp/prometheus.yml <<-END
	global: { scrape_interval: 1s, evaluation_interval: 1s }
	rule_files: [/tmp/rules.yml]
	scrape_configs:
	  - job_name: node
	    static_configs: [{ targets: ['127.0.0.1:9100'] }]
END
plug d1 512M
load_image "$BOOT_ADDRESS"
write
prometheus-node-exporter --collector.disable-defaults --collector.textfile \
	--collector.textfile.directory=/tmp/text \
	--web.listen-address=127.0.0.1:9100 >/tmp/exporter.out 2>&1 &
prometheus --config.file=/tmp/prometheus.yml --storage.tsdb.path=/tmp/data \
	--web.listen-address=127.0.0.1:9090 >/tmp/prometheus.out 2>&1 &
expect ready wait_for 120 query query?query=kexecguard_up
expect scraped wait_for 60 sh -c \
	"wget -q -O - '$API/query?query=kexecguard_up' | grep -q ',\"1\"'"
expect quiet quiet KexecImageLost

expect pulled unplug d1
expect unloaded loaded 0
write
expect lost-fires wait_for 60 fires KexecImageLost
expect not-down quiet KexecguardDown
load_image "$BOOT_ADDRESS"
write
expect lost-ends wait_for 60 quiet KexecImageLost

rmmod kexecguard
write
expect down-fires wait_for 60 fires KexecguardDown
kill %1 %2
tail -n 3 /tmp/prometheus.out /tmp/exporter.out
