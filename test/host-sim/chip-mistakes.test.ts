import { createSine } from '../../host-sim/parts/sample-source';
import { createRing, createSoundBench, I2S, ROUTING, startFullDuplex } from '../support/sound-bench';
import type { FullDuplexOptions, Write } from '../support/sound-bench';
import { fitTone } from '../support/tone';
import { NS_PER_MS } from '../../host-sim/core/time-units';

// Mistakes that a driver can make, and what they sound like on a bench.

const HZ = 1_000;
const source = createSine({ hz: HZ, amplitude: 0.25 });

function run(options: FullDuplexOptions, meanwhile?: (bench: ReturnType<typeof createSoundBench>) => void) {
  const bench = createSoundBench({ source });
  const rx = createRing(bench, 4, 160);
  const tx = createRing(bench, 4, 160);
  for (let k = 0; k < 4; k++) tx.block(k).forEach((_, i, block) => (block[i] = (1000 + i) << 16));
  startFullDuplex(bench, { txDescriptor: tx.address, rxDescriptor: rx.address, ...options });
  bench.runMs(5);
  meanwhile?.(bench);
  bench.runMs(55);
  const captured = Int16Array.from(rx.block(1), (word) => word >> 16);
  const track = bench.amplifier.recording.toSamples(0, 60 * NS_PER_MS);
  return { bench, captured, played: track.subarray(600), track };
}

const isSilent = (samples: Int16Array): boolean => samples.every((sample) => sample === 0);
const without = (...addresses: number[]): Write[] => ROUTING.filter(([address]) => !addresses.includes(address));
const changed = (address: number, value: number): Write[] =>
  ROUTING.map((write) => (write[0] === address ? [address, value] : write));

describe('without any mistake', () => {
  test('the microphone is captured and the buffer is played', () => {
    const { captured, played } = run({});
    expect(fitTone(captured, 16_000, HZ).amplitude).toBeCloseTo(8_192, -1);
    expect(played[0]).toBeGreaterThanOrEqual(1000);
    expect(isSilent(played)).toBe(false);
  });
});

describe('wrong routing', () => {
  test.each<[string, Write[], { mic: boolean; amp: boolean }]>([
    ['no bit clock pad', without(0x3ff44598), { mic: false, amp: false }],
    ['the receiver’s bit clock on the pad', changed(0x3ff44598, 27), { mic: false, amp: false }],
    ['bit clock and word select swapped', [...changed(0x3ff44598, 25), [0x3ff44594, 23]], { mic: false, amp: false }],
    ['word select not enabled', ROUTING.filter(([, value]) => value !== 1 << 25), { mic: false, amp: false }],
    ['data out on the wrong signal', changed(0x3ff44588, 162), { mic: true, amp: false }],
    ['data out left with the pad’s fixed function', changed(0x3ff49080, 0x0800), { mic: true, amp: false }],
    ['data in from the wrong pad', changed(0x3ff4439c, 0x80 | 33), { mic: false, amp: true }],
    [
      'data in from a pad that can hear, but to which no microphone goes',
      [...changed(0x3ff4439c, 0x80 | 33), [0x3ff49020, 0x2a00]],
      { mic: false, amp: true },
    ],
    ['data in without SIG_IN_SEL', changed(0x3ff4439c, 32), { mic: false, amp: true }],
    ['data in without FUN_IE', changed(0x3ff4901c, 0x2800), { mic: false, amp: true }],
  ])('%s', (_, routing, { mic, amp }) => {
    const { captured, played } = run({ routing });
    expect(isSilent(captured)).toBe(!mic);
    expect(isSilent(played)).toBe(!amp);
  });

  test('pinMode or digitalWrite after routing takes the clock away, and the frames with it go on unheard', () => {
    for (const spoil of ['pinMode', 'digitalWrite'] as const) {
      const { captured, track, bench } = run({}, ({ chip: { gpio } }) => {
        if (spoil === 'pinMode') gpio.pinMode(26, 'output');
        else gpio.digitalWrite(26, 0);
      });
      expect(isSilent(captured)).toBe(true);
      expect(bench.amplifier.recording.stretches).toEqual([{ startNs: 0, endNs: 5 * NS_PER_MS }]);
      expect(isSilent(track.subarray(0, 80))).toBe(false);
      expect(bench.peek(I2S.INT_RAW) & 0x200).toBe(0x200);
    }
  });
});

describe('wrong routing in the midst of a callback', () => {
  test('takes effect at its own instant, not at the clock’s', () => {
    let nowNs = 0;
    const bench = createSoundBench({ chip: { now: () => nowNs } });
    startFullDuplex(bench, { txDescriptor: createRing(bench, 4, 160).address });
    nowNs = 5 * NS_PER_MS;
    bench.chip.gpio.pinMode(26, 'output');
    nowNs = 9 * NS_PER_MS;
    bench.chip.advance();
    expect(bench.amplifier.recording.stretches).toEqual([{ startNs: 0, endNs: 5 * NS_PER_MS }]);
  });
});

