import { describe, expect, test } from 'vitest';
import { explainEvent, explainProcess, explainTrap } from '../../../../shell/ui/vm/explain.ts';
import { trapNumber } from '../../../../shell/ui/vm/log.ts';
import { processAt } from '../../../../shell/ui/vm/moment.ts';
import { sample, sampleMoment, story } from '../sample.ts';

describe('explain', () => {
  test('says what a system call did', () => {
    const moment = sampleMoment();
    const sentences = [1, 2, 3, 4, 5].map((seq) => explainTrap(moment, trapNumber(moment.log, seq)!));
    expect(sentences).toEqual([
      'consumer(4) called read(0, 512). It returned "hello\\n", 6 after 5.00ms asleep (pipe#2 readers: pipe empty).',
      'producer(3) called open("/tmp/x", O_RDONLY). It failed with ENOENT (No such file or directory).',
      'producer(3) called write(1, "hello\\n", 6), which woke consumer(4). It returned 6.',
      'consumer(4) called read(0, 512) and sleeps. It waits for pipe#2 readers: pipe empty.',
      'spin(9) called work(10000).',
    ]);
  });

  test('says what a process does', () => {
    const moment = sampleMoment();
    const sentence = (pid: number) => explainProcess(moment, processAt(moment, pid)!);
    expect([9, 3, 4, 8, 10, 11].map(sentence)).toEqual([
      'spin(9) has the CPU.',
      'producer(3) could run and has waited 1.00ms for the CPU: it is 1st in the queue.',
      'consumer(4) has slept for 11.0ms in read(0, 512), waiting for pipe#2 readers: pipe empty. It can be woken by producer(3).',
      'sleep(8) has slept for 42.0ms in nanosleep({sec: 60, nsec: 0}), waiting for clock: asleep. It can be woken by the clock at 61.000000.',
      'top(10) has been stopped for 342ms by SIGTSTP. SIGCONT lets it go on.',
      'old(11) has ended (exited 3); -sh(2) has not yet asked how.',
    ]);
  });

  test('says what happened', () => {
    const { tell, log, at } = story(sample);
    const told = (...event: Parameters<typeof tell>) => {
      tell(...event);
      return explainEvent(at(1_042_000), log.last!);
    };
    expect([
      told(1, 9, { is: 'switch', from: 3, cause: 'preempted' }),
      told(2, 3, { is: 'switch', from: 9, cause: 'yielded' }),
      told(3, 0, { is: 'idle', from: 3, cause: 'asleep' }),
      told(4, 4, { is: 'wake', queue: 'pipe#2 readers', by: 3 }),
      told(5, 8, { is: 'wake', queue: 'clock', by: 0 }),
      told(6, 2, { is: 'spawn', child: 12, path: '/bin/ls', argv: ['ls'] }),
      told(6, 9, { is: 'exec', path: '/bin/ls', argv: ['ls'] }),
      told(7, 9, { is: 'signal', signal: 'SIGINT', by: 0 }),
      told(8, 9, { is: 'exit', status: { is: 'killed', signal: 'SIGINT' } }),
      told(9, 2, { is: 'reap', child: 9, status: { is: 'killed', signal: 'SIGINT' } }),
      told(10, 0, { is: 'interrupt', device: 'tty1', what: 'input 1' }),
    ]).toEqual([
      'The timer took the CPU from producer(3): its slice of 10.0ms was used up. The CPU goes to spin(9).',
      'spin(9) let the others run first. The CPU goes to producer(3).',
      'producer(3) sleeps. Nobody is ready, so the CPU is idle.',
      'consumer(4) is woken from pipe#2 readers by producer(3), and waits for the CPU.',
      'sleep(8) is woken from clock by an interrupt, and waits for the CPU.',
      '-sh(2) started /bin/ls as process 12, which waits for the CPU.',
      'spin(9) is another program from now on: /bin/ls.',
      'spin(9) gets SIGINT from an interrupt.',
      'spin(9) has ended (killed SIGINT): a zombie until its parent waits for it.',
      '-sh(2) has learnt how its child 9 ended, and the zombie is gone.',
      'tty1 interrupts: input 1.',
    ]);
  });
});
