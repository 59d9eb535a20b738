// The texts that lie in /home, to have something to look at and to search in.

export const welcome = `This is tinyos: a kernel of coroutines, some programs, a shell. A few things to try:

    help                              what programs there are
    ps                                who is running
    sort -n -k 2 fruit.txt            a program on a file
    grep the poem.txt | wc -l         two programs and a pipe
    spin & spin & ps                  two that want the CPU all the time
    kill %1                           one less
    sleep 100                         then ^C, or ^Z and bg
    strace echo hello                 every system call of a program
    man strace                        what a program does;  man 2 read  for a system call
    cat /proc/sched                   what the kernel counts
    shutdown                          the end
`;

export const poem = `The curfew tolls the knell of parting day,
The lowing herd wind slowly o'er the lea,
The plowman homeward plods his weary way,
And leaves the world to darkness and to me.

Now fades the glimm'ring landscape on the sight,
And all the air a solemn stillness holds,
Save where the beetle wheels his droning flight,
And drowsy tinklings lull the distant folds;

Save that from yonder ivy-mantled tow'r
The moping owl does to the moon complain
Of such, as wand'ring near her secret bow'r,
Molest her ancient solitary reign.

                Thomas Gray, 1751
`;

export const fruit = `apple      12 red
banana      7 yellow
cherry    120 red
date       31 brown
elderberry  9 black
fig         4 violet
grape     200 green
lemon       7 yellow
mango       2 orange
`;
