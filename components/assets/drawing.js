// A row of panels: HTML and figures, both made by Python with every text escaped. A mark that is clicked (a bar, a point,
// a cell, a row) is told to Python by its number; a button or link of ours (data-go) by what it says; a choice by its value.
const LIBRARIES = {};
const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  table: "M1 3a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1zM1 6h14M1 10h14M6 2v12",
  cases: "M5 4h10M5 8h10M5 12h10M1 4h1M1 8h1M1 12h1",
};

function library(address) {
  LIBRARIES[address] ??= new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => loaded(window.Plotly);
    script.onerror = () => { delete LIBRARIES[address]; script.remove(); failed(new Error("charts")); };
    document.head.appendChild(script);
  });
  return LIBRARIES[address];
}

function made(kind, name, parent) {
  const found = document.createElement(kind);
  if (name) found.className = name;
  parent?.appendChild(found);
  return found;
}

// The child of that name, made where there is none; children stand in the order in which they are first asked for.
function part(parent, name, kind = "div") {
  return parent.querySelector(`:scope > .${name}`) ?? made(kind, name, parent);
}

// HTML or text that is as it was is left alone: whoever reads or opens it is not disturbed, and nothing is drawn twice.
function show(place, html) {
  if (place.shown === html) return;
  place.shown = html;
  place.innerHTML = html;
}

function say(place, text) {
  place.hidden = !text;
  if (place.textContent !== text) place.textContent = text;
}

function icon(place, name, title) {
  place.title = title;
  place.setAttribute("aria-label", title);
  if (place.firstChild) return;
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("aria-hidden", "true");
  drawn.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", ICONS[name]);
  place.appendChild(drawn);
}

// The number of the mark a point stands for; its trace says which one its first point is.
function markOf(point) {
  const meta = point.data.meta;
  if (!meta || meta.first === undefined) return undefined;
  let place = point.pointNumber;
  if (Array.isArray(place)) place = place[0] * point.data.z[0].length + place[1];
  const among = meta.marks ? meta.marks[place] : place;
  return among === null || among === undefined ? undefined : meta.first + among;
}

async function draw(box, item, data, tell) {
  box.hidden = !item.figure;
  if (!item.figure) return;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", item.alt);
  box.style.height = `${item.height}px`;
  if (box.wanted === item.figure) return;
  box.wanted = item.figure;
  const Plotly = await library(data.library);
  if (!box.isConnected || box.wanted !== item.figure) return;
  const figure = JSON.parse(item.figure);
  box.wide = box.offsetWidth;
  await Plotly.react(box, figure.data, { ...figure.layout, autosize: true }, { displayModeBar: false, responsive: false });
  if (box.tell) return;
  box.on("plotly_click", (event) => {
    const mark = event.points.map(markOf).find((found) => found !== undefined);
    if (mark !== undefined) box.tell("picked", mark);
  });
  box.tell = tell;
  new ResizeObserver(() => {
    if (!box.isConnected || !box.offsetWidth || box.offsetWidth === box.wide) return;
    box.wide = box.offsetWidth;
    Plotly.Plots.resize(box);
  }).observe(box);
}

function choiceBox(place, box, row) {
  const list = part(place, "kept-box", "select");
  if (list.options.length !== box.options.length || box.options.some(([value, text], at) =>
    list.options[at].value !== value || list.options[at].textContent !== text)) {
    list.replaceChildren(...box.options.map(([value, text]) => new Option(text, value)));
  }
  list.dataset.box = box.key;
  list.setAttribute("aria-label", box.label);
  list.value = box.value;
  list.title = box.options.find(([value]) => value === box.value)?.[1] ?? "";
  list.onchange = () => row.tell("chose", [box.key, list.value]);
}

