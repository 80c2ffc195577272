// Collects the nodes and constants of a model while it is written down layer by layer.
import type { HostTensor } from '../../tensor/readback.ts'
import type { Attribute, OnnxConstant, OnnxModel, OnnxNode, OnnxValue } from './model.ts'

export type Attributes = Readonly<Record<string, Attribute>>

/** An output of the model, and the value that it is. */
export interface GraphOutput extends OnnxValue {
  readonly value: string
}

export interface GraphBuilder {
  /** @returns the name of its output, which begins with `path` */
  node(op: string, path: string, inputs: readonly string[], attributes?: Attributes): string
  /** @returns its name */
  constant(name: string, tensor: HostTensor): string
  /** A list of whole numbers. @returns its name */
  integers(name: string, values: readonly number[]): string
  /** The nodes and constants so far, with the outputs under their own names. */
  finish(outputs: readonly GraphOutput[]): Pick<OnnxModel, 'nodes' | 'constants' | 'outputs'>
}

export function createGraph(): GraphBuilder {
  const nodes: OnnxNode[] = []
  const constants: OnnxConstant[] = []
  const taken = new Set<string>()

  /** The same operator may stand several times in a block. */
  function unique(name: string): string {
    let free = name
    for (let count = 2; taken.has(free); count++) free = `${name}${count}`
    taken.add(free)
    return free
  }

  function add(constant: OnnxConstant): string {
    constants.push(constant)
    return constant.name
  }

  return {
    node(op, path, inputs, attributes = {}) {
      const output = unique(path === '' ? op : `${path}/${op}`)
      nodes.push({ op, inputs, output, attributes })
      return output
    },
    constant: (name, { shape, values }) => add({ name: unique(name), shape, values }),
    integers: (name, values) => add({ name: unique(name), shape: [values.length], values: BigInt64Array.from(values, BigInt) }),
    finish(outputs) {
      const names = new Map(outputs.map(({ value, name }) => [value, name]))
      const renamed = (value: string) => names.get(value) ?? value
      return {
        nodes: nodes.map((each) => ({ ...each, inputs: each.inputs.map(renamed), output: renamed(each.output) })),
        constants,
        outputs: outputs.map(({ name, shape, about }) => ({ name, shape, about })),
      }
    },
  }
}
