// The views of a large dialog as tabs, with what is under way at the end of their row.
import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import classes from './tabbed-views.module.css'

export interface View<T extends string> {
  readonly value: T
  readonly label: string
  readonly content: ReactNode
  /** It stays in the page while another one is shown. */
  readonly keepMounted?: boolean
}

interface TabbedViewsProps<T extends string> {
  /** Of the row of tabs, for screen readers. */
  readonly label: string
  readonly views: readonly View<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  /** Beside the tabs. */
  readonly aside: ReactNode
  /** Between the tabs and every view. */
  readonly children?: ReactNode
  readonly className?: string | undefined
}

export function TabbedViews<T extends string>({ label, views, value, onChange, aside, children, className = '' }: TabbedViewsProps<T>) {
  return (
    <Tabs.Root className={`${classes.views} ${className}`} value={value} onValueChange={onChange}>
      <div className={classes.top}>
        <Tabs.List className={classes.tabs} aria-label={label}>
          {views.map((view) => (
            <Tabs.Tab key={view.value} value={view.value} className={classes.tab}>
              {view.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {aside}
      </div>
      {children}
      {views.map((view) => (
        <Tabs.Panel key={view.value} value={view.value} keepMounted={view.keepMounted ?? false} className={classes.panel}>
          {view.content}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
