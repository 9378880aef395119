const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A duration given in milliseconds: `0.4 ms`, `820 ms`, `4.2 s`, `3 min 12 s`, `2 h 05 min`. */
export function formatDuration(milliseconds: number): string {
  const duration = Math.max(0, milliseconds);
  if (duration < 10) return `${(Math.round(duration * 10) / 10).toString()} ms`;
  if (duration < 999.5) return `${Math.round(duration)} ms`;
  if (duration < 9.95 * second) return `${(duration / second).toFixed(1)} s`;
  if (duration < 59.5 * second) return `${Math.round(duration / second)} s`;
  if (duration < hour - second / 2) {
    const seconds = Math.round(duration / second);
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  }
  const minutes = Math.round(duration / minute);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment in local time, as short as it is clear beside `now`: `today 14:05`, `yesterday 9:30`, `3 Nov 14:05`, `3 Nov 2024`. */
export function formatMoment(time: number, now: number): string {
  const moment = new Date(time);
  const today = new Date(now);
  const clock = `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, '0')}`;
  if (isSameDay(moment, today)) return `today ${clock}`;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (isSameDay(moment, yesterday)) return `yesterday ${clock}`;
  const day = `${moment.getDate()} ${months[moment.getMonth()] ?? ''}`;
  return moment.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${day} ${moment.getFullYear()}`;
}

/** Several moments beside each other as {@link formatMoment} writes them, with their seconds where two would read the same. */
export function formatMoments(times: readonly number[], now: number): readonly string[] {
  const short = times.map((time) => formatMoment(time, now));
  if (new Set(short).size === short.length) return short;
  return times.map((time, index) => {
    const text = short[index] ?? '';
    if (!/:\d\d$/.test(text)) return formatFullMoment(time);
    return `${text}:${String(new Date(time).getSeconds()).padStart(2, '0')}`;
  });
}

/** The day of a moment in local time: `3 Nov 2024`. */
export function formatDay(time: number): string {
  const moment = new Date(time);
  return `${moment.getDate()} ${months[moment.getMonth()] ?? ''} ${moment.getFullYear()}`;
}

/** A moment in full, for tooltips: `3 Nov 2024, 14:05:09`. */
export function formatFullMoment(time: number): string {
  const moment = new Date(time);
  const clock = [moment.getHours(), moment.getMinutes(), moment.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return `${moment.getDate()} ${months[moment.getMonth()] ?? ''} ${moment.getFullYear()}, ${clock}`;
}

function isSameDay(one: Date, other: Date): boolean {
  return (
    one.getFullYear() === other.getFullYear() &&
    one.getMonth() === other.getMonth() &&
    one.getDate() === other.getDate()
  );
}
