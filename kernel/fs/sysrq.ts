// /proc/sysrq-trigger: what root may do to the kernel, one letter each (Linux, "Magic SysRq").
//
//   c   crash: the kernel panics, as if it had found that it is wrong itself
//
// To add one: a row in `commands`.

import { Errno } from '../abi.ts';
import type { FileOps } from '../process.ts';

const commands: Record<string, () => void> = {
  c() {
    throw new Error('crash triggered by sysrq');
  },
};

export const sysrqOps: FileOps = {
  seekable: false,
  read() {
    throw new Errno('EIO');
  },
  write(_kernel, _task, _file, data) {
    if (data.length === 0) return 0;
    const command = commands[String.fromCharCode(data[0] as number)];
    if (!command) throw new Errno('EINVAL');
    command();
    return data.length;
  },
};
