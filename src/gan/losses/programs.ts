// The WGSL of the loss of a pass and of its gradient. The formulas are written into it.
import { memoize, openMain, type Program, WORKGROUP, workgroupsFor } from '../../tensor/ops/program.ts'
import { declareOpaqueZero } from '../../tensor/ops/tile.ts'
import { wgslFloat } from '../../tensor/ops/wgsl-float.ts'
import { workgroupTotal } from '../../tensor/ops/workgroup.ts'
import { add, derivative, type Expression, type Group, toWgsl, WGSL_FUNCTIONS } from './expression.ts'
import { type Attributes, conditionalGroups, type GroupOfPass, isFormula } from './pass-loss.ts'

function constants({ batch, n }: Attributes): string {
  return /* wgsl */ `
const BATCH = ${batch}; const N = ${n}; const ROWS = ${batch + 3 * n}; // of a group with its rotated copies
/** The rotation class of a row of a group: the last 4n rows are n upright images and their rotated copies, grouped by angle. */
fn rotationOf(row: i32) -> i32 { return max(row - (BATCH - N), 0) / ${Math.max(n, 1)}; }
${WGSL_FUNCTIONS}`
}

/** The variables `real` and `fake` that the formulas read, for image `row` of every group. */
function pairAt(groups: readonly GroupOfPass[]): string {
  return groups.map(({ name, from }) => `let ${name} = realLogit[${from} + row];`).join(' ')
}

/** Sums over the images of a group that are there in all four rotations: the cross-entropy, and how many are predicted right. */
function rotationSums(name: Group, from: number): string {
  return /* wgsl */ `
  var ${name}Entropy = 0.0;
  var ${name}Hits = 0.0;
  for (var row = BATCH - N + i32(local); row < ROWS; row += ${WORKGROUP}) {
    let logits = rotationLogits[${from} + row];
    let rotation = rotationOf(row);
    let largest = max(max(logits.x, logits.y), max(logits.z, logits.w));
    ${name}Entropy += largest + log(dot(exp(logits - largest), vec4<f32>(1.0))) - logits[rotation];
    var predicted = 0; // the first of the largest
    for (var i = 3; i >= 0; i--) { predicted = select(predicted, i, logits[i] == largest); }
    ${name}Hits += select(0.0, 1.0, predicted == rotation);
  }`
}

/** The variables `conditional`, the adversarial loss of the conditional logits, and `conditionalWeight`. */
function conditionalSum(terms: readonly Expression[], groups: readonly GroupOfPass[], weightIndex: number | undefined): string {
  return /* wgsl */ `
  var mine = 0.0;
  for (var row = i32(local); row < BATCH; row += ${WORKGROUP}) {
    ${pairAt(groups)}
    mine += ${toWgsl(terms.reduce(add))};
  }
  let conditional = total(mine, local, opaqueZero) / f32(BATCH);
  let conditionalWeight = scalars[${weightIndex}];`
}

/** Binds scalars, realLogit, rotationLogits (where images are rotated), loss, values. */
export const forwardProgram = memoize((attributes: Attributes): Program => {
  const { terms, groups, rotationGroup, n, adversarialWeight, weightIndex, conditionalIndex, measures } = attributes
  const rotated = n > 0
  const ofClasses = conditionalGroups(groups)
  const formulas = measures.filter(isFormula)
  const withAccuracy = groups.filter(({ name }) => measures.includes(`${name}Accuracy`))
  const withRotations = rotated ? groups.filter((group) => group.name === rotationGroup || withAccuracy.includes(group)) : []
  const lines = <T>(list: readonly T[], line: (item: T, i: number) => string) => list.map(line).join('\n')
  const wgsl = /* wgsl */ `
${constants(attributes)}
@group(0) @binding(0) var<storage, read> scalars: array<f32>;
@group(0) @binding(1) var<storage, read> realLogit: array<f32>;
${rotated ? '@group(0) @binding(2) var<storage, read> rotationLogits: array<vec4<f32>>;' : ''}
@group(0) @binding(${rotated ? 3 : 2}) var<storage, read_write> lossOut: array<f32>;
@group(0) @binding(${rotated ? 4 : 3}) var<storage, read_write> values: array<f32>;
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(num_workgroups) groups: vec3<u32>) {
  ${declareOpaqueZero('groups')}
${lines(terms, (_, i) => `  var term${i} = 0.0;`)}
${lines(formulas, (_, i) => `  var sum${i} = 0.0;`)}
  for (var row = i32(local); row < BATCH; row += ${WORKGROUP}) {
    ${pairAt(groups)}
${lines(terms, (term, i) => `    term${i} += ${toWgsl(term)};`)}
${lines(formulas, (formula, i) => `    sum${i} += ${toWgsl(formula)};`)}
  }
  var adversarial = 0.0;
${lines(terms, (_, i) => `  adversarial += total(term${i}, local, opaqueZero) / f32(BATCH);`)}
${ofClasses.length > 0 ? conditionalSum(terms, ofClasses, conditionalIndex) : ''}
${lines(formulas, (_, i) => `  let mean${i} = total(sum${i}, local, opaqueZero) / f32(BATCH);`)}
${lines(withRotations, ({ name, from }) => rotationSums(name, from))}
${lines(withAccuracy, ({ name }) => `  let ${name}Accuracy = ${rotated ? `total(${name}Hits, local, opaqueZero) / f32(4 * N)` : '0.0'};`)}
  let rotation = ${rotated ? `total(${rotationGroup}Entropy, local, opaqueZero) / f32(4 * N)` : '0.0'};
  let loss = ${wgslFloat(adversarialWeight)} * adversarial + scalars[${weightIndex}] * rotation${ofClasses.length > 0 ? ` + ${wgslFloat(adversarialWeight)} * conditionalWeight * conditional` : ''};
  if (local == 0u) {
    lossOut[0] = loss;
${lines(measures, (measure, i) => `    values[${i}] = ${isFormula(measure) ? `mean${formulas.indexOf(measure)}` : measure};`)}
  }
}`
  return { label: 'GAN loss', wgsl, workgroups: [1, 1, 1] }
})

