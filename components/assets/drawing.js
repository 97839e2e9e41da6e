// One drawing: HTML and a figure, both made by Python with every text escaped. A mark that is clicked (a bar, a point, a
// cell, a row) is told to Python by its number; a button or link of ours (data-go) by what it says.
const LIBRARIES = {};

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

function part(parent, name) {
  let found = parent.querySelector(`:scope > .${name}`);
  if (!found) {
    found = document.createElement("div");
    found.className = name;
    parent.appendChild(found);
  }
  return found;
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

// HTML that is as it was is left alone: whoever reads or opens it is not disturbed, and nothing is drawn twice.
function show(place, html) {
  if (place.shown === html) return;
  place.shown = html;
  place.innerHTML = html;
}

async function draw(box, data, frame) {
  if (box.wanted === data.figure) return;
  box.wanted = data.figure;
  const Plotly = await library(data.library);
  if (!box.isConnected || box.wanted !== data.figure) return;
  const figure = JSON.parse(data.figure);
  box.wide = box.offsetWidth;
  await Plotly.react(box, figure.data, { ...figure.layout, autosize: true }, { displayModeBar: false, responsive: false });
  if (box.heard) return;
  box.heard = true;
  box.on("plotly_click", (event) => {
    const mark = event.points.map(markOf).find((found) => found !== undefined);
    if (mark !== undefined) frame.tell("picked", mark);
  });
  new ResizeObserver(() => {
    if (!box.isConnected || !box.offsetWidth || box.offsetWidth === box.wide) return;
    box.wide = box.offsetWidth;
    Plotly.Plots.resize(box);
  }).observe(frame);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = part(parentElement, "kept-drawing");
  frame.tell = setTriggerValue;
  frame.classList.toggle("kept-picks", data.picks);
  show(part(frame, "kept-drawn-html"), data.html);
  const box = part(frame, "kept-figure");
  box.hidden = !data.figure;
  if (data.figure) {
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", data.alt);
    box.style.height = `${data.height}px`;
    draw(box, data, frame).catch(() => { box.wanted = undefined; box.textContent = data.failed; });
  }
  const twin = part(frame, "kept-twin");
  const open = twin.querySelector("details")?.open;
  show(twin, data.twin);
  if (open) twin.querySelector("details").open = true;
  show(part(frame, "kept-foot"), data.foot);
  frame.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const found = event.target.closest("[data-mark], [data-go]");
    if (!found || !frame.contains(found)) return;
    event.preventDefault();
    if (found.dataset.mark !== undefined) frame.tell("picked", Number(found.dataset.mark));
    else frame.tell("went", found.dataset.go);
  };
  frame.onkeydown = (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || !event.target.matches("[role=button][data-mark]")) return;
    event.preventDefault();
    frame.tell("picked", Number(event.target.dataset.mark));
  };
}
