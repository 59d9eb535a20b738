# A writer without readers ends by SIGPIPE, so an endless program is no endless pipeline.
yes | head -2
yes abc | head -100000 | wc -l
cat /dev/zero | head -c 1000000 | wc -c
# expect: y
# expect: y
# expect: 100000
# expect: 1000000
