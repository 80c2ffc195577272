// The studio's state of each run, kept in this browser.
import { restart } from './history.ts'
import { initialStudio } from './studio-state.ts'

let current: string | null = null

/** Brings the state of this run into the studio, unless it is there. */
export function enterRun(key: string | null): void {
  if (key === current) return
  current = key
  restart(initialStudio)
}
