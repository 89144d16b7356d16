import { BadRegisterValue } from '../core/errors';
import type { RegisterFile } from '../core/register-file';
import { framePeriod, type FramePeriod } from './i2s-clock';
import * as R from './i2s-register-map';

/** Which slots the words of memory belong to. `first` and `second` are the slots of a frame in the order of time. */
export type SlotUse = 'first and second' | 'second and first' | 'both' | 'first' | 'second';

/** The settings of one direction, read from the registers. */
export type I2sSettings = {
  /** Whether this direction makes BCK and WS. */
  readonly isMaster: boolean;
  /** BCK cycles of a slot. */
  readonly slotBits: number;
  readonly period: FramePeriod;
  /** Words of memory in a frame. */
  readonly wordsPerFrame: 1 | 2;
  readonly slots: SlotUse;
  /** Whether WS is high during the first slot. */
  readonly isRightFirst: boolean;
  /** Whether data begins one BCK cycle after the edge of WS. */
  readonly isPhilips: boolean;
  /** What the transmitter sends in a slot without a word of memory. */
  readonly singleData: number;
};

const SLOT_BITS = 32;
const FIFO_32_BIT_DUAL = 2;
const FIFO_32_BIT_SINGLE = 3;

/** Where the fields of one direction are: bits, or positions of the lowest bit. */
type Direction = {
  readonly name: 'TX' | 'RX';
  readonly slave: number;
  readonly rightFirst: number;
  readonly msbShift: number;
  readonly shortSync: number;
  readonly mono: number;
  readonly fifoMod: number;
  readonly fifoForce: number;
  readonly bckDiv: number;
  readonly bitsMod: number;
};

const TX: Direction = {
  name: 'TX',
  slave: R.TX_SLAVE_MOD,
  rightFirst: R.TX_RIGHT_FIRST,
  msbShift: R.TX_MSB_SHIFT,
  shortSync: R.TX_SHORT_SYNC,
  mono: R.TX_MONO,
  fifoMod: 13,
  fifoForce: 1 << 19,
  bckDiv: 0,
  bitsMod: 12,
};

const RX: Direction = {
  name: 'RX',
  slave: R.RX_SLAVE_MOD,
  rightFirst: R.RX_RIGHT_FIRST,
  msbShift: R.RX_MSB_SHIFT,
  shortSync: R.RX_SHORT_SYNC,
  mono: R.RX_MONO,
  fifoMod: 16,
  fifoForce: 1 << 20,
  bckDiv: 6,
  bitsMod: 18,
};

/** Reads the settings of the transmitter. @throws BadRegisterValue for what is undefined or not modelled */
export function readTxSettings(file: RegisterFile, ppm: number): I2sSettings {
  const common = readCommon(file, TX, ppm);
  return { ...common, slots: txSlots(file, common), singleData: file.get(R.CONF_SIGLE_DATA) | 0 };
}

/** Reads the settings of the receiver. @throws BadRegisterValue for what is undefined or not modelled */
export function readRxSettings(file: RegisterFile, ppm: number): I2sSettings {
  const common = readCommon(file, RX, ppm);
  if (file.get(R.RXEOF_NUM) === 0) throw new BadRegisterValue('I2S_RXEOF_NUM', 0, 'a buffer of no words never ends');
  return { ...common, slots: rxSlots(file, common.wordsPerFrame), singleData: 0 };
}

