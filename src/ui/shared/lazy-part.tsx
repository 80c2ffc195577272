// A component that is loaded when it is first shown, so that the page starts sooner. If loading fails, a message is shown in its place.
import { type ComponentType, lazy, Suspense, useState } from 'react'

export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = lazy<ComponentType<P>>(() => load().then(asDefault, () => asDefault(NotLoaded)))
  return function LazyPart(props: P) {
    return (
      <Suspense>
        <Part {...props} />
      </Suspense>
    )
  }
}

/** A dialog of its own file: loaded when it first opens, and kept from then on, so that its state outlives closing. */
export function lazyDialog(load: () => Promise<ComponentType>): ComponentType<{ open: boolean }> {
  const Dialog = lazyPart(load)
  return function LazyDialog({ open }) {
    const [wasOpen, setWasOpen] = useState(open)
    if (open && !wasOpen) setWasOpen(true)
    return wasOpen && <Dialog />
  }
}

const asDefault = <P extends object>(part: ComponentType<P>) => ({ default: part })

function NotLoaded() {
  return <p role="alert">A part of the page could not be loaded: the address it came from does not answer. The run goes on.</p>
}
