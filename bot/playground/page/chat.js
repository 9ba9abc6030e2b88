// Draws the conversation: days, messages, threads, and what can be done with a message.

import { avatar, byId, make } from "./dom.js";
import { drawBlocks } from "./blocks.js";
import { slackText } from "./marked.js";

export function drawMessages(me, around, act, reply) {
  const posts = me.state.messages;
  const tops = posts.filter((post) => !post.thread || !posts.some((one) => one.ts === post.thread));
  if (!tops.length) return [make("p", { class: "empty" }, "Nothing has been said here yet. Type a message, or / for a command.")];
  const drawn = [];
  let day = "";
  for (const post of tops) {
    const today = dayOf(post, me);
    if (today !== day) drawn.push(make("div", { class: "day" }, make("span", {}, day = today)));
    drawn.push(message(post, me, around, act, reply));
    const answers = posts.filter((one) => one.thread === post.ts);
    if (answers.length) drawn.push(make("div", { class: "thread", role: "group", "aria-label": "Thread" },
      ...answers.map((one) => message(one, me, around, act, reply))));
  }
  return drawn;
}

function zoneOf(me) {
  return me.state.people.find((one) => one.id === me.person)?.timezone;
}

function dayOf(post, me) {
  return new Date(post.at).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zoneOf(me) });
}

function message(post, me, around, act, reply) {
  const mine = post.author === me.person;
  const time = new Date(post.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zoneOf(me) });
  const press = (place) => act("press", { ts: post.ts, ...place });
  const blocks = post.blocks.length && post.by_app
    ? drawBlocks(post.blocks, { ...around, key: post.ts, press }) : [slackText(post.text, around.nameOf)];
  return make("article", { class: ["message", post.only_for_you && "private", mine && "mine"].filter(Boolean).join(" "), "data-ts": post.ts },
    avatar(post.name, post.by_app),
    make("div", { class: "said" },
      make("div", { class: "by" }, make("strong", {}, post.name), post.by_app && make("span", { class: "tag" }, "App"),
        make("time", { datetime: post.at }, time), post.edited && make("span", { class: "quiet" }, "(edited)")),
      post.only_for_you && make("p", { class: "only" }, "Only visible to you"),
      ...blocks,
      ...post.files.map(file)),
    post.only_for_you ? null : tools(post, mine, me, act, reply));
}

function file(one) {
  return make("a", { class: "file", href: one.url_private_download, download: one.name },
    make("span", { "aria-hidden": "true" }, "↓"), make("span", {}, one.title, make("small", {}, `${one.name}, ${one.size.toLocaleString("en")} bytes`)));
}

function tools(post, mine, me, act, reply) {
  const entries = [["Reply in thread", () => reply(post.thread || post.ts)]];
  if (mine) entries.push(["Edit", () => edit(post, act)], ["Delete", () => act("delete", { ts: post.ts })]);
  for (const one of me.state.shortcuts.filter((each) => each.on_message)) {
    entries.push([one.name, () => act("shortcut", { callback_id: one.id, ts: post.ts })]);
  }
  const menu = make("div", { class: "menu", role: "menu", hidden: true },
    ...entries.map(([label, run]) => make("button", { type: "button", role: "menuitem", onclick: () => { menu.hidden = true; run(); } }, label)));
  const toggle = make("button", { type: "button", class: "more", "aria-haspopup": "menu", "aria-label": "More about this message",
    "data-key": `more/${post.ts}`, onclick: () => { menu.hidden = !menu.hidden; } }, "⋯");
  return make("div", { class: "tools", onfocusout: (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) menu.hidden = true;
  } }, toggle, menu);
}

function edit(post, act) {
  const box = make("textarea", { rows: 4, "aria-label": "Your message" });
  box.value = post.text.replace(/<mailto:[^|>]*\|([^>]*)>/g, "$1").replace(/<(https?:[^>|]*)>/g, "$1")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const dialog = make("dialog", { class: "modal small" });
  const save = async () => { dialog.close(); await act("edit", { ts: post.ts, text: box.value }); };
  dialog.append(make("div", { class: "modal-head" }, make("h2", {}, "Edit your message")), make("div", { class: "modal-body" }, box),
    make("div", { class: "modal-foot" }, make("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
      make("button", { type: "button", class: "primary", onclick: save }, "Save")));
  dialog.addEventListener("close", () => { dialog.remove(); byId("text").focus(); });
  document.body.append(dialog);
  dialog.showModal();
}
