// The generator, or the discriminator with its features, as an ONNX file. A generator's pictures are compared with those of the run where
// ONNX Runtime is installed.
import { toPictures } from '../../data/pixels.ts'
import { comparePictures, comparisonPoints } from '../../export/comparison.ts'
import { permuted } from '../../export/onnx/channels-first.ts'
import { discriminatorOnnx } from '../../export/onnx/discriminator.ts'
import { generatorOnnx } from '../../export/onnx/generator.ts'
import type { InferenceGenerator } from '../../gan/inference.ts'
import { pointCode } from '../../gan/latent/codes.ts'
import type { TensorLayout } from '../../spec/exports.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { type LatentPoint, runCode } from '../../spec/picture-code.ts'
import type { Logger } from '../logger.ts'
import type { ExportedFile, ExportFormat } from './format.ts'
import { type DrawingRun, openDrawingRun } from './open-run.ts'

export const onnx: ExportFormat = {
  options: ['network', 'layout', 'step'],
  async write({ run, options, logger }) {
    const network = options.choice('network', ['generator', 'features'])
    const layout = options.choice('layout', ['nchw', 'nhwc'])
    const drawing = await openDrawingRun(run, options)
    const code = runCode(run.record.id)
    try {
      if (network === 'generator') return await writeGenerator(drawing, layout, code, logger)
      const { step, classes } = drawing.checkpoint
      return { bytes: discriminatorOnnx(await drawing.captureDiscriminator(), layout, { run: code, step, classes }) }
    } finally {
      drawing.dispose()
    }
  },
}

async function writeGenerator(
  { checkpoint, sampler, captureGenerator }: DrawingRun,
  layout: TensorLayout,
  code: string,
  logger: Logger,
): Promise<ExportedFile> {
  const generator = await captureGenerator()
  const bytes = generatorOnnx(generator, layout, code)
  const runtime = await importRuntime()
  if (!runtime) {
    logger.info('The pictures of the file were not compared with those of the run: onnxruntime-web is not installed.')
    return { bytes }
  }
  const points = comparisonPoints(generator.classes.counts.length)
  const drawn = await drawWith(runtime, bytes, generator, layout, points)
  return { bytes, check: comparePictures(drawn, await sampler.pictures(checkpoint, points)) }
}

type Runtime = typeof import('onnxruntime-web')

/** Only development needs it: null where it is not installed. */
async function importRuntime(): Promise<Runtime | null> {
  try {
    return await import('onnxruntime-web')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null
    throw error
  }
}

async function drawWith(
  { InferenceSession, Tensor, env }: Runtime,
  file: Uint8Array,
  { latent, classes: { counts } }: InferenceGenerator,
  layout: TensorLayout,
  points: readonly LatentPoint[],
): Promise<Pictures> {
  const codes = points.map((point) => pointCode(point, { latent, counts, ramp: 1 })) // the file knows the ramp
  const columns = (from: number, to: number) =>
    new Tensor('float32', Float32Array.from(codes.flatMap((code) => [...code.subarray(from, to)])), [codes.length, to - from])
  env.wasm.numThreads = 1 // threads would outlive the command
  const session = await InferenceSession.create(file)
  const classWeights = counts.length > 0 && { class_weights: columns(latent, latent + counts.length) }
  const { images } = await session.run({ latent: columns(0, latent), ...classWeights })
  await session.release()
  const { dims: shape, data } = images as { readonly dims: readonly number[]; readonly data: Float32Array }
  const rows = layout === 'nhwc' ? { shape, values: data } : permuted({ shape, values: data }, [0, 2, 3, 1]) // → [N, S, S, C]
  const [count, size, , channels] = rows.shape as [number, number, number, number]
  return toPictures(rows.values, count, size, channels)
}
