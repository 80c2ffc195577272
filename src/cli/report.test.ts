// What is refused before the measurement starts.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from './errors.ts'
import { report } from './report.ts'

const context = { root: process.cwd() }

test.each([
  [['--set', 'width=64'], /Unknown option '--set'.*the same for every machine/],
  [['--browser'], /Unknown option '--browser'.*“Measure this machine”/],
  [['--out', join(tmpdir(), 'no-such-folder', 'report.json')], /There is no folder “.*no-such-folder” for --out/],
  [['--out', tmpdir()], /--out is a file, and “.*” is a folder/],
])('%s is refused in a sentence', async (args, sentence) => {
  const refused = report(args, context)
  await expect(refused).rejects.toThrow(sentence)
  await expect(refused).rejects.toBeInstanceOf(UsageError)
})
