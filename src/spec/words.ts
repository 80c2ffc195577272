// Numbers and errors in sentences for a person, written in the same way by the page, the command line and the doctor.

/** "26 %" */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

/** "1,234" */
export function grouped(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** "circle", "class 8": a class beside a seed, where a number alone would not say what it counts. */
export function classInWords(name: string): string {
  return /^\d+$/.test(name) ? `class ${name}` : name
}

/** "1 real image", "2,000 real images". @param images in the plural */
export function counted(count: number, images: string): string {
  return `${grouped(count)} ${count === 1 ? images.replace(/s$/, '') : images}`
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const

/** "63 bytes", "2 KB", "2,048 MB": rounded up, since it is used for what is too large. */
export function byteSize(bytes: number): string {
  const unit = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2
  return counted(Math.ceil(bytes / 1024 ** unit), UNITS[unit])
}

/** Three digits, and no more than there are. */
export function significant(value: number): string {
  return value >= 1000 ? grouped(Math.round(value)) : `${Number(value.toPrecision(3))}`
}

/** "512 bytes", "1.5 MB", "12 GB": in thousands, as the systems of disks count. */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return `${significant(bytes / 1000 ** power)} ${UNITS[power]}`
}

/** "7 s", "2 min 5 s", "1 h 15 min" */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}

/** A setting as it is typed: 0.0002 and not 2e-4. */
export function formatSetting(value: number): string {
  return String(Number(value.toPrecision(10))).includes('e') ? value.toFixed(8).replace(/0+$/, '') : String(Number(value.toPrecision(10)))
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