describe('wrong settings', () => {
  test('no SIG_LOOPBACK: the receiver gets no clock and nothing comes in', () => {
    const { bench } = run({ conf: 0x00000c80 });
    expect(bench.peek(I2S.INT_RAW) & 0x200).toBe(0);
    expect(bench.peek(I2S.INT_RAW) & 0x1000).toBe(0x1000);
  });

  test('no SIG_LOOPBACK, but the clocks led back over their pads: it works', () => {
    const back: Write[] = [
      [0x3ff49028, 0x2a00],
      [0x3ff49024, 0x2a00],
      [0x3ff4419c, 0x80 | 26],
      [0x3ff441a0, 0x80 | 25],
    ];
    const { captured } = run({ conf: 0x00000c80, routing: [...ROUTING, ...back] });
    expect(isSilent(captured)).toBe(false);
  });

  test('two masters: the receiver listens by its own clocks, on which there is no microphone', () => {
    const { captured, bench } = run({ conf: 0x00000c00 });
    expect(bench.peek(I2S.INT_RAW) & 0x200).toBe(0x200);
    expect(isSilent(captured)).toBe(true);
  });

  test('the receiver looks at the empty slot', () => {
    expect(isSilent(run({ chan: 0x11 }).captured)).toBe(true);
  });

  test('no Philips shift in the receiver: samples half as loud, and their sign lost', () => {
    const { captured } = run({ conf: 0x00040480 });
    const wrong = fitTone(captured, 16_000, HZ);
    expect(wrong.snrDb).toBeLessThan(10);
    expect(Math.min(...captured)).toBeGreaterThanOrEqual(0);
  });

  test('TX_RESET or RX_RESET left at 1: that direction does not run', () => {
    expect(isSilent(run({ conf: 0x00040c81 }).track)).toBe(true);
    expect(isSilent(run({ conf: 0x00040c82 }).captured)).toBe(true);
  });

  test('no Philips shift in the transmitter: samples twice as loud', () => {
    const { track, bench } = run({ conf: 0x00040880 });
    expect([...track.subarray(0, 3)]).toEqual([2000, 2002, 2004]);
    expect(bench.amplifier.mutedBecause).toBeUndefined();
  });

  test('a word to the right slot only: the amplifier, on the left one, plays SIGLE_DATA', () => {
    expect(isSilent(run({ chan: 0xb }).played)).toBe(true);
    const constant = run({ chan: 0xb }, ({ poke }) => poke(I2S.CONF_SIGLE_DATA, 77 << 16)).track;
    expect([constant[79], constant[80]]).toEqual([0, 77]);
  });

  test('a wrong divider: the amplifier refuses 12 kHz and says so, the microphone’s pitch is wrong', () => {
    const clkm = 0x00140127 + 13; // N = 52: 12 kHz and a bit
    const { bench, captured } = run({ clkm });
    expect(bench.amplifier.mutedBecause).toMatch(/cannot play 12005 Hz/);
    expect(bench.amplifier.recording.stretches).toEqual([]);
    expect(fitTone(captured, 16_000, HZ).snrDb).toBeLessThan(0);
  });

  test('half the bit clocks a frame is refused before anything runs, by field', () => {
    expect(() => run({ sampleRate: 0x00410104 })).toThrow(/I2S_SAMPLE_RATE_CONF.*only TX_BITS_MOD = 32/);
  });
});

