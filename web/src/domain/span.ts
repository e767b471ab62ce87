/** A span of time in the two largest units that say something: days and hours, hours, or minutes. */
export function span(minutes: number): { days: number; hours: number; minutes: number } {
  if (minutes >= 24 * 60) return { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: 0 };
  if (minutes >= 60) return { days: 0, hours: Math.round(minutes / 60), minutes: 0 };
  return { days: 0, hours: 0, minutes };
}
