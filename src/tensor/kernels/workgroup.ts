// Sums over a workgroup, in a fixed order.
import { WORKGROUP } from './program.ts'

/** WGSL `total(mine, local)`: the sum of `mine` over all invocations; every one of them must call it. */
export function workgroupTotal(type: string): string {
  return /* wgsl */ `
var<workgroup> sums: array<${type}, ${WORKGROUP}>;
fn total(mine: ${type}, local: u32) -> ${type} {
  workgroupBarrier(); // the last total may still be read
  sums[local] = mine;
  for (var half = ${WORKGROUP / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) { sums[local] += sums[local + half]; }
  }
  workgroupBarrier();
  return sums[0];
}`
}
