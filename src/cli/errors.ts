// What goes wrong on the command line, and the one place that turns any error into a sentence for a person.
import { NoImagesError } from '../data/errors.ts'
import { FeatureError } from '../eval/errors.ts'
import { ExportError } from '../export/errors.ts'
import { CheckpointError, TrainingError } from '../gan/errors.ts'
import { CancelledError } from '../spec/cancel.ts'
import { FolderError, StoredRunError } from '../store/errors.ts'
import { DeviceError } from '../tensor/device-errors.ts'

/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command was only asked how it is called. */
export class HelpRequest extends Error {
  override readonly name = 'HelpRequest'
}

/** The images that a command names do not exist, or none of them can be used. */
export class NoDataError extends Error {
  override readonly name = 'NoDataError'
}

/** Why a file or folder that a command names cannot be used. */
export class FileError extends Error {
  override readonly name = 'FileError'
}

/** Errors whose message is a sentence for a person. */
const SENTENCES = [
  UsageError,
  NoDataError,
  FileError,
  NoImagesError,
  FeatureError,
  CheckpointError,
  StoredRunError,
  FolderError,
  ExportError,
  CancelledError,
]

/** One line that says what went wrong and in which file; the stack only where the fault is in the program. */
export function describeError(error: unknown): string {
  if (error instanceof TrainingError || error instanceof DeviceError) {
    const { message, advice, detail } = error.failure
    return `${message} ${advice}${detail ? ` (${detail})` : ''}`
  }
  if (!(error instanceof Error)) return String(error)
  if (SENTENCES.some((kind) => error instanceof kind)) return error.message
  return fileSentence(error) ?? error.stack ?? error.message
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
function fileSentence(error: unknown): string | null {
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
