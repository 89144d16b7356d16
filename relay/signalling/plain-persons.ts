import { TOKEN_BYTES } from '../../wire/limits';
import type { Members } from '../hosting/members';
import type { Random } from '../ports/ports';
import { randomHex } from '../ports/random-hex';

const PLAIN_ID_BYTES = 8;
/** Below this number of texts it is not worth looking for those of persons who are gone. */
const SWEEP_AT_LEAST = 1000;

/** A person without sign-in, and the text with which it comes back to its seat. */
type PlainPerson = { readonly person: string; readonly resume: string };

/** Persons of whom the relay knows nothing but the text that it gave them. */
export class PlainPersons {
  private readonly random: Random;
  private readonly members: Members;
  private readonly byResume = new Map<string, string>();
  /** The number of texts at which those of persons who are gone are removed. */
  private sweepAt = SWEEP_AT_LEAST;

  constructor(random: Random, members: Members) {
    this.random = random;
    this.members = members;
  }

  /** The person that the relay gave this text, if it is still here; otherwise a new one. */
  personOf(resume: string | undefined): PlainPerson {
    const known = resume === undefined ? undefined : this.byResume.get(resume);
    if (known !== undefined && resume !== undefined) {
      if (this.members.of(known)) return { person: known, resume };
      this.byResume.delete(resume);
    }
    this.forgetGone();
    const fresh = {
      resume: randomHex(this.random, TOKEN_BYTES),
      person: `p:${randomHex(this.random, PLAIN_ID_BYTES)}`,
    };
    this.byResume.set(fresh.resume, fresh.person);
    return fresh;
  }

  /** Runs so rarely that it costs little, and often enough that few texts of persons who are gone remain. */
  private forgetGone(): void {
    if (this.byResume.size < this.sweepAt) return;
    for (const [resume, person] of this.byResume) if (!this.members.of(person)) this.byResume.delete(resume);
    this.sweepAt = 2 * this.byResume.size + SWEEP_AT_LEAST;
  }
}
