// The report of a machine on the smallest networks: every part has its figures or says why not, however slow the machine is.
import { expect, test } from 'vitest'
import { measureMachine } from '../bench/report/measure.ts'
import { TINY } from '../gan/test-support.ts'
import { type ReportEvent, stoppedReport } from '../spec/machine-report.ts'
import { reportText } from '../spec/machine-table.ts'
import * as tf from '../tensor/tf.ts'
import { nodePlace } from './report.ts'

const PLAN = { seconds: 15, sizes: { small: TINY, medium: TINY, large: TINY }, pictures: 20, scores: { timed: 100, reported: 300 } }

test('every part of the report has its figures or a reason, also where the device is lost in one of them', async () => {
  const events: ReportEvent[] = []
  let lost = false
  const emit = (event: ReportEvent) => {
    events.push(event)
    if (lost || event.event !== 'progress' || event.part !== 'small' || event.words === '') return
    lost = true
    const { device } = tf.engine().backend as tf.WebGPUBackend
    device.destroy()
  }
  const place = { ...nodePlace(process.cwd()), stopped: new Promise<string>(() => undefined), emit }
  const report = await measureMachine(place, PLAN)
  expect(report).toEqual(JSON.parse(JSON.stringify(report)))
  expect(report).toMatchObject({ version: 1, adapter: { name: expect.any(String) } })
  expect(stoppedReport(report, 'open').missing).toEqual(report.missing) // nothing is left open
  if (lost) {
    expect(report.missing).toContainEqual(expect.objectContaining({ part: 'small', reason: expect.stringContaining('was lost') }))
    expect(report.steps.map(({ size }) => size)).not.toContain('small')
    expect(report.missing.filter(({ reason }) => reason.includes('was lost'))).toHaveLength(1) // what follows has a fresh device
  }
  expect(report.missing.every(({ reason }) => /[.]$/.test(reason))).toBe(true)
  for (const { flops, stock, replay, ratioReplay } of report.steps) {
    expect(flops).toBeGreaterThan(0)
    if (stock && replay) expect(ratioReplay).toBe(stock.ms / replay.ms)
  }
  const { slowest = [], totalMs = 0 } = report.kernels ?? {}
  expect(slowest.length).toBeLessThanOrEqual(5)
  expect(slowest.map(({ ms }) => ms)).toEqual(slowest.map(({ ms }) => ms).sort((a, b) => b - a))
  expect(slowest.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThanOrEqual(totalMs)
  expect(reportText(report)).toContain(report.adapter?.name)

  const order = events.flatMap((event) => (event.event === 'progress' ? [event.share] : []))
  expect(order).toEqual([...order].sort((a, b) => a - b))
  expect(events.at(-1)).toEqual({ event: 'done', report })
  expect(new Set(events.flatMap((event) => (event.event === 'progress' ? [event.part] : []))).size).toBeGreaterThan(1)
})
