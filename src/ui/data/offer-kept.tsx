// After a reload: offers to open the person's last set again.

import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { countOf } from '../shared/format.ts'
import { describePreparation } from './describe-set.ts'
import { offeredSet } from './last-kept.ts'
import classes from './offer-kept.module.css'

export function OfferKept() {
  const session = useSession()
  const set = useStore(offeredSet)
  if (set === null) return null
  const { key, name, count, size, preparation } = set
  const facts = [countOf(count, 'image'), `${size} px`, describePreparation(preparation)].filter((part) => part !== '')
  return (
    <div className={classes.offer} data-testid="offer-kept">
      <p>
        Your own images from before: <b>{name}</b>, {facts.join(', ')}
      </p>
      <Button onClick={() => session.open({ kind: 'kept', name, key })}>Open them again</Button>
    </div>
  )
}
