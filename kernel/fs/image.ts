// The boot image: the files that are there when the machine starts.

import type { Kernel } from '../boot.ts';
import type { ImageFile } from '../machine.ts';
import { newFileData } from './filedata.ts';
import { entriesOf, type Inode, newDirectory, newInode } from './inode.ts';
import { memoryDirectory } from './tmpfs.ts';
import { attach } from './tree.ts';

const encoder = new TextEncoder();

/** Puts files into the root file system, making the directories on the way; tells the last one. */
export function plant(kernel: Kernel, image: readonly ImageFile[]): Inode {
  let last = kernel.root;
  for (const file of image) {
    const names = file.path.split('/').filter((name) => name !== '');
    const name = names.pop();
    const directory = names.reduce((at, one) => subdirectory(kernel, at, one, {}), kernel.root);
    if (name === undefined) continue;
    if ('directory' in file) last = subdirectory(kernel, directory, name, file);
    else {
      last = newFile(kernel, file);
      attach(kernel, directory, name, last);
    }
  }
  return last;
}

function subdirectory(
  kernel: Kernel,
  parent: Inode,
  name: string,
  { mode = 0o755, owner }: Pick<ImageFile, 'mode' | 'owner'>,
): Inode {
  const there = entriesOf(parent).lookup(kernel, name);
  if (there) return there;
  const inode = newDirectory(kernel, kernel.root.fs, memoryDirectory(), mode, owner);
  attach(kernel, parent, name, inode);
  return inode;
}

function newFile(kernel: Kernel, file: Exclude<ImageFile, { directory: true }>): Inode {
  const [text, mode, program] =
    'program' in file ? [file.about, 0o755, file.program] : [file.text, 0o644, null];
  const data = newFileData(kernel.root.fs.space, encoder.encode(text));
  return newInode(kernel, kernel.root.fs, { is: 'file', data, program }, file.mode ?? mode, file.owner);
}
