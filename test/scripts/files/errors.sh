# What cannot be done is told, and the other operands are done all the same.
cd /tmp
echo x > here
cat nosuch here .
cp nosuch here there
mkdir here sub
mv nosuch here sub
ls sub nosuch
rm sub
rmdir sub
# expect: x
# expect: sub:
# expect: here
# expect-stderr: cat: nosuch: No such file or directory
# expect-stderr: cat: .: Is a directory
# expect-stderr: cp: target 'there': No such file or directory
# expect-stderr: mkdir: cannot create directory 'here': File exists
# expect-stderr: mv: cannot stat 'nosuch': No such file or directory
# expect-stderr: ls: cannot access 'nosuch': No such file or directory
# expect-stderr: rm: cannot remove 'sub': Is a directory
# expect-stderr: rmdir: failed to remove 'sub': Directory not empty
# status: 1
