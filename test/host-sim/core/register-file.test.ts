import { RegisterFile } from '../../../host-sim/core/register-file';

describe('a register file', () => {
  const create = (): { file: RegisterFile; log: string[] } => {
    const log: string[] = [];
    const file: RegisterFile = new RegisterFile(
      'BLOCK',
      0x3ff00000,
      [
        { name: 'PLAIN', offset: 0, reset: 0x12 },
        { name: 'MASKED', offset: 4, reset: 0xf0, writable: 0x0f },
        { name: 'FIXED', offset: 8, reset: 5, writable: 0 },
        { name: 'COMPUTED', offset: 12, read: (stored) => stored | 0x80000000 },
        {
          name: 'HOOKED',
          offset: 16,
          reset: 1,
          check: (value) => {
            if (value === 13) throw new Error('thirteen');
          },
          written: (value, before) => log.push(`${before} → ${value}`),
        },
      ],
      {
        unmodelled: { 0x20: 'KNOWN' },
        guard: (access, register) => log.push(`${access} ${register}`),
        changed: (offset) => log.push(`changed ${offset}`),
      },
    );
    return { file, log };
  };

  test('begins with its reset values and falls back to them', () => {
    const { file } = create();
    expect(file.dump()).toEqual({ PLAIN: 0x12, MASKED: 0xf0, FIXED: 5, COMPUTED: 0x80000000, HOOKED: 1 });
    file.write(0, 0xffffffff);
    expect(file.read(0)).toBe(0xffffffff);
    file.reset();
    expect(file.read(0)).toBe(0x12);
  });

  test('changes only the bits that can be written', () => {
    const { file } = create();
    file.write(4, 0xabcdef05);
    file.write(8, 0xffffffff);
    expect(file.read(4)).toBe(0xf5);
    expect(file.read(8)).toBe(5);
  });

  test('tells its block before and after a write, in order, and keeps the old value when the check throws', () => {
    const { file, log } = create();
    file.write(16, 7);
    expect(log).toEqual(['write HOOKED', '1 → 7', 'changed 16']);
    expect(() => file.write(16, 13)).toThrow('thirteen');
    expect(file.get(16)).toBe(7);
  });

  test('lets the block itself read and set without guard, mask and hooks', () => {
    const { file, log } = create();
    file.set(8, -1);
    expect(file.get(8)).toBe(0xffffffff);
    expect(log).toEqual([]);
  });

  test('stops at a register without a model, by its name if that is known', () => {
    const { file } = create();
    expect(() => file.read(0x20)).toThrow('read of KNOWN at 0x3ff00020: the simulator has no model of it');
    expect(() => file.write(0x24, 0)).toThrow('write of BLOCK + 0x24 at 0x3ff00024');
  });
});
