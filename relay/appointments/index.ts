// Invitations and scheduled rooms, stored and carried out. Start reading at keeper.ts.

export { Appointments, CONSULTING_MS, type InvitationAct, type Planned } from './appointments';
export { NOT_STORED } from './refusals';
export type { AuditLine } from './ports';
