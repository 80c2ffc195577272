// `example-generator`: writes the averaged generator of the finished example as a description and its numbers, with which the page draws before its
// trainer has opened the example. For scripts/build-example.mjs.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeCopy } from '../export/generator-copy.ts'
import { readCheckpoint, restoreModels } from '../gan/checkpoint.ts'
import { captureGenerator } from '../gan/inference.ts'
import { disposeModels } from '../gan/models.ts'
import { createSampler } from '../gan/sampler.ts'
import { formatBytes } from '../spec/words.ts'
import { EXAMPLE_FILES, exampleDescription } from '../worker/drawing/example-file.ts'
import { parseOptions } from './arguments.ts'
import { openNodeDevice } from './device.ts'
import { createLogger } from './logger.ts'
import { openStoredRun } from './old-run-folder.ts'

const USAGE = 'Usage: node scripts/build-example.mjs'

export async function exampleGenerator(args: string[]): Promise<void> {
  const string = { type: 'string' } as const
  const options = parseOptions(args, { run: string, out: string }, USAGE)
  const run = await openStoredRun(options.required('run'))
  const out = options.required('out')
  await openNodeDevice('wasm') // everybody gets the same bits
  const checkpoint = readCheckpoint(await run.snapshot(null))
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  const copy = writeCopy(await captureGenerator(models.generator, sampler, checkpoint.config, checkpoint), 'f16')
  sampler.dispose()
  disposeModels(models)
  await writeFile(join(out, EXAMPLE_FILES.description), exampleDescription(copy))
  await writeFile(join(out, EXAMPLE_FILES.numbers), new Uint8Array(copy.numbers))
  createLogger(false).info(`Its generator is in ${out}: ${formatBytes(copy.numbers.byteLength)} of numbers.`)
}
