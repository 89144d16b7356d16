import golden from '../vectors/i2s-registers.json';
import { createRecordedSound } from '../../host-sim/parts/recorded-sound';
import { createSine } from '../../host-sim/parts/sample-source';
import { createRing, createSoundBench, I2S, startFullDuplex, ungate } from '../support/sound-bench';
import type { FullDuplexOptions, Ring, SoundBench } from '../support/sound-bench';
import { fitTone } from '../support/tone';
import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';

const HZ = 1_000;
const tone = createSine({ hz: HZ, amplitude: 0.5 });

/** Copies every received block to the block that is played 20 ms later, so that the program repeats what it hears. */
function parrot(bench: SoundBench, rx: Ring, tx: Ring, blocks: number): void {
  for (let k = 0; k < blocks; k++) {
    bench.runMs(10);
    tx.block((k + 2) % 4).set(rx.block(k % 4));
  }
}

function speakAndListen(options: FullDuplexOptions, rateHz: number, sound = tone): Int16Array {
  const bench = createSoundBench({ source: sound });
  const words = options.fifo === 0x001a5820 ? 320 : 160;
  const rx = createRing(bench, 4, words);
  const tx = createRing(bench, 4, words);
  startFullDuplex(bench, { txDescriptor: tx.address, rxDescriptor: rx.address, rxEofWords: words, ...options });
  for (let k = 0; k < rateHz / 320; k++) {
    bench.clock.runUntil(Math.ceil(((k + 1) * 160 * NS_PER_SECOND) / rateHz));
    bench.chip.advance();
    tx.block((k + 2) % 4).set(rx.block(k % 4));
  }
  expect(bench.amplifier.recording.rateHz).toBe(rateHz);
  return bench.amplifier.recording.toSamples(0.1 * NS_PER_SECOND, 0.4 * NS_PER_SECOND);
}

describe('sound from the microphone through a program to the amplifier', () => {
  test.each<[string, FullDuplexOptions, number]>([
    ['16 kHz, one word to both slots', {}, 16_000],
    ['16 kHz, mono left', { chan: 0xc }, 16_000],
    ['16 kHz, stereo', { fifo: 0x001a5820, chan: 0 }, 16_000],
    ['8 kHz, one word to both slots', { clkm: 0x0012014e }, 8_000],
    ['48 kHz, one word to both slots', { clkm: 0x001c010d }, 48_000],
    ['16 kHz, with the bits of the v3.3.6 driver', { conf: 0x00070c80, chan: 0x11 }, 16_000],
  ])('passes at %s', (_, options, rateHz) => {
    const fit = fitTone(speakAndListen(options, rateHz), rateHz, HZ);
    expect(fit.snrDb).toBeGreaterThan(80);
    expect(fit.amplitude).toBeCloseTo(16_384, -1);
  });

  test('comes out as late as the program makes it, to the microsecond', () => {
    const click = new Float32Array(3_200);
    click[1_600] = 0.9; // at 100 ms
    const bench = createSoundBench({ source: createRecordedSound({ samples: click, rateHz: 16_000 }) });
    const rx = createRing(bench, 4, 160);
    const tx = createRing(bench, 4, 160);
    startFullDuplex(bench, { txDescriptor: tx.address, rxDescriptor: rx.address });
    parrot(bench, rx, tx, 20);
    const track = bench.amplifier.recording.toSamples(0, 0.2 * NS_PER_SECOND);
    // It is heard in the block from 100 to 110 ms, and played two blocks later.
    expect(track.indexOf(track.reduce((loudest, sample) => Math.max(loudest, sample)))).toBe(1_920);
  });

  test('a fast crystal brings more frames, and shows the program a lower pitch', () => {
    const bench = createSoundBench({ source: tone, chip: { clockPpm: 1_000 } });
    const rx = createRing(bench, 4, 160);
    startFullDuplex(bench, { rxDescriptor: rx.address });
    bench.runMs(10_000);
    // 160,160 frames and not 160,000, for block number 1000 is full.
    expect(bench.peek(I2S.IN_EOF_DES_ADDR)).toBe(rx.descriptor(1_000 % 4));
    expect(bench.amplifier.recording.stretches).toEqual([{ startNs: 0, endNs: 10 * NS_PER_SECOND }]);
    const captured = [1, 2, 3].flatMap((k) => [...rx.block(k)]);
    expect(fitTone(captured, 16_016, HZ).snrDb).toBeGreaterThan(80);
    expect(fitTone(captured, 16_000, HZ).snrDb).toBeLessThan(60);
  });

  test('is the same, sample for sample, however often the program looks', () => {
    const record = (stepsMs: readonly number[]): Int32Array => {
      const bench = createSoundBench({ source: tone });
      const rx = createRing(bench, 6, 160);
      startFullDuplex(bench, { rxDescriptor: rx.address });
      for (const ms of stepsMs) bench.runMs(ms);
      return new Int32Array(rx.buffer.slice(72));
    };
    const pieces = record(Array.from({ length: 250 }, (_, i) => (i % 5) * 0.1));
    expect(record([50])).toEqual(pieces);
    expect(pieces[799]).not.toBe(0);
  });

  test('passes with the very register writes of the proof, 8 and 16 kHz', () => {
    type Writes = { js_write_order: string[]; registers: Record<string, { addr: string }> };
    for (const [name, rateHz] of [
      ['fd_16k_txboth_rxleft', 16_000],
      ['fd_8k_txboth_rxleft', 8_000],
    ] as const) {
      const { js_write_order, registers } = golden.cases[name] as unknown as Writes;
      const bench = createSoundBench({ source: tone });
      const rx = createRing(bench, 4, 160);
      const tx = createRing(bench, 4, 160);
      const addresses: Record<string, number> = {
        I2S_INT_CLR: I2S.INT_CLR,
        GPIO_ENABLE_W1TS: 0x3ff44024,
        GPIO_ENABLE1_W1TC: 0x3ff44034,
        DPORT_PERIP_CLK_EN: 0x3ff000c0,
        DPORT_PERIP_RST_EN: 0x3ff000c4,
      };
      for (const write of js_write_order) {
        const [register, hex] = write.split('=');
        let value = parseInt(hex!, 16);
        if (register === 'I2S_OUT_LINK') value = 0x20000000 | (tx.address & 0xfffff);
        if (register === 'I2S_IN_LINK') value = 0x20000000 | (rx.address & 0xfffff);
        bench.poke(addresses[register!] ?? Number(registers[register!]!.addr), value);
      }
      const ms = (160 / rateHz) * 1000;
      for (let k = 0; k < 30; k++) {
        bench.runMs(ms);
        tx.block((k + 2) % 4).set(rx.block(k % 4));
      }
      const track = bench.amplifier.recording.toSamples(0.1 * NS_PER_SECOND, 0.25 * NS_PER_SECOND);
      expect(fitTone(track, rateHz, HZ).snrDb).toBeGreaterThan(80);
    }
  });
});

