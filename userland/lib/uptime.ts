/** How long the system has been up, as uptime and top show it: "3 days,  4:05" or, below an hour, "12 min". */
export function inFigures(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const time = hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, '0')}` : `${minutes % 60} min`;
  return days > 0 ? `${days} ${days === 1 ? 'day' : 'days'}, ${time.padStart(5)}` : time;
}
