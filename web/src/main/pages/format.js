// Numbers as people read them, with their units.

const UNITS = ["B", "kB", "MB", "GB", "TB"];

const round = value => (Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3));

/** Bytes in powers of 1,000; no parts of a byte, as an average that fades out has them. */
export function bytes(count) {
  if (count < 999.5) {
    return `${Math.round(count)} B`;
  }
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${round(value)} ${UNITS[unit]}`;
}

/** A count with its thousands apart: exact, for it is compared with others. */
export const count = value => value.toLocaleString("en");

/** A rate that may be a fraction. */
export const rate = value => (value >= 10 || Number.isInteger(value) ? count(Math.round(value)) : value.toFixed(1));

/** A rate where there is no room for more than a few signs, as at an axis. */
export function shortRate(value) {
  if (value < 100_000) {
    return rate(value);
  }
  return value < 1e6 ? `${round(value / 1e3)} k` : value < 1e9 ? `${round(value / 1e6)} M` : `${round(value / 1e9)} G`;
}

/** Microseconds in the unit that fits. */
export function micros(value) {
  if (value < 1000) {
    return `${round(value)} µs`;
  }
  return value < 1e6 ? `${round(value / 1e3)} ms` : `${round(value / 1e6)} s`;
}

export const millis = value => (value === null || value === undefined ? "–" : `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`);

/** A share: never 0 where it is more. */
export function percent(value) {
  if (value > 0 && value < 0.01) {
    return "<0.01 %";
  }
  return `${value.toFixed(value >= 10 || value === 0 ? 0 : value >= 1 ? 1 : 2)} %`;
}

export const decibels = value => (value <= -99 ? "silent" : `${value.toFixed(0)} dBFS`);

const pad = value => String(value).padStart(2, "0");

/** The time of day, from milliseconds since 1970. */
export function clock(unixMillis) {
  const time = new Date(unixMillis);
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
}

/** The day as well, where that is not today. */
export function moment(unixMillis) {
  const time = new Date(unixMillis);
  const today = time.toDateString() === new Date().toDateString();
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
  return today ? clock(unixMillis) : `${day} ${clock(unixMillis)}`;
}

export function duration(millisPassed) {
  const seconds = Math.max(0, Math.round(millisPassed / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
