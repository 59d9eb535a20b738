# timeout ends what takes too long, and time tells how long that was.
timeout 2 sleep 100
echo $?
timeout 2 sh -c 'exit 5'
echo $?
time -p timeout 3 sleep 100 2>&1 | cut -d . -f 1
# expect: 124
# expect: 5
# expect: real 3
# expect: user 0
# expect: sys 0
