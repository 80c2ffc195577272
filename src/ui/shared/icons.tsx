// Icons in the text colour, hidden from screen readers: there is always a text next to them.
import type { ReactNode } from 'react'

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="1.15em"
      height="1.15em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  )
}

const path = (d: string) => () => (
  <Icon>
    <path d={d} />
  </Icon>
)

const filled = (d: string) => () => (
  <Icon>
    <path d={d} fill="currentColor" />
  </Icon>
)

export const PlayIcon = filled('M6 4.5v11l9-5.5z')
export const PauseIcon = filled('M6 4.5h2.2v11H6zM11.8 4.5H14v11h-2.2z')
export const StepIcon = filled('M5 4.5v11l7-5.5zM14.6 4.5v11')
export const SlowMotionIcon = path('M6.5 4.5v11l7-5.5zM3 7v.1M3 10v.1M3 13v.1M16.5 4.5v11')
export const BranchIcon = path('M6 16V4M6 12c5 0 8-1.5 8-5M14 7V4M11.5 6.2 14 3.8l2.5 2.4')
export const LiveIcon = path('M5 4.5v11l7.5-5.5zM15 4.5v11')
export const ResetIcon = path('M4.2 8A6.2 6.2 0 1 1 4 12M4 4v4h4')
export const CheckIcon = path('M4.5 10.5 8.3 14l7.2-8')
export const CrossIcon = path('M5.5 5.5l9 9M14.5 5.5l-9 9')
export const BackIcon = path('M16 10H4.5M9 5.2 4.2 10 9 14.8')
export const ForwardIcon = path('M4 10h11.5M11 5.2 15.8 10 11 14.8')
export const FeaturesIcon = path(
  'M5 4.6v.1M8.4 6.6v.1M5.4 8.2v.1M14.6 12.2v.1M11.8 14.4v.1M15 15.6v.1M13.6 4.8v.1M16 7v.1M12.6 7.8v.1M5.6 14.2v.1',
)
export const DownIcon = path('M5.5 8l4.5 4.5L14.5 8')
export const PlusIcon = path('M10 4.5v11M4.5 10h11')
export const MinusIcon = path('M4.5 10h11')
export const WholeIcon = path('M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4')
export const SwapIcon = path('M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3')
export const LinkIcon = path('M8.5 11.5l3-3M9 6l1.6-1.6a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.6 1.6a3.5 3.5 0 0 1-5-5L6 9')
export const FolderIcon = path('M3 6a1 1 0 0 1 1-1h3.6l2 2H16a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z')
export const FilesIcon = path('M7 3.5h5l3.5 3.5v7.5h-8.5zM4.5 6.5v10.5h8')
export const SaveIcon = path('M10 3.5v9M6 8.8l4 4 4-4M4 16.5h12')
export const LookIcon = path('M8.8 3.6a5.2 5.2 0 1 0 .01 0M12.7 12.5l4 4')
export const BinIcon = path('M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6M8.7 9v4.5M11.3 9v4.5')
export const WarningIcon = path('M10 3.5 17.5 16h-15zM10 8.2v3.6M10 13.9v.1')
export const TagIcon = path('M3.5 3.5h6.2l7 7-6.2 6.2-7-7zM7 7v.1')
export const InfoIcon = path('M10 2.8a7.2 7.2 0 1 0 .01 0M10 9v4.6M10 6.3v.1')
export const RunsIcon = path('M4 5.5h3v3H4zM4 11.5h3v3H4zM10 7h6.5M10 13h6.5')
export const CompareIcon = path('M3.5 14.5 8 9l3 3 5.5-7M3.5 9.5 7 6l3 1.5')
export const PencilIcon = path('M4 16l.8-3.4L13.4 4l2.6 2.6-8.6 8.6zM11.6 5.8l2.6 2.6')
export const GaugeIcon = path('M4.6 15.2a7 7 0 1 1 10.8 0M10 11.5l3.2-4.2M10 11.4v.1')
export const SunIcon = path(
  'M10 6.8a3.2 3.2 0 1 0 .01 0M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.4 4.4l1.1 1.1M14.5 14.5l1.1 1.1M15.6 4.4l-1.1 1.1M5.5 14.5l-1.1 1.1',
)
export const MoonIcon = path('M16.5 11.6A6.9 6.9 0 0 1 8.4 3.5a6.9 6.9 0 1 0 8.1 8.1z')
export const DiceIcon = path('M4.5 4.5h11v11h-11zM7.6 7.6v.1M12.4 12.4v.1M12.4 7.6v.1M7.6 12.4v.1M10 10v.1')
export const StudioIcon = path('M3.5 3.5h13v13h-13zM10 3.5v13M3.5 10h13M12.2 12.2h2.2v2.2h-2.2z')
export const LockIcon = path('M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9')
export const UnlockIcon = path('M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 5.8-1')
export const StarIcon = path('M10 3.2l2 4.4 4.8.5-3.6 3.2 1 4.7-4.2-2.4L5.8 16l1-4.7-3.6-3.2 4.8-.5z')
export const StarredIcon = filled('M10 3.2l2 4.4 4.8.5-3.6 3.2 1 4.7-4.2-2.4L5.8 16l1-4.7-3.6-3.2 4.8-.5z')
export const MoreIcon = path('M5 10v.1M10 10v.1M15 10v.1')
export const UndoIcon = path('M7.5 4.5 3.8 8.2l3.7 3.7M4 8.2h7.2a4 4 0 0 1 0 8H8')
export const RedoIcon = path('M12.5 4.5l3.7 3.7-3.7 3.7M16 8.2H8.8a4 4 0 0 0 0 8H12')
export const LessonIcon = path('M3 6.5 10 3.5l7 3-7 3zM6 8v4.2c0 1.4 1.8 2.3 4 2.3s4-.9 4-2.3V8M17 6.5v4.5')
export const KeyboardIcon = path('M2.8 5.5h14.4v9H2.8zM5.6 8.5v.1M8.5 8.5v.1M11.5 8.5v.1M14.4 8.5v.1M6.5 11.7h7')

/** Half light, half dark: follows the system. */
export function AutoIcon() {
  return (
    <Icon>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
    </Icon>
  )
}

/** Points to where the top of the picture went; rotations are counter-clockwise, as in the code of the paper. */
export function RotationArrow({ turn }: { turn: number }) {
  return (
    <svg viewBox="0 0 20 20" width="1.1em" height="1.1em" aria-hidden="true" focusable="false">
      <path
        d="M10 16.5v-12M5.2 9 10 4.2 14.8 9"
        transform={`rotate(${-90 * turn} 10 10)`}
        fill="none"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="3.2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M8.5 24V17a8.5 8.5 0 0 1 8.5-8.5h4" />
        <path d="M18.4 3.8 23.6 8.5l-5.2 4.7" />
      </g>
      <rect x="15.6" y="16.2" width="8" height="8" rx="2" fill="var(--on-accent)" opacity=".62" />
    </svg>
  )
}
