// After a reload: offers to open the person's last set again.

import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { countOf } from '../shared/format.ts'
import { dataActions } from './actions.ts'
import { describePreparation } from './describe-set.ts'
import { offeredSet } from './last-kept.ts'
import classes from './offer-kept.module.css'

export function OfferKept() {
  const set = useStore(offeredSet)
  if (set === null) return null
  const { name, count, size, preparation } = set
  const facts = [countOf(count, 'image'), `${size} px`, describePreparation(preparation)].filter((part) => part !== '')
  return (
    <div className={classes.offer} data-testid="offer-kept">
      <p>
        Your own images from before: <b>{name}</b>, {facts.join(', ')}
      </p>
      <ActionButton action={dataActions.openLastKept} target={set} />
    </div>
  )
}
