import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom } from '../../cli/simulation/simulated-room';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// What a speaker leaves out when the interpreter has few variables left.

test('with few variables left no signal sounds, until there are enough again', () => {
  const script = [0.5, 4, 5, 9, 10].map((second) => [second, 'click']);
  const value = { seconds: 11, speakers: [{ name: 'anna', earcons: 1, script }] };
  const room = openSimulatedRoom(parseScenario(JSON.stringify(value), 'few variables'), readFirmware(), new Map());
  const { board } = room.speakers[0]!;
  const evaluate = (code: string): unknown => board.evaluate(code);
  const setFree = (count: number): unknown => evaluate(`process.memory=function(){return{usage:3000,free:${count}}},1`);
  const isHeard = (from: number, to: number): boolean =>
    board.amplifier
      .toSamples(room.startNs + from * NS_PER_SECOND, room.startNs + to * NS_PER_SECOND)
      .some((sample) => sample !== 0);

  room.runTo(1.5);
  expect(isHeard(0.5, 1.5)).toBe(true);
  setFree(200);
  room.runTo(6);
  expect(evaluate('status().microphone')).toBe('closed');
  expect(isHeard(4, 6)).toBe(false);
  // A few more are not enough.
  setFree(400);
  room.runTo(6.5);
  setFree(500);
  room.runTo(11);
  expect(isHeard(9, 10)).toBe(true);
  room.close();
});