/** Of all terms together. */
function derivativeOf(terms: readonly Expression[], group: Group): Expression {
  return terms.map((term) => derivative(term, group)).reduce(add)
}

/** The derivative of the upright images of a group. @param weight WGSL */
function groupDerivative({ name, from }: GroupOfPass, groups: readonly GroupOfPass[], { terms }: Attributes, weight: string): string {
  return /* wgsl */ `
  if ((index >= ${from}) & (index < ${from} + BATCH)) {
    let row = index - ${from};
    ${pairAt(groups)}
    derivative = dy[0] * ${weight} * ${toWgsl(derivativeOf(terms, name))} / f32(BATCH);
  }`
}

/** Binds dy, realLogit, scalars (where it reads any), rotationLogits (where images are rotated), dRealLogit, dRotationLogits. */
export const gradientProgram = memoize((attributes: Attributes, rows: number, rotationRows: number): Program => {
  const { groups, rotationGroup, n, adversarialWeight, weightIndex, conditionalIndex } = attributes
  const rotated = n > 0
  const ofClasses = conditionalGroups(groups)
  const weighted = rotated || ofClasses.length > 0
  const first = groups.find(({ name }) => name === rotationGroup)?.from
  const outputs = 2 + Number(weighted) + Number(rotated) // the first binding of one
  const weight = wgslFloat(adversarialWeight)
  const wgsl = /* wgsl */ `
${constants(attributes)}
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> realLogit: array<f32>;
${weighted ? '@group(0) @binding(2) var<storage, read> scalars: array<f32>;' : ''}
${rotated ? '@group(0) @binding(3) var<storage, read> rotationLogits: array<vec4<f32>>;' : ''}
@group(0) @binding(${outputs}) var<storage, read_write> dRealLogit: array<f32>;
@group(0) @binding(${outputs + 1}) var<storage, read_write> dRotationLogits: array<vec4<f32>>;
${openMain()}
  if (index >= ${rows}) { return; }
  var derivative = 0.0;
${groups.map((group) => groupDerivative(group, groups, attributes, weight)).join('\n')}
${ofClasses.map((group) => groupDerivative(group, ofClasses, attributes, `${weight} * scalars[${conditionalIndex}]`)).join('\n')}
  dRealLogit[index] = derivative;
  if (index >= ${rotationRows}) { return; }
  var gradient = vec4<f32>();
${
  rotated
    ? /* wgsl */ `
  let row = index - ${first};
  if ((row >= BATCH - N) & (row < ROWS)) {
    let logits = rotationLogits[index];
    let largest = max(max(logits.x, logits.y), max(logits.z, logits.w));
    let exponentials = exp(logits - largest);
    gradient = exponentials / dot(exponentials, vec4<f32>(1.0));
    gradient[rotationOf(row)] -= 1.0;
    gradient = gradient * dy[0] * scalars[${weightIndex}] / f32(4 * N);
  }`
    : ''
}
  dRotationLogits[index] = gradient;
}`
  return { label: 'GAN loss: gradient', wgsl, workgroups: workgroupsFor(rows) }
})
