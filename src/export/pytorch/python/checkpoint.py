"""The state of a run in a folder: weights.safetensors, which Quarterturn opens too, and config.json for the settings."""

import json
import os
import struct
import zlib

import numpy as np
import torch

DTYPES = {'F32': np.float32, 'I32': np.int32, 'U8': np.uint8}
UNKNOWN_RUN = 'run'  # in the codes of pictures
UNSEALED = '00000000'
CRC_AT = 8 + len('{"__metadata__":{"crc32":"')


def read_tensors(path):
    """Tensors by name, and what the file says of itself. The layout: https://github.com/huggingface/safetensors"""
    with open(path, 'rb') as file:
        (length,) = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        values = file.read()
    about = json.loads(header.pop('__metadata__')['quarterturn'])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        array = np.frombuffer(values[begin:end], DTYPES[entry['dtype']]).reshape(entry['shape'])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors, about


def write_tensors(path, tensors, about):
    """Replaces the file in one go, with the checksum that Quarterturn asks for."""
    header = {'__metadata__': {'crc32': UNSEALED, 'quarterturn': json.dumps(about)}}
    arrays = {name: t.detach().cpu().contiguous().numpy() for name, t in tensors.items()}
    dtypes = {kind: name for name, kind in DTYPES.items()}
    end = 0
    for name, array in arrays.items():
        offsets = [end, end + array.nbytes]
        header[name] = {'dtype': dtypes[array.dtype.type], 'shape': array.shape, 'data_offsets': offsets}
        end += array.nbytes
    text = json.dumps(header, separators=(',', ':')).encode('ascii')
    text += b' ' * (-len(text) % 4)  # so that floats begin at a multiple of their size
    content = bytearray(struct.pack('<Q', len(text)) + text + b''.join(array.tobytes() for array in arrays.values()))
    content[CRC_AT : CRC_AT + len(UNSEALED)] = f'{zlib.crc32(content):08x}'.encode('ascii')
    replace(path, content)


def replace(path, content):
    part = f'{path}.part'
    with open(part, 'wb') as file:
        file.write(content)
    os.replace(part, path)


class State:
    """What a folder holds: `tensors` by name, `about` as Quarterturn's checkpoints have it, `config` with the settings."""

    def __init__(self, folder):
        self.weights_path = os.path.join(folder, 'weights.safetensors')
        self.config_path = os.path.join(folder, 'config.json')
        self.tensors, self.about = read_tensors(self.weights_path)
        with open(self.config_path, encoding='utf-8') as file:
            self.described = json.load(file)
        self.config = self.described['config']
        self.step, self.channels = self.about['step'], self.about['channels']
        self.class_count, self.classes = self.about.get('classCount', 0), self.about.get('classes')
        self.has_moments = self.about.get('content', 'state') == 'state'

    @property
    def counts(self):
        """In what proportion each class is drawn."""
        return self.classes['counts'] if self.classes else [1] * self.class_count

    def save(self, tensors, **changes):
        """Writes a state into the folder, of no run that Quarterturn knows. changes: of `about`"""
        plain = {'version': 2, 'content': 'state', 'pictures': {'wall': None, 'panel': None}, 'device': None}
        about = {**self.about, **plain, 'config': self.config, **changes}
        about.pop('run', None)
        write_tensors(self.weights_path, tensors, about)
        described = {**self.described, 'run': UNKNOWN_RUN, 'step': about['step'], 'content': 'state'}
        replace(self.config_path, (json.dumps(described, indent=2) + '\n').encode('ascii'))


def ramp_at(config, step):
    """How much classes count, 0 to 1 [Shahbazi et al. 2022, eq. 5]; marks in thousands of images seen. 1 without a ramp."""
    if config['conditioning'] == 'none' or config['rampUntil'] <= 0:
        return 1.0
    seen = step * config['batch'] * config['discriminatorSteps'] / 1000
    if seen >= config['rampUntil']:
        return 1.0
    return max(0.0, (seen - config['rampFrom']) / (config['rampUntil'] - config['rampFrom']))
