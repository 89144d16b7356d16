import { idleSpeaker } from '../support/idle-speaker';

// The button held for long, the mute switch and the night, with the bundle on a simulated board.

test('a hold of 10 s is announced by light, and leads to set-up; a click leads out', () => {
  const room = idleSpeaker();
  const { anna } = room.boards;
  expect(room.status('anna')).toMatchObject({ state: 'idle', light: 'idle' });
  anna!.press();
  expect(room.runTo(5.8).status('anna').light).toBe('idle');
  expect(room.runTo(6.2).status('anna').light).toBe('countdown');
  expect(room.runTo(13.8).status('anna').light).toBe('countdown');
  expect(room.runTo(14.2).status('anna').light).toBe('reset');
  anna!.release();
  expect(room.runTo(15).status('anna')).toMatchObject({ state: 'idle', light: 'set-up' });
  anna!.press();
  room.runTo(15.1);
  anna!.release();
  expect(room.runTo(16).status('anna')).toMatchObject({ state: 'idle', light: 'idle' });
  room.close();
});

test('set-up is over after five minutes', () => {
  const room = idleSpeaker();
  room.boards.anna!.press();
  room.runTo(15);
  room.boards.anna!.release();
  expect(room.runTo(14 + 295).status('anna').light).toBe('set-up');
  expect(room.runTo(14 + 305).status('anna').light).toBe('idle');
  room.close();
});

test('let go before 10 s, nothing has happened', () => {
  const room = idleSpeaker();
  room.boards.anna!.press();
  room.runTo(13.9);
  room.boards.anna!.release();
  expect(room.runTo(15).status('anna')).toMatchObject({ state: 'idle', light: 'idle' });
  room.close();
});

test('a hold of 22 s forgets what was set, and one that ends before does not', () => {
  for (const [seconds, isForgotten] of [
    [21.8, false],
    [22.2, true],
  ] as const) {
    const room = idleSpeaker();
    const { anna } = room.boards;
    anna!.press();
    room.runTo(4 + seconds);
    anna!.release();
    room.runTo(31);
    expect(room.status('anna')).toMatchObject({ state: isForgotten ? 'offline' : 'idle' });
    expect(room.lines.anna!.join().includes('not set up yet')).toBe(isForgotten);
    room.close();
  }
});

test('whoever talks for half a minute goes on talking: no countdown begins', () => {
  const room = idleSpeaker();
  const { anna } = room.boards;
  room.hold('anna', 4.1).runTo(5);
  anna!.press();
  expect(room.runTo(36).status('anna')).toMatchObject({ microphone: 'open', light: 'microphone open' });
  anna!.release();
  expect(room.runTo(37).status('anna')).toMatchObject({ microphone: 'closed', light: 'stage' });
  room.close();
});

test('the mute switch closes an open microphone at once, keeps it closed, and is asked at the start', () => {
  const room = idleSpeaker({ muteSwitch: true });
  const { anna } = room.boards;
  let second = 4;
  const wait = (seconds: number): void => void room.runTo((second += seconds));
  const click = (): void => {
    anna!.press();
    wait(0.1);
    anna!.release();
    wait(0.6);
  };
  const microphone = (): string => room.status('anna').microphone;
  click();
  wait(1);
  expect(room.status('anna')).toMatchObject({ state: 'inRoom', role: 'stage' });
  click();
  expect(microphone()).toBe('closed');
  anna!.setMuteSwitch(true);
  wait(0.1);
  expect(microphone()).toBe('closed');
  click();
  expect(microphone()).toBe('open');
  anna!.setMuteSwitch(false);
  wait(0.05);
  expect(microphone()).toBe('closed');
  anna!.press();
  wait(1);
  expect(microphone()).toBe('closed');
  anna!.release();
  wait(0.5);
  anna!.setMuteSwitch(true);
  wait(0.1);
  expect(microphone()).toBe('closed');
  anna!.press();
  wait(1);
  expect(microphone()).toBe('open');
  room.close();
});

test('without the setting there is no switch', () => {
  const room = idleSpeaker();
  const { anna } = room.boards;
  for (const second of [4, 5]) {
    anna!.press();
    room.runTo(second + 0.1);
    anna!.release();
    room.runTo(second + 1);
  }
  expect(room.status('anna').microphone).toBe('open');
  room.close();
});

const brightest = (colours: readonly number[]): number =>
  Math.max(...colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));

test('at night the lights are dim, but for the open microphone', () => {
  const shown = (night: 'on' | 'off'): { stage: number; open: number } => {
    const room = idleSpeaker({ night });
    const { anna } = room.boards;
    anna!.press();
    room.runTo(4.1);
    anna!.release();
    room.runTo(5.5);
    const stage = brightest(anna!.ring.last ?? []);
    anna!.press();
    room.runTo(7);
    expect(room.status('anna').light).toBe('microphone open');
    const open = brightest(anna!.ring.last ?? []);
    room.close();
    return { stage, open };
  };
  const [day, night] = [shown('off'), shown('on')];
  expect(night.open).toBe(day.open);
  expect(night.stage).toBeLessThanOrEqual(day.stage / 6);
  expect(night.stage).toBeGreaterThan(0);
});
