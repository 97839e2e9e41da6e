// When a person clicked, and when the page last changed after it. Runs in each page before its own scripts.
(() => {
  const seen = { clicked: null, changed: 0, heard: null, running: false };
  const changed = () => { seen.changed = performance.now(); };
  const everything = { subtree: true, childList: true, characterData: true, attributes: true };
  const watch = (root) => new MutationObserver(changed).observe(root, everything);

  // a script may end before the page shows that it runs: what the server sends is listened to as well
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => { seen.heard = performance.now(); });
    }
  };

  // what changes inside a component with a tree of its own is no change of the page's tree
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (settings) {
    const root = attach.call(this, settings);
    watch(root);
    return root;
  };

  const running = () =>
    document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state") !== "notRunning";
  new MutationObserver((_records, self) => {
    const main = document.querySelector("[data-testid=stMainBlockContainer]");
    if (!main) return;
    self.disconnect();
    changed();
    watch(main);
  }).observe(document, { subtree: true, childList: true });

  const clicked = (event) => { if (seen.clicked === null) seen.clicked = event.timeStamp; };
  addEventListener("pointerdown", clicked, true);
  addEventListener("keydown", (event) => { if (event.key === "Enter") clicked(event); }, true);

  // From now on the next click counts.
  window.keptArm = () => { seen.clicked = null; seen.heard = null; };
  // Milliseconds from the click (or from the beginning of the page) to the last change, once the server has answered,
  // its script has ended, and nothing has come or changed for a while; fails when that takes longer than `longest`.
  window.keptSettled = (quiet, longest, opened) => new Promise((resolve, reject) => {
    const asked = performance.now();
    const look = setInterval(() => {
      if (performance.now() - asked > longest) {
        clearInterval(look);
        reject(new Error("the page was not drawn in time"));
      }
      const since = opened ? 0 : seen.clicked;
      if (since === null || seen.heard === null || seen.heard < since || running()) return;
      if (performance.now() - Math.max(seen.changed, seen.heard) <= quiet) return;
      clearInterval(look);
      resolve(seen.changed - since);
    }, 20);
  });
})();
