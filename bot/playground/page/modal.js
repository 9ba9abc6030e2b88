// Draws the form that is open, over everything else.

import { byId, make } from "./dom.js";
import { drawBlocks } from "./blocks.js";

const open = { id: "", hash: "", errors: "", entered: {} };

export function drawModal(me, around, act) {
  const dialog = byId("modal");
  const view = me.state.modal;
  if (!view) {
    if (dialog.open) dialog.close();
    Object.assign(open, { id: "", hash: "", errors: "", entered: {} });
    return;
  }
  const errors = JSON.stringify(view.errors);
  if (dialog.open && open.id === view.id && open.hash === view.hash && open.errors === errors) return;
  if (open.id !== view.id) open.entered = {};
  forgetOtherFields(view);
  Object.assign(open, { id: view.id, hash: view.hash, errors });
  dialog.replaceChildren(...parts(view, around, act));
  dialog.oncancel = (event) => { event.preventDefault(); act("close", { view: view.id }); };
  if (!dialog.open) dialog.showModal();
  const wrong = dialog.querySelector(".wrong input, .wrong textarea, .wrong select");
  (wrong || dialog.querySelector("[autofocus], .modal-body :is(input, textarea, select)") || dialog).focus();
}

// What was typed stays in fields that keep both of their ids, as in Slack.
function forgetOtherFields(view) {
  const ids = view.blocks.filter((block) => block.element).map((block) => `${block.block_id}-${block.element.action_id}`);
  for (const block of Object.keys(open.entered)) {
    const before = open.ids?.find((one) => one.startsWith(`${block}-`));
    if (before && !ids.includes(before)) delete open.entered[block];
  }
  open.ids = ids;
}

function parts(view, around, act) {
  const press = (place) => act("press", { view: view.id, values: open.entered, ...place });
  const blocks = drawBlocks(view.blocks, { ...around, key: view.id, press, filled: view.filled, entered: open.entered, errors: view.errors });
  const close = make("button", { type: "button", onclick: () => act("close", { view: view.id }) }, view.close?.text || (view.depth > 1 ? "Back" : "Close"));
  const submit = view.submit && make("button", { type: "submit", class: "primary" }, view.submit.text);
  const send = async (event) => {
    event.preventDefault();
    if (submit) submit.disabled = true;
    const answer = await act("submit", { view: view.id, values: open.entered });
    if (submit) submit.disabled = false;
    if (Object.keys(answer.problems || {}).length) byId("modal").querySelector(".wrong :is(input, textarea, select)")?.focus();
  };
  return [make("form", { novalidate: true, onsubmit: send },
    make("div", { class: "modal-head" }, make("h2", { id: "modal-title" }, view.title.text),
      make("button", { type: "button", class: "plain", "aria-label": "Close", onclick: () => act("close", { view: view.id, everything: true }) }, "×")),
    make("div", { class: "modal-body" }, ...blocks),
    make("div", { class: "modal-foot" }, close, submit))];
}
