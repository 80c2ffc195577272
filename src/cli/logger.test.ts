// Progress on a terminal, in a pipe and with --json.
import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

/** A logger whose clock the test moves, and what it wrote. */
function listen(isTTY: boolean, json = false) {
  let milliseconds = 0
  const written: string[] = []
  const stderr = { isTTY, write: (text: string) => written.push(text) }
  const logger = createLogger(json, stderr, () => milliseconds)
  const after = (seconds: number) => {
    milliseconds += 1000 * seconds
    return logger
  }
  return { logger, written, after }
}

test('in a pipe, progress is a line a tenth, never two within ten seconds, and none of work that is short', () => {
  const { written, after } = listen(false)
  for (let done = 0; done <= 90; done++) after(0.1).progress(done, 100, 1, 'short')
  expect(written).toEqual([])
  for (let done = 1; done <= 100; done++) after(2).progress(done, 100, 2 * (100 - done), 'training')
  expect(written[0]).toBe('1/100 · 3 min 18 s left · training\n')
  expect(written.map((line) => line.split('/')[0])).toEqual(['1', '10', '20', '30', '40', '50', '60', '70', '80', '90', '100'])
})

test('in a pipe, work of days reports its progress every few minutes', () => {
  const { written, after } = listen(false)
  for (let done = 1; done <= 100; done++) after(30).progress(done, 100_000, null, 'training')
  expect(written.map((line) => line.trim())).toEqual([
    '1/100000 · training',
    ...[11, 21, 31, 41, 51, 61, 71, 81, 91].map((done) => `${done}/100000 · training`),
  ])
})

test('progress of other work is reported from its beginning', () => {
  const { written, after } = listen(false)
  after(11).progress(95, 100, null, 'reading images')
  after(11).progress(96, 100, null, 'reading images')
  after(1).progress(1, 100, null, 'looking them over')
  after(1).progress(92, 100, null, 'looking them over')
  after(11).progress(2, 100, null, 'training') // less is done, so this is other work, though in the same tenth
  expect(written).toEqual(['95/100 · reading images\n', '1/100 · looking them over\n', '2/100 · training\n'])
})

test('on a terminal progress is a bar, which a line and the end leave on screen; with --json there is none', () => {
  const { logger, written } = listen(true)
  logger.progress(1, 2, 65, 'D 1.00')
  logger.info('a line')
  logger.progress(2, 2, null, 'D 0.90')
  logger.endProgress()
  expect(written).toEqual([
    `\r${'█'.repeat(12)}${'░'.repeat(12)} 1/2 · 1 min 5 s left · D 1.00\x1b[K`,
    '\n',
    'a line\n',
    `\r${'█'.repeat(24)} 2/2 · D 0.90\x1b[K`,
    '\n',
  ])
  const silent = listen(false, true)
  silent.after(3600).progress(1, 2, 3, 'anything')
  expect(silent.written).toEqual([])
})
