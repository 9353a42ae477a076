"use strict";

// Comforts only: every page works without this file.
// A question that one key answers has the focus, else what is wrong.
(document.querySelector("[data-ask]") ?? document.querySelector("#errors"))?.focus();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A date, a time, a number with its unit stays on one line, also in what people wrote;
// our own sentences are marked by the filter "whole" for who has no script.
const WHOLE = new RegExp(
  [
    "(?:\\d{4}\\s*年\\s*)?\\d{1,2}\\s*月\\s*\\d{1,2}\\s*[日号]|（?周[一二三四五六日]）?",
    "\\d{4}\\s*年\\s*\\d{1,2}\\s*月|\\d{4}-\\d{2}-\\d{2}",
    "\\d{3,4}-\\d{7,8}|\\b1\\d{2}(?:\\d|\\*){4}\\d{4}\\b",
    "\\d{1,2}:\\d{2}(?:\\s*[–—-]\\s*\\d{1,2}:\\d{2})?",
    "\\b\\d{3} \\d{4} \\d{4}\\b|\\b[0-9A-Z]{4}(?: [0-9A-Z]{4}){1,2}\\b",
    "(?:(?:晚了|超期|逾期|还有|还剩|第)\\s*)?\\d+(?:\\.\\d+)?\\s*(?:个(?:工作日|小时|月)?" +
      "|小时|分钟|号(?:[楼座]|窗口)|[天周年岁件人次份册种楼段元页版条项步米趟])",
  ].join("|"),
);
const AS_IT_IS = ".nb, svg, script, style, option, textarea";

function keepWhole(root) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  // All styles are asked for before anything changes, which would draw the page anew.
  while (walk.nextNode()) {
    const text = walk.currentNode;
    const parent = text.parentElement;
    if (!WHOLE.test(text.data) || parent.closest(AS_IT_IS)) continue;
    const { display, whiteSpace } = getComputedStyle(parent);
    if (whiteSpace !== "nowrap") texts.push([text, /flex|grid/.test(display)]);
  }
  for (const [text, isBox] of texts) {
    // Elements of no name that a style could mean.
    const line = document.createElement("x-line");
    let rest = text.data;
    for (let found = WHOLE.exec(rest); found; found = WHOLE.exec(rest)) {
      const piece = document.createElement("x-whole");
      piece.className = "nb";
      piece.textContent = found[0];
      line.append(rest.slice(0, found.index), piece);
      rest = rest.slice(found.index + found[0].length);
    }
    line.append(rest);
    // A text in a flexible box is one box of it, and stays one.
    text.replaceWith(...(isBox ? [line] : line.childNodes));
  }
}

keepWhole(document.body);
// A table of the admin that scrolls inside its page is scrolled by keys too.
for (const box of document.querySelectorAll(".inline-group")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
// The name in the header breaks before what all centers are called, not inside.
for (const name of document.querySelectorAll(".brand b")) {
  const at = name.textContent.indexOf("党群服务中心");
  if (at > 0) name.firstChild.splitText(at).before(document.createElement("wbr"));
}

// A code or the address of the page is copied at one tap; who has no script selects it
// whole by touching it. Outside of https a browser copies only what is selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.dataset.copy || location.href.split("#")[0];
    await navigator.clipboard?.writeText(text).catch(() => {});
    if (!navigator.clipboard) {
      const field = document.createElement("textarea");
      field.value = text;
      button.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    button.textContent = "复制好了，去粘贴吧";
  });
}

// A swapped-in part says where it is to people who do not see it change.
document.addEventListener("htmx:afterSettle", (event) => {
  keepWhole(event.detail.elt);
  event.detail.elt.querySelector("[data-focus]")?.focus({ preventScroll: true });
});

// Keys of the desk: a digit opens its door, / goes to the search; not while typing.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = event.key === "/" && document.querySelector("[data-search]");
  if (found) {
    event.preventDefault();
    found.focus();
  } else if (/^[1-9]$/.test(event.key)) {
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  }
});

// Enter saves the line, also from a list, where a browser would only open it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-enter] select")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// Photos chosen are shown small; drawn on a canvas, so no address of ours is loosened.
async function draw(input, into) {
  into.replaceChildren();
  for (const file of [...input.files].slice(0, 8)) {
    if (!file.type.startsWith("image/")) continue;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 192;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", file.name);
    const picture = await createImageBitmap(file).catch(() => null);
    if (!picture) continue;
    const side = Math.min(picture.width, picture.height);
    const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
    canvas.getContext("2d").drawImage(picture, left, top, side, side, 0, 0, 192, 192);
    into.append(canvas);
  }
}

for (const into of document.querySelectorAll("[data-thumbs]")) {
  const input = document.querySelector(`input[name="${into.dataset.thumbs}"]`);
  input?.addEventListener("change", () => draw(input, into));
}

// The last page repeats what was written on the ones before, to be looked over.
function echo() {
  const check = document.querySelector("[data-check]");
  if (!check) return;
  for (const place of check.querySelectorAll("[data-echo]")) {
    const field = document.querySelector(`[name="${place.dataset.echo}"]`);
    const files = field?.files ? `${field.files.length} 张` : field?.value;
    place.textContent = files?.trim() || "（没有写）";
  }
  check.hidden = false;
}

window.addEventListener("hashchange", echo);
echo();

// Passwords are shown on wish; before they are sent they are hidden again.
for (const form of document.querySelectorAll("form")) {
  const fields = [...form.querySelectorAll('input[type="password"]')];
  if (!fields.length) continue;
  const line = document.createElement("div");
  line.className = "field check";
  line.innerHTML = '<label><input type="checkbox"><span>显示密码</span></label>';
  const box = line.querySelector("input");
  const show = (shown) => fields.forEach((one) => (one.type = shown ? "text" : "password"));
  box.addEventListener("change", () => show(box.checked));
  form.addEventListener("submit", () => show(false));
  fields.at(-1).closest(".field")?.after(line);
}

// A phrase goes in where the cursor is; what is there stays.
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-phrase]");
  const area = chip?.closest("details, section")?.querySelector("form textarea");
  if (!area) return;
  event.preventDefault();
  area.focus();
  area.setRangeText(chip.dataset.phrase, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});

// What is typed saves itself, two seconds after the last key and when the page goes.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-draft-said]");
  let timer = 0;
  const save = async () => {
    timer = 0;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "draft") body.append(name, value);
    }
    body.append("draft", "save");
    const headers = { "X-Requested-With": "draft" };
    const kept = { method: "POST", body, headers, keepalive: true };
    const answer = await fetch(form.dataset.draft, kept).catch(() => null);
    const now = new Date().toTimeString().slice(0, 5);
    if (said && answer?.status === 204) said.textContent = `草稿 ${now} 存好了`;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (timer && document.visibilityState === "hidden") {
      clearTimeout(timer);
      save();
    }
  });
}
