// Moments (milliseconds) as the site's clocks show them, and ticks of a time axis at its round hours.
import { SiteTime } from "/site-time.js";

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400].map((minutes) => minutes * 60e3);

export class Clock extends SiteTime {
  clockSeconds(moment) {
    return this.format(moment, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }

  // 14/03/2026, 14:05:06
  whole(moment) {
    return this.format(moment, { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
      second: "2-digit" });
  }

  range(from, to) {
    return `${this.moment(from)} – ${this.day(from) === this.day(to) ? this.clock(to) : this.moment(to)}`;
  }

  // What the site's clocks are ahead of UTC.
  offset(moment) {
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", {
      timeZone: this.timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric",
        minute: "numeric",
    }).formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute) - Math.floor(moment / 60e3) * 60e3;
  }

  // Round moments inside a span, at most so many.
  ticks(from, to, most) {
    const step = steps.find((step) => (to - from) / step <= most) ?? steps.at(-1) * Math.ceil((to - from) / steps.at(-1) / most);
    const offset = this.offset(from);
    const ticks = [];
    for (let moment = Math.ceil((from + offset) / step) * step - offset; moment <= to; moment += step) ticks.push(moment);
    return ticks;
  }

  // The clock, and the day where it begins.
  tick(moment) {
    const isMidnight = (moment + this.offset(moment)) % 86400e3 === 0;
    return isMidnight ? this.day(moment) : this.clock(moment);
  }
}
