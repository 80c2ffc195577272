// A part of the page that is loaded when it is first shown, so that the page itself is there sooner. Where it cannot be loaded, it says so
// in its place, and everything else goes on.
import { type ComponentType, lazy, Suspense } from 'react'

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

const asDefault = <P extends object>(part: ComponentType<P>) => ({ default: part })

function NotLoaded() {
  return <p role="alert">A part of the page could not be loaded: the address it came from does not answer. The run goes on.</p>
}
