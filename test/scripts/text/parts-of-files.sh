# head and tail, together and in turn on the same open file.
cd /tmp
seq 1 20 > numbers
head -n 12 numbers | tail -n 3
(head -n 2; head -n 2; tail -n 1) < numbers
tail -n +19 numbers | tee copy | wc -l
cat copy
head -c 5 numbers | od -An -c
# expect: 10
# expect: 11
# expect: 12
# expect: 1
# expect: 2
# expect: 3
# expect: 4
# expect: 20
# expect: 2
# expect: 19
# expect: 20
# expect:    1  \n   2  \n   3
