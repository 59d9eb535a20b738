# The primes below 60, by striking out multiples.
limit=60
n=2
while [ $n -lt $limit ]; do
  eval "struck=\${composite_$n-}"
  if [ -z "$struck" ]; then
    primes="${primes-}${primes:+ }$n"
    multiple=$((n * n))
    while [ $multiple -lt $limit ]; do
      eval "composite_$multiple=yes"
      multiple=$((multiple + n))
    done
  fi
  n=$((n + 1))
done
echo "$primes"
set -- $primes
echo "$# of them, the last is $(eval echo "\${$#}")"
# expect: 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59
# expect: 17 of them, the last is 59
