// The board is drawn by Python as escaped HTML; here a row, its link or the Enter key on it is told to Python.
export default function ({ data, parentElement, setTriggerValue }) {
  let frame = parentElement.querySelector(".frame");
  if (!frame) {
    frame = document.createElement("div");
    frame.className = "frame";
    parentElement.appendChild(frame);
  }
  frame.innerHTML = data.html;
  frame.querySelectorAll("[data-open]").forEach((row) => {
    row.onclick = (event) => {
      if (event.target.closest("[data-why], [data-cases], [data-doubted]")) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      setTriggerValue("opened", row.dataset.open);
    };
  });
  frame.querySelectorAll("[data-cases]").forEach((button) => {
    button.onclick = () => setTriggerValue("cases", button.dataset.cases);
  });
  frame.querySelectorAll("[data-doubted]").forEach((link) => {
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      setTriggerValue("doubted", link.dataset.doubted);
    };
  });
  frame.querySelectorAll("[data-why]").forEach((button) => {
    button.onclick = () => setTriggerValue("asked", button.dataset.why);
  });
}
