// What the server sends, in the shape the views use. The only place that knows its field names.
import { seconds } from "./time.js";

/** One message: id, date, out, html, file, rows, spinning, edited, replyTo. */
export function messageOf(event) {
  return {
    id: event.message_id,
    date: seconds(event.date),
    out: event.from !== "bot",
    html: event.html ?? "",
    file: event.media ? fileOf(event.media) : null,
    rows: event.reply_markup?.inline_keyboard ?? null,
    spinning: event.spinning ?? [],
    edited: Boolean(event.edit_date),
    replyTo: event.reply_to ?? null,
  };
}

const SHOWN = new Set(["photo", "animation", "video", "sticker"]);

function fileOf(media) {
  return {
    kind: SHOWN.has(media.kind) ? media.kind : "document",
    url: media.url,
    width: media.w || null,
    height: media.h || null,
    name: media.name,
    size: media.size,
    video: media.mime?.startsWith("video/") ?? false,
  };
}
