# What one command leaves of the input is there for the next.
read first
echo "first: $first"
cat
echo nothing is left:
cat
# stdin: one
# stdin: two words
# stdin:
# stdin: four
# expect: first: one
# expect: two words
# expect:
# expect: four
# expect: nothing is left:
