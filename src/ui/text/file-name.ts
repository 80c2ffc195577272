// What the files of a run are called: by its images and the step.
import { safeName } from '../studies/grouping.ts'

/**
 * “shapes-step-000400.safetensors”: without spaces, since such names are typed on command lines.
 * @param step null where no run had a part in it
 * @param ending what follows the step
 */
export function runFileName(label: string, step: number | null, ending: string): string {
  const images = safeName(label, 'images')
    .toLowerCase()
    .replace(/[\s-]+/g, '-')
    .replace(/-$/, '')
  return step === null ? `${images}${ending}` : `${images}-step-${String(step).padStart(6, '0')}${ending}`
}
