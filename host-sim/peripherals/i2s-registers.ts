import { BadRegisterValue } from '../core/errors';
import { RegisterFile, type RegisterDescription } from '../core/register-file';
import type { LinkPosition } from './dma-chain';
import * as R from './i2s-register-map';

// Reset values are those of soc/i2s_reg.h and soc/i2s_struct.h of ESP-IDF.

/** What the registers need to know of the block, or start in it. */
type I2sRegisterHooks = {
  readonly guard: (access: 'read' | 'write', register: string) => void;
  readonly confWritten: (value: number, before: number) => void;
  readonly settingsWritten: () => void;
  readonly lcConfWritten: (value: number) => void;
  readonly outLinkWritten: (value: number) => void;
  readonly inLinkWritten: (value: number) => void;
  readonly state: () => number;
  readonly outPosition: () => LinkPosition;
  readonly inPosition: () => LinkPosition;
};

/** The registers of I2S0. A write that would need something that is not modelled is refused. */
export function createI2sRegisters(hooks: I2sRegisterHooks): RegisterFile {
  const descriptions: RegisterDescription[] = [
    ...interruptRegisters(() => file),
    ...settingRegisters(hooks),
    ...dmaRegisters(hooks),
    ...specialModeRegisters(),
    { ...READ_ONLY, name: 'I2S_STATE', offset: R.STATE, reset: 7, read: hooks.state },
    { ...READ_ONLY, name: 'I2S_DATE', offset: R.DATE, reset: 0x01604201 },
  ];
  // Dumps list them in the order of their addresses.
  descriptions.sort((one, other) => one.offset - other.offset);
  const file = new RegisterFile('I2S0', R.I2S0_BASE, descriptions, { unmodelled: R.UNMODELLED, guard: hooks.guard });
  return file;
}

const READ_ONLY = { writable: 0 } as const;

/** Makes a check that stops the run when a write sets any of `bits`. */
function refuse(register: string, bits: number, why: string): (value: number) => void {
  return (value) => {
    if ((value & bits) !== 0) throw new BadRegisterValue(register, value, why);
  };
}

/** Raw and masked state of the interrupts. No interrupt reaches the CPU: firmware polls. */
function interruptRegisters(file: () => RegisterFile): RegisterDescription[] {
  return [
    { ...READ_ONLY, name: 'I2S_INT_RAW', offset: R.INT_RAW },
    { ...READ_ONLY, name: 'I2S_INT_ST', offset: R.INT_ST, read: () => file().get(R.INT_RAW) & file().get(R.INT_ENA) },
    { name: 'I2S_INT_ENA', offset: R.INT_ENA, writable: R.INT_BITS },
    {
      ...READ_ONLY,
      name: 'I2S_INT_CLR',
      offset: R.INT_CLR,
      written: (bits) => file().set(R.INT_RAW, file().get(R.INT_RAW) & ~bits),
    },
  ];
}

/** Clock, slots and modes of both directions. */
function settingRegisters(hooks: I2sRegisterHooks): RegisterDescription[] {
  const setting = { written: hooks.settingsWritten };
  return [
    { name: 'I2S_CONF', offset: R.CONF, reset: 0x00030300, writable: 0x7ffff, written: hooks.confWritten },
    { ...setting, name: 'I2S_FIFO_CONF', offset: R.FIFO_CONF, reset: 0x00001820, writable: 0x1fffff },
    { ...setting, name: 'I2S_RXEOF_NUM', offset: R.RXEOF_NUM, reset: 64 },
    { ...setting, name: 'I2S_CONF_SIGLE_DATA', offset: R.CONF_SIGLE_DATA },
    { ...setting, name: 'I2S_CONF_CHAN', offset: R.CONF_CHAN, writable: 0x1f },
    { ...setting, name: 'I2S_CLKM_CONF', offset: R.CLKM_CONF, reset: 4, writable: 0x3fffff },
    { ...setting, name: 'I2S_SAMPLE_RATE_CONF', offset: R.SAMPLE_RATE_CONF, reset: 0x00410186, writable: 0xffffff },
  ];
}

