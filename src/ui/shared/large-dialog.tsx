// A dialog that fills most of the window, with a title, a subtitle and a close button.
import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import dialog from './dialog.module.css'
import { CrossIcon } from './icons.tsx'
import classes from './large-dialog.module.css'

interface LargeDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly subtitle: ReactNode
  readonly testId: string
  readonly children: ReactNode
}

export function LargeDialog({ open, onOpenChange, title, subtitle, testId, children }: LargeDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={classes.popup} data-testid={testId}>
          <div className={classes.head}>
            <div className={classes.heading}>
              <Dialog.Title className={dialog.title}>{title}</Dialog.Title>
              {subtitle}
            </div>
            <Button kind="quiet" label="Close" onClick={() => onOpenChange(false)}>
              <CrossIcon />
            </Button>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
