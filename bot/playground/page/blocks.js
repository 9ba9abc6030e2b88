// Draws Slack's blocks. `around` knows people's names (`nameOf`), what a press does (`press`) and, in a form, what
// stands in each field (`entered`) and what is wrong with it (`errors`).

import { make, link, toast } from "./dom.js";
import { field } from "./fields.js";
import { markdown, slackText } from "./marked.js";

export function drawBlocks(blocks, around) {
  return blocks.map((block) => (DRAWN[block.type] || unknown)(block, around));
}

const DRAWN = { section, header, divider, actions, context, image, input, rich_text: richText, markdown: markdownBlock };

function unknown(block) {
  return make("p", { class: "quiet" }, `A ${block.type} block stands here.`);
}

function words(text, around) {
  return text.type === "mrkdwn" ? slackText(text.text, around.nameOf) : make("div", { class: "text" }, make("p", {}, text.text));
}

function section(block, around) {
  const body = make("div", { class: "section-body" });
  if (block.text) body.append(words(block.text, around));
  if (block.fields) body.append(make("div", { class: "section-fields" }, ...block.fields.map((one) => words(one, around))));
  return make("div", { class: "block section" }, body, block.accessory && pressable(block, block.accessory, around));
}

function header(block) {
  return make("h3", { class: "block" }, block.text.text);
}

function divider() {
  return make("hr", { class: "block" });
}

function actions(block, around) {
  return make("div", { class: "block actions" }, ...block.elements.map((one) => pressable(block, one, around)));
}

function context(block, around) {
  const parts = block.elements.map((one) => one.type === "image"
    ? make("img", { src: one.image_url, alt: one.alt_text }) : words(one, around));
  return make("div", { class: "block context" }, ...parts);
}

function image(block) {
  return make("figure", { class: "block" },
    block.title && make("figcaption", {}, block.title.text),
    make("img", { src: block.image_url, alt: block.alt_text, loading: "lazy" }));
}

function markdownBlock(block) {
  const drawn = markdown(block.text);
  drawn.classList.add("block");
  return drawn;
}

function input(block, around) {
  const id = `${block.block_id}-${block.element.action_id}`;
  const error = around.errors[block.block_id];
  const grouped = ["checkboxes", "radio_buttons", "multi_static_select", "multi_users_select"].includes(block.element.type);
  const label = make(grouped ? "legend" : "label", grouped ? {} : { for: id }, block.label.text,
    block.optional && make("span", { class: "quiet" }, " (optional)"));
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  return make(grouped ? "fieldset" : "div", { class: error ? "block field wrong" : "block field", "data-block": block.block_id },
    label,
    field(block, block.element, id, described, around),
    error && make("p", { class: "error", id: `${id}-error` }, error),
    block.hint && make("p", { class: "field-hint", id: `${id}-hint` }, block.hint.text));
}

function pressable(block, element, around) {
  const place = { block_id: block.block_id, action_id: element.action_id };
  if (element.type === "image") return make("img", { class: "thumb", src: element.image_url, alt: element.alt_text });
  if (element.type !== "button") return chooser(element, place, around);
  const press = async (event) => {
    const button = event.currentTarget;
    if (element.confirm && !window.confirm(`${element.confirm.title.text}\n\n${element.confirm.text.text}`)) return;
    if (element.url) window.open(element.url, "_blank", "noreferrer");
    button.classList.add("busy");
    await around.press(place);
    button.classList.remove("busy");
  };
  return make("button", {
    type: "button", class: element.style || "", "aria-label": element.accessibility_label,
    "data-key": `${around.key}/${block.block_id}/${element.action_id}`, onclick: press,
  }, element.text.text);
}

function chooser(element, place, around) {
  const choose = (value) => around.press({ ...place, value });
  if (["datepicker", "timepicker"].includes(element.type)) {
    const kind = element.type === "datepicker" ? "date" : "time";
    return make("input", { type: kind, value: element[`initial_${kind}`] || "", "aria-label": element.placeholder?.text || kind,
      onchange: (event) => choose(event.target.value) });
  }
  if (!element.options) return make("span", { class: "quiet" }, "…");
  const offered = [{ text: { text: element.placeholder?.text || "Choose…" }, value: "" }, ...element.options];
  const menu = make("select", { "aria-label": element.placeholder?.text || "Choose",
    onchange: (event) => event.target.value ? choose(event.target.value) : toast("Nothing is chosen.") },
  ...offered.map((one) => make("option", { value: one.value }, one.text.text)));
  menu.value = element.initial_option?.value || "";
  return menu;
}

function richText(block, around) {
  const parts = block.elements.map((part) => RICH[part.type](part, around));
  return make("div", { class: "block rich text" }, ...parts);
}

const RICH = {
  rich_text_section: (part, around) => make("p", {}, ...part.elements.map((one) => piece(one, around))),
  rich_text_quote: (part, around) => make("blockquote", {}, ...part.elements.map((one) => piece(one, around))),
  rich_text_preformatted: (part, around) => make("pre", {}, ...part.elements.map((one) => piece(one, around))),
  rich_text_list: (part, around) => {
    const items = part.elements.map((item) => make("li", {}, ...item.elements.map((one) => piece(one, around))));
    const list = make(part.style === "ordered" ? "ol" : "ul", { start: part.offset ? part.offset + 1 : undefined }, ...items);
    list.style.marginInlineStart = `${(part.indent || 0) * 1.4}em`;
    return list;
  },
};

function piece(one, around) {
  let drawn;
  if (one.type === "user") drawn = make("span", { class: "mention" }, `@${around.nameOf(one.user_id)}`);
  else if (one.type === "channel") drawn = make("span", { class: "mention" }, `#${one.channel_id}`);
  else if (one.type === "link") drawn = link(one.url, one.text || one.url);
  else drawn = document.createTextNode(one.text || `:${one.name}:`);
  for (const [style, tag] of [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["code", "code"], ["underline", "u"]]) {
    if (one.style?.[style]) drawn = make(tag, {}, drawn);
  }
  return drawn;
}
