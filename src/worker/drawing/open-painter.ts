// Chooses what draws: at once the processor, on WebAssembly where there is any; then the graphics processor, where it draws the right pictures faster.
import { createGpuPainter, type GpuPainter } from '../../player/gpu.ts'
import type { GeneratorModel } from '../../player/model.ts'
import { createPlainPainter, type Painter } from '../../player/painter.ts'
import { createPlan, type Plan } from '../../player/plan.ts'
import { createWasmPainter } from '../../player/wasm-painter.ts'
import type { OpenPainter } from './slots.ts'

interface PainterDependencies {
  /** Seconds of a steady clock. */
  now(): number
  openGpu(plan: Plan): Promise<GpuPainter | null>
  openWasm(plan: Plan): Promise<Painter>
}

/** Largest difference of a channel from what the processor draws. */
const TOLERANCE = 2
/** Pictures that are timed: on the graphics processor at once. */
const TIMED = 4

export function createPainterOpener(deps: PainterDependencies): OpenPainter {
  const opener = new PainterOpener(deps)
  return (model, before, onFaster) => opener.open(model, before, onFaster)
}

export const browserPainters: Omit<PainterDependencies, 'now'> = { openGpu: createGpuPainter, openWasm: createWasmPainter }

class PainterOpener {
  private readonly deps: PainterDependencies
  /** Of each network, in JSON, whether the graphics processor draws it faster. */
  private readonly isFasterOnGpu = new Map<string, boolean>()

  constructor(deps: PainterDependencies) {
    this.deps = deps
  }

  /** @param before what drew other weights, perhaps of the same network: it may be taken on */
  async open(model: GeneratorModel, before: Painter | null, onFaster: (painter: Painter) => void): Promise<Painter> {
    const network = JSON.stringify([model.definition, model.latent])
    const plan = createPlan(model)
    if (before instanceof FallingBack && before.reload(network, plan)) return before
    const processor = await this.openProcessor(plan)
    if (this.isFasterOnGpu.get(network) !== false) void this.tryGpu(network, plan, processor, onFaster)
    return processor
  }

  private readonly openProcessor = (plan: Plan) => this.deps.openWasm(plan).catch(() => createPlainPainter(plan))

  /** Never rejects. */
  private async tryGpu(network: string, plan: Plan, processor: Painter, onFaster: (painter: Painter) => void): Promise<void> {
    const gpu = await this.deps.openGpu(plan).catch(() => null)
    if (!gpu) return
    const isFaster = await this.isFaster(plan, gpu, processor).catch(() => false)
    this.isFasterOnGpu.set(network, isFaster)
    if (!isFaster) return gpu.dispose()
    onFaster(new FallingBack(network, gpu, plan, this.openProcessor))
  }

  /** Whether it draws the same picture, and several in less time. The first ones count as preparation. */
  private async isFaster({ codeLength }: Plan, gpu: Painter, processor: Painter): Promise<boolean> {
    const code = Float32Array.from({ length: codeLength }, (_, i) => Math.sin(1 + i))
    const codes = Array.from({ length: Math.min(TIMED, gpu.capacity) }, () => code)
    const drawn = await gpu.draw(codes)
    const wanted = await processor.draw([code])
    if (wanted.some((value, i) => Math.abs(value - (drawn[i] as number)) > TOLERANCE)) return false
    const time = async (draw: () => Promise<unknown>) => {
      const began = this.deps.now()
      await draw()
      return this.deps.now() - began
    }
    const onProcessor = (await time(() => processor.draw([code]))) * codes.length
    return (await time(() => gpu.draw(codes))) < onProcessor
  }
}

/** A graphics device may be lost at any time, as when a laptop goes to sleep: then the processor draws, and this says so. */
class FallingBack implements Painter {
  readonly side: number
  private readonly network: string
  private readonly gpu: GpuPainter
  private plan: Plan
  private readonly openProcessor: (plan: Plan) => Promise<Painter>
  private fallback: Painter | null = null

  constructor(network: string, gpu: GpuPainter, plan: Plan, openProcessor: (plan: Plan) => Promise<Painter>) {
    this.network = network
    this.gpu = gpu
    this.side = gpu.side
    this.plan = plan
    this.openProcessor = openProcessor
  }

  get device(): string {
    return this.current.device
  }

  get onProcessor(): boolean {
    return this.current.onProcessor
  }

  get capacity(): number {
    return this.current.capacity
  }

  private get current(): Painter {
    return this.fallback ?? this.gpu
  }

  /** Whether it draws with these weights from now on. */
  reload(network: string, plan: Plan): boolean {
    if (network !== this.network || this.fallback) return false
    this.plan = plan
    this.gpu.reload(plan)
    return true
  }

  async draw(codes: readonly Float32Array[]): Promise<Uint8ClampedArray<ArrayBuffer>> {
    const pixels = this.fallback ? null : await this.gpu.draw(codes).catch(() => null)
    if (pixels) return pixels
    this.fallback ??= await this.openProcessor(this.plan)
    return this.fallback.draw(codes)
  }

  dispose(): void {
    this.gpu.dispose()
  }
}
