import { playInvitation } from '../demo/invitation';
import { Failure } from '../failure';

/**
 * `stagebox demo`: plays a story in virtual time or, with `real`, on real sockets.
 * @throws Failure for an unknown story
 */
export async function demo(story: string, options: { readonly real: boolean }): Promise<void> {
  if (story !== 'invitation') throw new Failure(`there is no story "${story}": try "demo invitation"`);
  await playInvitation(options.real ? 'real' : 'virtual', (line) => console.log(line));
}
