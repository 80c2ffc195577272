// Yielding to the event loop without timers or animation frames: both are throttled or stopped in a hidden tab.

/** Lets pending messages (pause, new settings, a new latent) be handled before the caller continues. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** The part of MessageChannel used here; browsers, Workers and Node all have it, the language's library does not name it. */
declare class MessageChannel {
  readonly port1: { onmessage: (() => void) | null; close(): void }
  readonly port2: { postMessage(message: null): void }
}
