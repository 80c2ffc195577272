// Tasks that need the run between two of its steps, such as a score or a checkpoint: they wait for the end of the current step, and training
// waits for them.
import type { Dataset } from '../../data/dataset.ts'
import type { Run } from '../../gan/run.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { WaitReason } from '../../spec/report.ts'
import type { Device } from '../../tensor/backend.ts'

/** A run with what it was opened with. */
export interface ActiveRun {
  readonly run: Run
  readonly dataset: Dataset
  readonly device: Device
}

interface Task {
  /** Null: too short to be told. */
  readonly reason: WaitReason | null
  run(active: ActiveRun): Promise<void>
  cancel(): void
}

interface StepTasksDependencies {
  /** Seconds of a steady clock. */
  now(): number
  /** Training waits for a task; null: it is done. */
  onWait(reason: WaitReason | null): void
}

export class StepTasks {
  private readonly deps: StepTasksDependencies
  private readonly queue: Task[] = []
  private running = false
  /** That training has waited: they are not time spent training. */
  private seconds = 0

  constructor(deps: StepTasksDependencies) {
    this.deps = deps
  }

  /** Whether a task is being done: no step is. */
  get isRunning(): boolean {
    return this.running
  }

  /** Seconds of a clock that stands still while training waits. */
  readonly clock = (): number => this.deps.now() - this.seconds

  /** @throws CancelledError where the run ends before */
  add<T>(task: (active: ActiveRun) => Promise<T>, reason: WaitReason | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = () => reject(new CancelledError('The run has ended.'))
      this.queue.push({ reason, run: (active) => task(active).then(resolve, reject), cancel })
    })
  }

  /** Does all tasks, unless the run has ended. */
  async runAll(active: ActiveRun, hasEnded: () => boolean): Promise<void> {
    for (const task of this.queue.splice(0)) {
      await this.during(task.reason, async () => (hasEnded() ? task.cancel() : task.run(active)))
    }
  }

  /** Does at once what the run itself needs before its next step. */
  async during(reason: WaitReason | null, work: () => Promise<void>): Promise<void> {
    const began = this.deps.now()
    this.running = true
    if (reason !== null) this.deps.onWait(reason)
    try {
      await work()
    } finally {
      this.running = false
      if (reason !== null) this.deps.onWait(null)
      this.seconds += this.deps.now() - began
    }
  }

  cancelAll(): void {
    for (const task of this.queue.splice(0)) task.cancel()
  }
}
