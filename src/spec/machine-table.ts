// The report of a machine in words: tables for the page and for the command line alike, and all of it as plain text to share.
import {
  type KernelFigure,
  type MachineReport,
  PARTS,
  type PartName,
  STEP_SIZES,
  type StepFigures,
  type TuningFigures,
} from './machine-report.ts'
import { duration, formatBytes, grouped, percent, significant } from './words.ts'

export interface ReportTable {
  readonly title: string
  /** The columns; null where the rows are names and values. */
  readonly head: readonly string[] | null
  /** The first cell of a row is its name. */
  readonly rows: readonly (readonly string[])[]
  /** A note on how to read it, or null. */
  readonly note: string | null
}

/** Shown where there is no figure; a table of its own says what is missing and why. */
const NOTHING = '–'

export function tablesOf(report: MachineReport): ReportTable[] {
  return [
    adapterTable(report),
    stepTable(report.steps),
    kernelTable(report),
    ...report.steps.flatMap(({ size, tuning }) => (tuning ? [tuningTable(size, tuning)] : [])),
    otherTable(report),
    missingTable(report),
  ].filter((table) => table !== null)
}

/** The few most important figures, the most important first. */
export function highlightsOf({ peak, steps }: MachineReport): { readonly name: string; readonly value: string }[] {
  const fastest = steps.filter(({ ratioReplay }) => ratioReplay !== null).at(-1)
  const timed = steps.filter(({ replay }) => replay !== null).at(-1)
  return [
    peak && { name: 'best matrix product', value: `${rate(peak.gflops)}FLOP/s` },
    peak?.gbps ? { name: 'speed of memory', value: `${rate(peak.gbps)}B/s` } : null,
    timed?.replay ? { name: `a training step, ${timed.size} networks`, value: timing(timed.replay.ms) } : null,
    fastest?.ratioReplay ? { name: 'as fast as TensorFlow.js alone', value: `${significant(fastest.ratioReplay)} times` } : null,
  ].filter((one) => one !== null)
}

function adapterTable({ adapter, peak }: MachineReport): ReportTable | null {
  if (!adapter) return null
  const { name, vendor, architecture, software, features, limits } = adapter
  const limit = (key: string) => limits[key] ?? 0
  const rows = [
    ['Name', name],
    ['Kind', software ? 'imitated by the processor: right, but slow' : 'a GPU'],
    ['Vendor, architecture', [vendor, architecture].filter(Boolean).join(', ') || 'not known'],
    ['Features', features.join(', ') || 'none that matter here'],
    ['Largest buffer, binding', `${formatBytes(limit('maxBufferSize'))}, ${formatBytes(limit('maxStorageBufferBindingSize'))}`],
    [
      'Workgroup',
      `${limit('maxComputeInvocationsPerWorkgroup')} invocations, ${formatBytes(limit('maxComputeWorkgroupStorageSize'))} shared, ${limit('maxStorageBuffersPerShaderStage')} buffers`,
    ],
  ]
  if (peak) {
    rows.push(['Best matrix product', `${rate(peak.gflops)}FLOP/s (${peak.side} x ${peak.side}, best of ${peak.rounds})`])
    rows.push(['Memory, copying', peak.gbps === null ? NOTHING : `${rate(peak.gbps)}B/s (best of ${peak.copyRounds})`])
  }
  return { title: PARTS.adapter, head: null, rows, note: null }
}

function stepTable(steps: readonly StepFigures[]): ReportTable | null {
  if (steps.length === 0) return null
  const row = (name: string, cell: (step: StepFigures) => string) => [name, ...steps.map(cell)]
  const timed = (name: 'stock' | 'eager' | 'replay') => (step: StepFigures) => (step[name] ? timing(step[name].ms) : NOTHING)
  return {
    title: 'One training step',
    head: ['', ...STEP_SIZES.filter((size) => steps.some((step) => step.size === size)).map(capital)],
    rows: [
      row('Networks', ({ pixels, width }) => `${pixels} px, width ${width}`),
      row('Batch', ({ batch }) => `${batch}`),
      row('Work', ({ flops }) => `${rate(flops / 1e9)}FLOP`),
      row('TensorFlow.js alone', timed('stock')),
      row('Quarterturn, operation by operation', timed('eager')),
      row('Quarterturn, replayed', timed('replay')),
      row('Times as fast as TensorFlow.js', ({ ratioReplay }) => (ratioReplay === null ? NOTHING : significant(ratioReplay))),
      row('Speed', ({ gflops }) => (gflops === null ? NOTHING : `${rate(gflops)}FLOP/s`)),
      row('Of the best matrix product', ({ peakFraction }) => share(peakFraction)),
      row('First step, cold', ({ firstColdMs }) => timing(firstColdMs)),
      row('First step, warm', ({ firstWarmMs }) => (firstWarmMs === null ? NOTHING : timing(firstWarmMs))),
      row('Rounds', ({ stock, eager, replay }) => [stock, eager, replay].map((one) => one?.rounds ?? 0).join(', ')),
    ],
    note: 'Medians; rounds in the order of the rows. Cold: these shapes were not used before; what the browser or the driver keeps on disk cannot be emptied from here.',
  }
}

