# strace shows what a command asks of the kernel, and ends as it does.
strace echo hi
strace -e trace=open cat nothing-there
echo $?
strace sh -c 'exit 7' 2> /dev/null
echo $?
# expect: hi
# expect: 1
# expect: 7
# expect-stderr: write(1, "hi\n", 3) = 3
# expect-stderr: +++ exited with 0 +++
# expect-stderr: cat: nothing-there: No such file or directory
# expect-stderr: open("nothing-there", O_RDONLY) = -1 ENOENT (No such file or directory)
# expect-stderr: +++ exited with 1 +++
