// What the file system refuses, in sentences that name the file and what to do.

/** Why a file or folder that a command names cannot be used. */
export class FileError extends Error {
  override readonly name = 'FileError'
}

/** An error of Node's file system has these. */
interface SystemError extends Error {
  readonly code: string
  readonly syscall: string
  readonly path?: string
  readonly dest?: string
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string'
}

/** Part of a file's name while it is written: people know it by the name it will have. */
const PART = /(\.\d+)?\.part$/

/** The error with the file it is about: Node does not name it where a write to an open file fails. */
export function naming(path: string, error: unknown): unknown {
  return isSystemError(error) && error.path === undefined ? Object.assign(error, { path }) : error
}

/** The sentence for an error of the file system, or null for any other. */
export function fileSentence(error: unknown): string | null {
  if (!isSystemError(error)) return null
  const { code, syscall } = error
  const path = error.dest ?? error.path
  const name = path === undefined ? 'A file' : `“${path.replace(PART, '')}”`
  switch (code) {
    case 'ENOENT':
      return `There is no file or folder ${name}.`
    case 'EACCES':
    case 'EPERM':
      return `${name} may not be read or written by you: change its permissions, or choose another place.`
    case 'EROFS':
      return `${name} lies on a disk that can only be read: choose another place.`
    case 'EISDIR':
      return `${name} is a folder, where a file is expected.`
    case 'EEXIST':
    case 'ENOTDIR':
      if (syscall === 'mkdir') return `${name} cannot be made a folder: it is a file, or lies in one. Choose another name.`
      return `${name} is a file, or lies in one, where a folder is expected.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${name} could not be written. Free some space and try again.`
    case 'ENAMETOOLONG':
      return 'The name of a file or folder is too long: choose a shorter one.'
    default:
      return `${name} could not be read or written (${code}).`
  }
}
