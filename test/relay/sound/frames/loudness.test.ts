import { Loudness, type FrameLoudness } from '../../../../relay/sound/frames/loudness';

function measurer(): (pcm: Int16Array) => FrameLoudness {
  const loudness = new Loudness();
  return (pcm) => {
    const result = { rms: 0, isSilent: false, isQuiet: false, isSpeech: false };
    loudness.measure(pcm, result);
    return result;
  };
}

const tone = (peak: number): Int16Array => Int16Array.from({ length: 160 }, (_, i) => peak * Math.sin(i / 3));

describe('loudness', () => {
  test('counts only the codec’s smallest steps as silence', () => {
    const measure = measurer();
    expect(measure(new Int16Array(160)).isSilent).toBe(true);
    expect(measure(new Int16Array(160).fill(-8)).isSilent).toBe(true);
    expect(measure(new Int16Array(160).fill(-24)).isSilent).toBe(false);
  });

  test('counts a frame 18 dB below the voice as quiet, however loud the voice is', () => {
    for (const peak of [1000, 20000]) {
      const measure = measurer();
      expect(measure(tone(peak)).isQuiet).toBe(false);
      expect(measure(tone(peak * 0.3)).isQuiet).toBe(false);
      expect(measure(tone(peak * 0.1)).isQuiet).toBe(true);
    }
  });

  test('recognises a voice at once', () => {
    expect(measurer()(tone(2000)).isSpeech).toBe(true);
    expect(measurer()(tone(100)).isSpeech).toBe(false);
  });

  test('stops counting a steady noise as a voice, and still recognises a voice over it', () => {
    const measure = measurer();
    let last = measure(tone(1000));
    for (let i = 0; i < 500; i++) last = measure(tone(1000));
    expect(last.isSpeech).toBe(false);
    expect(measure(tone(8000)).isSpeech).toBe(true);
  });
});
