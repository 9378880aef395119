/** A duration given in milliseconds: `0.4 ms`, `820 ms`, `4.2 s`, `3 min 12 s`, `2 h 05 min`. */
export declare function formatDuration(milliseconds: number): string;
/** A moment in local time, as short as it is clear beside `now`: `today 14:05`, `yesterday 9:30`, `3 Nov 14:05`, `3 Nov 2024`. */
export declare function formatMoment(time: number, now: number): string;
/** A moment in full, for tooltips: `3 Nov 2024, 14:05:09`. */
export declare function formatFullMoment(time: number): string;
