// Times the variants of convolutions on the device, and chooses for each shape which one is used from now on.
import type * as tf from '../../tf.ts'
import { merged, recall, type Settled, type Trial, type Tunable, type Tuned, type Tuner, tune } from '../../tuning.ts'
import { compilePipeline, type Program, programsOf } from '../program.ts'
import { filterGradientPrograms } from './filter-gradient.ts'
import { forwardProgram } from './forward.ts'
import { inputGradientPrograms } from './input-gradient.ts'
import { type Convolution, choicesOf, convolutionsOf, flopsOf, keyOf, VARIANTS_VERSION, type Variant, variantsOf } from './variants.ts'

const FLOAT_BYTES = 4

type TunableConvolution = Tunable<Variant> & { readonly convolution: Convolution }

/**
 * Chooses a variant for every convolution of `work` that has none yet. Of the work there is only a dry run.
 * @param stopped called between measurements: whether the result is no longer needed
 */
export async function tuneConvolutions(backend: tf.WebGPUBackend, work: () => void, tuner: Tuner, stopped: () => boolean): Promise<Tuned> {
  const began = tuner.now()
  const { device } = backend
  const choices = choicesOf(device)
  const convolutions = [...convolutionsOf(() => programsOf(work)).values()]
  const open = convolutions.map(tunable).filter(({ key }) => !choices.has(key))
  if (open.length === 0) return { count: 0, milliseconds: 0 }
  const adapter = adapterKey(device)
  const saved = await tuner.store.load(adapter).catch(() => null)
  for (const [key, variant] of recall(saved, open)) choices.set(key, variant)
  const unknown = open.filter(({ key, variants }) => !choices.has(key) && variants.length > 1)
  const onSettled = (one: TunableConvolution, chosen: number, ms: readonly number[]) => tuner.onSettled?.(inWords(one, chosen, ms))
  const found = await tune<Variant, TunableConvolution>(unknown, (one) => openTrial(device, one, tuner.now), tuner.now, stopped, onSettled)
  for (const [key, variant] of found) choices.set(key, variant)
  if (found.size > 0) await tuner.store.save(adapter, merged(saved, found)).catch(() => undefined)
  if (!stopped()) for (const { key, variants } of open) choices.set(key, choices.get(key) ?? (variants[0] as Variant)) // no second try
  return { count: found.size, milliseconds: tuner.now() - began }
}

function tunable(convolution: Convolution): TunableConvolution {
  return { key: keyOf(convolution), flops: flopsOf(convolution), variants: variantsOf(convolution), convolution }
}

const KINDS = { forward: 'forward', inputGradient: 'gradient of the input', filterGradient: 'gradient of the filters' } as const

function inWords({ convolution: { kind, shape }, variants }: TunableConvolution, chosen: number, ms: readonly number[]): Settled {
  const { batch, inHeight, inWidth, inChannels, outChannels, kernelHeight, kernelWidth } = shape
  const what = `${KINDS[kind]}, ${batch} x ${inHeight} x ${inWidth} x ${inChannels}, ${kernelHeight} x ${kernelWidth} filters, ${outChannels} out`
  const words = (variant: Variant) =>
    `${variant.rows} x ${variant.columns} sums${variant.depth === 1 ? '' : `, ${variant.depth} channels at a time`}`
  return {
    what,
    usual: words(variants[0] as Variant),
    chosen: words(variants[chosen] as Variant),
    usualMs: ms[0] as number,
    chosenMs: ms[chosen] as number,
  }
}

/** What the times depend on, apart from the shape. */
function adapterKey({ adapterInfo }: GPUDevice): string {
  const { vendor, architecture, device, description } = adapterInfo
  return JSON.stringify([VARIANTS_VERSION, vendor, architecture, device, description])
}

/** The variants, with buffers of zeros: the time does not depend on the numbers. @throws Error where the device has no room for them */
async function openTrial(device: GPUDevice, { convolution, variants }: TunableConvolution, now: () => number): Promise<Trial> {
  const trials = variants.map((variant) => trialOf(convolution, variant))
  device.pushErrorScope('out-of-memory') // uncaught, it would end the run
  const buffers = (trials[0] as TrialProgram).floats.map((floats) =>
    device.createBuffer({ size: floats * FLOAT_BYTES, usage: GPUBufferUsage.STORAGE }),
  )
  const full = await device.popErrorScope()
  if (full) throw new Error(full.message)
  await device.queue.onSubmittedWorkDone() // pending work would be measured too
  return {
    async time(variant, runs) {
      const { program } = trials[variant] as TrialProgram
      const pipeline = await compilePipeline(device, program)
      const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }))
      for (let run = 0; run < runs; run++) pass.dispatchWorkgroups(...program.workgroups)
      pass.end()
      const commands = encoder.finish()
      const began = now()
      device.queue.submit([commands])
      await device.queue.onSubmittedWorkDone()
      return now() - began
    },
    dispose() {
      for (const buffer of buffers) buffer.destroy()
    },
  }
}

interface TrialProgram {
  readonly program: Program
  /** Sizes of what it binds; the same for all variants. */
  readonly floats: readonly number[]
}

/** The program that differs between variants; the passes before and after it are the same for all. */
function trialOf({ kind, shape, activation }: Convolution, variant: Variant): TrialProgram {
  const x = shape.batch * shape.inHeight * shape.inWidth * shape.inChannels
  const y = shape.batch * shape.outHeight * shape.outWidth * shape.outChannels
  const filter = shape.kernelHeight * shape.kernelWidth * shape.inChannels * shape.outChannels
  switch (kind) {
    case 'forward':
      return {
        program: forwardProgram(shape, activation ?? null, variant),
        floats: [x, filter, ...(activation ? [shape.outChannels] : []), y],
      }
    case 'inputGradient':
      return { program: inputGradientPrograms(shape, variant).gradient, floats: [y, filter, x] }
    case 'filterGradient': {
      const { slices, partial } = filterGradientPrograms(shape, variant)
      return { program: partial, floats: [x, y, slices * filter] }
    }
    default:
      return kind satisfies never
  }
}
