import { readFirmware } from '../../cli/firmware-text';
import { runScenario } from '../../cli/simulation/run-scenario';
import { parseScenario } from '../../cli/simulation/scenario';

// The light of a raised hand has as many pixels as the place in the queue, also when others leave the queue or join it.

const PIXEL = '642d00';

/** The places that the ring of a speaker showed, in their order. Nothing else is drawn in that colour. */
function placesOf(frames: readonly (readonly [atSecond: number, pixels: string])[]): number[] {
  const places = frames.map(([, pixels]) => {
    const lit = pixels.split(' ').find((part) => part.startsWith(PIXEL));
    return lit === undefined ? 0 : Number(lit.split('*')[1] ?? 1);
  });
  return places.filter((place, i) => place !== places[i - 1]);
}

test('a hand moves up when one before it is lowered, and the lowered one comes last when it is raised again', () => {
  const speakers = [
    { name: 'moderator', script: [[0.2, 'click']] },
    { name: 'anna', script: [[1, 'click'], [5, 'click'], [15, 'click'], [20, 'click']] },
    { name: 'boris', script: [[2, 'click'], [7, 'click']] },
    { name: 'cara', script: [[3, 'click'], [9, 'click'], [25, 'click']] },
  ]; // prettier-ignore
  const scenario = { seconds: 30, rooms: [{ id: 'lounge', stage: 'moderated' }], speakers };
  const { report, room } = runScenario(parseScenario(JSON.stringify(scenario), 'hands'), readFirmware(), new Map());
  room.close();
  const shown = Object.fromEntries(
    Object.entries(report.speakers).map(([name, { lightFrames }]) => [name, placesOf(lightFrames)]),
  );
  expect(shown).toEqual({
    moderator: [0],
    anna: [0, 1, 0, 3, 2],
    boris: [0, 2, 1],
    cara: [0, 3, 2, 0],
  });
});
