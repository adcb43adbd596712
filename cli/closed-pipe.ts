// A reader that has seen enough, as `head`, closes the pipe: what is still written then is nobody's loss, and no fault.

let watched = false;

/** For commands that end by themselves; once for the process. */
export function mayBeClosed(): void {
  if (watched) return;
  watched = true;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
