// Sums over a workgroup, in a fixed order.
import { WORKGROUP } from './program.ts'

/**
 * WGSL `total(mine, local, opaqueZero)`: the sum of `mine` over all invocations; every one of them must call it.
 * @param columns a power of two: invocation i adds up those of the same i % columns alone
 */
export function workgroupTotal(type: string, columns = 1): string {
  return /* wgsl */ `
var<workgroup> sums: array<${type}, ${WORKGROUP}>;
fn total(mine: ${type}, local: u32, opaqueZero: i32) -> ${type} {
  workgroupBarrier(); // the last total may still be read
  sums[local] = mine;
  for (var half = ${WORKGROUP / 2}u; half >= ${columns}u + u32(opaqueZero); half /= 2u) {
    workgroupBarrier();
    if (local < half) { sums[local] += sums[local + half]; }
  }
  workgroupBarrier();
  return sums[${columns === 1 ? '0' : `local % ${columns}u`}];
}`
}
