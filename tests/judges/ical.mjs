// Reads calendars as Thunderbird and Nextcloud do, by the rules that stand in them alone.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const asked = JSON.parse(readFileSync(0, "utf8"));
const utc = (time) => time && (time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString());

function times(event) {
  if (!event.isRecurring()) return [[utc(event.startDate), utc(event.endDate)]];
  const found = [], iterator = event.iterator();
  for (let next = iterator.next(); next && found.length < asked.most; next = iterator.next()) {
    const one = event.getOccurrenceDetails(next);
    found.push([utc(one.startDate), utc(one.endDate)]);
  }
  return found;
}

console.log(JSON.stringify(asked.calendars.map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return {
      uid: event.uid, title: event.summary, note: event.description, place: event.location, times: times(event), sequence: event.sequence,
      status: part.getFirstPropertyValue("status"), method: calendar.getFirstPropertyValue("method"), zone: event.startDate.zone.tzid,
      language: part.getFirstProperty("summary")?.getParameter("language") ?? "",
    };
  });
})));
