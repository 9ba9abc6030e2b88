// The fields of a form. What is entered goes into `around.entered`, under the field's block id.

import { avatar, make } from "./dom.js";

export function field(block, element, id, described, around) {
  const state = around.filled[block.block_id]?.[element.action_id] || {};
  const name = block.block_id;
  const remember = (value) => { around.entered[name] = value; };
  const kept = around.entered[name];
  const common = { id, "aria-describedby": described || undefined, "aria-required": block.optional ? undefined : "true",
    autofocus: element.focus_on_load || undefined };
  return (DRAWN[element.type] || unknown)({ element, state, common, remember, kept, around, id });
}

const DRAWN = {
  plain_text_input: words,
  datepicker: (given) => picker("date", "selected_date", given),
  timepicker: (given) => picker("time", "selected_time", given),
  static_select: (given) => menu(given, given.element.options.map(offer), given.state.selected_option?.value),
  users_select: (given) => menu(given, people(given.around), given.state.selected_user),
  radio_buttons: (given) => boxes("radio", given, given.element.options.map(offer), [given.state.selected_option?.value]),
  checkboxes: (given) => boxes("checkbox", given, given.element.options.map(offer), values(given.state.selected_options)),
  multi_static_select: (given) => boxes("checkbox", given, given.element.options.map(offer), values(given.state.selected_options)),
  multi_users_select: (given) => boxes("checkbox", given, people(given.around), given.state.selected_users || []),
};

const offer = (option) => ({ value: option.value, label: option.text.text, more: option.description?.text });
const values = (options) => (options || []).map((one) => one.value);
const people = (around) => around.people.filter((one) => !one.deleted)
  .map((one) => ({ value: one.id, label: one.name, more: [one.role, one.department].filter(Boolean).join(", "), face: one.name }));

function unknown({ element }) {
  return make("p", { class: "quiet" }, `A ${element.type} stands here.`);
}

function words({ element, state, common, remember, kept }) {
  const value = kept ?? state.value ?? "";
  const longest = element.max_length || 3000;
  const count = make("span", { class: "count", "aria-hidden": "true" });
  const tell = (text) => { count.textContent = text.length > longest * 0.8 ? `${longest - text.length}` : ""; };
  const typed = (event) => { remember(event.target.value); tell(event.target.value); };
  const shared = { ...common, placeholder: element.placeholder?.text, oninput: typed };
  const box = element.multiline ? make("textarea", { ...shared, rows: 6 }) : make("input", { ...shared, type: "text" });
  box.value = value;
  tell(value);
  return make("div", { class: "words" }, box, count);
}

function picker(kind, part, { state, common, remember, kept }) {
  const box = make("input", { ...common, type: kind, onchange: (event) => remember(event.target.value) });
  box.value = kept ?? state[part] ?? "";
  return box;
}

function menu({ element, common, remember, kept }, offered, chosen) {
  const blank = { value: "", label: element.placeholder?.text || "Choose…" };
  const box = make("select", { ...common, onchange: (event) => remember(event.target.value) },
    ...[blank, ...offered].map((one) => make("option", { value: one.value }, one.label)));
  box.value = kept ?? chosen ?? "";
  return box;
}

function boxes(kind, { remember, kept, id, common }, offered, chosen) {
  const ticked = new Set(kind === "radio" ? [kept ?? chosen[0]] : kept ?? chosen);
  const group = make("div", { class: offered.length > 8 ? "boxes tall" : "boxes", "aria-describedby": common["aria-describedby"] });
  const tell = () => {
    const on = [...group.querySelectorAll("input:checked")].map((one) => one.value);
    remember(kind === "radio" ? on[0] : on);
  };
  group.append(...offered.map((one) => make("label", { class: "box" },
    make("input", { type: kind, name: id, value: one.value, checked: ticked.has(one.value), onchange: tell }),
    one.face && avatar(one.face),
    make("span", {}, one.label, one.more && make("small", {}, one.more)))));
  return group;
}