/** The links, the positions of both DMA engines and the way they end a frame. */
function dmaRegisters(hooks: I2sRegisterHooks): RegisterDescription[] {
  const checkLcConf = refuse(
    'I2S_LC_CONF',
    R.LOOP_TESTS | R.MEM_TRANS_EN,
    'loop tests and MEM_TRANS_EN are not modelled',
  );
  return [
    { ...link(hooks.outPosition), name: 'I2S_OUT_LINK', offset: R.OUT_LINK, written: hooks.outLinkWritten },
    { ...link(hooks.inPosition), name: 'I2S_IN_LINK', offset: R.IN_LINK, written: hooks.inLinkWritten },
    { ...READ_ONLY, name: 'I2S_OUT_EOF_DES_ADDR', offset: R.OUT_EOF_DES_ADDR },
    { ...READ_ONLY, name: 'I2S_IN_EOF_DES_ADDR', offset: R.IN_EOF_DES_ADDR },
    { ...READ_ONLY, name: 'I2S_OUT_EOF_BFR_DES_ADDR', offset: R.OUT_EOF_BFR_DES_ADDR },
    ...positions('I2S_INLINK_DSCR', R.INLINK_DSCR, hooks.inPosition),
    ...positions('I2S_OUTLINK_DSCR', R.OUTLINK_DSCR, hooks.outPosition),
    {
      name: 'I2S_LC_CONF',
      offset: R.LC_CONF,
      reset: R.OUT_EOF_MODE,
      writable: 0x3fff,
      check: checkLcConf,
      written: hooks.lcConfWritten,
    },
    { name: 'I2S_LC_HUNG_CONF', offset: R.LC_HUNG_CONF, reset: 0x810 },
  ];
}

/** A link register: the commands of a DMA engine. */
function link(position: () => LinkPosition): Pick<RegisterDescription, 'writable' | 'check' | 'read'> {
  return {
    writable: ~R.LINK_PARK,
    check: (value) => {
      const commands = value & (R.LINK_STOP | R.LINK_START | R.LINK_RESTART);
      if ((commands & (commands - 1)) === 0) return;
      throw new BadRegisterValue('I2S_OUT_LINK/IN_LINK', value, 'more than one of STOP, START and RESTART');
    },
    read: (stored) => (position().isParked ? stored | R.LINK_PARK : stored),
  };
}

/** The three registers that show where a DMA engine is. */
function positions(name: string, offset: number, position: () => LinkPosition): RegisterDescription[] {
  return [
    { ...READ_ONLY, name, offset, read: () => position().descriptor },
    { ...READ_ONLY, name: `${name}_BF0`, offset: offset + 4, read: () => position().next },
    { ...READ_ONLY, name: `${name}_BF1`, offset: offset + 8, read: () => position().buffer },
  ];
}

/** The modes that are not modelled. A write that switches one on is refused. */
function specialModeRegisters(): RegisterDescription[] {
  const checkConf1 = (value: number): void => {
    const isBypassed = (value & R.PCM_BYPASSES) === R.PCM_BYPASSES;
    if (!isBypassed) throw new BadRegisterValue('I2S_CONF1', value, 'companding (PCM_BYPASS = 0) is not modelled');
    refuse('I2S_CONF1', R.TX_STOP_EN | R.TX_ZEROS_RM_EN, 'TX_STOP_EN and TX_ZEROS_RM_EN are not modelled')(value);
  };
  const checked = (name: string, bits: number, why: string): Pick<RegisterDescription, 'name' | 'check'> => ({
    name,
    check: refuse(name, bits, why),
  });
  return [
    { ...checked('I2S_TIMING', ~0, 'pad delays are not modelled'), offset: R.TIMING },
    { ...checked('I2S_AHB_TEST', ~0, 'test modes are not modelled'), offset: R.AHB_TEST },
    { name: 'I2S_CONF1', offset: R.CONF1, reset: 0x89, writable: 0x3ff, check: checkConf1 },
    {
      ...checked('I2S_PD_CONF', R.FORCE_PDS, 'powering the memories down is not modelled'),
      offset: R.PD_CONF,
      reset: 0xa,
      writable: 0xf,
    },
    { ...checked('I2S_CONF2', ~0, 'camera, LCD_EN and ADC modes are not modelled'), offset: R.CONF2 },
    {
      ...checked('I2S_PDM_CONF', R.PDM_ENABLES, 'PDM (TX_PDM_EN, RX_PDM_EN and converters) is not modelled'),
      offset: R.PDM_CONF,
      reset: 0x01550020,
    },
    { name: 'I2S_PDM_FREQ_CONF', offset: R.PDM_FREQ_CONF, reset: 0x000f01e0 },
  ];
}
