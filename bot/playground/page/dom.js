// Makes elements. Text is only ever put in as text: nothing anybody wrote can become markup.

export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

// Only addresses that open a page: never a script.
export function link(address, words) {
  const safe = /^(https?:|mailto:)/i.test(address) ? address : null;
  return safe ? make("a", { href: safe, target: "_blank", rel: "noreferrer noopener" }, words) : document.createTextNode(words);
}

export function initials(name) {
  return name.split(/\s+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
}

export function avatar(name, byApp = false) {
  if (byApp) return make("span", { class: "avatar app", "aria-hidden": "true" });
  const hue = [...name].reduce((sum, letter) => (sum * 37 + letter.codePointAt(0) * 101) % 360, 40);
  const face = make("span", { class: "avatar", "aria-hidden": "true" }, initials(name));
  face.style.setProperty("--hue", hue);
  return face;
}

let fading;

export function toast(words) {
  const place = byId("toast");
  place.textContent = words;
  place.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { place.hidden = true; }, 6000);
}
