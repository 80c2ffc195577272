// Every operation of everything that writes a kept run, made to fail in every way; and long chains of failures, one after another.
import { expect, test } from 'vitest'
import { FAULT_NAMES, SCENARIO_NAMES, tryAll, tryChain } from './fault-trials.ts'
import { FaultyDisk } from './faulty-disk.ts'

test.each(SCENARIO_NAMES)('%s, interrupted anywhere, leaves the run as it was or as it should be, and saving goes on', async (scenario) => {
  for (const fault of FAULT_NAMES) expect((await tryAll(scenario, fault)).operations).toBeGreaterThan(2)
})

test('a run that fails again and again, while it is opened, too, never loses a completed save', async () => {
  const total = { failures: 0, saves: 0 }
  for (let seed = 0; seed < 60; seed++) {
    const { failures, saves } = await tryChain(seed, 25)
    total.failures += failures
    total.saves += saves
  }
  expect(total.failures).toBeGreaterThan(500)
  expect(total.saves).toBeGreaterThan(500)
})

const bytes = (...values: number[]) => Uint8Array.from(values)

test('the disk of these tests keeps what was flushed, and loses what was not', async () => {
  const disk = new FaultyDisk()
  const folder = disk.folder()
  await folder.write('old', [bytes(1, 2)])
  disk.arm('crash, flushed only', 4, 0) // a cut and two pieces succeed, the flush does not
  await expect(folder.write('old', [bytes(3), bytes(4)])).rejects.toThrow()
  await expect(folder.names()).rejects.toThrow('gone')
  disk.restart()
  expect([await folder.names(), await (await folder.file('old')).read(0, 9)]).toEqual([['old'], bytes(1, 2)])
  disk.arm('crash, flushed only', 4, 0) // a new file: its contents are flushed, its name is not
  await expect(folder.write('new', [bytes(3)])).rejects.toThrow()
  disk.restart()
  expect(await folder.names()).toEqual(['old'])
})

test('of what was not flushed a crash leaves any beginning, or any parts', async () => {
  const left = new Set<string>()
  for (let seed = 0; seed < 200; seed++) {
    const disk = new FaultyDisk()
    await disk.folder().write('a', [bytes(1, 1, 1)])
    disk.arm(seed < 100 ? 'crash, beginnings' : 'crash, any parts', 4, seed)
    await disk
      .folder()
      .append('a', 3, [bytes(2), bytes(3)])
      .catch(() => undefined)
    disk.restart()
    left.add(`${seed < 100} ${await (await disk.folder().file('a')).read(0, 9)}`)
  }
  expect([...left].sort()).toEqual([
    'false 1,1,1',
    'false 1,1,1,0',
    'false 1,1,1,0,3',
    'false 1,1,1,2',
    'false 1,1,1,2,3',
    'true 1,1,1',
    'true 1,1,1,2',
    'true 1,1,1,2,3',
  ])
})
