// Long sums in two passes: a first kernel leaves one partial sum a slice, this one adds the slices in a fixed order, so that the
// bits are the same every time. Atomic additions would come in any order.
import { MAIN, type Program, workgroupsFor, written } from './program.ts'
import { vectorType, vectorWidth } from './tile.ts'

/** Binds partial [slices, count] and result [count]. */
export const sumOfSlicesProgram = written((slices: number, count: number): Program => {
  const width = vectorWidth(count)
  const vectors = count / width
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> partial: array<${vectorType(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${vectorType(width)}>;
${MAIN}
  if (index >= ${vectors}) { return; }
  var sum = partial[index];
  for (var slice = 1; slice < ${slices}; slice++) { sum += partial[slice * ${vectors} + index]; }
  result[index] = sum;
}`
  return { label: 'sum of slices', wgsl, workgroups: workgroupsFor(vectors) }
})
