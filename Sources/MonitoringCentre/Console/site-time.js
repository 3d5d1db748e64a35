// Moments as the site's clocks show them.
import { currentLanguage } from "/phrases.js";

export class SiteTime {
  constructor(timeZone) {
    this.timeZone = timeZone;
  }

  format(moment, options) {
    const locale = currentLanguage() === "vi" ? "vi-VN" : "en-GB";
    return new Intl.DateTimeFormat(locale, { timeZone: this.timeZone, hourCycle: "h23", ...options }).format(moment);
  }

  // 16:30
  clock(moment) {
    return this.format(moment, { hour: "2-digit", minute: "2-digit" });
  }

  day(moment) {
    return this.format(moment, { day: "numeric", month: currentLanguage() === "vi" ? "numeric" : "short" });
  }

  // 16:30 22/11
  moment(moment) {
    return `${this.clock(moment)} ${this.day(moment)}`;
  }

  // The clock alone where it is the same day as `now`, or the next hours.
  soon(moment, now) {
    const isNear = this.day(moment) === this.day(now) || Math.abs(moment - now) < 6 * 3600e3;
    return isNear ? this.clock(moment) : this.moment(moment);
  }

  // Sun 22 Nov, 14:05
  full(moment) {
    const [weekday, month] = currentLanguage() === "vi" ? ["long", "numeric"] : ["short", "short"];
    return this.format(moment, { weekday, day: "numeric", month, hour: "2-digit", minute: "2-digit" });
  }
}
