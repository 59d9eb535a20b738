# The classic: which words are the most frequent?
cd /tmp
printf 'the cat and the dog\nThe end, and the beginning.\n' > text
tr -cs A-Za-z '\n' < text | tr A-Z a-z | sort | uniq -c | sort -k1,1nr -k2 | head -n 3
# expect:       4 the
# expect:       2 and
# expect:       1 beginning
