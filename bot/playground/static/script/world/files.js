// Files on their way out, as Discord wants them spoken of.

import { nonce } from "../snowflakes.js";

export const Uploads = {
  nonce,
  about: (files) => files.map((file, id) => ({ id: String(id), filename: file.name })),
};