/** Our kernels by their usual names. Others have the names that TensorFlow.js gives them. */
const KERNELS: Readonly<Record<string, string>> = {
  ConvolveBiasActivation: 'Convolution, bias and activation',
  ActivationBiasGradient: 'Gradient of activation and bias',
  Conv2D: 'Convolution',
  Conv2DBackpropInput: 'Gradient of a convolution’s input',
  Conv2DBackpropFilter: 'Gradient of a convolution’s filters',
  BatchNormActivation: 'Batch norm and activation',
  BatchNormActivationGradient: 'Gradient of batch norm and activation',
  NormaliseActivation: 'Normalisation and activation',
  AdamStep: 'Adam',
  AugmentedViews: 'Augmentation and quarter turns',
  AugmentedViewsGradient: 'Gradient of augmentation and turns',
  SpectralNormalise: 'Spectral norm',
  SpectralNormaliseGradient: 'Gradient of spectral norm',
  LinearHead: 'Linear head',
  LinearHeadInputGradient: 'Gradient of a linear head’s input',
  LinearHeadWeightGradient: 'Gradient of a linear head’s weights',
  SumOfSlices: 'Sum of partial results',
  RandomNumbers: 'Random numbers',
  GatherImages: 'Gathering the images of a batch',
  BatchMatMul: 'Matrix product',
  _FusedMatMul: 'Matrix product',
}

function kernelTable({ kernels }: MachineReport): ReportTable | null {
  if (!kernels || kernels.slowest.length === 0) return null
  const row = ({ kernel, shape, calls, ms, flops, bytes: moved, roofline, bound }: KernelFigure) => [
    `${KERNELS[kernel] ?? kernel}, ${shape}${calls > 1 ? `, ${calls} times` : ''}`,
    timing(ms),
    flops === 0 ? NOTHING : `${rate(flops / 1e9)}FLOP`,
    formatBytes(moved),
    roofline === null ? NOTHING : `${percent(roofline)}, ${bound === 'arithmetic' ? 'arithmetic' : 'memory'}`,
  ]
  const timedBy = kernels.clock === 'timestamp-query' ? 'by the adapter’s own clock' : 'until the adapter has answered'
  return {
    title: `Slowest kernels of a step, ${kernels.size} networks`,
    head: ['Kernel', 'Time', 'Work', 'Data', 'Of what is possible'],
    rows: kernels.slowest.map(row),
    note: `Each timed alone, ${timedBy}, medians of ${kernels.rounds}; all ${kernels.timed} take ${timing(kernels.totalMs)} a step. What is possible: the best matrix product, or the speed of memory, whichever bounds the kernel. Data that stays in a cache can pass 100 %.`,
  }
}

/** Rows of what the tuner changed: the others are in the file. */
const SHOWN_TUNINGS = 3

function tuningTable(size: string, { measured, milliseconds, won, share }: TuningFigures): ReportTable {
  const rows = [
    ['Convolutions timed', `${measured}, in ${timing(milliseconds)}`],
    ['Another variant than usual won', `${won.length} of ${measured}`],
    ['Their time after tuning', `${percent(share)} of what it was`],
    ...won
      .slice(0, SHOWN_TUNINGS)
      .map(({ convolution, usual, chosen, usualMs, chosenMs }) => [
        capital(convolution),
        `${chosen} instead of ${usual}: ${timing(chosenMs)} instead of ${timing(usualMs)}`,
      ]),
  ]
  return { title: `Tuning, ${size} networks`, head: null, rows, note: null }
}

