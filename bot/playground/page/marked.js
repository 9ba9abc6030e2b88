// Text with marks, as Slack has it: *bold*, _italic_, ~struck~, `code`, > quotes, lists, mentions and links.

import { link, make } from "./dom.js";

const SLACK = /<([^<>]+)>|`([^`\n]+)`|(?<![\w*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\w*])|(?<![\w_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\w_])|(?<![\w~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\w~])/g;
const MARKDOWN = /\[([^\]]+)\]\(([^)\s]+)\)|`([^`\n]+)`|\*\*([^*\n]+?)\*\*|(?<![\w*])\*(?!\s)([^*\n]+?)\*|(?<![\w_])_(?!\s)([^_\n]+?)_(?![\w_])/g;

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function slackText(text, nameOf) {
  return lines(text, (line) => pieces(line, SLACK, (found) => {
    if (found[1]) return entity(found[1], nameOf);
    if (found[2]) return make("code", {}, unescape(found[2]));
    const [tag, inner] = found[3] ? ["strong", found[3]] : found[4] ? ["em", found[4]] : ["s", found[5]];
    return make(tag, {}, ...pieces(inner, SLACK, (deeper) => deeper[1] ? entity(deeper[1], nameOf) : unescape(deeper[0])));
  }), "&gt;");
}

export function markdown(text) {
  return lines(text, (line) => pieces(line, MARKDOWN, (found) => {
    if (found[1]) return link(found[2], found[1]);
    if (found[3]) return make("code", {}, found[3]);
    return found[4] ? make("strong", {}, found[4]) : make("em", {}, found[5] || found[6]);
  }), ">");
}

function entity(inside, nameOf) {
  const [target, label] = inside.split("|");
  if (target.startsWith("@")) return make("span", { class: "mention" }, `@${nameOf(target.slice(1))}`);
  if (target.startsWith("#")) return make("span", { class: "mention" }, `#${label || target.slice(1)}`);
  return link(unescape(target), unescape(label || target.replace(/^mailto:/, "")));
}

function pieces(line, pattern, read) {
  const parts = [];
  let end = 0;
  for (const found of line.matchAll(pattern)) {
    parts.push(unescape(line.slice(end, found.index)), read(found));
    end = found.index + found[0].length;
  }
  parts.push(unescape(line.slice(end)));
  return parts.filter((part) => part !== "");
}

// Lines one after the other; those that begin as a quote or a list are drawn as one.
function lines(text, read, quoteMark) {
  const whole = make("div", { class: "text" });
  let list = null;
  for (const line of text.split("\n")) {
    const item = line.match(/^\s*(?:[-*•]|(\d+)\.)\s+(.*)$/);
    if (item) {
      if (!list) whole.append(list = make(item[1] ? "ol" : "ul"));
      list.append(make("li", {}, ...read(item[2])));
      continue;
    }
    list = null;
    const quoted = line.startsWith(quoteMark);
    const words = quoted ? line.slice(quoteMark.length).trimStart() : line;
    whole.append(make(quoted ? "blockquote" : "p", {}, ...read(words)));
  }
  return whole;
}