describe('refused at the start, by register and field', () => {
  test.each<[string, FullDuplexOptions, RegExp]>([
    ['16-bit FIFO', { fifo: 0x00181820 }, /I2S_FIFO_CONF = 0x00181820: 16-bit data \(TX_FIFO_MOD 0 and 1\)/],
    ['FIFO mode not forced', { fifo: 0x00137820 }, /I2S_FIFO_CONF.*TX_FIFO_MOD_FORCE_EN must be 1/],
    ['receive FIFO mode not forced', { fifo: 0x000b7820 }, /I2S_FIFO_CONF.*RX_FIFO_MOD_FORCE_EN must be 1/],
    ['no such FIFO mode', { fifo: 0x001bf820 }, /TX_FIFO_MOD has no such mode/],
    ['stereo words into one slot', { fifo: 0x001b5820 }, /I2S_CONF_CHAN.*TX_CHAN_MOD = 0/],
    ['one word into two slots', { chan: 8 }, /I2S_CONF_CHAN.*TX_CHAN_MOD = 1, 2, 3 or 4/],
    ['no receive slot chosen', { chan: 1 }, /I2S_CONF_CHAN.*RX_CHAN_MOD = 1 or 2/],
    [
      'bit clock divider below 2',
      { sampleRate: 0x00820101 },
      /I2S_SAMPLE_RATE_CONF.*TX_BCK_DIV_NUM must be at least 2/,
    ],
    ['clock divider below 2', { clkm: 0x00140101 }, /I2S_CLKM_CONF.*CLKM_DIV_NUM must be at least 2/],
    ['APLL', { clkm: 0x00340127 }, /I2S_CLKM_CONF.*APLL/],
    ['short frame sync', { conf: 0x00041c80 }, /I2S_CONF.*TX_SHORT_SYNC/],
    ['TX_MONO', { conf: 0x00044c80 }, /I2S_CONF.*TX_MONO/],
    ['an EOF that never comes', { rxEofWords: 0 }, /I2S_RXEOF_NUM/],
    ['a shared clock with two masters', { conf: 0x00040c00 }, /I2S_CONF.*SIG_LOOPBACK/],
    ['a shared clock with the transmitter as slave', { conf: 0x00040cc0 }, /I2S_CONF.*SIG_LOOPBACK/],
    ['left only with TX_MSB_RIGHT', { conf: 0x00050c80, chan: 0xc }, /I2S_CONF.*TX_MSB_RIGHT/],
    ['left only with TX_RIGHT_FIRST', { conf: 0x00040d80, chan: 0xc }, /I2S_CONF.*TX_RIGHT_FIRST/],
    ['loop test', { lcConf: 0x110 }, /I2S_LC_CONF.*loop tests/],
  ])('%s', (_, options, why) => {
    expect(() => run(options)).toThrow(why);
  });

  test.each([
    [I2S.CONF2, 0x20, /I2S_CONF2.*LCD_EN/],
    [I2S.CONF1, 0x81, /I2S_CONF1.*companding/],
    [I2S.CONF1, 0x189, /I2S_CONF1.*TX_STOP_EN/],
    [I2S.PDM_CONF, 0x0055002a, /I2S_PDM_CONF.*PDM/],
    [I2S.TIMING, 1, /I2S_TIMING.*delays/],
    [0x3ff4f0a4, 0xb, /I2S_PD_CONF.*powering/],
    [0x3ff4f044, 1, /I2S_AHB_TEST/],
    [0x3ff4f064, 0, /I2S_OUTFIFO_PUSH.*no model/],
    [0x3ff4f01c + 0x100, 0, /I2S0 \+ 0x11c/],
  ])('a write of register %i', (address, value, why) => {
    expect(() => run({}, ({ poke }) => poke(address, value))).toThrow(why);
  });

  test('a setting that is broken while it runs', () => {
    expect(() => run({}, ({ poke }) => poke(I2S.CLKM_CONF, 0x00140001))).toThrow(/CLKM_DIV_NUM/);
  });
});

describe('clock and reset while it runs', () => {
  test('the clock gate ends the clocks at once; opened again, they go on', () => {
    const { bench } = run({}, ({ poke, runMs }) => {
      poke(0x3ff000c0, 0xf9c1e06f);
      runMs(10);
      poke(0x3ff000c0, 0xf9c1e07f);
    });
    expect(bench.amplifier.recording.stretches).toEqual([
      { startNs: 0, endNs: 5 * NS_PER_MS },
      { startNs: 15 * NS_PER_MS, endNs: 70 * NS_PER_MS },
    ]);
  });

  test('the reset line ends everything, and DMA no longer touches memory', () => {
    const { bench, captured } = run({}, ({ poke }) => poke(0x3ff000c4, 0x10));
    expect(bench.amplifier.recording.stretches).toEqual([{ startNs: 0, endNs: 5 * NS_PER_MS }]);
    expect(isSilent(captured)).toBe(true);
    expect(bench.clock.nextAtNs).toBeUndefined();
  });

  test('stopping by CONF ends the clocks; starting again goes on in the ring', () => {
    const { bench } = run({}, ({ poke, runMs }) => {
      poke(I2S.CONF, 0x00040c80);
      runMs(10);
      poke(I2S.CONF, 0x00040cb0);
    });
    expect(bench.amplifier.recording.stretches).toHaveLength(2);
    const track = bench.amplifier.recording.toSamples(0, 16 * NS_PER_MS);
    expect([track[79], track[80], track[239], track[240]]).toEqual([1079, 0, 0, 1080]);
  });

  test('another rate while it runs begins a new count of frames', () => {
    const { bench } = run({}, ({ poke }) => poke(I2S.CLKM_CONF, 0x0012014e));
    expect(bench.amplifier.recording.rateHz).toBe(8_000);
    expect(bench.amplifier.recording.stretches).toHaveLength(2);
  });

  test('the same settings written again disturb nothing', () => {
    const { bench } = run({}, ({ poke, runMs }) => {
      runMs(0.03);
      poke(I2S.CLKM_CONF, 0x00140127);
      poke(I2S.CONF, 0x00040cb0);
    });
    expect(bench.amplifier.recording.stretches).toEqual([{ startNs: 0, endNs: 60 * NS_PER_MS }]);
  });

  test('power-off leaves no timer behind', () => {
    const { bench } = run({}, ({ chip }) => chip.powerOff());
    expect(bench.clock.nextAtNs).toBeUndefined();
    expect(bench.amplifier.recording.stretches).toEqual([{ startNs: 0, endNs: 5 * NS_PER_MS }]);
  });

  test('the FIFO reset bits come back, so that a driver may wait for them', () => {
    const { peek } = run({}).bench;
    expect(peek(I2S.STATE)).toBe(0);
  });
});