function otherTable({ imports, score }: MachineReport): ReportTable | null {
  const rows: string[][] = []
  if (imports) {
    const { imagesPerSecond, rounds, jpegs, pngs, pixels } = imports
    rows.push([
      'Reading images',
      `${significant(imagesPerSecond)} a second (${jpegs} JPEGs, ${pngs} PNGs of ${pixels} px, looked over too; median of ${rounds})`,
    ])
  }
  if (score) {
    const { imagesPerSecond, rounds, numbersMs, numbersCount, count, seconds } = score
    rows.push(['Features of images', `${significant(imagesPerSecond)} a second (median of ${rounds})`])
    rows.push([`Numbers of a score of ${numbersCount}`, timing(numbersMs)])
    rows.push([`A score of ${grouped(count)} samples`, `about ${timing(1000 * seconds)}; the first of a run takes longer`])
  }
  return rows.length > 0 ? { title: 'Images and scores', head: null, rows, note: null } : null
}

/** Parts that are missing for the same reason share a row. */
function missingTable({ missing }: MachineReport): ReportTable | null {
  if (missing.length === 0) return null
  const byReason = new Map<string, string[]>()
  for (const { part, what, reason } of missing) byReason.set(reason, [...(byReason.get(reason) ?? []), nameOf(part, what)])
  return {
    title: 'Not measured',
    head: null,
    rows: [...byReason].map(([reason, names]) => [capital(names.join('; ')), reason]),
    note: null,
  }
}

function nameOf(part: PartName, what: string): string {
  const isStep = (STEP_SIZES as readonly string[]).includes(part)
  return isStep && what !== PARTS[part] ? `${what} (${part} networks)` : what
}

/** Where it was measured, and how long that took. */
export function summaryOf({ place, seconds, complete }: MachineReport): string {
  const time = timing(1000 * seconds)
  return complete ? `${place}. Measured in ${time}.` : `${place}. The first ${time} of measuring.`
}

/** Everything as plain text, to be read or shared. */
export function reportText(report: MachineReport): string {
  const head = `Quarterturn: this machine, ${report.measuredAt.slice(0, 16).replace('T', ' ')} UTC\n${summaryOf(report)}`
  return `${[head, ...tablesOf(report).map(tableText)].join('\n\n')}\n`
}

/** Columns a line of text is wide at most; longer values go on below. */
const LINE = 100

function tableText({ title, head, rows, note }: ReportTable): string {
  const lines = head ? columnsText([head, ...rows]) : pairsText(rows)
  return [title, ...lines.map((line) => `  ${line}`), ...(note ? wrapped(note, LINE - 2).map((line) => `  ${line}`) : [])].join('\n')
}

function pairsText(rows: ReportTable['rows']): string[] {
  const width = Math.min(44, Math.max(...rows.map(([name = '']) => name.length)))
  return rows.flatMap(([name = '', value = '']) => {
    const names = wrapped(name, width)
    const values = wrapped(value, LINE - 4 - width)
    const count = Math.max(names.length, values.length)
    return Array.from({ length: count }, (_, i) => `${(names[i] ?? '').padEnd(width)}  ${values[i] ?? ''}`.trimEnd())
  })
}

/** Names to the left, figures to the right; a name that is too long goes on below. */
function columnsText(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const [longest = 0, ...figureWidths] = widths
  const figuresWidth = figureWidths.reduce((sum, width) => sum + 2 + width, 0)
  const nameWidth = Math.min(longest, LINE - 2 - figuresWidth)
  return rows.flatMap(([name = '', ...figures]) => {
    const [first = '', ...others] = wrapped(name, nameWidth)
    const cells = figureWidths.map((width, column) => `  ${(figures[column] ?? '').padStart(width)}`)
    return [`${first.padEnd(nameWidth)}${cells.join('')}`.trimEnd(), ...others]
  })
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

const share = (value: number | null) => (value === null ? NOTHING : percent(value))

/** "0.35 ms", "610 ms", "17.8 s", "2 min 5 s" */
export function timing(ms: number): string {
  if (ms < 1000) return `${significant(ms)} ms`
  if (ms < 60_000) return `${significant(ms / 1000)} s`
  return duration(ms / 1000)
}

/** Billions as "850 M", "7.01 G" or "24.3 T", in thousands; the unit follows. */
function rate(billions: number): string {
  if (billions >= 1000) return `${significant(billions / 1000)} T`
  return billions >= 1 ? `${significant(billions)} G` : `${significant(1000 * billions)} M`
}
