// Returns to the system what glibc keeps of memory that was freed: after answers of megabytes, much of them at once, that is
// more than all that is in use (bench/). Nothing else does it for a process that has no addon.
interface ForeignFunctions {
  dlopen(
    path: null,
    functions: Record<string, { readonly arguments: readonly string[]; readonly return: string }>,
  ): { readonly functions: Record<string, (...given: unknown[]) => unknown> };
}

/**
 * Takes some milliseconds.
 * @returns whether it could be done: not with another C library, nor on a Node without `node:ffi`, which is experimental.
 */
export function trimMemory(): boolean {
  try {
    const foreign = quietly(() => process.getBuiltinModule('node:ffi') as ForeignFunctions | undefined);
    // int malloc_trim(size_t pad)
    const found = foreign?.dlopen(null, { malloc_trim: { arguments: ['u64'], return: 'i32' } });
    found?.functions.malloc_trim?.(0n);
    return found !== undefined;
  } catch {
    return false;
  }
}

/** Without the warning that what is loaded is experimental: nothing depends on it. */
function quietly<Result>(load: () => Result): Result {
  const own = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    if (own) Object.defineProperty(process, 'emitWarning', own);
  }
}
