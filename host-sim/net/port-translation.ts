import type { Conditions } from './conditions';

// A router with network address translation (NAT), seen from outside. It never changes the ports of systems below 1024.

const FIRST_PORT = 1024;
const PORTS = 0x1_0000 - FIRST_PORT;
/** How far each change moves the numbers: hosts here never have so many ports in a row. */
const STEP = 1000;

function moved(port: number, by: number): number {
  return FIRST_PORT + ((((port - FIRST_PORT + by) % PORTS) + PORTS) % PORTS);
}

const stepsAt = ({ portChanges }: Conditions, nowNs: number): number =>
  STEP * portChanges.filter((atNs) => atNs <= nowNs).length;

/** The number by which others see a port of a host, under the conditions from that host to them. */
export function outerPort(port: number, conditions: Conditions, nowNs: number): number {
  const steps = stepsAt(conditions, nowNs);
  return steps === 0 ? port : moved(port, steps);
}

/** The port of a host that others see by a number. That of a former number is another port, where nothing is open. */
export function innerPort(port: number, conditions: Conditions, nowNs: number): number {
  const steps = stepsAt(conditions, nowNs);
  return steps === 0 ? port : moved(port, -steps);
}
