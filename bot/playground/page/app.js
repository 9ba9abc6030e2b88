// The page: who you are, what you see, what you do. The server tells when something changed; the page asks for it.

import { avatar, byId, make, toast } from "./dom.js";
import { drawBlocks } from "./blocks.js";
import { drawMessages } from "./chat.js";
import { startClock } from "./clock.js";
import { startComposer } from "./composer.js";
import { drawModal } from "./modal.js";

const chosen = new URLSearchParams(location.search);
const me = { person: chosen.get("person") || "", tab: "messages", room: "", state: null, replying: "" };

const ANSWERING = 5000; // milliseconds after a deed in which what is new is taken for its answer
let acted = 0;

export async function act(what, more = {}) {
  if (!["open", "read"].includes(what)) acted = Date.now(); // those two the page does by itself
  const body = JSON.stringify({ person: me.person, room: me.room || undefined, ...more });
  const answer = await fetch(`do/${what}`, { method: "POST", headers: { "Content-Type": "application/json" }, body })
    .then((response) => response.json())
    .catch(() => ({ ok: false, notice: "The server does not answer. Is it still running?" }));
  if (answer.notice) toast(answer.notice);
  await refresh();
  return answer;
}

let asked = 0;

async function refresh() {
  const number = ++asked;
  const response = await fetch(`state?person=${encodeURIComponent(me.person)}&room=${encodeURIComponent(me.room)}`).catch(() => null);
  if (!response || number !== asked) return; // a newer question is under way
  me.state = await response.json();
  me.person = me.state.me;
  draw();
}

function draw() {
  const focused = document.activeElement?.dataset?.key;
  byId("workspace").textContent = me.state.workspace;
  byId("hint").replaceChildren(...hint(me.state.hint));
  byId("chapter").textContent = `Go on to ${me.state.chapter}`;
  byId("chapter").hidden = !me.state.chapter;
  drawPeople();
  drawHead();
  drawScroll();
  byId("composer").hidden = me.tab === "home";
  drawModal(me, around(), act);
  if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  if (me.tab === "messages" && !me.room && !document.hidden) read();
}

function hint(words) {
  return words.split("**").map((part, number) => number % 2 ? make("strong", {}, part) : part);
}

function drawPeople() {
  byId("people").replaceChildren(make("h2", {}, "You are"), ...me.state.people.map((one) => make("button", {
    type: "button", class: one.deleted ? "person gone" : "person", "data-key": `person/${one.id}`,
    "aria-current": one.id === me.person ? "true" : undefined, onclick: () => become(one.id),
  },
  avatar(one.name),
  make("span", { class: "who" }, make("span", { class: "name" }, one.name),
    make("span", { class: "role" }, [one.role, one.department].filter(Boolean).join(" · "))),
  one.unread && one.id !== me.person ? make("span", { class: "dot", title: "Something new" }, make("span", { class: "hidden" }, "Something new")) : null)));
}

function drawHead() {
  const person = me.state.people.find((one) => one.id === me.person);
  byId("whose").replaceChildren(avatar(me.state.app, true), make("div", {},
    make("h1", {}, me.state.app), make("p", {}, `in ${person.name}’s chat · ${person.timezone.replaceAll("_", " ")}`)));
  const tabs = [["home", "Home", ""], ["messages", "Messages", ""], ...me.state.channels.map((one) => ["messages", `#${one.name}`, one.id])];
  byId("tabs").replaceChildren(...tabs.map(([tab, label, room]) => make("button", {
    type: "button", role: "tab", "data-key": `tab/${label}`, "aria-selected": String(me.tab === tab && me.room === room),
    onclick: () => open(tab, room),
  }, label)));
}

function drawScroll() {
  const place = byId("scroll");
  const nearEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
  const view = `${me.person}/${me.tab}/${me.room}`;
  const fresh = place.dataset.view !== view;
  const last = me.state.messages.at(-1)?.ts;
  const news = !fresh && place.dataset.last !== last;
  place.replaceChildren(...(me.tab === "home" ? [home()] : drawMessages(me, around(), act, reply)));
  if (me.tab === "messages" && (fresh || (nearEnd && news))) place.scrollTop = place.scrollHeight;
  else if (news && Date.now() - acted < ANSWERING) place.querySelector(`[data-ts="${last}"]`)?.scrollIntoView({ block: "nearest" });
  if (me.tab === "home" && fresh) place.scrollTop = 0;
  Object.assign(place.dataset, { view, last });
}

function home() {
  if (!me.state.home) return make("p", { class: "empty" }, "There is nothing on Home yet.");
  const press = (place) => act("press", { view: me.state.home.id, ...place });
  return make("div", { class: "home" }, ...drawBlocks(me.state.home.blocks, { ...around(), key: "home", press }));
}

function around() {
  const names = new Map(me.state.people.map((one) => [one.id, one.name])).set(me.state.app_user, me.state.app);
  return { nameOf: (id) => names.get(id) || id, people: me.state.people, errors: {}, filled: {}, entered: {} };
}

function become(person) {
  Object.assign(me, { person, room: "", replying: "" });
  const address = new URL(location.href);
  address.searchParams.set("person", person);
  history.replaceState(null, "", address);
  byId("text").focus({ preventScroll: true });
  open(me.tab, "");
}

async function open(tab, room) {
  Object.assign(me, { tab, room, replying: "" });
  reply("");
  await refresh();
  if (!room) await act("open", { tab });
}

function reply(ts) {
  me.replying = ts;
  const place = byId("replying");
  place.hidden = !ts;
  const stop = make("button", { type: "button", class: "plain", onclick: () => reply("") }, "Not in the thread");
  place.replaceChildren("Your words go into the thread. ", stop);
  if (ts) byId("text").focus();
}

let marked = "";

function read() {
  const last = me.state.messages.at(-1)?.ts;
  if (!last || marked === `${me.person}/${last}`) return;
  marked = `${me.person}/${last}`;
  act("read", { ts: last });
}

startComposer(me, act, reply);
startClock(me, refresh);
new EventSource("stream").onmessage = refresh;
document.addEventListener("visibilitychange", refresh);
