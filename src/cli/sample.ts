// `sample`: pictures of a trained run, one grid or a folder of files.
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { restoreModels } from '../core/checkpoint.ts'
import { disposeModels } from '../core/models.ts'
import { createSampler, seedLatents } from '../core/sampler.ts'
import { openDevice } from '../tensor/backend.ts'
import { parseBackend, parseOptions, UsageError } from './arguments.ts'
import { createVoice } from './console.ts'
import { writeGrid, writePicture } from './png.ts'
import { openCheckpoint } from './run-folder.ts'

const USAGE = 'Usage: npm run sample -- --run DIR --out FILE.png|DIR [--seed S] [--count N] [--grid 8x8] [--backend webgpu|cpu] [--json]'

export async function sample(args: string[]): Promise<void> {
  const string = { type: 'string' } as const
  const options = parseOptions(
    args,
    { run: string, out: string, seed: string, count: string, grid: string, backend: string, json: { type: 'boolean' } },
    USAGE,
  )
  const out = options.required('out')
  const checkpoint = await openCheckpoint(options.required('run'))
  const grid = parseGrid(options.text('grid'))
  const firstSeed = options.count('seed', 1)
  const count = options.count('count', grid ? grid.columns * grid.rows : 64, 1)
  const voice = createVoice(options.flag('json'))

  const device = await openDevice(parseBackend(options))
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models, checkpoint.config, checkpoint.channels)
  const seeds = Array.from({ length: count }, (_, i) => firstSeed + i)
  const pictures = await sampler.draw(checkpoint.step, seedLatents(seeds, checkpoint.config.latent))
  sampler.dispose()
  disposeModels(models)

  if (out.toLowerCase().endsWith('.png')) {
    await mkdir(dirname(out), { recursive: true })
    await writeGrid(pictures, grid?.columns ?? Math.ceil(Math.sqrt(count)), out)
  } else {
    await mkdir(out, { recursive: true })
    for (const [i, seed] of seeds.entries()) await writePicture(pictures, i, join(out, `seed-${String(seed).padStart(6, '0')}.png`))
  }
  voice.event({ event: 'done', count, firstSeed, step: checkpoint.step, adapter: device.info.name, out })
  if (!options.flag('json')) voice.say(`${count} pictures of step ${checkpoint.step} are in ${out}.`)
}

function parseGrid(text: string | undefined): { columns: number; rows: number } | null {
  if (text === undefined) return null
  const match = /^([1-9]\d{0,2})x([1-9]\d{0,2})$/.exec(text)
  if (!match) throw new UsageError(`--grid is COLUMNSxROWS such as 8x8, not “${text}”.`)
  return { columns: Number(match[1]), rows: Number(match[2]) }
}
