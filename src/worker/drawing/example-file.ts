// The generator of the finished example as it stands in public/example: its step and what describes it in generator.json, its numbers in generator.bin.
import type { GeneratorCopy } from '../../spec/drawing.ts'

export const EXAMPLE_FILES = { description: 'generator.json', numbers: 'generator.bin' } as const

export function exampleDescription({ step, description }: GeneratorCopy): string {
  return `${JSON.stringify({ step, ...JSON.parse(description) })}\n`
}

export function readExampleGenerator(description: string, numbers: ArrayBuffer): GeneratorCopy {
  const { step, ...rest } = JSON.parse(description) as { readonly step: number }
  return { step, description: JSON.stringify(rest), numbers }
}
