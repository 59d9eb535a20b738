# The system tells who it is; `man` and `help` are made from its own tables.
uname -sr
whoami
tty
uptime -p
man -f uname
man 2 uname | head -4 | tail -1
help sleep | head -1
man nothing
# status: 16
# expect: tinyos 0.1.0
# expect: me
# expect: not a tty
# expect: up 0 minutes
# expect: uname (1)            - print the name of the system; without options, as with -s
# expect: uname (2)            - the name and release of the system
# expect:        uname - the name and release of the system
# expect: Usage: sleep NUMBER[SUFFIX]...
# expect-stderr: No manual entry for nothing
