// `bench memory`: a run of 2,000 steps with reports and pictures must hold as much at its end as early on.
import { createRun } from '../gan/run.ts'
import * as tf from '../tensor/tf.ts'
import { benchData, type Stage, settle } from './stage.ts'

const STEPS = 2000
const EARLY = 100
/** Steps between two reports with pictures. */
const REPORT_EVERY = 50

export async function benchMemory(stage: Stage): Promise<void> {
  const bytes = countBytes(stage.gpu)
  const run = createRun(stage.config, benchData(stage.config.size))
  const held = []
  for (let step = 1; step <= STEPS; step++) {
    run.advance()
    if (step % REPORT_EVERY === 0) {
      await run.report()
      await run.samples()
      await run.rotations()
    }
    await settle()
    if (step === EARLY || step === STEPS) held.push({ gpuBytes: bytes(), tensors: tf.memory().numTensors })
    stage.progress(step, STEPS, `${Math.round(bytes() / 2 ** 20)} MiB`)
  }
  const [early, end] = held as [(typeof held)[number], (typeof held)[number]]
  stage.emit({
    event: 'done',
    adapter: stage.device.info.name,
    steps: STEPS,
    gpuBytesAt100: early.gpuBytes,
    gpuBytesAtEnd: end.gpuBytes,
    tensorsAt100: early.tensors,
    tensorsAtEnd: end.tensors,
  })
}

/** Bytes of the buffers that are created from now on and not destroyed. */
function countBytes(gpu: GPUDevice): () => number {
  let bytes = 0
  const createBuffer = gpu.createBuffer.bind(gpu)
  gpu.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor)
    bytes += descriptor.size
    const destroy = buffer.destroy.bind(buffer)
    buffer.destroy = () => {
      bytes -= descriptor.size
      return destroy()
    }
    return buffer
  }
  return () => bytes
}
