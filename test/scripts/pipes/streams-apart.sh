# Output and errors go their own ways.
echo out
echo err >&2
cat nothing-there
exit 3
# expect: out
# expect-stderr: err
# expect-stderr: cat: nothing-there: No such file or directory
# status: 3
