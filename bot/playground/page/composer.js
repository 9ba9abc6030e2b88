// Where words are typed: messages, and commands with suggestions; and the lightning menu.

import { byId, make } from "./dom.js";

export function startComposer(me, act, reply) {
  const text = byId("text");
  const offers = byId("suggestions");
  let marked = -1;

  const suggest = () => {
    const found = fitting(me, text.value);
    marked = -1;
    offers.hidden = !found.length;
    offers.replaceChildren(...found.map(([value, more]) => make("button", { type: "button", role: "option", tabindex: "-1",
      onclick: () => take(value) }, make("span", {}, value.trim()), more && make("small", {}, more))));
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
  };
  const take = (value) => {
    text.value = value.startsWith("@") ? text.value.replace(/@[\w ]*$/, value) : value;
    text.focus();
    suggest();
  };
  const mark = (step) => {
    const all = [...offers.children];
    marked = (marked + step + all.length) % all.length;
    all.forEach((one, number) => one.setAttribute("aria-selected", String(number === marked)));
    all[marked].scrollIntoView({ block: "nearest" });
  };

  text.addEventListener("input", suggest);
  text.addEventListener("keydown", (event) => {
    const choosing = !offers.hidden;
    if (choosing && ["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); mark(event.key === "ArrowDown" ? 1 : -1); }
    else if (choosing && event.key === "Escape") offers.hidden = true;
    else if (choosing && (event.key === "Tab" || (event.key === "Enter" && marked >= 0))) { event.preventDefault(); offers.children[Math.max(marked, 0)].click(); }
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); byId("composer").requestSubmit(); }
  });
  byId("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) return;
    const thread = me.replying;
    text.value = "";
    suggest();
    reply("");
    await (words.startsWith("/") ? act("run", { text: words }) : act("say", { text: words, thread }));
  });
  startLightning(me, act);
}

function fitting(me, words) {
  const mention = words.match(/@([\w ]*)$/);
  if (mention) {
    const start = mention[1].toLowerCase();
    return me.state.people.filter((one) => one.name.toLowerCase().startsWith(start) && one.name.toLowerCase() !== start)
      .map((one) => [`@${one.name} `, one.department]);
  }
  if (!words.startsWith("/") || words.includes("\n")) return [];
  return me.state.suggestions.filter((one) => one.startsWith(words) && one !== words).slice(0, 40).map((one) => [`${one} `.replace("  ", " "), ""]);
}

function startLightning(me, act) {
  const menu = byId("shortcuts");
  const toggle = byId("lightning");
  const show = (on) => { menu.hidden = !on; toggle.setAttribute("aria-expanded", String(on)); };
  toggle.addEventListener("click", () => {
    const entries = me.state.shortcuts.filter((one) => !one.on_message);
    menu.replaceChildren(...entries.map((one) => make("button", { type: "button", role: "menuitem",
      onclick: () => { show(false); act("shortcut", { callback_id: one.id }); } }, one.name)));
    if (!entries.length) menu.append(make("p", { class: "quiet" }, "This app has no shortcuts."));
    show(menu.hidden);
    menu.querySelector("button")?.focus();
  });
  byId("composer").addEventListener("focusout", (event) => {
    if (!event.relatedTarget || !byId("composer").contains(event.relatedTarget)) { show(false); }
  });
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { show(false); toggle.focus(); } });
}
