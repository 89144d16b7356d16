// How loud a talker is, frame by frame.

/** A frame with no greater peak holds only the smallest steps of the codec. It counts as silence. */
const SILENT_PEAK = 16;
/** A frame 18 dB below the talker's recent level is quiet. */
const QUIET_RATIO = 0.126;
/** A frame below -60 dBFS is quiet whatever the talker's level is. */
const QUIET_RMS = 33;
/** A frame holds speech if it is louder than -44 dBFS and well above the talker's background. */
const SPEECH_RMS = 207;
const SPEECH_RATIO = 3;
/** The recent level falls by half in about 0.7 s. */
const LEVEL_DECAY = 0.98;
/** The background level rises by at most 6 dB in about 3.5 s, and falls at once. */
const BACKGROUND_RISE = 1.004;

/** The loudness of one frame: its root mean square, and what that means for this talker. */
export type FrameLoudness = { rms: number; isSilent: boolean; isQuiet: boolean; isSpeech: boolean };

/** Measures consecutive frames of one talker. */
export class Loudness {
  private level = 0;
  private background = SPEECH_RMS / SPEECH_RATIO;

  /** Measures the next frame into `result`. */
  measure(pcm: Int16Array, result: FrameLoudness): void {
    let peak = 0;
    let energy = 0;
    for (let i = 0; i < pcm.length; i++) {
      const sample = pcm[i]!;
      const magnitude = sample < 0 ? -sample : sample;
      if (magnitude > peak) peak = magnitude;
      energy += sample * sample;
    }
    const rms = Math.sqrt(energy / pcm.length);
    this.level = Math.max(rms, this.level * LEVEL_DECAY);
    this.background = Math.min(Math.max(rms, 1), this.background * BACKGROUND_RISE);
    result.rms = rms;
    result.isSilent = peak <= SILENT_PEAK;
    result.isQuiet = rms < Math.max(QUIET_RMS, this.level * QUIET_RATIO);
    result.isSpeech = rms > Math.max(SPEECH_RMS, this.background * SPEECH_RATIO);
  }
}
