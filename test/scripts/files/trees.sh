# A tree is made, copied, moved, searched and removed.
cd /tmp
mkdir -p project/src/lib project/doc
echo 'one' > project/src/a.c
echo 'two' > project/src/lib/b.c
echo 'three' > project/doc/read.me
cp -r project copy
find copy -name '*.c' | sort
rm -r copy/src/lib
mv copy/doc copy/texts
find copy | sort
find project -type f -exec cat {} + | sort
find project -type f | sort | xargs grep -l e
rm -r project copy
ls
# expect: copy/src/a.c
# expect: copy/src/lib/b.c
# expect: copy
# expect: copy/src
# expect: copy/src/a.c
# expect: copy/texts
# expect: copy/texts/read.me
# expect: one
# expect: three
# expect: two
# expect: project/doc/read.me
# expect: project/src/a.c