// Title and choices: wide ones have rows of their own, the others stand beside the title.
function head(frame, item, row) {
  const above = part(frame, "kept-head");
  say(part(above, "kept-title"), item.title);
  const wanted = new Set(item.boxes.map((box) => box.key));
  frame.querySelectorAll("[data-holds]").forEach((place) => wanted.has(place.dataset.holds) || place.remove());
  const lead = part(frame, "kept-lead");
  lead.classList.add("kept-subtitle");
  say(lead, item.lead);
  for (const box of item.boxes) {
    let place = frame.querySelector(`[data-holds="${CSS.escape(box.key)}"]`);
    if (!place) {
      place = made("div", box.wide ? "kept-box-wide" : "kept-box-beside");
      place.dataset.holds = box.key;
      if (box.wide) frame.insertBefore(place, lead);
      else above.appendChild(place);
    }
    choiceBox(place, box, row);
  }
}

// The table twin of a figure is made when somebody opens it.
function twinOf(frame, item, data, tell) {
  const place = part(frame, "kept-twin");
  const table = part(place, "kept-beside", "details");
  icon(part(table, "kept-opens", "summary"), "table", data.words.table);
  table.hidden = !item.twin;
  const body = part(table, "kept-body");
  const fill = () => { if (table.open) show(body, item.twin); };
  table.ontoggle = fill;
  fill();
  const cases = part(place, "kept-list", "button");
  cases.type = "button";
  cases.hidden = !item.cases;
  cases.onclick = () => tell("went", "cases");
  icon(cases, "cases", data.words.cases);
}

function panel(place, item, data, row) {
  const tell = (what, value) => row.tell(what, [item.key, value]);
  const framed = item.title !== "";
  place.className = framed ? "kept-panel" : "";
  if (framed) place.dataset.panel = item.key;
  if (framed) head(place, item, row);
  const said = part(place, "kept-said-instead");
  said.dataset.state = item.state;
  said.setAttribute("role", item.state === "error" ? "alert" : "status");
  say(said, item.said);
  const frame = part(place, "kept-drawing");
  frame.hidden = Boolean(item.said);
  frame.classList.toggle("kept-picks", item.picks);
  show(part(frame, "kept-drawn-html"), item.html);
  const box = part(frame, "kept-figure");
  draw(box, item, data, tell).catch(() => { box.wanted = undefined; box.textContent = data.words.failed; });
  if (framed) {
    twinOf(frame, item, data, tell);
    const foot = part(frame, "kept-foot");
    foot.classList.add("kept-subtitle");
    say(foot, item.foot);
  }
  frame.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const found = event.target.closest("[data-mark], [data-go]");
    if (!found || !frame.contains(found)) return;
    event.preventDefault();
    if (found.dataset.mark !== undefined) tell("picked", Number(found.dataset.mark));
    else tell("went", found.dataset.go);
  };
  frame.onkeydown = (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || !event.target.matches("[role=button][data-mark]")) return;
    event.preventDefault();
    tell("picked", Number(event.target.dataset.mark));
  };
}

// The children of a place by their keys, in that order; what is there already stays as it is, others go.
function arrange(place, keys, kind) {
  const known = new Map([...place.children].map((child) => [child.key, child]));
  const wanted = keys.map((key) => {
    const child = known.get(key) ?? made(kind);
    child.key = key;
    return child;
  });
  [...place.children].forEach((child) => wanted.includes(child) || child.remove());
  wanted.forEach((child, at) => place.children[at] === child || place.insertBefore(child, place.children[at] ?? null));
  return wanted;
}

export default function ({ data: given, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(given));
  const row = part(parentElement, "kept-row");
  row.tell = setTriggerValue;
  library(data.library).catch(() => {});  // on its way while the first figures are still asked for
  const shares = data.shares.length ? data.shares : data.columns.map(() => 1);
  row.style.gridTemplateColumns = shares.map((share) => `minmax(0, ${share}fr)`).join(" ");
  const columns = arrange(row, data.columns.map((_items, at) => at), "div");
  data.columns.forEach((items, at) => {
    columns[at].className = "kept-column";
    const places = arrange(columns[at], items.map((item) => item.key), "section");
    items.forEach((item, number) => panel(places[number], item, data, row));
  });
}
