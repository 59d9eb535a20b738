# Workers that share what one producer makes, and a report in order.
work() {
  while read -r job; do
    [ "$job" -eq "$job" ] 2>/dev/null || { echo "$1 skips $job"; continue; }
    echo "$1 $((job * job))"
  done
}

seq 1 3 | work a >out.a &
{ seq 4 5; echo six; } | work b >out.b &
wait
cat out.a out.b
total=0
for n in $(cut -d ' ' -f 2 out.a); do total=$((total + n)); done
echo "a made $total"
(cd / && pwd; exit 3) && echo no || echo "subshell: $?"
count=$(set | grep -c '^total=')
echo "$count $total"
# expect: a 1
# expect: a 4
# expect: a 9
# expect: b 16
# expect: b 25
# expect: b skips six
# expect: a made 14
# expect: /
# expect: subshell: 3
# expect: 1 14
