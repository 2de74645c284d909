// Pictures, moving figures and files inside a bubble.
import { calm, el, find, icon } from "./dom.js";

/** The element for a message's photo, animation or document. */
export function media(file, alt, bare) {
  if (file.kind === "document") return documentLine(file);
  const picture = file.video ? video(file) : image(file, alt);
  const zoom = el(
    "button",
    { type: "button", "aria-label": `Enlarge: ${alt || "picture"}`, onclick: () => enlarge(file, alt) },
    picture,
  );
  return el(
    "div",
    { class: ["media", bare && "only", square(file) && "square"].filter(Boolean).join(" ") },
    file.video ? picture : zoom,
    file.kind === "animation" && el("span", { class: "kind", "aria-hidden": "true" }, "GIF"),
  );
}

/** A square picture (a QR code) would fill the phone: it is kept lower. */
const square = ({ width, height }) => height > 0.8 * width;

function image(file, alt) {
  const img = el("img", { src: file.url, width: file.width, height: file.height, alt, decoding: "async" });
  if (file.kind === "animation" && calm()) img.addEventListener("load", () => freeze(img), { once: true });
  return img;
}

/** Less motion was asked for: the first frame stands for the moving figure. */
function freeze(img) {
  const canvas = el("canvas", { width: img.naturalWidth, height: img.naturalHeight, role: "img", "aria-label": img.alt });
  canvas.getContext("2d").drawImage(img, 0, 0);
  img.replaceWith(canvas);
}

function video(file) {
  const still = calm();
  const player = el("video", {
    src: file.url, width: file.width, height: file.height, loop: true, playsinline: true, autoplay: !still, controls: still,
  });
  player.muted = true;
  return player;
}

function documentLine(file) {
  return el(
    "a",
    { class: "document", href: file.url, download: file.name || true },
    icon("file"),
    el("span", {}, el("b", {}, file.name || "File"), el("small", {}, size(file.size))),
  );
}

function size(bytes) {
  if (!bytes) return "";
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function enlarge(file, alt) {
  const viewer = find("#viewer");
  find("button", viewer).replaceChildren(el("img", { src: file.url, alt, width: file.width, height: file.height }));
  viewer.showModal();
}
