/** The processor time that an action takes in this process, in microseconds. */
export function cpuMicroseconds(action: () => void): number {
  const startedAt = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(startedAt);
  return user + system;
}
