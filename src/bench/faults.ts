// The bench of the faulty disk: how often, and with what outcome, everything that writes a kept run was interrupted. It measures no time.
import { FAULT_NAMES, SCENARIO_NAMES, tryAll, tryChain } from '../store/fault-trials.ts'
import type { BenchEvent } from './stage.ts'

/** Saves of a chain, each of which fails or not. */
const CHAIN_LENGTH = 25

/** @param chains of failures one after another. @throws Error for the first trial that ends wrongly */
export async function benchFaults(chains: number, emit: (event: BenchEvent) => void): Promise<void> {
  let all = 0
  for (const scenario of SCENARIO_NAMES) {
    for (const fault of FAULT_NAMES) {
      const counts = await tryAll(scenario, fault)
      all += counts.trials
      emit({ event: 'trials', scenario, fault, ...counts })
    }
  }
  const total = { failures: 0, saves: 0 }
  for (let seed = 0; seed < chains; seed++) {
    const { failures, saves } = await tryChain(seed, CHAIN_LENGTH)
    total.failures += failures
    total.saves += saves
  }
  emit({ event: 'done', trials: all, chains, failuresInChains: total.failures, savesInChains: total.saves })
}
