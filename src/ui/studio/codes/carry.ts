// Brings samples from the page to the pad.
import type { SeedPoint } from '../../../spec/picture-code.ts'
import type { Store } from '../../app/store.ts'
import { firstStudio } from '../state/first-studio.ts'
import { edit } from '../state/history.ts'
import { enterRun } from '../state/kept-studio.ts'
import { studioKey } from '../state/run-of-studio.ts'

export function carryToPad(page: Store, left: SeedPoint, right: SeedPoint): void {
  const state = page.getState()
  enterRun(studioKey(state), firstStudio(state))
  edit(({ pad }) => ({ tool: 'pad', pad: { ...pad, corners: [left, right, pad.corners[2], pad.corners[3]], x: 0.5, y: 0 } }))
}
