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

/** What went wrong, in the words of whoever threw it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
