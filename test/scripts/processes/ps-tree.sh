# Who is whose child, and what each waits for.
sh -c 'sleep 5 & sleep 2; ps -o pid,ppid,s,wchan:18,comm --forest -e; wait' | cat
# expect:   PID  PPID S WCHAN              COMMAND
# expect:     1     0 S no child has ended init
# expect:     2     1 S no child has ended  \_ sh
# expect:     3     2 S no child has ended      \_ sh
# expect:     5     3 S asleep                  |   \_ sleep
# expect:     7     3 R -                       |   \_ ps
# expect:     4     2 S pipe empty              \_ cat
