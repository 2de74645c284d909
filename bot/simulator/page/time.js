// Moments are seconds since 1970; they are shown in the clinic's time zone, never in the browser's.

let zone = "UTC";
const formats = new Map();

/** Use an IANA zone; a name the browser does not know means UTC. */
export function useZone(name) {
  formats.clear();
  zone = name;
  try {
    format(0, { hour: "2-digit" });
  } catch {
    zone = "UTC";
  }
}

function format(seconds, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key).format(seconds * 1000).replace(",", "");
}

/** A moment as seconds, from seconds or an ISO instant. */
export const seconds = (moment) => (typeof moment === "number" ? moment : Date.parse(moment) / 1000);
export const hourOf = (moment) => format(moment, { hour: "2-digit", minute: "2-digit" });
export const dayOf = (moment) => format(moment, { weekday: "long", day: "numeric", month: "long" });
export const shortDayOf = (moment) => format(moment, { weekday: "short", day: "numeric", month: "short" });
