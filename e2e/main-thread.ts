// Measures the tasks on the page's main thread in CPU time, so that other load on the machine does not count.
import type { Browser, Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** CPU time of the thread in microseconds; only complete events have it. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

export async function startWatchingTasks(browser: Browser, page: Page): Promise<void> {
  await browser.startTracing(page, { categories: ['-*', '__metadata', 'disabled-by-default-devtools.timeline'] })
}

/** @returns the milliseconds of every task since `startWatchingTasks`, longest first */
export async function stopWatchingTasks(browser: Browser): Promise<readonly number[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: readonly TraceEvent[] }
  const mainThreads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  return traceEvents
    .filter(({ name, pid, tid }) => name === 'RunTask' && mainThreads.some((main) => main.pid === pid && main.tid === tid))
    .map(({ tdur = 0 }) => tdur / 1000)
    .sort((a, b) => b - a)
}
