# A job that a signal ended has the status 128 and its number.
sleep 100 &
kill $!
wait $!
echo $?
spin &
kill -KILL $!
wait $!
echo $?
kill -0 $! 2> /dev/null || echo gone
# expect: 143
# expect: 137
# expect: gone
