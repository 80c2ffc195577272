// Measures the tasks on the page's main thread in CPU time, and some work of a known size with them: on a machine, or beside other load, that makes
// everything twice as slow, a task may take twice as long.
import type { Browser, Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly ts: number
  /** Microseconds; only complete events have it. */
  readonly dur?: number
  /** CPU time of the thread in microseconds; only complete events have it. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

export interface Tasks {
  /** Milliseconds of every task of the page, longest first. */
  readonly ofPage: readonly number[]
  /** Of all reference work, longest first. */
  readonly ofReference: readonly number[]
}

const REFERENCE = 'reference work'

export async function startWatchingTasks(browser: Browser, page: Page): Promise<void> {
  await browser.startTracing(page, { categories: ['-*', '__metadata', 'disabled-by-default-devtools.timeline', 'blink.user_timing'] })
}

const REPETITIONS = 5

/** Work of a known size while the page does its own: tasks that each make a table of 1,000 cells, lay it out apart from the page, and remove it. */
export async function referenceWork(page: Page): Promise<void> {
  for (let i = 0; i < REPETITIONS; i++) await page.evaluate(makeTable, REFERENCE)
}

function makeTable(mark: string): void {
  performance.mark(mark)
  const box = document.createElement('div')
  box.style.cssText = 'position: fixed; contain: strict; width: 50rem; height: 50rem; visibility: hidden'
  const table = box.appendChild(document.createElement('table'))
  for (let row = 0; row < 50; row++) {
    for (let cell = 0, line = table.insertRow(); cell < 20; cell++) line.insertCell().textContent = String(row * cell)
  }
  document.body.append(box)
  table.getBoundingClientRect()
  box.remove()
}

/** Of the time since `startWatchingTasks`. */
export async function stopWatchingTasks(browser: Browser): Promise<Tasks> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: readonly TraceEvent[] }
  const mainThreads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const marks = traceEvents.filter(({ name }) => name === REFERENCE)
  const isReference = ({ pid, tid, ts, dur = 0 }: TraceEvent) =>
    marks.some((mark) => mark.pid === pid && mark.tid === tid && mark.ts >= ts && mark.ts <= ts + dur)
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => name === 'RunTask' && mainThreads.some((main) => main.pid === pid && main.tid === tid),
  )
  const times = (some: readonly TraceEvent[]) => some.map(({ tdur = 0 }) => tdur / 1000).sort((a, b) => b - a)
  return { ofPage: times(tasks.filter((task) => !isReference(task))), ofReference: times(tasks.filter(isReference)) }
}
