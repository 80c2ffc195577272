// An ONNX model as plain data, and its bytes. Field numbers: onnx.proto of ONNX 1.12 (github.com/onnx/onnx), where they never change.
import { bytesField, floatField, integerField, messageBytes, messageField, type Pieces, repeated, textField } from './protobuf.ts'

/**
 * The operators are those of ONNX 1.12 (2022). Runtimes read what is older than themselves (ONNX Runtime from 7 on, TensorRT from 9 on), while some
 * importers take no model from before 16. What came after changed nothing that these networks need.
 */
export const OPSET = 17
/** The version of the file format that belongs to it. */
const IR_VERSION = 8

/** Of TensorProto.DataType. */
const DATA_TYPES = { float: 1, int64: 7 } as const
/** Of AttributeProto.AttributeType. */
const ATTRIBUTE_TYPES = { float: 1, int: 2, text: 3, ints: 7 } as const

export type Attribute =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string }

/** A step of the computation. */
export interface OnnxNode {
  /** The operator, such as Conv. */
  readonly op: string
  /** Names of values; '' is one that is left out. */
  readonly inputs: readonly string[]
  readonly output: string
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** A value that is part of the model. */
export interface OnnxConstant {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array | BigInt64Array
}

/** What goes into the model or comes out of it: float32. */
export interface OnnxValue {
  readonly name: string
  /** A name stands for a side of any length. */
  readonly shape: readonly (number | string)[]
  readonly about: string
}

export interface OnnxModel {
  readonly name: string
  readonly about: string
  readonly metadata: Readonly<Record<string, string>>
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** Each after those whose outputs it reads. */
  readonly nodes: readonly OnnxNode[]
  readonly constants: readonly OnnxConstant[]
}

/** ModelProto */
export function modelBytes(model: OnnxModel): Uint8Array<ArrayBuffer> {
  return messageBytes([
    ...integerField(1, IR_VERSION),
    ...textField(2, 'Quarterturn'), // producer_name
    ...textField(6, model.about), // doc_string
    ...messageField(7, graph(model)),
    ...messageField(8, integerField(2, OPSET)), // opset_import, of the operators that ONNX defines itself
    ...repeated(Object.entries(model.metadata), ([key, value]) => messageField(14, [...textField(1, key), ...textField(2, value)])),
  ])
}

/** GraphProto */
function graph({ name, about, inputs, outputs, nodes, constants }: OnnxModel): Pieces {
  return [
    ...repeated(nodes, (each) => messageField(1, node(each))),
    ...textField(2, name),
    ...repeated(constants, (each) => messageField(5, tensor(each))), // initializer
    ...textField(10, about), // doc_string
    ...repeated(inputs, (each) => messageField(11, valueInfo(each))),
    ...repeated(outputs, (each) => messageField(12, valueInfo(each))),
  ]
}

/** NodeProto */
function node({ op, inputs, output, attributes }: OnnxNode): Pieces {
  return [
    ...repeated(inputs, (input) => textField(1, input)),
    ...textField(2, output),
    ...textField(3, output), // the name of the node
    ...textField(4, op),
    ...repeated(Object.entries(attributes), ([name, value]) => messageField(5, attribute(name, value))),
  ]
}

/** AttributeProto */
function attribute(name: string, value: Attribute): Pieces {
  const named = (type: number, content: Pieces) => [...textField(1, name), ...content, ...integerField(20, type)]
  if ('float' in value) return named(ATTRIBUTE_TYPES.float, floatField(2, value.float))
  if ('int' in value) return named(ATTRIBUTE_TYPES.int, integerField(3, value.int))
  if ('text' in value) return named(ATTRIBUTE_TYPES.text, textField(4, value.text))
  return named(
    ATTRIBUTE_TYPES.ints,
    repeated(value.ints, (each) => integerField(8, each)),
  )
}

/** TensorProto, its values little-endian as every machine with a browser has them */
function tensor({ name, shape, values }: OnnxConstant): Pieces {
  const type = values instanceof Float32Array ? DATA_TYPES.float : DATA_TYPES.int64
  return [
    ...repeated(shape, (side) => integerField(1, side)),
    ...integerField(2, type),
    ...textField(8, name),
    ...bytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)), // raw_data
  ]
}

/** ValueInfoProto, around TypeProto and TensorShapeProto */
function valueInfo({ name, shape, about }: OnnxValue): Pieces {
  const side = (length: number | string) => (typeof length === 'number' ? integerField(1, length) : textField(2, length))
  const sides = repeated(shape, (length) => messageField(1, side(length)))
  const tensorType = [...integerField(1, DATA_TYPES.float), ...messageField(2, sides)]
  return [...textField(1, name), ...messageField(2, messageField(1, tensorType)), ...textField(3, about)]
}
