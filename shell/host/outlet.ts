// Where the machine's output goes: a file descriptor of the host, written without blocking the loop.
//
//     outlet.write(data);      never waits: the bytes are kept
//     await outlet.flush();    until the host has taken them; run the machine again only then
//
// So memory stays bounded by what the machine makes in one turn of the loop, and a signal is heard while a slow
// reader makes us wait. When nobody reads any more, `lost` is called once and further bytes go nowhere.

import { write } from 'node:fs';

/** How long to wait, in milliseconds, when a pipe that somebody made non-blocking is full. */
const RETRY_AFTER = 5;

export interface Outlet {
  write(data: Uint8Array): void;
  flush(): Promise<void>;
}

export function createOutlet(fd: number, lost: (error: NodeJS.ErrnoException) => void): Outlet {
  let pending: Uint8Array[] = [];
  let open = true;

  async function send(data: Uint8Array): Promise<void> {
    for (let sent = 0; sent < data.length; ) {
      const result = await writeSome(fd, data.subarray(sent));
      if (typeof result === 'number') {
        sent += result;
      } else if (result.code === 'EAGAIN') {
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
      } else {
        open = false;
        lost(result);
        return;
      }
    }
  }

  return {
    write(data) {
      if (open) pending.push(data);
    },
    async flush() {
      while (open && pending.length > 0) {
        const data = pending.length === 1 ? (pending[0] as Uint8Array) : Buffer.concat(pending);
        pending = [];
        await send(data);
      }
    },
  };
}

function writeSome(fd: number, data: Uint8Array): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    write(fd, data, 0, data.length, null, (error, written) => resolve(error ?? written));
  });
}
