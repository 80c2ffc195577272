// The studio's state of each run, kept in this browser: the studio goes on as it was left.
import { restart } from './history.ts'
import { readStudio, writeStudio } from './kept-text.ts'
import { initialStudio, type StudioState } from './studio-state.ts'
import { studioStore } from './studio-store.ts'

const PREFIX = 'quarterturn-studio-'
/** Keys of the kept states, the one that was used last at the end. */
const ORDER = `${PREFIX}order`
/** States of more runs are not kept: those that were not used for longest go. */
const MAX_RUNS = 60
const KEEP_AFTER_MS = 500

/** Of the run whose state is in the studio; undefined before the first one. */
let current: string | null | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** Brings the state of this run into the studio, unless it is there. @param key null: a run that nothing is kept of @param first what it begins with */
export function enterRun(key: string | null, first: StudioState = initialStudio): void {
  if (key === current) return
  keepStudio()
  current = key
  restart((key !== null && readKept(key)) || first)
  clearTimeout(timer) // nothing of it was changed yet
  timer = undefined
}

function readKept(key: string): StudioState | null {
  const text = attempt(() => localStorage.getItem(PREFIX + key))
  return text === null ? null : readStudio(text)
}

/** What is not kept yet is kept now. */
export function keepStudio(): void {
  if (timer !== undefined) keepNow()
}

function keepNow() {
  clearTimeout(timer)
  timer = undefined
  if (typeof current !== 'string') return
  const key = current
  attempt(() => {
    const order = keptOrder().filter((each) => each !== key)
    for (const old of order.splice(0, Math.max(0, order.length - MAX_RUNS + 1))) localStorage.removeItem(PREFIX + old)
    localStorage.setItem(PREFIX + key, writeStudio(studioStore.getState()))
    localStorage.setItem(ORDER, JSON.stringify([...order, key]))
  })
}

function keptOrder(): string[] {
  const order: unknown = attempt(() => JSON.parse(localStorage.getItem(ORDER) ?? '[]'))
  return Array.isArray(order) ? order.filter((key) => typeof key === 'string') : []
}

/** Null where the browser refuses storage, or has no more room: the state then lasts until the page is closed. */
function attempt<T>(access: () => T): T | null {
  try {
    return access()
  } catch {
    return null
  }
}

studioStore.subscribe(() => {
  timer ??= setTimeout(keepNow, KEEP_AFTER_MS)
})
