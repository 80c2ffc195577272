// Scores and probes as lines for a terminal.
import type { ProbeOutput } from '../eval/analysis.ts'
import { leastImages } from '../eval/metrics/frechet.ts'
import { hasLowDiversity, LOW_DIVERSITY, listOfClasses, worstFirst } from '../spec/class-collapse.ts'
import { type ClassScore, NUMBER_KEYS, SCORE_VALUES, type Scores } from '../spec/scores.ts'
import { counted, grouped, percent } from '../spec/words.ts'

/** @param width of the features */
export function describeScores(scores: Scores, network: string, width: number): string[] {
  const { counts, fid, fidFloorAtCounts, kid, kidStderr, missing } = scores
  const floor = fidFloorAtCounts === null ? whyNoFloor(counts, width) : `a perfect generator: about ${fixed(fidFloorAtCounts, 3)}`
  const others = NUMBER_KEYS.filter((key) => SCORE_VALUES[key].tile)
  return [
    `${counts.fake} images against ${counts.real} real ones, in the features of ${network} (${counts.heldOut} others held out to tell copies by):`,
    `FID-${network} ${fixed(fid, 3)} (${floor})`,
    `KID-${network} ${fixed(kid, 6)} ± ${fixed(kidStderr, 6)}`,
    others.map((key) => `${SCORE_VALUES[key].label.toLowerCase()} ${fixed(scores[key], 3)}`).join(' · '),
    ...describeClasses(scores),
    ...Object.values(missing),
  ]
}

/** With more classes only the worst are listed. */
const LISTED = 20

/** How often samples show the class that they were asked for, and a table of the classes; nothing where there are none. */
function describeClasses(scores: Scores): string[] {
  const { classAccuracy, classAccuracyReal, perClass } = scores
  const share = (key: 'classAccuracy' | 'classAccuracyReal') =>
    `${fixed(scores[key], 3)} (95 % interval ${fixed(scores[`${key}Low`], 3)} to ${fixed(scores[`${key}High`], 3)})`
  const accuracy =
    classAccuracy === null || classAccuracyReal === null
      ? []
      : [`class accuracy ${share('classAccuracy')} · real images ${share('classAccuracyReal')}`]
  return [...accuracy, ...(perClass ? classTable(perClass) : [])]
}

function classTable(perClass: readonly ClassScore[]): string[] {
  const listed = perClass.length > LISTED ? worstFirst(perClass).slice(0, LISTED) : perClass
  const head = ['class', 'real', 'samples', 'accuracy', 'KID', 'variety']
  const rows = listed.map((one) => [
    one.name,
    grouped(one.real),
    grouped(one.fake),
    fixed(one.accuracy, 3),
    one.kid === null ? '–' : `${fixed(one.kid, 3)} ± ${fixed(one.kidStderr, 3)}`,
    `${fixed(one.diversity, 2)}${hasLowDiversity(one) ? ' low' : ''}`,
  ])
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] as string)].map((cell) => cell.length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number))).join('  ')
  const others = perClass.length - listed.length
  const low = perClass.filter(hasLowDiversity).map(({ name }) => name)
  return [
    line(head),
    ...rows.map(line),
    ...(others > 0 ? [`… and ${counted(others, 'others')}, none of them worse; --json has all.`] : []),
    ...(low.length > 0
      ? [`${listOfClasses(low)}: samples differ less than ${percent(LOW_DIVERSITY)} as much as real images of the class do.`]
      : []),
  ]
}

const fixed = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits))

/** The floor compares two halves of the real images, each of as many as a Fréchet distance needs. */
function whyNoFloor({ real, fake }: Scores['counts'], width: number): string {
  const least = leastImages(width)
  if (real >= 2 * least && fake >= least) return 'what a perfect generator would score is not known'
  return `what a perfect generator would score takes ${grouped(2 * least)} real images and ${grouped(least)} others to tell`
}

/** “2 classes, 300 images, each tested once, in 10 folds” */
export function describeProbe({ classes, learnt, tested, folds }: Pick<ProbeOutput, 'classes' | 'learnt' | 'tested' | 'folds'>): string {
  const images = (count: number) => counted(count, 'images')
  if (folds === 1) return `${classes.length} classes, ${images(learnt)} learnt, ${grouped(tested)} others tested`
  return `${classes.length} classes, ${images(tested)}, each tested once, in ${folds} folds`
}

/** A line for each set of features that a probe compares. */
export function describeProbeRows(rows: ProbeOutput['rows']): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return rows.map(
    ({ features, name, accuracy, low, high }) =>
      `${name} (${features}): ${percent(accuracy)}, 95 % interval ${percent(low)} to ${percent(high)}`,
  )
}
