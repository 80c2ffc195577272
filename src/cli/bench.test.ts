// What the bench refuses before it opens a device.
import { expect, test, vi } from 'vitest'
import { main } from './index.ts'

/** The exit code and what was said. */
async function refused(...args: string[]): Promise<[number, string]> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const code = await main('bench', args, { root: '/nowhere' })
  const [line] = said.mock.calls.map(([text]) => String(text))
  said.mockRestore()
  return [code, line ?? '']
}

test.each([
  ['a backend that there is not', ['step', '--with', 'wasm,gpu'], '--with takes wasm, webgl, cpu, parted by commas, not “gpu”.'],
  ['WebGL in Node', ['step', '--with', 'webgl'], 'There is no WebGL in Node: add --browser.'],
  ['other backends for another bench', ['memory', '--with', 'wasm'], '--with is for the bench “step” only.'],
])('%s is wrong usage', async (_what, args, sentence) => {
  expect(await refused(...args)).toEqual([2, sentence])
})
