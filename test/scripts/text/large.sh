# Much data passes through pipes as it is, and endless writers end.
cd /tmp
seq 1 200000 | sort -n | tail -n 1
seq 1 200000 | sort -r | head -n 1
yes abc | head -n 100000 | uniq -c
head -c 3000000 /dev/zero | tr '\0' 'x' | wc -c
seq 50000 | grep -c 7
seq 100000 | xargs echo | wc -w
# expect: 200000
# expect: 99999
# expect:  100000 abc
# expect: 3000000
# expect: 17195
# expect: 100000
