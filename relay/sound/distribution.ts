// Who hears whom. A stream that hears one talker alone gets its frames at once, as they came, at the talker's own pace:
// nothing is mixed, nothing is waited for. A stream that hears several gets the rounds of the mix. So a room of two who
// talk to each other has no mix at all, and one who listens to both in the same room has.
//
//                         ┌─▶ streams that hear only this talker
//   packets ─▶ Talker ────┤
//                         └─▶ MixInput ─▶ round ─▶ streams that hear several

import type { Counters } from './counters';
import { LoneVoice } from './lone-voice';
import { MixClock } from './mix-clock';
import { MixRound } from './mix-round';
import type { OutputStream } from './output-stream';
import type { Talker } from './talker';

type Voice = { readonly talker: Talker; readonly lone: LoneVoice };
/** A stream, whose own voice it leaves out, and what it hears now. */
type Outlet = {
  readonly stream: OutputStream;
  readonly own: Talker | undefined;
  hears: Voice | 'mix' | 'nobody';
  /** Rounds to leave out, because what they hold of the voice heard until now was heard already. */
  heardRounds: number;
};

/** Takes frames from a room's talkers to its streams. */
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

  constructor(counters: Counters, onVoice: (member: number) => void) {
    this.counters = counters;
    this.onVoice = onVoice;
  }

  /** Adds a stream, and the voice of whom it belongs to on the stage. */
  add(stream: OutputStream, own: Talker | undefined): void {
    this.outlets.push({ stream, own, hears: 'nobody', heardRounds: 0 });
    if (own) this.voices.push({ talker: own, lone: new LoneVoice(own.codec) });
    this.noteRates();
  }

  /** Takes a stream away, and its own voice. */
  remove(stream: OutputStream): void {
    const at = this.outlets.findIndex((outlet) => outlet.stream === stream);
    if (at < 0) return;
    const [{ own }] = this.outlets.splice(at, 1);
    if (own) {
      own.close();
      this.voices.splice(
        this.voices.findIndex(({ talker }) => talker === own),
        1,
      );
    }
    this.noteRates();
    this.listen();
  }

  /** Finds out anew who is to be heard, and by whom: call it when somebody receives a stream for the first time, or no more. */
  listen(): void {
    const before = this.sounding;
    this.sounding = this.voices.filter(({ talker }) => talker.isSounding);
    const hears = this.outlets.map((outlet) => this.soundFor(outlet));
    const isMixing = hears.includes('mix');
    for (const voice of this.sounding) {
      const isNew = !this.isMixing || !before.includes(voice);
      if (isMixing && isNew) voice.talker.input.begin(voice.talker.frame, voice.talker.resampler);
    }
    this.outlets.forEach((outlet, i) => this.turn(outlet, hears[i]));
    for (const voice of before) {
      if (!isMixing || !this.sounding.includes(voice)) voice.talker.input.clear();
    }
    if (!isMixing) this.mixClock.rest();
    this.isMixing = isMixing;
  }

  /** Passes on what is due; returns when to call again if nothing happens before, Infinity for never. */
  advance(nowMs: number): number {
    let nextAtMs = Infinity;
    for (const voice of this.voices) {
      this.takeFrom(voice, nowMs);
      if (voice.talker.isVoicing && !voice.talker.isActive(nowMs)) {
        voice.talker.rest();
        this.listen();
      }
      nextAtMs = Math.min(nextAtMs, voice.talker.nextAtMs);
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
      if (talker.isSounding !== this.sounding.includes(voice)) this.listen();
      if (this.hasTwoRates) talker.resample();
      if (!talker.isVoicing) continue;
      if (talker.isSpeaking) this.onVoice(talker.member);
      for (const { stream, hears } of this.outlets) {
        if (hears !== voice) continue;
        // A pause of the talker's that was too short to be noticed in any other way.
        if (talker.isSpurtStart && stream.isSounding) stream.pause();
        voice.lone.send(talker.frame, stream);
      }
      if (this.isMixing) talker.input.push(talker.frame, nowMs);
    }
  }

  private soundFor({ stream, own }: Outlet): Outlet['hears'] {
    if (stream.receivers.size === 0) return 'nobody';
    let heard: Outlet['hears'] = 'nobody';
    for (const voice of this.sounding) {
      if (voice.talker === own) continue;
      if (heard !== 'nobody') return 'mix';
      heard = voice;
    }
    return heard;
  }

  private turn(outlet: Outlet, hears: Outlet['hears']): void {
    const before = outlet.hears;
    if (before === hears) return;
    outlet.hears = hears;
    outlet.heardRounds = 0;
    if (hears === 'nobody') return outlet.stream.pause();
    if (hears === 'mix') {
      if (before !== 'nobody' && before !== 'mix') outlet.heardRounds = before.talker.input.queue.untouched.length;
      return;
    }
    if (before !== 'mix') return;
    // What this one has said and the mix has not taken yet.
    for (const frame of hears.talker.input.queue.untouched) hears.lone.send(frame, outlet.stream);
  }

  /** When a round is due, at or before `nowMs` for at once. */
  private nextRoundAtMs(nowMs: number): number {
    if (!this.isMixing) return Infinity;
    let ready = 0;
    let missing = 0;
    for (const { talker } of this.sounding) {
      talker.input.queue.shorten();
      if (talker.input.queue.isReady) ready++;
      else if (isMissing(talker)) missing++;
    }
    if (ready === 0) return Infinity;
    return this.mixClock.dueAtMs(nowMs, missing === 0);
  }

  private mix(nowMs: number): void {
    let isComplete = true;
    for (const { talker } of this.sounding) {
      if (!talker.input.queue.isReady && !isMissing(talker)) talker.input.sitOut();
      else if (!talker.input.take(nowMs, this.hasTwoRates)) isComplete = false;
    }
    this.round.begin(this.sounding.map(({ talker }) => talker.input));
    this.mixClock.roundFired(nowMs, isComplete);
    this.counters.mixes++;
    for (const outlet of this.outlets) {
      if (outlet.hears !== 'mix') continue;
      if (outlet.heardRounds > 0) outlet.heardRounds--;
      else this.round.serve(outlet.stream, outlet.own?.input);
    }
    this.listen();
  }

  private noteRates(): void {
    this.hasTwoRates = new Set(this.outlets.map(({ stream }) => stream.codec.format.rateHz)).size > 1;
  }
}

/** A round should wait for this one. */
function isMissing({ isVoicing, input }: Talker): boolean {
  return isVoicing && input.isAwaited && !input.queue.isReady;
}
