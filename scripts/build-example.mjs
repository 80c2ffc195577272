// Builds the finished example in public/example, which a newcomer sees first: trains on a built-in set, which takes an hour, and keeps the
// networks and what they draw. Run it only to change the example: `npm run example`, or `npm run example -- --run DIR` to take a run that is there.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './lib/root.mjs'
import { run } from './lib/run.mjs'
import { giveUp } from './lib/say.mjs'

const OUT = join(ROOT, 'public/example/fashion.zip')
const SETTINGS = ['width=8', 'size=32', 'scoreEvery=500', 'scoreCount=1000']
const TRAINING = ['--data', 'builtin:fashion', '--preset', 'sketch', '--steps', '6000', '--seed', '1', '--backend', 'wasm']

const { values } = parseArgs({ options: { run: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'quarterturn-example-'))
try {
  const trained = values.run ?? join(folder, 'run')
  if (!values.run) await command('train', ...TRAINING, ...SETTINGS.flatMap((setting) => ['--set', setting]), '--out', trained)
  await command('example', '--run', trained, '--out', OUT)
  await command('example-generator', '--run', OUT, '--out', dirname(OUT))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** A command of the command line. */
async function command(/** @type {string[]} */ ...args) {
  const status = await run(process.execPath, [join(ROOT, 'scripts/cli.mjs'), ...args])
  if (status !== 0) giveUp(`“${args[0]}” has failed.`)
}
