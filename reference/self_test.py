"""Known numbers for the start-up self-test (src/tensor/self-test.ts), computed by PyTorch in float64.

Run: python3 reference/self_test.py
"""
import torch
import torch.nn.functional as F


def pattern(*shape):
    """The same numbers on both sides: multiples of 1/5 from -1 to 1."""
    count = torch.Size(shape).numel()
    return ((torch.arange(count, dtype=torch.float64) * 7 % 11 - 5) / 5).reshape(shape)


x = pattern(2, 4, 4, 3).requires_grad_()  # [B, H, W, C]
w = pattern(4, 4, 3, 4).requires_grad_()  # [KH, KW, Cin, Cout]
v = pattern(16, 5).requires_grad_()
h = F.conv2d(x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), stride=2, padding=1)  # [B, 4, 2, 2]
h = F.leaky_relu(h, 0.1).permute(0, 2, 3, 1).reshape(2, 16)
logits = h @ v  # [B, 5]
loss = F.softplus(logits).mean() - F.log_softmax(logits, 1)[:, 0].mean()
loss.backward()
print('loss', loss.item())
for name, t in (('x', x), ('w', w), ('v', v)):
    g = t.grad.reshape(-1)
    print(name, g.norm().item(), g[[0, 7, 11, -1]].tolist())
