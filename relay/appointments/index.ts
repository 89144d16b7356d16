// Invitations and scheduled rooms, kept in the store and made to happen. Start reading at keeper.ts.

export {
  Appointments,
  CONSULTING_MS,
  type Actor,
  type InvitationAct,
  type NewPlan,
  type Planned,
} from './appointments';
export { NOT_STORED } from './refusals';
export type { AppointmentPorts, AuditLine, AuditPort, RoomsPort, SpeakersPort } from './ports';