function readCommon(file: RegisterFile, side: Direction, ppm: number): Omit<I2sSettings, 'slots' | 'singleData'> {
  const conf = file.get(R.CONF);
  const fifoConf = file.get(R.FIFO_CONF);
  const rateConf = file.get(R.SAMPLE_RATE_CONF);
  const refuse = (register: string, value: number, why: string): never => {
    throw new BadRegisterValue(register, value, why.replaceAll('XX_', `${side.name}_`));
  };
  if ((conf & side.shortSync) !== 0) refuse('I2S_CONF', conf, 'PCM short sync (XX_SHORT_SYNC) is not modelled');
  if ((conf & side.mono) !== 0) refuse('I2S_CONF', conf, 'XX_MONO is not modelled: use XX_FIFO_MOD and XX_CHAN_MOD');
  if ((fifoConf & side.fifoForce) === 0) refuse('I2S_FIFO_CONF', fifoConf, 'XX_FIFO_MOD_FORCE_EN must be 1');
  const mode = (fifoConf >> side.fifoMod) & 7;
  if (mode < FIFO_32_BIT_DUAL) refuse('I2S_FIFO_CONF', fifoConf, '16-bit data (XX_FIFO_MOD 0 and 1) are not modelled');
  if (mode > FIFO_32_BIT_SINGLE) refuse('I2S_FIFO_CONF', fifoConf, 'XX_FIFO_MOD has no such mode');
  const slotBits = (rateConf >> side.bitsMod) & 0x3f;
  if (slotBits !== SLOT_BITS) refuse('I2S_SAMPLE_RATE_CONF', rateConf, 'only XX_BITS_MOD = 32 is modelled');
  const bckDivider = (rateConf >> side.bckDiv) & 0x3f;
  if (bckDivider < 2) refuse('I2S_SAMPLE_RATE_CONF', rateConf, 'XX_BCK_DIV_NUM must be at least 2');
  return {
    isMaster: (conf & side.slave) === 0,
    slotBits,
    period: framePeriod(file.get(R.CLKM_CONF), bckDivider, slotBits, ppm),
    wordsPerFrame: mode === FIFO_32_BIT_DUAL ? 2 : 1,
    isRightFirst: (conf & side.rightFirst) !== 0,
    isPhilips: (conf & side.msbShift) !== 0,
  };
}

function txSlots(file: RegisterFile, side: Pick<I2sSettings, 'wordsPerFrame' | 'isRightFirst'>): SlotUse {
  const conf = file.get(R.CONF);
  const confChan = file.get(R.CONF_CHAN);
  const channels = confChan & 7;
  const isMsbRight = (conf & R.TX_MSB_RIGHT) !== 0;
  if (side.wordsPerFrame === 2) {
    if (channels === 0) return isMsbRight ? 'second and first' : 'first and second';
    throw new BadRegisterValue('I2S_CONF_CHAN', confChan, 'two words a frame need TX_CHAN_MOD = 0');
  }
  if (channels === 1 || channels === 2) return 'both';
  if (channels !== 3 && channels !== 4) {
    throw new BadRegisterValue('I2S_CONF_CHAN', confChan, 'one word a frame needs TX_CHAN_MOD = 1, 2, 3 or 4');
  }
  // The manual and three generations of ESP-IDF's driver disagree about what "left" means then.
  if (isMsbRight) throw new BadRegisterValue('I2S_CONF', conf, 'TX_MSB_RIGHT with TX_CHAN_MOD 3 or 4 is not modelled');
  if (side.isRightFirst) {
    throw new BadRegisterValue('I2S_CONF', conf, 'TX_RIGHT_FIRST with TX_CHAN_MOD 3 or 4 is not modelled');
  }
  return channels === 4 ? 'first' : 'second';
}

function rxSlots(file: RegisterFile, wordsPerFrame: 1 | 2): SlotUse {
  const confChan = file.get(R.CONF_CHAN);
  const channels = (confChan >> 3) & 3;
  const isMsbRight = (file.get(R.CONF) & R.RX_MSB_RIGHT) !== 0;
  if (wordsPerFrame === 2) {
    if (channels === 0) return isMsbRight ? 'second and first' : 'first and second';
    throw new BadRegisterValue('I2S_CONF_CHAN', confChan, 'two words a frame need RX_CHAN_MOD = 0');
  }
  if (channels !== 1 && channels !== 2) {
    throw new BadRegisterValue('I2S_CONF_CHAN', confChan, 'one word a frame needs RX_CHAN_MOD = 1 or 2');
  }
  // With MSB_RIGHT = 0, mode 1 is left and mode 2 is right. With MSB_RIGHT = 1 they are swapped (esp-idf issue 9635).
  return (channels === 1) !== isMsbRight ? 'first' : 'second';
}
