"use strict";
(() => {
  const root = document.documentElement;
  const stage = document.getElementById("stage");
  const plane = document.getElementById("plane");
  const tapped = document.getElementById("tapped");
  const overlay = document.getElementById("overlay");
  const unsure = document.getElementById("unsure");
  const picks = [...document.querySelectorAll('input[name="shown"]')];
  root.classList.add("js");
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", "Photo. Plus and minus zoom, arrow keys move, zero shows the whole picture.");

  // Which overlay is shown: browsers that know :has() need none of this.
  const show = () => {
    const picked = picks.find((pick) => pick.checked);
    const name = picked && (overlay.checked || picked.value === "none") ? "of-" + picked.value : "";
    root.classList.toggle("all", Boolean(unsure && unsure.checked));
    tapped.textContent = "";
    for (const layer of document.querySelectorAll(".layer, .caption")) layer.classList.toggle("shown", layer.classList.contains(name));
  };
  for (const pick of picks) pick.addEventListener("change", show);
  if (overlay) { overlay.addEventListener("change", show); show(); }
  if (unsure) unsure.addEventListener("change", show);

  // Zoom and move: plane = translate(x, y) scale(zoom), in pixels of the stage.
  const MOST = 8;
  let zoom = 1, x = 0, y = 0;
  const place = () => {
    const left = plane.offsetLeft, width = plane.offsetWidth, height = plane.offsetHeight;
    const clamp = (at, size, start, room) => {
      const first = -start, last = room - start - size * zoom;
      return size * zoom <= room ? (first + last) / 2 : Math.min(first, Math.max(last, at));
    };
    x = clamp(x, width, left, stage.clientWidth);
    y = clamp(y, height, plane.offsetTop, stage.clientHeight);
    plane.style.transform = zoom === 1 ? "" : "translate(" + x + "px," + y + "px) scale(" + zoom + ")";
    plane.style.setProperty("--zoom", zoom);
    stage.style.touchAction = zoom === 1 ? "pan-y" : "none";
    stage.style.cursor = zoom === 1 ? "" : "grab";
  };
  const zoomTo = (wanted, clientX, clientY) => {
    const box = stage.getBoundingClientRect();
    const px = (clientX ?? box.left + box.width / 2) - box.left - plane.offsetLeft;
    const py = (clientY ?? box.top + box.height / 2) - box.top - plane.offsetTop;
    const next = Math.min(MOST, Math.max(1, wanted));
    x = px - (px - x) * next / zoom;
    y = py - (py - y) * next / zoom;
    zoom = next;
    if (zoom === 1) { x = 0; y = 0; }
    place();
  };
  const actions = { in: () => zoomTo(zoom * 1.5), out: () => zoomTo(zoom / 1.5), whole: () => zoomTo(1) };
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", actions[button.dataset.zoom]);

  // The page must still scroll past the photo: the wheel zooms with Ctrl, or once the photo was clicked.
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== stage) return;
    event.preventDefault();
    zoomTo(zoom * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }, { passive: false });
  stage.addEventListener("dblclick", (event) => zoomTo(zoom > 1 ? 1 : 3, event.clientX, event.clientY));
  stage.addEventListener("keydown", (event) => {
    if (event.target !== stage) return;
    const step = 60;
    const keys = {
      "+": actions.in, "=": actions.in, "-": actions.out, "0": actions.whole, Escape: actions.whole,
      ArrowLeft: () => { x += step; place(); }, ArrowRight: () => { x -= step; place(); },
      ArrowUp: () => { y += step; place(); }, ArrowDown: () => { y -= step; place(); },
    };
    const moves = event.key.startsWith("Arrow");
    if (!keys[event.key] || event.ctrlKey || event.metaKey || (moves && zoom === 1)) return;
    event.preventDefault();
    keys[event.key]();
  });

  const fingers = new Map();
  let spread = 0;
  const reach = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".tools")) return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) spread = reach();
    if (zoom > 1 || fingers.size === 2) stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()];
      const now = reach();
      zoomTo(zoom * now / spread, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
      spread = now;
    } else if (zoom > 1) {
      x += event.clientX - before.clientX;
      y += event.clientY - before.clientY;
      place();
    }
  });
  const lift = (event) => fingers.delete(event.pointerId);
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) stage.addEventListener(name, lift);
  stage.addEventListener("touchmove", (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
  for (const picture of plane.querySelectorAll("img")) picture.draggable = false;

  // A tap tells what a ring is: touch screens have no tooltips.
  stage.addEventListener("click", (event) => {
    const ring = event.target.closest(".ring");
    if (ring && tapped) {
      tapped.textContent = ring.querySelector("title").textContent;
    }
  });
  addEventListener("resize", place);
  place();
})();
