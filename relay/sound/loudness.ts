// How loud a talker is, frame by frame, measured on the way into the mix.

/** A frame no louder than this holds no more than the codec's smallest steps: silence, though somebody sent it. */
export const SILENT_PEAK = 16;
/** Quiet against the talker's own voice: 18 dB below its recent level. */
const QUIET_RATIO = 0.126;
/** Quiet at any rate: -60 dBFS. */
const QUIET_RMS = 33;
/** A voice: -44 dBFS, and well above the talker's own background. */
const SPEECH_RMS = 207;
const SPEECH_RATIO = 3;
/** The recent level falls by half in about 0.7 s. */
const LEVEL_DECAY = 0.98;
/** The background follows upwards by about 6 dB in 3.5 s, downwards at once. */
const BACKGROUND_RISE = 1.004;

/** What one frame is. */
export type FrameLoudness = { rms: number; isSilent: boolean; isQuiet: boolean; isSpeech: boolean };

/** Judges consecutive frames of one talker. */
export class Loudness {
  private level = 0;
  private background = SPEECH_RMS / SPEECH_RATIO;

  /** Measures the next frame into `result`. */
  measure(pcm: Int16Array, result: FrameLoudness): void {
    let peak = 0;
    let energy = 0;
    for (let i = 0; i < pcm.length; i++) {
      const sample = pcm[i];
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
