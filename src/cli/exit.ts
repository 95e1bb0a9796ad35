/** How a command ends: 0 as expected, 1 a claim broken or a difference, 2 bad usage or input, 3 inconclusive. */

/** Exit codes by meaning. */
export const EXIT = { expected: 0, broken: 1, usage: 2, inconclusive: 3 } as const

/** Bad usage or input: one clear line for the user, exit 2. Anything else that is thrown is a defect of ours. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

// What the operating system says of files, in words; everything else by its code.
const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EEXIST: 'something else stands there',
  EACCES: 'it may not be read or written',
  EPERM: 'it may not be read or written',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is no directory',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  EFBIG: 'it grew larger than a file may be here',
  ELOOP: 'it is a loop of links',
  EIO: 'the disk reports an error',
}

/** Turns an error of the file system into a usage error that names the file; passes everything else on. */
export function fileProblem(path: string, error: unknown): never {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    throw new UsageError(
      `${path === '' ? 'a file without a name' : path}: ${FILE_ERRORS[code] ?? `the file system says ${code}`}`,
    )
  }
  throw error
}
