// The roofline [Williams et al. 2009]: a kernel can be no faster than arithmetic and memory at their peaks allow.
import type { KernelFigure } from '../../spec/machine-report.ts'

export interface Peak {
  readonly gflops: number
  readonly gbps: number | null
}

/** The least time that the peaks allow, over the time it took. */
export function rooflineOf(
  { ms, flops, bytes }: Pick<KernelFigure, 'ms' | 'flops' | 'bytes'>,
  peak: Peak | null,
): Pick<KernelFigure, 'roofline' | 'bound'> {
  if (!peak?.gbps) return { roofline: null, bound: null }
  const arithmeticMs = flops / peak.gflops / 1e6
  const memoryMs = bytes / peak.gbps / 1e6
  return { roofline: Math.max(arithmeticMs, memoryMs) / ms, bound: arithmeticMs > memoryMs ? 'arithmetic' : 'memory' }
}
