import * as standing from '../drivers/standing-calls';
import type { Settings } from '../settings/settings';
import { changesWithStep } from './light-frames';
import type { LightName } from './lights';
import type { Session } from './session';
import { createLight } from './show-light';
import { lightOf, sessionOf, type Speaker } from './speaker';

const LIGHT_EVERY_MS = 100;

/**
 * Shows the state ten times a second, and five times a second while the owner speaks: then the sound needs the
 * processor, and nothing can change but how loud the voice is.
 */
export function startLight(settings: Settings, speaker: Speaker): void {
  const show = createLight(settings);
  let voice = -1;
  let isIdleTurn = false;
  let light: LightName = 'offline';
  let session: Session | undefined;
  let othersSpeak = false;
  let shownCount = 0;
  let step = 0;

  /**
   * Brightness step of the open microphone: about −46, −38, −30 and −22 dB of full scale between 0 and 4; −1 while it
   * is closed.
   */
  function voiceStep(): number {
    const level = speaker.sound ? speaker.sound.level() : -1;
    if (level < 0.00016) return level < 0 ? -1 : level > 0.000025 ? 1 : 0;
    return level > 0.006 ? 4 : level > 0.001 ? 3 : 2;
  }

  /** @often */
  function showState(wasOpen: boolean): void {
    const fault = speaker.fault;
    const nowSession = sessionOf(speaker);
    const nowOthersSpeak = speaker.device ? speaker.device.othersSpeak : false;
    // The place of the hand changes within a session. A fault's number is far from all places here.
    const count = fault ? -99 - fault.number : nowSession.hand;
    const isNew = wasOpen || nowSession !== session || nowOthersSpeak !== othersSpeak || count !== shownCount;
    session = nowSession;
    othersSpeak = nowOthersSpeak;
    shownCount = count;
    step++;
    if (isNew) {
      const name = lightOf(speaker);
      if (wasOpen || name !== light) step = 0;
      light = name;
    }
    const frame = { name: light, step, level: 0, othersSpeak, count: fault ? fault.number : count };
    if (isNew || changesWithStep(frame) || settings.light === 'led') show(frame);
  }

  standing.setInterval(() => {
    isIdleTurn = !isIdleTurn;
    if (voice >= 0 && isIdleTurn) return;
    const now = voiceStep();
    if (now < 0) showState(voice >= 0);
    else if (now !== voice) show({ name: 'microphone open', step: 0, level: now, othersSpeak: false, count: 0 });
    voice = now;
  }, LIGHT_EVERY_MS);
}
