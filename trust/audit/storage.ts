// The file of a log, as the writer needs it. Each call that depends on the file still being there checks that it is.
import { constants, statSync, write as writeAt } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Storage {
  /** Size in bytes. Throws where the name no longer leads to the file that was opened. */
  size(): Promise<number>;
  read(position: number, length: number): Promise<Buffer>;
  /** Writes all of `bytes` at `position`; some may be written where it throws. */
  write(bytes: Buffer, position: number): Promise<void>;
  /** Returns when what was written is durable. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** One call instead of two for each commit: a write returns when it is durable. Not on every system. */
const DURABLE: number | undefined = constants.O_DSYNC;

export async function openStorage(file: string): Promise<Storage> {
  const handle = await open(file, constants.O_RDWR | (DURABLE ?? 0));
  const opened = await handle.stat({ bigint: true });
  let unsynced = false;
  return {
    async size() {
      // Not in the thread pool: twice a commit that costs several times what the call itself does.
      const now = statSync(file, { bigint: true });
      if (now.ino !== opened.ino || now.dev !== opened.dev) {
        throw new Error('expected the file that was opened, got another of that name');
      }
      return Number(now.size);
    },
    read: (position, length) => readAll(handle, position, length),
    async write(bytes, position) {
      unsynced ||= DURABLE === undefined;
      for (let done = 0; done < bytes.length; ) done += await writeSome(handle.fd, bytes, done, position + done);
    },
    async sync() {
      if (unsynced) await handle.datasync();
      unsynced = false;
    },
    async truncate(length) {
      unsynced = true;
      await handle.truncate(length);
    },
    close: () => handle.close(),
  };
}

/** @returns how many bytes were written. By the call that makes no more of it than it is. */
function writeSome(fd: number, bytes: Buffer, from: number, position: number): Promise<number> {
  return new Promise((done, fail) => {
    writeAt(fd, bytes, from, bytes.length - from, position, (error, count) => (error ? fail(error) : done(count)));
  });
}

async function readAll(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/** Makes the name of a new file durable. Windows has no such call, and does not need it. */
export async function syncFolder(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
