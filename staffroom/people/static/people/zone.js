// The browser knows its time zone; the form takes it along, and the server checks it.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
for (const input of document.querySelectorAll("input[data-zone]")) if (!input.value && timeZone) input.value = timeZone;