describe('one direction alone', () => {
  test('transmitter only: the amplifier plays', () => {
    const bench = createSoundBench();
    const tx = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) tx.block(k).fill(5 << 16);
    ungate(bench);
    const writes: [number, number][] = [
      [I2S.CLKM_CONF, 0x00140127],
      [I2S.SAMPLE_RATE_CONF, 0x00420184],
      [I2S.FIFO_CONF, 0x00087820],
      [I2S.CONF_CHAN, 1],
      [0x3ff49028, 0x2800],
      [0x3ff44598, 23],
      [0x3ff49024, 0x2800],
      [0x3ff44594, 25],
      [0x3ff49080, 0x2800],
      [0x3ff44588, 163],
      [0x3ff44024, (1 << 26) | (1 << 25) | (1 << 22)],
      [I2S.OUT_LINK, 0x20000000 | (tx.address & 0xfffff)],
    ];
    for (const [address, value] of writes) bench.poke(address, value);
    expect(bench.peek(I2S.STATE) & 1).toBe(1);
    bench.poke(I2S.CONF, 0x00020610);
    bench.runMs(10);
    expect(bench.peek(I2S.STATE) & 1).toBe(0);
    expect(new Set(bench.amplifier.recording.toSamples(0, 10 * NS_PER_MS))).toEqual(new Set([5]));
  });

  test.each([
    ['on its own clock signals 27 and 28', 27, 28, true],
    ['not on the transmitter’s 23 and 25', 23, 25, false],
  ])('receiver only, as master: the microphone is heard %s', (_, bck, ws, isHeard) => {
    const bench = createSoundBench({ source: tone });
    const rx = createRing(bench, 4, 160);
    ungate(bench);
    const writes: [number, number][] = [
      [I2S.CLKM_CONF, 0x00140127],
      [I2S.SAMPLE_RATE_CONF, 0x00810106],
      [I2S.FIFO_CONF, 0x00131820],
      [I2S.CONF_CHAN, 8],
      [I2S.RXEOF_NUM, 160],
      [0x3ff49028, 0x2800],
      [0x3ff44598, bck],
      [0x3ff49024, 0x2800],
      [0x3ff44594, ws],
      [0x3ff44024, (1 << 26) | (1 << 25)],
      [0x3ff4901c, 0x2a00],
      [0x3ff4439c, 0x80 | 32],
      [I2S.IN_LINK, 0x20000000 | (rx.address & 0xfffff)],
      [I2S.CONF, 0x00010920],
    ];
    for (const [address, value] of writes) bench.poke(address, value);
    bench.runMs(30);
    expect(bench.peek(I2S.IN_EOF_DES_ADDR)).toBe(rx.descriptor(2));
    expect(rx.block(1).some((word) => word !== 0)).toBe(isHeard);
  });
});
