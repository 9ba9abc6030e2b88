// The program's clock: what time it is there, and the buttons that move it forward.

import { byId, toast } from "./dom.js";

const DAY = 24 * 60 * 60 * 1000;

export async function startClock(me, refresh) {
  let clock = null;
  const buttons = [byId("next"), byId("day"), byId("date"), byId("chapter")];

  const draw = () => {
    const zone = me.state?.people.find((one) => one.id === me.person)?.timezone || "UTC";
    const parts = { weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone };
    byId("now").textContent = new Date(clock.now).toLocaleString("en-GB", parts);
    byId("now").dateTime = clock.now;
    byId("date").min = clock.now.slice(0, 10);
    byId("next").disabled = !clock.next;
    byId("next").title = clock.next ? new Date(clock.next).toLocaleString("en-GB", parts) : "Nothing is planned yet";
  };
  const ask = async () => {
    const response = await fetch("/clock").catch(() => null);
    if (!response?.ok) return;
    clock = await response.json();
    byId("clock").hidden = false;
    draw();
  };
  const move = async (to, address = "/clock") => {
    buttons.forEach((one) => { one.disabled = true; });
    byId("clock").classList.add("moving");
    const response = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(to) }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    if (!response?.ok || answer?.notice) toast(answer?.error || answer?.notice || "The clock could not be moved there.");
    byId("clock").classList.remove("moving");
    buttons.forEach((one) => { one.disabled = false; });
    await ask();
    await refresh();
  };

  byId("next").addEventListener("click", () => move({ next: true }));
  byId("day").addEventListener("click", () => move({ to: new Date(Date.parse(clock.now) + DAY).toISOString() }));
  byId("chapter").addEventListener("click", () => move({}, "chapter"));
  byId("date").addEventListener("change", (event) => {
    if (event.target.value) move({ to: `${event.target.value}T${clock.now.slice(11, 19)}Z` });
    event.target.value = "";
  });
  byId("people").addEventListener("click", () => setTimeout(() => clock && draw(), 300)); // milliseconds: the other person's zone
  await ask();
  setInterval(() => { if (!document.hidden) ask(); }, 20_000); // milliseconds; the clock also runs by itself
}
