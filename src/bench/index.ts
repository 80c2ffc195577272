// The benches by name, for the command line and the browser alike.
import { benchKernels } from './kernels.ts'
import { benchMemory } from './memory.ts'
import type { Stage } from './stage.ts'
import { benchStep } from './step.ts'

export const BENCHES: Readonly<Record<string, (stage: Stage, rounds: number) => Promise<void>>> = {
  step: benchStep,
  kernels: benchKernels,
  memory: benchMemory,
}
