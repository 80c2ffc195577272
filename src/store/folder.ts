// A place that keeps files: the private file system of a browser, a folder on a disk, or one in memory that fails on purpose in tests.
// Everything that is kept is written through this interface, so that what survives a crash is the same everywhere.

export interface StoredFile {
  readonly size: number
  /** The bytes from `from` up to `to`; fewer where the file ends before. */
  read(from: number, to: number): Promise<Uint8Array>
  text(): Promise<string>
}

/** Every method rejects with a FolderError where the file system does not do what is asked. */
export interface Folder {
  /** Of all files and folders directly in it. */
  names(): Promise<string[]>
  /** A folder in it. @param create makes it where there is none */
  folder(name: string, create?: boolean): Promise<Folder>
  file(name: string): Promise<StoredFile>
  /** Writes a file, part after part, and waits until it is on the disk. Where this fails, the file may be cut short. */
  write(name: string, parts: readonly Uint8Array[]): Promise<void>
  /** Replaces a small file as a whole: whenever it is read, and after a crash at any moment, it is the old one or the new one. */
  replace(name: string, text: string): Promise<void>
  /** Removes a file, or a folder with all that is in it; where there is none this does nothing. */
  remove(name: string): Promise<void>
}
