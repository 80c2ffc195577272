// A place that keeps files: the private file system of a browser, a folder on a disk, a project file in memory, or a disk that fails on purpose
// in tests. Everything that is kept is written through this interface, so that what survives a crash is the same everywhere.

export interface StoredFile {
  readonly size: number
  /** The bytes from `from` up to `to`; fewer where the file ends before. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>
  text(): Promise<string>
}

/** The contents of a file, piece after piece. Other work goes on between two pieces. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** Every method rejects with a FolderError where the file system does not do what is asked. */
export interface Folder {
  /** Of all files and folders directly in it, without what the browser itself leaves while it writes. */
  names(): Promise<string[]>
  /** A folder in it. @param create makes it where there is none */
  folder(name: string, create?: boolean): Promise<Folder>
  file(name: string): Promise<StoredFile>
  /** Writes a file anew and waits until it is on the disk. Where this fails, the file may be cut short, and its old contents are lost. */
  write(name: string, pieces: Pieces): Promise<void>
  /**
   * Writes pieces into a file from `at` on, cuts what was behind, and waits until it is on the disk, with what was there before; where there is no file it makes one.
   * What lies before `at` stays as it is, also where this fails.
   */
  append(name: string, at: number, pieces: Pieces): Promise<void>
  /** Removes a file, or a folder with all that is in it; where there is none this does nothing. */
  remove(name: string): Promise<void>
}

/** Chromium lists the file that a stream writes to, until it is closed; it is no file of ours. */
export const SWAP_ENDING = '.crswap'
