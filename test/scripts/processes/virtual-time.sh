# Nobody waits for a long sleep: when all sleep, the clock moves on.
sleep 100 &
sleep 2
cut -d . -f 1 /proc/uptime
wait
cut -d . -f 1 /proc/uptime
# expect: 2
# expect: 100
