import { lightImages } from './light-images';
import { wiringImage } from './wiring-image';

/** Files of the documents that are made from the code: paths from the root, and what is in them. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const lights = [...lightImages()].map(([name, picture]): [string, string] => [`docs/images/lights/${name}`, picture]);
  return new Map([...lights, ['docs/images/wiring.svg', wiringImage()]]);
}
