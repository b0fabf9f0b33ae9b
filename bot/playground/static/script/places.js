// Discord's own addresses of channels and messages, which lead to a place in this page instead of out of it.

import { webAddress } from "./addresses.js";

const HOSTS = new Set(["discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"]);
const PATH = /^\/channels\/(@me|\d+)\/(\d+)(?:\/(\d+))?\/?$/;
const HASH = /^#(\d+)(?:\/(\d+))?$/;

// {channelId, messageId} of an address like https://discord.com/channels/1/2/3, otherwise null.
export function placeOf(address) {
  const url = webAddress(address);
  const found = url && HOSTS.has(url.hostname) && PATH.exec(url.pathname);
  return found ? { channelId: found[2], messageId: found[3] ?? null } : null;
}

export const hashOf = ({ channelId, messageId }) => `#${channelId}${messageId ? `/${messageId}` : ""}`;

// The same of this page's own address, or null.
export function placeOfHash(hash) {
  const found = HASH.exec(hash);
  return found && { channelId: found[1], messageId: found[2] ?? null };
}
