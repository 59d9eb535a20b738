# Two names of one file, and a name that stands for another.
cd /tmp
echo text > file
ln file second
ln -s file soft
cat soft
echo more >> soft
cat second
rm file
cat soft
cat second
ln -sf second soft
readlink soft
cat soft
ls -F
# expect: text
# expect: text
# expect: more
# expect: text
# expect: more
# expect: second
# expect: text
# expect: more
# expect: second
# expect: soft@
# expect-stderr: cat: soft: No such file or directory
