import type { RoomEvent } from '../rooms';

type Kind = RoomEvent['kind'];
type Asking = { readonly member: number; readonly request: number | undefined; readonly kind: Kind };

/** Which request of a member a room is carrying out. What the member is sent meanwhile answers it and carries its id back. */
export class Answers {
  private asking: Asking | undefined;
  private isAnswered = false;

  /** Carries out what a member asks for. Gives whether the member was sent an answer. */
  during(member: number, request: number | undefined, kind: Kind, carryOut: () => void): boolean {
    this.asking = { member, request, kind };
    this.isAnswered = false;
    carryOut();
    this.asking = undefined;
    return this.isAnswered;
  }

  /** Whether what the member is sent now answers a request of this kind. */
  isTo(kind: Kind, member: number): boolean {
    return this.asking?.member === member && this.asking.kind === kind;
  }

  /** The id of the request that a message to the member answers; undefined if it answers none, or one without an id. */
  requestOf(member: number): number | undefined {
    if (this.asking?.member !== member) return undefined;
    this.isAnswered = true;
    return this.asking.request;
  }
}
