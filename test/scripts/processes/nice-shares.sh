# With round robin the nicer one of two gets less of the CPU: its slices are shorter.
spin &
nice -n 19 spin &
sleep 10
ps -o ni,time,comm -C spin
killall spin
# expect:  NI     TIME COMMAND
# expect:   0 00:00:09 spin
# expect:  19 00:00:00 spin
