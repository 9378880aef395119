/** A whole number with thin spaces between thousands: `1 234 567`. */
export function groupedNumber(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}
