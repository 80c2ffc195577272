// Numbers and errors in the sentences for a person.

/** "26 %" */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

/** "1,234" */
export function grouped(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** "1 real image", "2,000 real images". @param images in the plural */
export function counted(count: number, images: string): string {
  return `${grouped(count)} ${count === 1 ? images.replace(/s$/, '') : images}`
}

const UNITS = ['bytes', 'KB', 'MB'] as const

/** "63 bytes", "2 KB", "2,048 MB": rounded up, since it is told of what is too large. */
export function byteSize(bytes: number): string {
  const unit = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2
  return counted(Math.ceil(bytes / 1024 ** unit), UNITS[unit])
}

/** What went wrong, in the words of whoever threw it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
