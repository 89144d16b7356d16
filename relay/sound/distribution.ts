// Decides who hears whom, and takes frames from a room's talkers to its streams. A stream that hears one talker alone gets
// the talker's frames at once and as they came: nothing is mixed and nothing is waited for. A stream that hears several
// talkers gets the rounds of the mix. So two people who talk to each other need no mix, while somebody who listens to both
// of them does.
//
//                         ┌─▶ streams that hear only this talker
//   packets ─▶ Talker ────┤
//                         └─▶ MixInput ─▶ round ─▶ streams that hear several

import type { Counters } from './counters';
import { MixClock } from './mix/mix-clock';
import { MixRound } from './mix/mix-round';
import type { Talker } from './receive/talker';
import type { OutputStream } from './send/output-stream';
import { Voice } from './voice';

/** A stream, the voice of the member who receives it, and what the stream hears now. */
type Outlet = {
  readonly stream: OutputStream;
  readonly own: Voice | undefined;
  hears: Hearing;
  /** Rounds to leave out, because the stream has heard what they hold. */
  heardRounds: number;
};

type Hearing = Voice | 'mix' | 'nobody';

/** The voices and streams of one room. */
export class Distribution {
  private readonly counters: Counters;
  private readonly onVoice: (member: number) => void;
  private readonly voices: Voice[] = [];
  private readonly outlets: Outlet[] = [];
  private readonly mixClock = new MixClock();
  private readonly round = new MixRound();
  private sounding: readonly Voice[] = [];
  private isMixing = false;
  private hasTwoRates = false;

  /** `onVoice` is called for every frame in which a member speaks. */
  constructor(counters: Counters, onVoice: (member: number) => void) {
    this.counters = counters;
    this.onVoice = onVoice;
  }

  /** Adds a stream and, if its receiver is on the stage, the receiver's own voice. */
  add(stream: OutputStream, talker: Talker | undefined): void {
    const own = talker && new Voice(talker, this.counters);
    this.outlets.push({ stream, own, hears: 'nobody', heardRounds: 0 });
    if (own) this.voices.push(own);
    this.noteRates();
  }

  /** Removes a stream and its receiver's own voice. */
  remove(stream: OutputStream): void {
    const outlet = this.outlets.find((one) => one.stream === stream);
    if (!outlet) return;
    this.outlets.splice(this.outlets.indexOf(outlet), 1);
    if (outlet.own) {
      outlet.own.close();
      this.voices.splice(this.voices.indexOf(outlet.own), 1);
    }
    this.noteRates();
    this.reroute();
  }

  /** Decides anew who hears whom. Call it when a stream gets its first receiver or loses its last one. */
  reroute(): void {
    const before = this.sounding;
    this.sounding = this.voices.filter((voice) => voice.isSounding);
    const hearings = this.outlets.map((outlet) => this.hearingOf(outlet));
    const isMixing = hearings.includes('mix');
    for (const voice of this.sounding) {
      if (isMixing && !(this.isMixing && before.includes(voice))) voice.joinMix();
    }
    this.outlets.forEach((outlet, i) => this.switchOver(outlet, hearings[i] as Hearing));
    for (const voice of before) {
      if (!isMixing || !this.sounding.includes(voice)) voice.leaveMix();
    }
    if (!isMixing) this.mixClock.stop();
    this.isMixing = isMixing;
  }

  /** Passes on what is due. Returns when to call again if nothing happens before then; Infinity for never. */
  advance(nowMs: number): number {
    let nextAtMs = Infinity;
    for (const voice of this.voices) {
      const { talker } = voice;
      this.takeFrom(voice, nowMs);
      if (talker.isVoicing && !talker.isActive(nowMs)) {
        talker.endSpurt();
        this.reroute();
      }
      nextAtMs = Math.min(nextAtMs, talker.nextAtMs);
    }
    let roundAtMs = this.nextRoundAtMs(nowMs);
    while (roundAtMs <= nowMs) {
      this.mix(nowMs);
      roundAtMs = this.nextRoundAtMs(nowMs);
    }
    return Math.min(nextAtMs, roundAtMs);
  }

  private takeFrom(voice: Voice, nowMs: number): void {
    const { talker } = voice;
    while (talker.takeNext(nowMs)) {
      if (voice.isSounding !== this.sounding.includes(voice)) this.reroute();
      if (this.hasTwoRates) talker.resample();
      if (!talker.isVoicing) continue;
      if (talker.isSpeaking) this.onVoice(talker.member);
      for (const { stream, hears } of this.outlets) if (hears === voice) voice.forward(stream);
      if (this.isMixing) voice.feedMix(nowMs);
    }
  }

  private hearingOf({ stream, own }: Outlet): Hearing {
    if (stream.receivers.size === 0) return 'nobody';
    let heard: Hearing = 'nobody';
    for (const voice of this.sounding) {
      if (voice === own) continue;
      if (heard !== 'nobody') return 'mix';
      heard = voice;
    }
    return heard;
  }

  private switchOver(outlet: Outlet, hears: Hearing): void {
    const before = outlet.hears;
    if (before === hears) return;
    outlet.hears = hears;
    outlet.heardRounds = 0;
    if (hears === 'nobody') outlet.stream.pause();
    else if (hears === 'mix') {
      if (before instanceof Voice) outlet.heardRounds = before.unmixed.length;
    } else if (before === 'mix') hears.forwardUnmixed(outlet.stream);
  }

  /** When a round is due: at or before `nowMs` for at once, Infinity for never. */
  private nextRoundAtMs(nowMs: number): number {
    if (!this.isMixing) return Infinity;
    let isAnyReady = false;
    let isAnyAwaited = false;
    for (const voice of this.sounding) {
      const part = voice.prepareRound();
      if (part === 'ready') isAnyReady = true;
      else if (part === 'awaited') isAnyAwaited = true;
    }
    return isAnyReady ? this.mixClock.dueAtMs(nowMs, !isAnyAwaited) : Infinity;
  }

  private mix(nowMs: number): void {
    let isComplete = true;
    for (const voice of this.sounding) if (!voice.takeRound(nowMs, this.hasTwoRates)) isComplete = false;
    this.round.begin(this.sounding.map(({ mixInput }) => mixInput));
    this.mixClock.roundFired(nowMs, isComplete);
    this.counters.mixes++;
    for (const outlet of this.outlets) {
      if (outlet.hears !== 'mix') continue;
      if (outlet.heardRounds > 0) outlet.heardRounds--;
      else this.round.serve(outlet.stream, outlet.own?.mixInput);
    }
    this.reroute();
  }

  private noteRates(): void {
    this.hasTwoRates = new Set(this.outlets.map(({ stream }) => stream.codec.format.rateHz)).size > 1;
  }
}
