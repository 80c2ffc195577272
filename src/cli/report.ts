// `bench report`: measures this machine and prints the report, also an unfinished one after Ctrl+C.
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, type } from 'node:os'
import { dirname, resolve } from 'node:path'
import sharp from 'sharp'
import type { Importer, PictureFormat } from '../bench/report/imports.ts'
import { FULL_PLAN, measureMachine, type ReportPlace } from '../bench/report/measure.ts'
import { importImages } from '../data/import.ts'
import { localImportPool } from '../data/import-pool.ts'
import type { SourceFile } from '../data/sources.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'
import { PARTS, type ReportEvent } from '../spec/machine-report.ts'
import { reportText } from '../spec/machine-table.ts'
import { parseOptions } from './arguments.ts'
import type { Context } from './context.ts'
import { decodeInNode } from './decode.ts'
import { openNodeDevice } from './device.ts'
import { UsageError } from './errors.ts'
import { readFeatureFile } from './files.ts'
import { createLogger, type Logger } from './logger.ts'
import { isFolder } from './paths.ts'

const USAGE =
  'Usage: npm run bench -- report [--out FILE.json] [--json]. What it measures is the same for every machine. In a browser, the page has it: “Measure this machine”.'

export async function report(args: string[], { root }: Context): Promise<void> {
  const options = parseOptions(args, { out: { type: 'string' }, json: { type: 'boolean' } }, USAGE)
  const out = options.text('out')
  const logger = createLogger(options.flag('json'))
  if (out !== undefined) await checkFolder(out)
  logger.info('Measuring this machine: at most 4 minutes; Ctrl+C gives what there is so far.')
  const stopped = new Promise<string>((resolve) => {
    process.once('SIGINT', () => resolve('It was stopped before that.'))
  })
  const made = await measureMachine({ ...nodePlace(root), stopped, emit: (event) => logProgress(event, logger) }, FULL_PLAN)
  logger.endProgress()
  logger.event({ event: 'done', ...made })
  logger.table(reportText(made))
  if (out === undefined) return
  await writeFile(out, `${JSON.stringify(made, null, 2)}\n`)
  logger.info(`The report is in ${out}.`)
}

/** What the report needs, in Node. */
export function nodePlace(root: string): Omit<ReportPlace, 'stopped' | 'emit'> {
  return {
    name: placeName(),
    now: () => performance.now(),
    openDevice: () => openNodeDevice('webgpu'),
    fetchFeatures: readFeatureFile(root),
    openImporter: async () => openNodeImporter(),
  }
}

/** Checked before the measurement starts. @throws UsageError */
async function checkFolder(out: string): Promise<void> {
  const folder = dirname(resolve(out))
  if (!(await isFolder(folder))) throw new UsageError(`There is no folder “${folder}” for --out.`)
  if (await isFolder(out)) throw new UsageError(`--out is a file, and “${out}” is a folder.`)
}

function logProgress(event: ReportEvent, logger: Logger): void {
  if (event.event !== 'progress') return
  const { part, share, secondsLeft, words } = event
  logger.event(event)
  const whole = 100
  logger.progress(Math.round(whole * share), whole, secondsLeft, [PARTS[part], words].filter(Boolean).join(': '))
}

/** "Node 22.11.0, Linux x64, 2 x Intel Xeon" */
function placeName(): string {
  const model = cpus()[0]?.model.trim()
  return `Node ${process.versions.node}, ${type()} ${process.arch}, ${availableParallelism()} cores${model ? ` (${model})` : ''}`
}

function openNodeImporter(): Importer {
  const files: SourceFile[] = []
  return {
    async add(pixels, side, format) {
      const bytes = await encode(pixels, side, format)
      files.push({
        path: `${files.length}.${format}`,
        size: bytes.length,
        read: async (from, to) => bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + Math.min(to, bytes.length)),
      })
    },
    async run() {
      return (await importImages(files, DEFAULT_PREPARATION, localImportPool(decodeInNode), { name: 'made' })).count
    },
    close: () => undefined,
  }
}

async function encode(pixels: Uint8ClampedArray, side: number, format: PictureFormat): Promise<Uint8Array<ArrayBuffer>> {
  const picture = sharp(pixels, { raw: { width: side, height: side, channels: 4 } })
  return new Uint8Array(await (format === 'jpeg' ? picture.jpeg() : picture.png()).toBuffer())
}
