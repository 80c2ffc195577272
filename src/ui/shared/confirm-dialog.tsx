// Asks for confirmation before something is lost.
import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import dialog from './dialog.module.css'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** What will be lost, and what stays. */
  readonly children: ReactNode
  readonly keep: string
  readonly go: string
  readonly onGo: () => void
}

export function ConfirmDialog({ open, onOpenChange, title, children, keep, go, onGo }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialog.backdrop} />
        <AlertDialog.Popup className={dialog.popup}>
          <AlertDialog.Title className={dialog.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={dialog.text}>{children}</AlertDialog.Description>
          <div className={dialog.actions}>
            <Button onClick={() => onOpenChange(false)}>{keep}</Button>
            <Button
              kind="primary"
              onClick={() => {
                onGo()
                onOpenChange(false)
              }}
            >
              {go}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
