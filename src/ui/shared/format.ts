// Formats numbers for people. One fixed locale, so that the page reads the same everywhere.
const INTEGER = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const COMPACT = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 })

/** Placeholder for a missing number. */
export const NOTHING = '–'

export function formatCount(value: number): string {
  return INTEGER.format(value)
}

/** 999, 1.23k, 45.6k, 1.2m. */
export function formatCompact(value: number): string {
  return value < 10_000 ? INTEGER.format(value) : COMPACT.format(value).toLowerCase()
}

/** A loss or a logit: three decimals at most. */
export function formatValue(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING
  const size = Math.abs(value)
  const text = size !== 0 && (size < 0.001 || size >= 100_000) ? value.toExponential(1) : value.toFixed(size < 10 ? 3 : size < 1000 ? 1 : 0)
  return text.replaceAll('-', '−')
}

/** A feature distance with three significant digits. A standard error gets as many decimals as its value (`like`). */
export function formatDistance(value: number | null | undefined, like = value): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING
  const size = Math.abs(like ?? value)
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0).replace('-', '−')
}

/** A similarity or a silhouette, from -1 to 1. */
export function formatFraction(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : value.toFixed(2).replace('-', '−')
}

export function formatPercent(share: number | null | undefined): string {
  return share === null || share === undefined || Number.isNaN(share) ? NOTHING : `${Math.round(share * 100)} %`
}

export function formatRate(perSecond: number): string {
  if (!(perSecond > 0)) return NOTHING
  return perSecond >= 100 ? perSecond.toFixed(0) : perSecond >= 10 ? perSecond.toFixed(1) : perSecond.toFixed(2)
}

/** 0:07, 12:34, 3 h 05 min, 2 d 4 h. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return NOTHING
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`
  if (hours > 0) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
  return `${minutes}:${String(whole % 60).padStart(2, '0')}`
}

/** A rough duration: 25 s, 12 min, 2 h, 4 days. */
export function formatAbout(seconds: number): string {
  if (seconds < 90) return `${Math.max(5, 5 * Math.round(seconds / 5))} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** Seconds until `steps`, or null without a rate. */
export function secondsLeft(step: number, steps: number, stepsPerSecond: number): number | null {
  if (step >= steps) return 0
  return stepsPerSecond > 0 ? (steps - step) / stepsPerSecond : null
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** 25 Nov 2026, 12:40. */
export function formatDate(milliseconds: number): string {
  return DATE.format(milliseconds)
}

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })

/** 12:40. */
export function formatTime(milliseconds: number): string {
  return TIME.format(milliseconds)
}

/** 12:40 of today, 25 Nov 2026, 12:40 of another day. */
export function formatMoment(milliseconds: number, now: number): string {
  const isToday = new Date(milliseconds).toDateString() === new Date(now).toDateString()
  return isToday ? formatTime(milliseconds) : formatDate(milliseconds)
}

/** 1 image, 2,000 images. */
export function countOf(count: number, one: string): string {
  return `${formatCount(count)} ${count === 1 ? one : `${one}s`}`
}
