# Fields: cut takes them, sort orders by them, printf lines them up.
cd /tmp
printf 'pear:3:green\napple:10:red\nbanana:2:yellow\n' > stock
sort -t: -k2,2n stock | cut -d: -f1,2
sort -t: -k3 stock | while IFS=: read -r name count colour; do printf '%-8s|%4d|%s\n' "$name" "$count" "$colour"; done
cut -d: -f2 stock | sort -n | tail -n 1
# expect: banana:2
# expect: pear:3
# expect: apple:10
# expect: pear    |   3|green
# expect: apple   |  10|red
# expect: banana  |   2|yellow
# expect: 10
